"""Whom a reminder reaches, and how much each of them tracked."""

from datetime import datetime

import msgspec
from sqlalchemy import BigInteger, Text, and_, bindparam, func, literal_column, select
from sqlalchemy import cast as sql_cast

from sundial.db.statement import Query, Written, scoped
from sundial.db.types import Instant, among
from sundial.groups.tables import group_user, group_workspace
from sundial.organizations.tables import organization_user
from sundial.time_entries.tables import time_entry
from sundial.track_reminders.queries import in_group_here
from sundial.track_reminders.tables import track_reminder_delivery, track_reminder_group, track_reminder_user
from sundial.users.tables import user
from sundial.workspaces.tables import workspace_user

PAGE = 1000


class Clock(msgspec.Struct, frozen=True):
    """By which clock and calendar people live."""

    timezone: str
    beginning_of_week: int


class Worker(msgspec.Struct):
    """Somebody whom a reminder is for, with the seconds of their finished entries and the start of a running one."""

    user_id: int
    name: str
    address: str
    finished: int
    running_since: datetime | None


class Tracked(msgspec.Struct):
    """How much somebody tracked."""

    user_id: int
    finished: int
    running_since: datetime | None


_of_organization = workspace_user.c.organization_id == scoped("organization_id")
_here = workspace_user.c.workspace_id == scoped("workspace_id")
_the_reminder = bindparam("the_reminder", type_=BigInteger())
_named = select(track_reminder_user.c.user_id).where(
    track_reminder_user.c.organization_id == scoped("organization_id"),
    track_reminder_user.c.reminder_id == _the_reminder,
)
_groups = (
    select(track_reminder_group.c.group_id)
    .join(group_workspace, in_group_here)
    .where(
        track_reminder_group.c.organization_id == scoped("organization_id"),
        track_reminder_group.c.reminder_id == _the_reminder,
        group_workspace.c.workspace_id == scoped("workspace_id"),
    )
)
_in_groups = select(group_user.c.user_id).where(
    group_user.c.organization_id == scoped("organization_id"), group_user.c.group_id.in_(_groups)
)
same_person = and_(
    organization_user.c.organization_id == workspace_user.c.organization_id,
    organization_user.c.user_id == workspace_user.c.user_id,
)
# Inactive, invited and removed people are told nothing.
_reached = (
    _of_organization,
    _here,
    workspace_user.c.joined,
    ~workspace_user.c.inactive,
    workspace_user.c.deleted_at.is_(None),
    organization_user.c.joined,
    ~organization_user.c.inactive,
    workspace_user.c.user_id.in_(_named.union(_in_groups)),
)


def _members(*columns: Written) -> Written:
    return (
        select(*columns)
        .select_from(workspace_user)
        .join(organization_user, same_person)
        .join(user, user.c.id == workspace_user.c.user_id)
        .where(*_reached)
    )


CLOCKS = Query(
    Clock,
    _members(user.c.timezone, user.c.beginning_of_week).distinct().order_by(user.c.timezone, user.c.beginning_of_week),
)
"""All that live among the people whom a reminder reaches."""

_start, _end = (bindparam(name, type_=Instant()) for name in ("period_start", "period_end"))
# An entry belongs to the day on which it starts. The workspace is no condition of the rows: of a day in the workspace
# there are everybody's entries, of a person's day only few.
_in_period = (time_entry.c.deleted_at.is_(None), time_entry.c.start >= _start, time_entry.c.start < _end)
_in_workspace = time_entry.c.workspace_id == scoped("workspace_id")
_finished = sql_cast(
    func.coalesce(func.sum(time_entry.c.duration).filter(_in_workspace), literal_column("0")), BigInteger
).label("finished")
# Of one person only one entry runs.
_running = func.min(time_entry.c.start, type_=Instant()).filter(_in_workspace, time_entry.c.stop.is_(None))

_told_already = (
    select(track_reminder_delivery.c.id)
    .where(
        track_reminder_delivery.c.organization_id == workspace_user.c.organization_id,
        track_reminder_delivery.c.reminder_id == _the_reminder,
        track_reminder_delivery.c.user_id == workspace_user.c.user_id,
        track_reminder_delivery.c.period == bindparam("the_period", type_=Text()),
    )
    .exists()
)
_page = (
    _members(workspace_user.c.organization_id, workspace_user.c.user_id, user.c.fullname.label("name"), user.c.email)
    .where(
        workspace_user.c.user_id > bindparam("after", type_=BigInteger()),
        user.c.timezone == bindparam("the_timezone", type_=Text()),
        user.c.beginning_of_week == bindparam("the_beginning", type_=BigInteger()),
        ~_told_already,
    )
    .order_by(workspace_user.c.user_id)
    .limit(literal_column(str(PAGE)))
    .subquery("page")
)
WORKERS = Query(
    Worker,
    select(_page.c.user_id, _page.c.name, _page.c.email.label("address"), _finished, _running.label("running_since"))
    .outerjoin(
        time_entry,
        and_(
            time_entry.c.organization_id == _page.c.organization_id,
            time_entry.c.user_id == _page.c.user_id,
            *_in_period,
        ),
    )
    .group_by(_page.c.user_id, _page.c.name, _page.c.email)
    .order_by(_page.c.user_id),
)
"""The next of those who live by a clock and were not told of a period yet, by their ids."""

TRACKED = Query(
    Tracked,
    select(time_entry.c.user_id, _finished, _running.label("running_since"))
    .where(
        time_entry.c.organization_id == scoped("organization_id"), among(time_entry.c.user_id, "user_ids"), *_in_period
    )
    .group_by(time_entry.c.user_id),
)
"""What these people tracked in a period, those who tracked nothing left out."""
