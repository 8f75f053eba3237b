"""What a project may be. The sentences are those of the API."""

import re
from datetime import date
from typing import Any

import msgspec
from msgspec import UNSET, UnsetType

from sundial.access.plans import STARTER_OR_HIGHER, Plan
from sundial.core.errors import Invalid, PaymentRequired
from sundial.core.money import Money
from sundial.core.periods import day
from sundial.projects.queries import ProjectRow
from sundial.projects.schemas import ProjectChange, ProjectPatch, RecurringParameters
from sundial.reference.currencies import CURRENCY_CODES

LONGEST_NAME = 255
LONGEST_CUSTOM_PERIOD = 3660
COLOR = re.compile(r"#[0-9a-f]{6}")
PALETTE = ("#2f6fde", "#0f9488", "#7a4fd0", "#c2467d", "#d9632a", "#b8860b", "#4f8a2c", "#50708f", "#a0522d", "#b3303c")
"""Colours of projects for which nobody chose one."""
FIRST_YEAR, LAST_YEAR = 1970, 2100
PERIODS = ("daily", "weekly", "monthly", "quarterly", "yearly", "custom")
FLAGS = ("is_private", "active", "billable", "template", "auto_estimates", "recurring")
PAID = (
    "billable",
    "rate",
    "fixed_fee",
    "currency",
    "estimated_hours",
    "estimated_seconds",
    "auto_estimates",
    "recurring",
    "recurring_parameters",
    "template",
    "template_id",
)


def check_plan(change: ProjectChange, plan: Plan, default_currency: str) -> None:
    """Raise PaymentRequired for a field with a value that the plan does not include (`decisions.md, Plans`)."""
    if plan in STARTER_OR_HIGHER:
        return
    for field in PAID:
        value = getattr(change, field, None)
        wanted = value.hundredths if isinstance(value, Money) else value
        if wanted and str(wanted).upper() != default_currency:
            raise PaymentRequired(f"{field.replace('_', ' ').capitalize()} is a premium feature")


def new_values(change: ProjectChange, present: ProjectRow) -> dict[str, Any]:
    """The columns that a change sets, but for the client's. Raises Invalid."""
    values: dict[str, Any] = {field: value for field in FLAGS if isinstance(value := getattr(change, field), bool)}
    if not isinstance(change.name, UnsetType):
        values["name"] = name(change.name)
        values["name_key"] = values["name"].casefold()
    if isinstance(change.color, str):
        values["color"] = color(change.color)
    if not isinstance(change.external_reference, UnsetType):
        values["external_reference"] = change.external_reference or None
    return values | _money(change) | _estimate(change, present) | _days(change) | _recurrence(change)


def without_default(change: ProjectChange, present: ProjectRow, default_currency: str) -> ProjectChange:
    """The change of somebody who may send back the workspace's currency, which they read where the project has none."""
    if present.currency is None and isinstance(change.currency, str) and change.currency.upper() == default_currency:
        return msgspec.structs.replace(change, currency=UNSET)
    return change


def checked(row: ProjectRow) -> ProjectRow:
    """A project whose fields fit together. Raises Invalid."""
    if row.end_date is not None and row.end_date < row.start_date:
        raise Invalid("end_date must not be before start_date")
    if not row.recurring:
        return msgspec.structs.replace(
            row, recurring_period=None, recurring_custom_period=None, recurring_start_date=None
        )
    if row.recurring_period is None:
        raise Invalid("recurring_parameters is required for a recurring project")
    return msgspec.structs.replace(row, recurring_start_date=row.recurring_start_date or row.start_date)


def name(given: str | None) -> str:
    """A valid name, trimmed. Raises Invalid."""
    trimmed = (given or "").strip()
    if not trimmed:
        raise Invalid("Project name must not be empty")
    if len(trimmed) > LONGEST_NAME:
        raise Invalid(f"Maximum length for project name ({LONGEST_NAME} chars) exceeded")
    return trimmed


def color(given: str) -> str:
    """A valid colour, in small letters. Raises Invalid."""
    if not COLOR.fullmatch(given.lower()):
        raise Invalid(
            f"Error in validating color '{given}'. Project color must be a hex value in the form of #[0-9a-f]{{6}}."
        )
    return given.lower()


def default_color(project_id: int) -> str:
    """The colour of a project for which nobody chose one: neighbours have different ones."""
    return PALETTE[project_id % len(PALETTE)]


def project_day(field: str, text: str) -> date:
    """A day of a project; a time as in RFC 3339 stands for its date. Raises Invalid that names the field."""
    given = day(field, text.partition("T")[0])
    if not FIRST_YEAR <= given.year <= LAST_YEAR:
        raise Invalid(f"{field} must be between {FIRST_YEAR} and {LAST_YEAR}")
    return given


def status(row: ProjectRow, today: str) -> str:
    """What a project is on a day: deleted, archived, upcoming, ended or active."""
    if row.deleted_at is not None:
        return "deleted"
    if not row.active:
        return "archived"
    if row.start_date > today:
        return "upcoming"
    return "ended" if row.end_date is not None and row.end_date < today else "active"


def _money(change: ProjectChange) -> dict[str, Any]:
    values: dict[str, Any] = {}
    if not isinstance(change.currency, UnsetType):
        values["currency"] = (change.currency or "").upper() or None
        if values["currency"] not in {None, *CURRENCY_CODES}:
            raise Invalid("currency must be the ISO 4217 code of a currency, such as USD")
    for field in ("rate", "fixed_fee"):
        value = getattr(change, field)
        if not isinstance(value, UnsetType):
            values[field] = value
    if values.get("rate") is not None and values["rate"].hundredths < 0:
        raise Invalid("rate must be at least 0")
    if values.get("fixed_fee") is not None and values["fixed_fee"].hundredths <= 0:
        raise Invalid("fixed_fee must be more than 0")
    return values


def _estimate(change: ProjectChange, present: ProjectRow) -> dict[str, Any]:
    if isinstance(change, ProjectPatch) and not isinstance(change.estimated_seconds, UnsetType):
        return {"estimated_seconds": change.estimated_seconds or None}
    hours = change.estimated_hours
    shown = (present.estimated_seconds or 0) // 3600
    by_tasks = present.auto_estimates and change.auto_estimates is not False
    # Whoever sends back what they read must lose neither the minutes that whole hours do not show, nor what tasks hide.
    if isinstance(hours, UnsetType) or by_tasks or (hours and hours == shown):
        return {}
    return {"estimated_seconds": hours * 3600 if hours else None}


def _days(change: ProjectChange) -> dict[str, Any]:
    values: dict[str, Any] = {}
    if isinstance(change.start_date, str) and change.start_date:
        values["start_date"] = project_day("start_date", change.start_date).isoformat()
    if not isinstance(change.end_date, UnsetType):
        given = change.end_date
        values["end_date"] = project_day("end_date", given).isoformat() if given else None
    return values


def _recurrence(change: ProjectChange) -> dict[str, Any]:
    given = change.recurring_parameters
    if isinstance(given, list):
        given = next(iter(given), None)
    if not isinstance(given, RecurringParameters):
        return {}
    if given.period not in PERIODS:
        raise Invalid(f"recurring_parameters.period must be one of {', '.join(PERIODS)}")
    values: dict[str, Any] = {"recurring_period": given.period, "recurring_custom_period": None}
    if given.period == "custom":
        values["recurring_custom_period"] = _custom_period(given.custom_period)
    if isinstance(given.project_start_date, str) and given.project_start_date:
        start = project_day("recurring_parameters.project_start_date", given.project_start_date)
        values["recurring_start_date"] = start.isoformat()
    return values


def _custom_period(days: int | UnsetType | None) -> int:
    if not isinstance(days, int) or not 0 < days <= LONGEST_CUSTOM_PERIOD:
        raise Invalid(f"recurring_parameters.custom_period must be between 1 and {LONGEST_CUSTOM_PERIOD} days")
    return days
