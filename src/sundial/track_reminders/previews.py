"""What a reminder means for each of the people whom it is for, as things are now: who gets a mail, and why not."""

from datetime import datetime

import msgspec
from sqlalchemy import BigInteger, Text, bindparam, func, literal_column, or_, select, type_coerce

from sundial.access.askers import Membership
from sundial.db.statement import Query, Scope, scoped
from sundial.db.transaction import Read
from sundial.db.types import Flag, among
from sundial.groups.queries import people_in_groups
from sundial.http.paging import SIZES, Paging
from sundial.organizations.tables import organization_user
from sundial.track_reminders import rules
from sundial.track_reminders.due import Rhythm, made_after, newest, next_due
from sundial.track_reminders.people import TRACKED, Clock, Tracked, same_person
from sundial.track_reminders.queries import REMINDER, Known, Number, check_people, users_and_groups
from sundial.track_reminders.rounds import ended
from sundial.track_reminders.schemas import Outlook, TrackReminderChange
from sundial.track_reminders.tables import track_reminder_delivery
from sundial.users.tables import user
from sundial.workspaces.tables import workspace_user


class Person(msgspec.Struct):
    """Somebody whom a reminder is for, whether it reaches them or not."""

    user_id: int
    name: str
    timezone: str
    beginning_of_week: int
    joined: bool
    inactive: bool

    @property
    def clock(self) -> Clock:
        """The clock that they live by."""
        return Clock(self.timezone, self.beginning_of_week)


class Plan(msgspec.Struct, frozen=True):
    """A reminder that is there (then it has an id), or that may be made."""

    frequency: int
    threshold: int
    enabled: bool
    user_ids: list[int]
    group_ids: list[int]
    reminder_id: int | None = None
    since: datetime | None = None


_named = (
    workspace_user.c.organization_id == scoped("organization_id"),
    workspace_user.c.workspace_id == scoped("workspace_id"),
    workspace_user.c.deleted_at.is_(None),
    or_(among(workspace_user.c.user_id, "user_ids"), workspace_user.c.user_id.in_(people_in_groups())),
)
_people = (
    select(
        workspace_user.c.user_id,
        user.c.fullname.label("name"),
        user.c.timezone,
        user.c.beginning_of_week,
        type_coerce(workspace_user.c.joined & organization_user.c.joined, Flag()).label("joined"),
        type_coerce(workspace_user.c.inactive | organization_user.c.inactive, Flag()).label("inactive"),
    )
    .join(organization_user, same_person)
    .join(user, user.c.id == workspace_user.c.user_id)
    .where(*_named)
    .order_by(workspace_user.c.name_key, workspace_user.c.user_id)
    .offset(bindparam("first", type_=BigInteger()))
)
PEOPLE = {size: Query(Person, _people.limit(literal_column(str(size)))) for size in SIZES}
COUNT = Query(Number, select(func.count().label("number")).select_from(workspace_user).where(*_named))
TOLD = Query(
    Known,
    select(track_reminder_delivery.c.user_id.label("id")).where(
        track_reminder_delivery.c.organization_id == scoped("organization_id"),
        track_reminder_delivery.c.reminder_id == bindparam("the_reminder", type_=BigInteger()),
        track_reminder_delivery.c.period == bindparam("the_period", type_=Text()),
        among(track_reminder_delivery.c.user_id, "user_ids"),
    ),
)
"""Those of these people who were told of a period."""


def of_body(tx: Read, asker: Membership, body: TrackReminderChange) -> Plan:
    """A reminder as a request would create it. Raises Invalid as creating it does."""
    plan = Plan(
        frequency=rules.frequency(body.frequency),
        threshold=rules.threshold(body.threshold),
        enabled=body.email_reminder_enabled is not False,
        user_ids=rules.ids(body.user_ids),
        group_ids=rules.ids(body.group_ids),
    )
    rules.check_threshold(plan.frequency, plan.threshold)
    check_people(tx, asker.scope, plan.user_ids, plan.group_ids)
    return plan


def of_reminder(tx: Read, asker: Membership, reminder_id: int) -> Plan:
    """A reminder that is there. Raises Forbidden."""
    row = tx.one(REMINDER, asker.scope, the_reminder=reminder_id)
    user_ids, group_ids = users_and_groups(tx, asker.scope, [row.id])[row.id]
    return Plan(row.frequency, row.threshold, row.email_reminder_enabled, user_ids, group_ids, row.id, row.since)


def outlooks(
    tx: Read, asker: Membership, plan: Plan, paging: Paging, hour: int, now: datetime
) -> tuple[list[Outlook], int]:
    """What it means for a page of the people, by name; and how many they are in all."""
    named = {"user_ids": plan.user_ids, "group_ids": plan.group_ids}
    rows = tx.all(PEOPLE[paging.size], asker.scope, **named, first=paging.first)
    number = paging.records(len(rows), lambda: tx.one(COUNT, asker.scope, **named).number)
    people = rows[: paging.per_page]
    by_clock: dict[Clock, list[int]] = {}
    for one in people:
        by_clock.setdefault(one.clock, []).append(one.user_id)
    looks = {clock: Look(tx, asker.scope, plan, clock, ids, hour, now) for clock, ids in by_clock.items()}
    return [looks[one.clock].outlook(one) for one in people], number


class Look:
    """A look at people who live by the same clock."""

    def __init__(
        self, tx: Read, scope: Scope, plan: Plan, clock: Clock, user_ids: list[int], hour: int, now: datetime
    ) -> None:
        rhythm = Rhythm(plan.frequency, clock.timezone, clock.beginning_of_week, hour)
        period = newest(rhythm, now)
        self._plan, self._period, self._next, self._now = plan, period, next_due(rhythm, now), now
        tracked = tx.all(TRACKED, scope, user_ids=user_ids, period_start=period.start, period_end=period.end)
        self._tracked = {one.user_id: one for one in tracked}
        self._told: set[int] = set()
        self._ended = False
        if plan.reminder_id is not None:
            of_period = {"the_reminder": plan.reminder_id, "the_period": period.name}
            self._told = {one.id for one in tx.all(TOLD, scope, **of_period, user_ids=user_ids)}
            self._ended = ended(tx, scope, plan.reminder_id, clock, period)

    def outlook(self, one: Person) -> Outlook:
        """What is ahead of somebody."""
        period, tracked = self._period, self._tracked.get(one.user_id, Tracked(one.user_id, 0, None))
        seconds = rules.tracked(tracked.finished, tracked.running_since, period.end, self._now)
        expected = rules.threshold_seconds(self._plan.threshold)
        against = self._against(one)
        return Outlook(
            user_id=one.user_id,
            user_name=one.name,
            timezone=one.timezone,
            first_day=period.first,
            last_day=period.last,
            start=period.start,
            end=period.end,
            due_at=period.due,
            next_due_at=self._next,
            tracked_seconds=seconds,
            threshold_seconds=expected,
            would_send=not against and seconds < expected,
            reason=against or f"tracked {rules.shown(seconds)} of {rules.shown(expected)} hours",
        )

    def _against(self, one: Person) -> str:
        """Why somebody gets no mail, however much they tracked; nothing if that decides."""
        since = self._plan.since
        if not one.joined:
            return "not joined"
        if one.inactive:
            return "inactive"
        if not self._plan.enabled:
            return "e-mail is switched off"
        if one.user_id in self._told:
            return "already sent"
        if self._ended:
            return "looked at already"
        if since is not None and made_after(self._period, since, self._now):
            return "created or changed after that hour"
        if self._now >= self._period.stale:
            return "too late for that period"
        return ""
