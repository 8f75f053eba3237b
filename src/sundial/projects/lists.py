"""Lists of a workspace's projects: what can be asked for, and one statement for each order."""

from collections.abc import Collection
from datetime import UTC, date, datetime
from typing import Any

import msgspec
from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Text,
    and_,
    bindparam,
    case,
    cast,
    exists,
    func,
    literal_column,
    or_,
    select,
    type_coerce,
)

from sundial.access.askers import Membership
from sundial.access.permissions import Permission
from sundial.clients.tables import client
from sundial.core.errors import Invalid, NotFound
from sundial.core.periods import since_moment
from sundial.core.shapes import ids_of
from sundial.db.statement import Query, Written, scoped
from sundial.db.transaction import Read
from sundial.db.types import Flag, Instant, among
from sundial.http.paging import SIZES, Paging, like
from sundial.projects.queries import ProjectSeen, came_to_caller, has, is_member, manages, may_see, sees_all, visible
from sundial.projects.tables import project, project_group, project_pin
from sundial.tasks.tables import task
from sundial.workspaces.queries import Number
from sundial.workspaces.tables import workspace

PAGE_SIZE = 151
BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)
PRESENT = ("upcoming", "active", "ended", "archived")
STATUSES = (*PRESENT, "deleted")
BY_ACTIVE = {"": PRESENT, "both": PRESENT, "true": PRESENT[:3], "false": PRESENT[3:]}
OLD_SPELLINGS = {"1": "true", "0": "false"}


class ProjectListed(ProjectSeen):
    """A project as clients read it: with what is told of its client, workspace and tasks."""

    client_name: str | None
    default_currency: str
    task_seconds: int | None
    pinned: bool


class Wanted(msgspec.Struct):
    """What of a list a client asks for, in the API's words."""

    active: str = ""
    since: str = ""
    billable: bool | None = None
    user_ids: str = ""
    client_ids: str = ""
    group_ids: str = ""
    project_ids: str = ""
    statuses: str = ""
    name: str = ""
    search: str = ""
    page: int | None = None
    per_page: int | None = None
    sort_field: str = ""
    sort_order: str = ""
    only_templates: bool = False
    only_me: bool = False
    only_editable: bool = False
    sort_pinned: bool = False


def told(found: Written) -> Written:
    """Projects, found with the caller's place in them, with what else clients read of them."""
    return found.add_columns(
        client.c.name.label("client_name"),
        default_currency.label("default_currency"),
        # Worked out for those projects alone that are estimated by their tasks.
        case((project.c.auto_estimates, task_seconds)).label("task_seconds"),
        type_coerce(_pinned, Flag()).label("pinned"),
    ).outerjoin_from(project, client, its_client)


its_client = and_(client.c.organization_id == project.c.organization_id, client.c.id == project.c.client_id)
default_currency = (
    select(workspace.c.default_currency)
    .where(workspace.c.organization_id == project.c.organization_id, workspace.c.id == project.c.workspace_id)
    .correlate(project)
    .scalar_subquery()
)
task_seconds = (
    select(cast(func.sum(task.c.estimated_seconds), BigInteger()))
    .where(
        task.c.organization_id == project.c.organization_id,
        task.c.project_id == project.c.id,
        task.c.active,
        task.c.deleted_at.is_(None),
    )
    .correlate(project)
    .scalar_subquery()
)
_pinned = exists().where(
    project_pin.c.organization_id == scoped("organization_id"),
    project_pin.c.project_id == project.c.id,
    project_pin.c.user_id == scoped("user_id"),
)


def _flag(name: str) -> Any:
    return bindparam(name, type_=Flag())


def _among(switch: str, condition: Any) -> ColumnElement[bool]:
    """The condition, unless the flag ``switch`` says that all will do."""
    return or_(_flag(switch), condition)


_in_group = exists().where(
    project_group.c.organization_id == scoped("organization_id"),
    project_group.c.project_id == project.c.id,
    among(project_group.c.group_id, "group_ids"),
)
_today = bindparam("today", type_=Text())
_ongoing = project.c.start_date <= _today
_over = and_(project.c.end_date.is_not(None), project.c.end_date < _today)
_present = project.c.deleted_at.is_(None)
_of_status = or_(
    and_(_flag("deleted"), ~_present),
    and_(_present, _flag("archived"), ~project.c.active),
    and_(_present, _flag("upcoming"), project.c.active, ~_ongoing),
    and_(_present, _flag("ended"), project.c.active, _ongoing, _over),
    and_(_present, _flag("active"), project.c.active, _ongoing, ~_over),
)
_filtered = (
    or_(project.c.at >= bindparam("since", type_=Instant()), came_to_caller()),
    project.c.template == _flag("templates"),
    _of_status,
    or_(and_(_flag("billable"), project.c.billable), and_(_flag("unbillable"), ~project.c.billable)),
    project.c.name_key.like(bindparam("name"), escape="\\"),
    or_(
        project.c.name_key.like(bindparam("search"), escape="\\"),
        client.c.name_key.like(bindparam("search"), escape="\\"),
    ),
    _among("of_any_user", has(lambda user_id: among(user_id, "user_ids"))),
    _among("of_any_client", among(func.coalesce(project.c.client_id, 0), "client_ids")),
    _among("of_any_group", _in_group),
    _among("any", among(project.c.id, "project_ids")),
    _among("of_others", is_member),
    _among("edits_all", manages),
)
_ordinary = (
    _present,
    ~project.c.template,
    or_(project.c.active, _flag("archived")),
    or_(~project.c.active, _flag("active")),
)
_here = (
    project.c.organization_id == scoped("organization_id"),
    project.c.workspace_id == scoped("workspace_id"),
    may_see(),
)


def _count(*conditions: Any) -> Query[Number]:
    found = select(func.count().label("number")).select_from(project).outerjoin(client, its_client)
    return Query(Number, found.where(*_here, *conditions))


def _page(size: int, conditions: Collection[Any], order: Collection[Any]) -> Query[ProjectListed]:
    found = told(visible()).where(*conditions).order_by(*order)
    return Query(
        ProjectListed,
        found.limit(literal_column(str(size))).offset(bindparam("first", type_=BigInteger())),
    )


SORTS: dict[str, Any] = {
    "name": project.c.name_key,
    "created_at": project.c.created_at,
    "at": project.c.at,
    "client_name": func.coalesce(client.c.name_key, ""),
}


def _order(field: str, descending: bool, pinned_first: bool) -> list[Any]:
    columns = dict.fromkeys([SORTS[field], project.c.name_key, project.c.id])
    ordered = [column.desc() if descending else column for column in columns]
    return [_pinned.desc(), *ordered] if pinned_first else ordered


ORDINARY = {size: _page(size, _ordinary, _order("name", False, False)) for size in SIZES}
"""Neither filters nor another order: what clients ask for most, in the order of an index."""
ORDINARY_COUNT = _count(*_ordinary)
FILTERED = {
    (size, field, descending, pinned_first): _page(size, _filtered, _order(field, descending, pinned_first))
    for size in SIZES
    for field in SORTS
    for descending in (False, True)
    for pinned_first in (False, True)
}
FILTERED_COUNT = _count(*_filtered)
ONE = Query(
    ProjectListed,
    told(visible()).where(_present, project.c.id == bindparam("project_id")),
    NotFound("Resource can not be found"),
)
BY_IDS = Query(
    ProjectListed,
    told(visible()).where(_present, among(project.c.id, "project_ids")).order_by(project.c.name_key, project.c.id),
)
TEMPLATES = Query(
    ProjectListed,
    told(visible()).where(_present, project.c.template).order_by(project.c.name_key, project.c.id),
)


def one(tx: Read, asker: Membership, project_id: int) -> ProjectListed:
    """A project that the asker sees, as clients read it. Raises NotFound."""
    return tx.one(ONE, asker.scope, project_id=project_id, sees_all=sees_all(asker))


def listed(tx: Read, asker: Membership, wanted: Wanted, today: date) -> tuple[list[ProjectListed], int | None]:
    """A page of projects, and how many there are in all if a page was asked for.

    Without `page` and `per_page` those are the first 151. Raises Invalid for what cannot be asked for.
    """
    paging = Paging(
        1 if wanted.page is None else wanted.page, PAGE_SIZE if wanted.per_page is None else wanted.per_page
    )
    binds = {"sees_all": sees_all(asker), **_states(wanted)}
    if msgspec.structs.replace(wanted, active="", page=None, per_page=None) == Wanted():
        statement, count = ORDINARY[paging.size], ORDINARY_COUNT
    else:
        statement, count = _sorted(paging.size, wanted), FILTERED_COUNT
        binds |= _filters(asker, wanted, today)
    rows = tx.all(statement, asker.scope, first=paging.first, **binds)
    if wanted.page is None and wanted.per_page is None:
        return rows[: paging.per_page], None
    number = paging.records(len(rows), lambda: tx.one(count, asker.scope, **binds).number)
    return rows[: paging.per_page], number


def _states(wanted: Wanted) -> dict[str, bool]:
    active = OLD_SPELLINGS.get(wanted.active, wanted.active.lower())
    if active not in BY_ACTIVE:
        raise Invalid("active must be true, false or both")
    asked = [part.strip() for part in wanted.statuses.lower().split(",") if part.strip()]
    if not set(asked) <= set(STATUSES):
        raise Invalid(f"statuses must be some of {', '.join(STATUSES)}")
    if not active and not asked and not wanted.since:
        active = "true"
    among_these = {*BY_ACTIVE[active], "deleted"} if wanted.since or asked else {*BY_ACTIVE[active]}
    return {status: status in among_these and (not asked or status in asked) for status in STATUSES}


def _filters(asker: Membership, wanted: Wanted, today: date) -> dict[str, Any]:
    return {
        "since": since_moment(wanted.since) or BEGINNING,
        "today": today.isoformat(),
        "templates": wanted.only_templates,
        "billable": wanted.billable is not False,
        "unbillable": wanted.billable is not True,
        "name": like(wanted.name),
        "search": like(wanted.search),
        "user_ids": ids_of("user_ids", wanted.user_ids),
        "of_any_user": not wanted.user_ids,
        "client_ids": ids_of("client_ids", wanted.client_ids),
        "of_any_client": not wanted.client_ids,
        "group_ids": ids_of("group_ids", wanted.group_ids),
        "of_any_group": not wanted.group_ids,
        "project_ids": ids_of("project_ids", wanted.project_ids),
        "any": not wanted.project_ids,
        "of_others": not wanted.only_me,
        "edits_all": not wanted.only_editable or Permission.MANAGE_PROJECTS in asker.permissions,
    }


def _sorted(size: int, wanted: Wanted) -> Query[ProjectListed]:
    field, order = wanted.sort_field or "name", wanted.sort_order.upper() or "ASC"
    if field not in SORTS:
        raise Invalid(f"sort_field must be one of {', '.join(SORTS)}")
    if order not in ("ASC", "DESC"):
        raise Invalid("sort_order must be ASC or DESC")
    return FILTERED[size, field, order == "DESC", wanted.sort_pinned]
