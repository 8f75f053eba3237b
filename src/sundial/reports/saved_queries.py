"""Every read of saved reports."""

from datetime import datetime
from functools import lru_cache

import msgspec
from sqlalchemy import bindparam, or_, select

from sundial.access.askers import Membership
from sundial.access.permissions import Permission
from sundial.core.errors import Invalid, NotFound
from sundial.db.statement import Query, Written, scoped
from sundial.db.transaction import Read
from sundial.db.types import Flag, among
from sundial.http.paging import Paging, like
from sundial.reports.tables import report_directory, saved_report

PAGE_SIZE = 50
SORTS = {
    "name": saved_report.c.name_key,
    "updated_at": saved_report.c.at,
    "public": saved_report.c.public,
    "fixed_daterange": saved_report.c.fixed_daterange,
}
INVALID_PARAMETER = "Invalid parameter {parameter_name}."


class SavedReportRow(msgspec.Struct):
    """A saved report, whole."""

    organization_id: int
    id: int
    workspace_id: int
    user_id: int
    name: str
    name_key: str
    params: str
    public: bool
    fixed_daterange: bool
    token_sealed: bytes
    updated_by_id: int
    created_at: datetime
    at: datetime
    deleted_at: datetime | None


class Found(msgspec.Struct):
    """Where a saved report is."""

    organization_id: int
    workspace_id: int
    report_id: int


class Wanted(msgspec.Struct, frozen=True):
    """Which reports are asked for, in which order; None and an empty text do not matter."""

    name: str = ""
    public: bool | None = None
    fixed_dates: bool | None = None
    scheduled: bool | None = None
    sort_field: str = ""
    sort_direction: str = ""


class Shape(msgspec.Struct, frozen=True):
    """What differs between the statements that list reports."""

    named: bool
    public: bool
    fixed: bool
    sort_field: str
    descending: bool
    paged: bool


_of_organization = saved_report.c.organization_id == scoped("organization_id")
_here = select(saved_report).where(
    _of_organization, saved_report.c.workspace_id == scoped("workspace_id"), saved_report.c.deleted_at.is_(None)
)


def _visible() -> Written:
    """The reports of a workspace that its member sees: their own and public ones, or all."""
    sees_all = bindparam("sees_all", type_=Flag())
    return _here.where(or_(saved_report.c.user_id == scoped("user_id"), saved_report.c.public, sees_all))


SEEN = Query(SavedReportRow, _visible().where(saved_report.c.id == bindparam("report_id")))
FOR_UPDATE = Query(SavedReportRow, _visible().where(saved_report.c.id == bindparam("report_id")).with_for_update())
BY_IDS = Query(
    SavedReportRow,
    _visible().where(among(saved_report.c.id, "report_ids")).order_by(saved_report.c.id).with_for_update(),
)
BY_TOKEN = Query(
    Found,
    select(report_directory.c.organization_id, report_directory.c.workspace_id, report_directory.c.report_id).where(
        report_directory.c.token_hash == bindparam("the_token")
    ),
    NotFound("Not found"),
)
ONE = Query(SavedReportRow, _here.where(saved_report.c.id == bindparam("report_id")), NotFound("Not found"))


def runs_all(asker: Membership) -> bool:
    """Whether somebody sees and changes everybody's reports, and may make them public."""
    return Permission.MANAGE_REPORTS in asker.permissions


def seen(tx: Read, asker: Membership, report_id: int, query: Query[SavedReportRow] = SEEN) -> SavedReportRow:
    """A report that somebody sees. Raises NotFound."""
    found = tx.find(query, asker.scope, report_id=report_id, sees_all=runs_all(asker))
    if found is None:
        raise NotFound(f"Report ID {report_id} not found/accessible.")
    return found


def listed(tx: Read, asker: Membership, wanted: Wanted, paging: Paging | None) -> list[SavedReportRow]:
    """The reports that somebody sees: all of those asked for, or a page of them. Raises Invalid."""
    if wanted.scheduled:
        # Reports are sent to nobody by themselves.
        return []
    shape = _shape(wanted, paged=paging is not None)
    rows = tx.all(
        _list(shape),
        asker.scope,
        sees_all=runs_all(asker),
        name=like(wanted.name),
        is_public=wanted.public,
        is_fixed=wanted.fixed_dates,
        size=paging.size if paging else 0,
        first=paging.first if paging else 0,
    )
    return rows[: paging.per_page] if paging else rows


def _shape(wanted: Wanted, paged: bool) -> Shape:
    field, direction = wanted.sort_field or "name", wanted.sort_direction.lower() or "asc"
    if field not in SORTS:
        raise Invalid(INVALID_PARAMETER.format(parameter_name="sort_field"))
    if direction not in ("asc", "desc"):
        raise Invalid(INVALID_PARAMETER.format(parameter_name="sort_direction"))
    return Shape(
        named=bool(wanted.name),
        public=wanted.public is not None,
        fixed=wanted.fixed_dates is not None,
        sort_field=field,
        descending=direction == "desc",
        paged=paged,
    )


@lru_cache(maxsize=100)
def _list(shape: Shape) -> Query[SavedReportRow]:
    written = _visible()
    if shape.named:
        written = written.where(saved_report.c.name_key.like(bindparam("name"), escape="\\"))
    if shape.public:
        written = written.where(saved_report.c.public == bindparam("is_public", type_=Flag()))
    if shape.fixed:
        written = written.where(saved_report.c.fixed_daterange == bindparam("is_fixed", type_=Flag()))
    columns = (SORTS[shape.sort_field], saved_report.c.id)
    written = written.order_by(*(column.desc() if shape.descending else column for column in columns))
    if shape.paged:
        written = written.limit(bindparam("size")).offset(bindparam("first"))
    return Query(SavedReportRow, written)
