"""The rounds: everybody whose period is due is looked at once, and who tracked less than expected is written to.

A round is about the people of a reminder who live by the same clock. It ends with a row that says so. Whoever goes on
with a round that a dead worker has begun finds who was written to; and of a reminder, a person and a period there can
be only one message.
"""

import logging
from datetime import datetime, timedelta

import msgspec
from sqlalchemy import BigInteger, Text, and_, bindparam, delete, literal_column, select
from sqlalchemy.dialects.postgresql import insert

from sundial.core.errors import Unavailable
from sundial.db.driver import Again
from sundial.db.statement import Command, Query, Scope, insertion, scoped
from sundial.db.transaction import Read, Write
from sundial.db.types import Instant
from sundial.jobs.queue import Claim, Job, LeaseLost
from sundial.jobs.worker import Periodic, Task
from sundial.mail.letters import Letter
from sundial.mail.outbox import Outbox, Receiver
from sundial.track_reminders import rules
from sundial.track_reminders.due import Period, Rhythm, in_time, newest
from sundial.track_reminders.letters import letter
from sundial.track_reminders.people import CLOCKS, PAGE, WORKERS, Clock, Worker
from sundial.track_reminders.tables import (
    track_reminder,
    track_reminder_delivery,
    track_reminder_directory,
    track_reminder_round,
)
from sundial.workspaces.tables import workspace

log = logging.getLogger("sundial.track_reminders")

KIND = "remind"
OFTEN = Periodic(KIND, timedelta(minutes=15))
"""All time zones are so many quarters of an hour from UTC."""
AT_ONCE = 100
"""How many are written to in one transaction: others must not wait for it."""
KEPT = timedelta(days=60)


class Listed(msgspec.Struct):
    """A reminder, and whose it is."""

    reminder_id: int
    organization_id: int


class Reminder(msgspec.Struct):
    """What a round needs of a reminder."""

    organization_id: int
    id: int
    workspace_id: int
    workspace_name: str
    frequency: int
    threshold: int
    since: datetime


class Found(msgspec.Struct):
    """A reminder that a round is about."""

    reminder_id: int


LISTED = Query(
    Listed,
    select(track_reminder_directory.c.reminder_id, track_reminder_directory.c.organization_id)
    .where(track_reminder_directory.c.reminder_id > bindparam("after", type_=BigInteger()))
    .order_by(track_reminder_directory.c.reminder_id)
    .limit(literal_column(str(PAGE))),
)
ACTIVE = Query(
    Reminder,
    select(
        track_reminder.c.organization_id,
        track_reminder.c.id,
        track_reminder.c.workspace_id,
        workspace.c.name.label("workspace_name"),
        track_reminder.c.frequency,
        track_reminder.c.threshold,
        track_reminder.c.since,
    )
    .join(
        workspace,
        and_(
            workspace.c.organization_id == track_reminder.c.organization_id,
            workspace.c.id == track_reminder.c.workspace_id,
        ),
    )
    .where(
        track_reminder.c.organization_id == scoped("organization_id"),
        track_reminder.c.id == bindparam("the_reminder", type_=BigInteger()),
        track_reminder.c.deleted_at.is_(None),
        track_reminder.c.email_reminder_enabled,
        workspace.c.deleted_at.is_(None),
    ),
)
_of_reminder = (
    track_reminder_round.c.organization_id == scoped("organization_id"),
    track_reminder_round.c.reminder_id == bindparam("the_reminder", type_=BigInteger()),
)
ENDED = Query(
    Found,
    select(track_reminder_round.c.reminder_id).where(
        *_of_reminder,
        track_reminder_round.c.timezone == bindparam("the_timezone", type_=Text()),
        track_reminder_round.c.beginning_of_week == bindparam("the_beginning", type_=BigInteger()),
        track_reminder_round.c.period == bindparam("the_period", type_=Text()),
    ),
)
END = Command(
    insert(track_reminder_round)
    .values(
        {
            **{column.name: bindparam(column.name, type_=column.type) for column in track_reminder_round.c},
            "organization_id": scoped("organization_id"),
        }
    )
    .on_conflict_do_nothing()
)
FORGET = Command(
    delete(track_reminder_round).where(*_of_reminder, track_reminder_round.c.at < bindparam("before", type_=Instant()))
)
DELIVER = insertion(track_reminder_delivery)


def task(outbox: Outbox, hour: int) -> Task:
    """The work of going all rounds that are due, at this hour of the local clock."""
    return Task(KIND, Rounds(outbox, hour).go)


class Rounds:
    """Goes its rounds for all reminders of an installation, at this hour of the local clock."""

    def __init__(self, outbox: Outbox, hour: int) -> None:
        self._outbox = outbox
        self._hour = hour

    def go(self, claim: Claim) -> None:
        """Look at everybody whose period is due, and has not been looked at. Raises LeaseLost."""
        (job,) = claim.jobs
        failure: Exception | None = None
        after = 0
        while listed := claim.database.read().all(LISTED, after=after):
            for one in listed:
                try:
                    self._look(claim, job, one)
                except (LeaseLost, Unavailable, Again):
                    raise
                except Exception as error:
                    # What is wrong with one reminder must not keep the others back.
                    log.exception("track reminder failed", extra={"fields": {"reminder_id": one.reminder_id}})
                    failure = error
            after = listed[-1].reminder_id
            with claim.step(job):
                pass
        if failure is not None:
            raise failure
        with claim.database.write() as tx:
            claim.done(tx, job)

    def _look(self, claim: Claim, job: Job, one: Listed) -> None:
        read = claim.database.read()
        reminder = read.find(ACTIVE, Scope(organization_id=one.organization_id), the_reminder=one.reminder_id)
        if reminder is None:
            return
        now = claim.clock()
        scope = Scope(organization_id=reminder.organization_id, workspace_id=reminder.workspace_id)
        for clock in read.all(CLOCKS, scope, the_reminder=reminder.id):
            period = newest(Rhythm(reminder.frequency, clock.timezone, clock.beginning_of_week, self._hour), now)
            if in_time(period, reminder.since, now) and not ended(read, scope, reminder.id, clock, period):
                Round(claim, job, self._outbox, reminder, scope, clock, period).go(now)


class Round:
    """One round."""

    def __init__(
        self,
        claim: Claim,
        job: Job,
        outbox: Outbox,
        reminder: Reminder,
        scope: Scope,
        clock: Clock,
        period: Period,
    ) -> None:
        self._claim, self._job, self._outbox = claim, job, outbox
        self._reminder, self._scope, self._clock, self._period = reminder, scope, clock, period

    def go(self, now: datetime) -> None:
        """Look at all who were not written to yet, page by page, and end the round. Raises LeaseLost."""
        after = 0
        while page := self._page(after):
            tracked = [(one, rules.tracked(one.finished, one.running_since, self._period.end, now)) for one in page]
            late = [(one, seconds) for one, seconds in tracked if rules.is_less(seconds, self._reminder.threshold)]
            for begin in range(0, len(late), AT_ONCE):
                if not self._write_to(late[begin : begin + AT_ONCE], now):
                    return
            after = page[-1].user_id
            if len(page) < PAGE:
                break
            with self._claim.step(self._job):
                pass
        self._end(now)

    def _page(self, after: int) -> list[Worker]:
        return self._claim.database.read().all(
            WORKERS,
            self._scope,
            the_reminder=self._reminder.id,
            the_timezone=self._clock.timezone,
            the_beginning=self._clock.beginning_of_week,
            the_period=self._period.name,
            period_start=self._period.start,
            period_end=self._period.end,
            after=after,
        )

    def _write_to(self, late: list[tuple[Worker, int]], now: datetime) -> bool:
        """Write to some; tells whether the reminder is still there."""
        # Before the transaction: while it is open, nobody else can write to an SQLite database.
        letters = [(one, seconds, self._letter(one, seconds)) for one, seconds in late]
        with self._claim.step(self._job) as tx:
            if tx.find(ACTIVE, self._scope, the_reminder=self._reminder.id) is None:
                return False
            for one, seconds, written in letters:
                self._deliver(tx, one, seconds, written, now)
        return True

    def _letter(self, one: Worker, seconds: int) -> Letter:
        reminder, url = self._reminder, self._outbox.public_url
        return letter(one.name, reminder.workspace_name, self._period, seconds, reminder.threshold, url)

    def _deliver(self, tx: Write, one: Worker, seconds: int, written: Letter, now: datetime) -> None:
        reminder, period = self._reminder, self._period
        mail_id = self._outbox.post(
            tx,
            reminder.organization_id,
            f"reminder/{reminder.id}/{one.user_id}/{period.name}",
            Receiver(one.user_id, one.address, one.name),
            written,
            now,
            expires_at=period.stale,
        )
        if mail_id is None:
            return
        tx.run(
            DELIVER,
            self._scope,
            id=tx.new_id(),
            workspace_id=reminder.workspace_id,
            reminder_id=reminder.id,
            user_id=one.user_id,
            period=period.name,
            period_start=period.start,
            period_end=period.end,
            tracked_seconds=seconds,
            threshold_seconds=rules.threshold_seconds(reminder.threshold),
            mail_id=mail_id,
            created_at=now,
        )

    def _end(self, now: datetime) -> None:
        with self._claim.step(self._job) as tx:
            tx.run(
                END,
                self._scope,
                reminder_id=self._reminder.id,
                timezone=self._clock.timezone,
                beginning_of_week=self._clock.beginning_of_week,
                period=self._period.name,
                at=now,
            )
            tx.run(FORGET, self._scope, the_reminder=self._reminder.id, before=now - KEPT)


def ended(read: Read, scope: Scope, reminder_id: int, clock: Clock, period: Period) -> bool:
    """Whether all who live by a clock were looked at for a period."""
    found = read.find(
        ENDED,
        scope,
        the_reminder=reminder_id,
        the_timezone=clock.timezone,
        the_beginning=clock.beginning_of_week,
        the_period=period.name,
    )
    return found is not None
