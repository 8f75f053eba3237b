"""What may become of a workspace user (`decisions.md, Workspace users`). The sentences are those of the API."""

from typing import Any

from msgspec import UnsetType

from sundial.access.permissions import Role
from sundial.access.plans import PREMIUM_OR_HIGHER, STARTER_OR_HIGHER, Plan
from sundial.core.errors import Invalid, PaymentRequired
from sundial.core.money import Money
from sundial.members.schemas import WorkspaceUserChange
from sundial.organizations.roles import ROLE_IDS
from sundial.rates.rules import RateType

ROLES_BY_ID = {number: role for role, number in ROLE_IDS.items() if isinstance(role, Role)}

NULLABLE = (
    "rate",
    "labor_cost",
    "working_hours_in_minutes",
    "view_edit_billable_rates",
    "view_edit_labor_costs",
)
RATES = {"rate": RateType.BILLABLE, "labor_cost": RateType.LABOR}
PAID = {
    "rate": (STARTER_OR_HIGHER, "Billable rates are available for Starter and higher plans."),
    "labor_cost": (PREMIUM_OR_HIGHER, "Workspace needs to have the labour_cost feature enabled."),
    "working_hours_in_minutes": (STARTER_OR_HIGHER, "Workspace needs to have the working_hours feature enabled."),
}


def check_plan(change: WorkspaceUserChange, plan: Plan) -> None:
    """Raise PaymentRequired for a field with a value that the plan does not include."""
    for field, (plans, sentence) in PAID.items():
        if _given(getattr(change, field)) and plan not in plans:
            raise PaymentRequired(sentence)


def new_role(change: WorkspaceUserChange, present: Role) -> Role:
    """The role that a change leaves. Raises Invalid for contradicting or unknown ones."""
    if _given(change.role_id) and (_given(change.role) or _given(change.admin)):
        raise Invalid("Cannot use both admin flags and role_id.")
    if isinstance(change.role_id, int):
        if change.role_id not in ROLES_BY_ID:
            raise Invalid("Invalid role_id.")
        return ROLES_BY_ID[change.role_id]
    if isinstance(change.role, str):
        return Role(change.role)
    if isinstance(change.admin, bool) and change.admin is not (present is Role.ADMIN):
        return Role.ADMIN if change.admin else Role.USER
    return present


def rates_in(change: WorkspaceUserChange) -> list[str]:
    """Which of a workspace user's rates a change sets or clears."""
    return [field for field in RATES if _given(getattr(change, field)) or field in _posted(change)]


def new_values(change: WorkspaceUserChange) -> dict[str, Any]:
    """The other fields that a change sets: a value, or null where ``postedFields`` names it. Raises Invalid."""
    posted = _posted(change)
    values: dict[str, Any] = {field: None for field in NULLABLE if field in posted}
    values |= {field: value for field in NULLABLE if _given(value := getattr(change, field))}
    hours = values.get("working_hours_in_minutes")
    if hours is not None and hours <= 0:
        raise Invalid("Working hours must be positive or null")
    for field in RATES:
        value: Money | None = values.get(field)
        if value is not None and value.hundredths < 0:
            raise Invalid(f"{field} must be at least 0")
    if isinstance(change.inactive, bool):
        values["inactive"] = change.inactive
    return values


def unique_ids(ids: list[int] | UnsetType | None) -> list[int]:
    """The ids of a removal. Raises Invalid when there are none or some twice."""
    if not isinstance(ids, list) or not ids:
        raise Invalid("At least one workspace user ID must be supplied.")
    if len(set(ids)) != len(ids):
        raise Invalid("Workspace user IDs must be unique")
    return ids


def _posted(change: WorkspaceUserChange) -> list[str]:
    return change.posted_fields if isinstance(change.posted_fields, list) else []


def _given(value: object) -> bool:
    return value is not None and not isinstance(value, UnsetType)
