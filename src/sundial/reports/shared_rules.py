"""What a shared report is run with: the saved parameters, and of those sent with a request what widens nothing.

Nobody may learn more by a token than its report shows. So a request can choose pages, and days unless these are fixed,
and it can narrow: ids count among the saved ones only. How the report looks, and how it rounds, it can choose where
that hides nothing; a *trusted* reader, the report's owner or an admin, may choose it freely.
"""

from datetime import datetime
from typing import Any

import msgspec

from sundial.core.errors import Invalid
from sundial.core.periods import ONE_DAY, day_of
from sundial.reports import rules
from sundial.reports.entries import ID_FILTERS
from sundial.reports.relative_days import relative_days
from sundial.reports.schemas import Filters, Period
from sundial.reports.shared_schemas import SharedPost

Json = dict[str, Any]

UNSUPPORTED = Invalid("The report period is not supported")
NO_PERIODS = (None, "", "custom")
DAYS = ("start_date", "end_date", "startTime", "endTime")
BEGINNING = ("first_id", "first_row_number", "first_timestamp")
FREE = ("page_size", *BEGINNING, "order_by", "order_dir", "grouped")
LOOKS = ("grouping", "sub_grouping", "display_mode")
ROUNDING = ("rounding", "rounding_minutes")
NOTHING: Json = {"time_entry_ids": [0]}
"""A filter that lets nothing through: there is no such entry."""
SIX_DAYS = 6 * ONE_DAY
SHOWN: dict[str, frozenset[str]] = {
    "projects": frozenset({"project_ids", "client_ids"}),
    "clients": frozenset({"client_ids"}),
    "users": frozenset({"user_ids"}),
    "tasks": frozenset({"task_ids"}),
    "tags": frozenset({"tag_ids"}),
}
"""What the groups of a summary are told apart by."""
NONE: frozenset[str] = frozenset()
WEEKLY = SHOWN["projects"] | SHOWN["users"]


def sent(given: SharedPost) -> Json:
    """What a request says."""
    return {name: value for name, value in msgspec.structs.asdict(given).items() if value is not None}


def with_period(saved: Json, fixed: bool, zone: str, beginning_of_week: int, now: datetime) -> Json:
    """Saved parameters with the days of their period, as it is now. Fixed days stay as they are. Raises Invalid."""
    period = saved.get("period")
    if period in NO_PERIODS or (fixed and saved.get("start_date")):
        return saved
    if not isinstance(period, str):
        raise UNSUPPORTED.fresh()
    first, last = relative_days(period, day_of(now, zone), beginning_of_week)
    return {**saved, "start_date": first.isoformat(), "end_date": last.isoformat()}


def combined(saved: Json, fixed: bool, limits: Filters, given: Json, *, trusted: bool, rounded: bool) -> Json:
    """The parameters to run a report with. ``limits`` are its saved filters; ``rounded``: its time is rounded.

    Raises Invalid.
    """
    result = {name: value for name, value in saved.items() if name not in BEGINNING}
    if not fixed and ("start_date" in given or "end_date" in given):
        result |= {name: given.get(name) for name in DAYS}
    result |= _chosen(given, FREE)
    result |= {name: value for name, value in _chosen(given, LOOKS).items() if trusted or saved.get(name) is None}
    if trusted or not rounded:
        result |= _chosen(given, ROUNDING)
    result |= _narrowed(limits, given)
    if not trusted:
        _refuse_probes(result, given)
    return result


def with_days(params: Json, zone: str, now: datetime) -> Json:
    """Parameters with the first and the last day, so that all parts of a report are about the same. Raises Invalid."""
    given = Period(*(params.get(name) for name in DAYS))
    weekly = params["report_type"] == "weekly"
    anywhere = params.get("time_entry_ids") and params["time_entry_ids"] != NOTHING["time_entry_ids"]
    if anywhere and not weekly and given.start_date is None and given.end_date is None:
        return params
    if not weekly:
        days = rules.period(given, zone, now)
        return {**params, "start_date": days.first_day.isoformat(), "end_date": days.last_day.isoformat()}
    days = rules.period(given, zone, now, most_days=None)
    last = min(days.first_day + SIX_DAYS, rules.LAST_DAY)
    if given.start_date is None or given.end_date is not None:
        last = min(last, days.last_day)
    return {**params, "start_date": days.first_day.isoformat(), "end_date": last.isoformat()}


def _chosen(given: Json, names: tuple[str, ...]) -> Json:
    return {name: given[name] for name in names if name in given}


def _narrowed(limits: Filters, given: Json) -> Json:
    """The filters that let through what both the saved ones and those of a request do."""
    found: Json = {}
    for name in ID_FILTERS:
        # An empty list filters by nothing, whoever sends it.
        if wanted := given.get(name):
            saved: list[int | None] | None = getattr(limits, name)
            both = list(filter(set(wanted).__contains__, saved)) if saved else wanted
            found |= {name: both} if both else NOTHING
    if "billable" in given:
        found["billable"] = given["billable"]
        if limits.billable not in (None, given["billable"]):
            found |= NOTHING
    if given.get("description"):
        found["description"] = _narrower(limits.description or "", given["description"])
    return found


def _narrower(saved: str, given: str) -> str:
    if saved.casefold() in given.casefold():
        return given
    if given.casefold() in saved.casefold():
        return saved
    raise Invalid(f"description must contain '{saved}', which is what the report is about")


def _refuse_probes(result: Json, given: Json) -> None:
    """Keep whoever has nothing but a token from finding out by trial and error what a report does not show."""
    shows_descriptions = result["report_type"] == "detailed" or (
        result["report_type"] == "summary" and result.get("sub_grouping") in (None, "", "time_entries")
    )
    if given.get("description") and not shows_descriptions:
        raise Invalid("description cannot be asked for: the report shows none")
    shown = _shown_ids(result)
    for name in ID_FILTERS:
        if given.get(name) and name not in shown:
            raise Invalid(f"{name} cannot be asked for: the report does not show what they are of")
    by_date = result.get("order_by") in (None, "", "date")
    if not (by_date and result.get("first_timestamp")):
        # Where in its order an entry would be that is not in the report, tells something of it.
        result.pop("first_id", None)


def _shown_ids(params: Json) -> frozenset[str]:
    """The id filters that tell nothing which a report does not tell by itself. Who is in a group, none tells."""
    if params["report_type"] == "detailed":
        return frozenset(ID_FILTERS) - {"group_ids"}
    if params["report_type"] == "weekly":
        return WEEKLY | (SHOWN["tasks"] if params.get("group_by_task") else NONE)
    grouping, sub_grouping = params.get("grouping") or "projects", params.get("sub_grouping") or "time_entries"
    return SHOWN.get(grouping, NONE) | SHOWN.get(sub_grouping, NONE)
