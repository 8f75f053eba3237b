"""Sending what the outbox holds: noted before, sent with no transaction open, noted after."""

import logging
from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime, timedelta

import msgspec

from sundial.core.addresses import is_address
from sundial.core.clock import Clock
from sundial.core.settings import Settings
from sundial.db.driver import Again
from sundial.db.engine import Database
from sundial.db.statement import Scope
from sundial.db.transaction import Write
from sundial.db.types import EPOCH
from sundial.jobs.queue import Claim, Job, LeaseLost, Patience, claim_one, enqueue
from sundial.jobs.worker import Task
from sundial.mail.messages import Written, message
from sundial.mail.outbox import KIND
from sundial.mail.queries import FOR_UPDATE, FORGET, NOTE, TRY, WAITING, Mail
from sundial.mail.rules import sender
from sundial.mail.smtp import Broken, Connection, NotAMailServer, Refused, Unreachable, mail_server

log = logging.getLogger("sundial.mail")

AT_ONCE = 50
# A worker's claim is held as long as it lives, a person's is not: this is longer than a server may take over a message.
PATIENCE_OF_PERSON = Patience(lease=timedelta(minutes=10))
REST = timedelta(minutes=1)
"""How long a worker leaves a mail server alone that it could not use."""
MOST_BREAKS = 2
"""After so many broken connections in a row the server is left alone."""
NOTING_ATTEMPTS = 5
LONGEST_REPLY = 500


class Outcome(msgspec.Struct, frozen=True):
    """What became of a message: the state that it is in now, and what the server said."""

    state: str
    said: str = ""


GONE = Outcome("gone")


class Line:
    """A connection to the mail server, opened when it is first needed and again when it broke."""

    def __init__(self, settings: Settings) -> None:
        self._url = settings.smtp_url
        self._sender = sender(settings)
        self._connection: Connection | None = None
        self._breaks = 0

    @property
    def is_down(self) -> bool:
        """Whether the server cannot be used now, by all that was seen."""
        return self._breaks >= MOST_BREAKS

    def send(self, written: Written) -> str:
        """Send a message and give what the server said. Raises Refused, Broken, Unreachable."""
        if not is_address(written.to_address):
            raise Refused("this is no e-mail address", permanent=True)
        try:
            ready = message(written, self._sender)
        except ValueError as error:
            raise Refused(f"this cannot be written as a message: {error}", permanent=True) from error
        try:
            said = self._open().hand_over(ready, self._sender[1], written.to_address)
        except Unreachable:
            self._breaks = MOST_BREAKS
            raise
        except Broken:
            self._breaks += 1
            raise
        except Refused:
            self._breaks = 0
            raise
        self._breaks = 0
        return said

    def close(self) -> None:
        """Take leave of the server."""
        if self._connection is not None and self._connection.is_open:
            self._connection.close()
        self._connection = None

    def _open(self) -> Connection:
        if self._connection is None or not self._connection.is_open:
            try:
                self._connection = Connection(mail_server(self._url))
            except NotAMailServer as error:
                raise Unreachable(str(error)) from error
        return self._connection


class Sending:
    """The sending of one process."""

    def __init__(self, settings: Settings, clock: Clock) -> None:
        self._settings = settings
        self._clock = clock
        self._rests_until = EPOCH

    def task(self) -> Task:
        """The work that the outbox asks for. Without a mail server, or while it is left alone, messages wait."""
        return Task(KIND, self.do, most=AT_ONCE, ready=self._is_ready)

    def do(self, claim: Claim) -> None:
        """Send the messages of a claim over one connection. When the server cannot be used, the others wait."""
        line = Line(self._settings)
        try:
            for number, job in enumerate(claim.jobs):
                with suppress(LeaseLost):
                    _log(job, send(claim, job, line))
                if line.is_down:
                    self._rests_until = self._clock() + REST
                    _put_back(claim, claim.jobs[number + 1 :], self._rests_until)
                    return
        finally:
            line.close()

    def _is_ready(self) -> bool:
        return bool(self._settings.smtp_url) and self._clock() >= self._rests_until


def send(claim: Claim, job: Job, line: Line) -> Outcome:
    """Send the message of a job, if it is still to be sent, and tell what became of it. Raises LeaseLost."""
    organization_id, mail_id = job.arguments
    scope = Scope(organization_id=organization_id)
    with claim.step(job) as tx:
        mail = tx.find(FOR_UPDATE, scope, mail_id=mail_id)
        settled = _settled(mail, claim.clock())
        if mail is None or settled is not None:
            outcome = settled or GONE
            if mail is not None and outcome.state != mail.state:
                note(tx, scope, mail_id, outcome, None)
            claim.done(tx, job)
            return outcome
        tx.run(TRY, scope, mail_id=mail_id, now=claim.clock())
    try:
        outcome = Outcome("sent", line.send(mail))
    except Refused as error:
        outcome = Outcome("failed" if error.permanent else "queued", str(error))
    except (Broken, Unreachable) as error:
        outcome = Outcome("queued", str(error))
    return _noted(claim, job, scope, mail_id, outcome)


def take(database: Database, organization_id: int, mail_id: int, clock: Clock) -> Claim | None:
    """The job of a message, to be done at once; None while a worker is at it."""
    subject = f"{organization_id}/{mail_id}"
    with database.write() as tx:
        enqueue(tx, KIND, subject, [organization_id, mail_id], clock(), job_id=mail_id)
    return claim_one(database, KIND, subject, PATIENCE_OF_PERSON, clock)


def note(tx: Write, scope: Scope, mail_id: int, outcome: Outcome, sent_at: datetime | None) -> None:
    """Note what became of a message. What is secret in it is forgotten unless it waits to be sent."""
    said = outcome.said[:LONGEST_REPLY] or None
    tx.run(NOTE, scope, mail_id=mail_id, new_state=outcome.state, sent=sent_at, said=said)
    if outcome.state not in WAITING:
        tx.run(FORGET, scope, mail_id=mail_id)


def _settled(mail: Mail | None, now: datetime) -> Outcome | None:
    """What has become of a message that is not to be sent; None for one that is."""
    if mail is None:
        return GONE
    if mail.state not in (*WAITING, "failed"):
        return Outcome(mail.state, mail.server_said or "")
    if mail.expires_at is not None and mail.expires_at <= now:
        return Outcome("expired", mail.server_said or "")
    if not mail.text_part:
        return Outcome("failed", "what it said is forgotten")
    return None


def _noted(claim: Claim, job: Job, scope: Scope, mail_id: int, outcome: Outcome) -> Outcome:
    # The message is out: a database that asks for another try must not have it sent once more.
    for _ in range(NOTING_ATTEMPTS - 1):
        with suppress(Again):
            return _note(claim, job, scope, mail_id, outcome)
    return _note(claim, job, scope, mail_id, outcome)


def _note(claim: Claim, job: Job, scope: Scope, mail_id: int, outcome: Outcome) -> Outcome:
    with claim.step(job) as tx:
        if outcome.state == "sent":
            note(tx, scope, mail_id, outcome, claim.clock())
            claim.done(tx, job)
        else:
            given_up = claim.failed(tx, job, outcome.said, permanent=outcome.state == "failed")
            outcome = Outcome("failed" if given_up else "queued", outcome.said)
            note(tx, scope, mail_id, outcome, None)
    return outcome


def _log(job: Job, outcome: Outcome) -> None:
    if outcome.state in ("queued", "failed"):
        fields = {"mail": job.subject, "state": outcome.state, "said": outcome.said}
        log.warning("mail was not sent", extra={"fields": fields})


def _put_back(claim: Claim, jobs: Sequence[Job], later: datetime) -> None:
    with claim.database.write() as tx:
        for job in jobs:
            with suppress(LeaseLost):
                claim.put_back(tx, job, later)
