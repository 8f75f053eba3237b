"""The features that clients ask for by name, and which plans have them (`behaviour.md, Plans and features`)."""

from functools import cache

import msgspec

from sundial.access.plans import PREMIUM_OR_HIGHER, STARTER_OR_HIGHER, Plan

NAMES = {
    0: "free",
    13: "pro",
    15: "business",
    50: "scheduled_reports",
    51: "time_audits",
    52: "locking_time_entries",
    53: "edit_team_member_time_entries",
    54: "edit_team_member_profile",
    55: "tracking_reminders",
    56: "time_entry_constraints",
    57: "priority_support",
    58: "labour_cost",
    59: "report_employee_profitability",
    60: "report_project_profitability",
    61: "report_comparative",
    62: "report_data_trends",
    63: "report_export_xlsx",
    64: "tasks",
    65: "project_dashboard",
    66: "outlook_calendar_integration",
    67: "favorites",
    68: "multi_workspace",
    69: "goals",
    70: "recurring_projects",
    71: "only_admins_may_create_tags",
    72: "billable_rates",
    73: "historical_billable_rates",
    74: "split_time_entry",
    75: "focus_mode",
    76: "fixed_fee",
    77: "summary_audit",
    78: "archive_client",
    79: "reports_hide_weekends",
    80: "multi_calendar",
    81: "project_template",
}

# Profitability is billable amount less labor cost, so it comes with labor costs.
PREMIUM = frozenset(
    {
        "business",
        "locking_time_entries",
        "tracking_reminders",
        "time_entry_constraints",
        "labour_cost",
        "report_employee_profitability",
        "report_project_profitability",
        "multi_workspace",
        "historical_billable_rates",
    }
)


class Feature(msgspec.Struct, frozen=True):
    """A feature, and whether the plan includes it."""

    feature_id: int
    name: str
    enabled: bool


@cache
def features(plan: Plan) -> list[Feature]:
    """Return every feature, by id. The list is the same one each time: read it only."""
    return [Feature(feature_id, name, plan in _plans(name)) for feature_id, name in NAMES.items()]


def _plans(name: str) -> frozenset[Plan]:
    if name == "free":
        return frozenset(Plan)
    return PREMIUM_OR_HIGHER if name in PREMIUM else STARTER_OR_HIGHER
