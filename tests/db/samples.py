"""Rows as each released revision could hold them: what an upgrade must keep.

A revision that is added to the migrations needs its rows here, in its own tables and columns.
"""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

Rows = Sequence[tuple[str, Mapping[str, Any]]]

AT = datetime(2026, 2, 28, 23, 59, 59, 999999, tzinfo=UTC)
_USER = {
    "accounts_id": "HmcYUnEzdKhwOCI1HAFIzA",
    "timezone": "Asia/Kolkata",
    "beginning_of_week": 1,
    "preferences": '{"date_format":"DD/MM"}',
    "authorization_updated_at": AT,
    "created_at": AT,
    "updated_at": AT,
}
_FLAGS = (
    "only_admins_may_create_projects",
    "only_admins_may_create_tags",
    "only_admins_see_team_dashboard",
    "projects_billable_by_default",
    "projects_private_by_default",
    "projects_enforce_billable",
    "limit_public_project_data",
    "reports_collapse",
    "hide_start_end_times",
    "disable_approvals",
    "disable_expenses",
    "disable_timesheet_view",
    "description_present",
    "project_present",
    "tag_present",
    "task_present",
    "time_entry_constraints_enabled",
)
_PLACE = {"organization_id": 10, "role": "admin", "joined": True, "inactive": False, "created_at": AT, "at": AT}
_NAMES = {"name_key": "ada ωmega", "email_key": "ada@x.org"}

_START: Rows = [
    ("users", {"id": 1, "email": "Ada@x.org", "email_key": "ada@x.org", "fullname": "Ada Ωmega", **_USER}
        | {"password_hash": "$argon2id$", "api_token_hash": b"\0\1", "api_token_sealed": b"\xff" * 60}),
    ("users", {"id": 2, "email": "bob@x.org", "email_key": "bob@x.org", "fullname": "Bob", **_USER}
        | {"api_token_hash": b"\2", "api_token_sealed": b"\3", "default_workspace_id": 20, "deleted_at": AT}),
    ("organizations", {"organization_id": 10, "name": "Acme", "plan": "enterprise", "multi_workspace": True}
        | {"created_at": AT, "at": AT}),
    ("organization_users", {"id": 11, "user_id": 1, **_PLACE, "role": "owner"} | _NAMES),
    ("user_organizations", {"user_id": 1, "organization_id": 10}),
    ("workspaces", {"organization_id": 10, "id": 20, "name": "Main", "name_key": "main", "created_at": AT, "at": AT}
        | {"default_currency": "EUR", "default_hourly_rate": 12550, "rounding": 1, "rounding_minutes": 15}
        | dict.fromkeys(_FLAGS, False) | {"reports_collapse": True}),
    ("workspaces", {"organization_id": 10, "id": 21, "name": "Main", "name_key": "main", "created_at": AT, "at": AT}
        | {"default_currency": "USD", "rounding": 0, "rounding_minutes": 0, "deleted_at": AT}
        | dict.fromkeys(_FLAGS, True)),
    ("workspace_directory", {"workspace_id": 20, "organization_id": 10}),
    ("workspace_users", {"id": 22, "workspace_id": 20, "user_id": 1, **_PLACE} | _NAMES
        | {"is_direct": True, "view_edit_labor_costs": False, "rate": 9950, "working_hours_in_minutes": 480}
        | {"ical_enabled": True, "ical_token": "secret"}),
    ("workspace_logos", {"organization_id": 10, "workspace_id": 20, "digest": "d", "png": b"\x89PNG\0"}),
    ("changes", {"organization_id": 10, "id": 1, "workspace_id": 20, "kind": "workspace", "entity_id": 20}
        | {"action": "created", "after": '{"name":"Main"}', "user_id": 1, "at": AT}),
    ("change_counters", {"organization_id": 10, "last_id": 1}),
    ("sessions", {"token_hash": b"s", "user_id": 1, "created_at": AT, "expires_at": AT, "user_agent": "curl"}),
    ("failed_sign_ins", {"key": b"k", "count": 3, "first_at": AT}),
    ("request_quotas", {"organization_id": 10, "user_id": 1, "started_at": AT, "used": 7}),
    ("kept_answers", {"organization_id": 10, "user_id": 1, "key": "k", "request_digest": b"d", "status": 200}
        | {"body": b"{}", "at": AT}),
]  # fmt: skip
_PEOPLE: Rows = [
    ("groups", {"organization_id": 10, "id": 30, "name": "Devs", "name_key": "devs", "created_at": AT, "at": AT}),
    ("group_users", {"organization_id": 10, "group_id": 30, "user_id": 1}),
    ("group_workspaces", {"organization_id": 10, "group_id": 30, "workspace_id": 20}),
    ("invitations", {"organization_id": 10, "id": 31, "email": "Ada@x.org", "email_key": "ada@x.org"}
        | {"sender_id": 1, "recipient_id": 1, "code_sealed": b"c", "status": "pending"}
        | dict.fromkeys(("created_at", "sent_at", "expires_at"), AT)),
    ("invitation_directory", {"code_hash": b"h", "organization_id": 10, "invitation_id": 31}),
    ("owner_transfers", {"organization_id": 10, "id": 32, "requester_id": 1, "current_owner_id": 1}
        | {"new_owner_id": 2, "current_owner_accepted": True, "created_at": AT}),
]  # fmt: skip
_HERE = {"organization_id": 10, "workspace_id": 20}
_DATES = {"created_at": AT, "at": AT}
_PROJECTS: Rows = [
    ("tags", {**_HERE, "id": 40, "name": "Büro", "name_key": "büro", "creator_id": 1, **_DATES}),
    ("clients", {**_HERE, "id": 41, "name": "Initech", "name_key": "initech", "archived": False, "notes": ""} | _DATES),
    ("projects", {**_HERE, "id": 42, "client_id": 41, "name": "TPS", "name_key": "tps", "color": "#0b83d9"}
        | dict.fromkeys(("is_private", "active", "billable"), True) | {"start_date": "2026-01-31", "rate": 12050}
        | dict.fromkeys(("template", "auto_estimates", "recurring"), False) | {"tracked_seconds": 3600} | _DATES),
    ("project_users", {**_HERE, "id": 43, "project_id": 42, "user_id": 1, "manager": True, "labor_cost": 1} | _DATES),
    ("project_groups", {**_HERE, "id": 44, "project_id": 42, "group_id": 30, "created_at": AT}),
    ("project_pins", {"organization_id": 10, "user_id": 1, "project_id": 42}),
    ("tasks", {**_HERE, "id": 45, "project_id": 42, "name": "Cover", "name_key": "cover", "active": True}
        | {"tracked_seconds": 3600} | _DATES),
]  # fmt: skip
_TIME: Rows = [
    ("favorites", {**_HERE, "id": 46, "user_id": 1, "project_id": 42, "task_id": 45, "tag_ids": "[40]"}
        | {"billable": False, "public": False} | _DATES),
    ("time_entries", {**_HERE, "id": 47, "user_id": 1, "project_id": 42, "task_id": 45, "start": AT, "stop": AT}
        | {"duration": 3600, "billable": True, "tag_ids": "[40]", "created_with": "curl"} | _DATES),
    ("time_entries", {**_HERE, "id": 48, "user_id": 1, "start": AT, "duration": 0, "billable": False}
        | {"created_with": "curl", "description": "Ωmega"} | _DATES),
    ("time_entry_tags", {"organization_id": 10, "tag_id": 40, "time_entry_id": 47}),
    ("time_entry_invitations", {**_HERE, "id": 49, "time_entry_id": 47, "user_id": 2, "shared_by_id": 1} | _DATES),
]  # fmt: skip
_CALENDARS: Rows = [
    ("calendar_directory", {"token_hash": b"h", "organization_id": 10, "workspace_user_id": 22}),
]
_RATES: Rows = [
    ("rates", {**_HERE, "id": 50, "type": "billable_rates", "level": "project", "level_id": 42, "task_id": 0}
        | {"project_id": 42, "user_id": 0, "amount": 12050, "start": AT, "created_at": AT, "updated_at": AT}),
    ("planned_rates", {"organization_id": 10, "rate_id": 50, "start": AT}),
]  # fmt: skip
_REPORTS: Rows = [
    ("saved_reports", {**_HERE, "id": 51, "user_id": 1, "name": "Ωmega", "name_key": "ωmega", "token_sealed": b"t"}
        | {"params": '{"report_type":"weekly"}', "public": True, "fixed_daterange": False, "updated_by_id": 1}
        | _DATES),
    ("report_directory", {"token_hash": b"h", "organization_id": 10, "workspace_id": 20, "report_id": 51}),
]  # fmt: skip
_JOBS: Rows = [
    ("jobs", {"id": 52, "kind": "mail", "subject": "0/53", "arguments": "[0,53]", "attempts": 3, "lease": 54}
        | dict.fromkeys(("due_at", "leased_until", "dead_at", "created_at"), AT) | {"last_error": "450 later"}),
    ("periodic_jobs", {"kind": "remind", "next_at": AT}),
    ("outbox", {"organization_id": 10, "id": 53, "key": "alert/57/42/9/1", "kind": "alert", "user_id": 1}
        | {"to_address": "Ada@x.org", "to_name": "Ada Ωmega", "subject": "Ωmega", "text_part": "t", "html_part": "h"}
        | {"message_id": "<53@x.org>", "sensitive": False, "state": "sent", "attempts": 1, "server_said": "250 OK"}
        | dict.fromkeys(("created_at", "expires_at", "tried_at", "sent_at"), AT)),
    ("password_resets", {"token_hash": b"r", "user_id": 1, "created_at": AT, "expires_at": AT}),
]  # fmt: skip
_ALERTS: Rows = [
    ("alerts", {**_HERE, "id": 57, "source_kind": "project", "project_id": 42, "threshold_type": "percentage"}
        | {"thresholds": "[80,100]", "receiver_roles": '["admin"]', "creator_id": 1} | _DATES),
    ("alert_receivers", {"organization_id": 10, "alert_id": 57, "user_id": 1}),
    ("alert_levels", {"organization_id": 10, "alert_id": 57, "project_id": 42, "reached": 80, "at": AT}),
    ("alert_deliveries", {**_HERE, "id": 58, "alert_id": 57, "project_id": 42, "change_id": 9, "threshold": 80}
        | {"threshold_type": "percentage", "crossed": "[80]", "unit": "seconds", "measured": 8, "whole": 10}
        | {"user_id": 1, "mail_id": 53, "created_at": AT}),
    ("alert_followers", {"organization_id": 10, "last_change_id": 9}),
]  # fmt: skip
_REMINDERS: Rows = [
    ("track_reminders", {**_HERE, "id": 60, "frequency": 1, "threshold": 750, "email_reminder_enabled": True}
        | {"creator_id": 1, "since": AT} | _DATES),
    ("track_reminder_users", {"organization_id": 10, "reminder_id": 60, "user_id": 1}),
    ("track_reminder_groups", {"organization_id": 10, "reminder_id": 60, "group_id": 30}),
    ("track_reminder_directory", {"organization_id": 10, "reminder_id": 60}),
    ("track_reminder_rounds", {"organization_id": 10, "reminder_id": 60, "timezone": "Asia/Kolkata", "at": AT}
        | {"beginning_of_week": 1, "period": "2026-02-27"}),
    ("track_reminder_deliveries", {**_HERE, "id": 61, "reminder_id": 60, "user_id": 1, "period": "2026-02-27"}
        | {"tracked_seconds": 60, "threshold_seconds": 27000, "mail_id": 53}
        | dict.fromkeys(("period_start", "period_end", "created_at"), AT)),
]  # fmt: skip

_UP_TO_REPORTS = [*_START, *_PEOPLE, *_PROJECTS, *_TIME, *_CALENDARS, *_RATES, *_REPORTS]
SAMPLES: Mapping[str, Rows] = {
    "0001_start": _START,
    "0002_people": [*_START, *_PEOPLE],
    "0003_projects": [*_START, *_PEOPLE, *_PROJECTS],
    "0004_time": [*_START, *_PEOPLE, *_PROJECTS, *_TIME],
    "0005_calendars": [*_START, *_PEOPLE, *_PROJECTS, *_TIME, *_CALENDARS],
    "0006_rates": [*_START, *_PEOPLE, *_PROJECTS, *_TIME, *_CALENDARS, *_RATES],
    "0007_saved_reports": _UP_TO_REPORTS,
    "0008_jobs_and_mail": [*_UP_TO_REPORTS, *_JOBS],
    "0009_alerts": [*_UP_TO_REPORTS, *_JOBS, *_ALERTS],
    "0010_track_reminders": [*_UP_TO_REPORTS, *_JOBS, *_ALERTS, *_REMINDERS],
}
