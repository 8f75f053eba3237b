"""What stands in a shared report: its rows, their sums, and the names of what they refer to; or a table of it."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

import msgspec

from sundial.access.askers import Membership
from sundial.db.transaction import Read
from sundial.reports import detailed_sheets, summary_sheets, weekly_sheets
from sundial.reports.detailed import search
from sundial.reports.detailed_schemas import Search
from sundial.reports.dictionaries import Ids, dictionaries
from sundial.reports.entries import ID_FILTERS
from sundial.reports.render.sheets import Sheet
from sundial.reports.saved_rules import KINDS, body
from sundial.reports.shared import Opened
from sundial.reports.shared_rules import Json
from sundial.reports.shared_schemas import Results, SharedReport
from sundial.reports.summary import summary
from sundial.reports.summary_schemas import SummaryPost
from sundial.reports.totals import totals
from sundial.reports.totals_schemas import TotalsPost
from sundial.reports.weekly import weekly
from sundial.reports.weekly_schemas import WeeklyPost
from sundial.users.features import features
from sundial.workspaces.queries import WORKSPACE
from sundial.workspaces.views import logo_url


class Found(msgspec.Struct):
    """The rows of a report, what they refer to, and the headers that come with them."""

    report: Any
    ids: Ids
    headers: dict[str, str] = {}


def shared_report(tx: Read, opened: Opened, public_url: str, now: datetime) -> tuple[SharedReport, dict[str, str]]:
    """A report as it is now, and the headers that tell where its next page begins. Raises Invalid."""
    row, asker, kind = opened.row, opened.asker, opened.report_type
    found = READ[kind](tx, asker, opened.params, now)
    results = Results(found.report, totals(tx, asker, body(TotalsPost, {**opened.params, "with_graph": True}), now))
    logo_digest = tx.one(WORKSPACE, asker.scope).logo_digest
    report = SharedReport(
        report_name=row.name,
        report_type=kind,
        public=row.public,
        fixed_daterange=row.fixed_daterange,
        hide_amounts=opened.hide_amounts,
        input_params=opened.sent,
        saved_params=opened.saved,
        dictionaries=dictionaries(tx, asker, found.ids),
        detailed_results=results if kind == "detailed" else None,
        summary_results=results if kind == "summary" else None,
        weekly_results=results if kind == "weekly" else None,
        workspace_logo=logo_url(asker.workspace_id, logo_digest, public_url),
        features={one.name: one.enabled for one in features(asker.plan)},
    )
    return report, found.headers


def shared_sheet(tx: Read, opened: Opened, now: datetime, *, pages: bool) -> Sheet:
    """A report as a table, as it is now. Raises Invalid."""
    kind = opened.report_type
    sheet = SHEETS[kind](tx, opened.asker, body(KINDS[kind], opened.params), now, pages=pages)
    sheet.title = opened.row.name
    if not opened.trusted and any(opened.sent.get(name) for name in ID_FILTERS):
        # Pages tell the names of what they are narrowed to, even where nothing of it is in the report.
        sheet.filters = []
    return sheet


def _detailed(tx: Read, asker: Membership, params: Json, now: datetime) -> Found:
    found = search(tx, asker, body(Search, params), now)
    ids = Ids(
        users={row.user_id for row in found.rows},
        projects={row.project_id for row in found.rows},
        tasks={row.task_id for row in found.rows},
        tags={tag_id for row in found.rows for tag_id in row.tag_ids},
    )
    return Found(found.rows, ids, found.headers)


def _summary(tx: Read, asker: Membership, params: Json, now: datetime) -> Found:
    form, found = summary(tx, asker, body(SummaryPost, params), now)
    ids = Ids()
    for kind, numbers in (
        (form.grouping, {group.id for group in found.groups}),
        (form.sub_grouping, {sub.id for group in found.groups for sub in group.sub_groups}),
        ("tags", {tag_id for group in found.groups for tag_id in group.ids or ()}),
    ):
        if kind in ids.__struct_fields__:
            getattr(ids, kind).update(numbers)
    return Found(found, ids)


def _weekly(tx: Read, asker: Membership, params: Json, now: datetime) -> Found:
    rows = weekly(tx, asker, body(WeeklyPost, params), now)
    ids = Ids(
        users={row.user_id for row in rows},
        projects={row.project_id for row in rows},
        tasks={row.planned_task_id for row in rows},
    )
    return Found(rows, ids)


READ: Mapping[str, Callable[[Read, Membership, Json, datetime], Found]] = {
    "detailed": _detailed,
    "summary": _summary,
    "weekly": _weekly,
}
SHEETS: Mapping[str, Callable[..., Sheet]] = {
    "detailed": detailed_sheets.sheet,
    "summary": summary_sheets.sheet,
    "weekly": weekly_sheets.sheet,
}
