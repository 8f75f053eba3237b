"""Tidying the outbox, once a day: what is no longer worth sending, and what nobody needs to read any more."""

from collections.abc import Callable
from datetime import datetime, timedelta

import msgspec
from sqlalchemy import BigInteger, and_, bindparam, delete, func, or_, select, update

from sundial.alerts.tables import alert_delivery
from sundial.db.statement import Command, Query, Scope, scoped
from sundial.db.transaction import Read
from sundial.db.types import Instant, among
from sundial.jobs.queue import Claim, forget
from sundial.jobs.worker import Periodic, Task
from sundial.mail.outbox import KIND, PERSONAL
from sundial.mail.queries import FORGOTTEN
from sundial.mail.rules import KEPT
from sundial.mail.tables import outbox
from sundial.track_reminders.tables import track_reminder_delivery

TIDY = "tidy-outbox"
DAILY = Periodic(TIDY, timedelta(days=1))
# As many as keep nobody waiting for long who wants to write.
AT_ONCE = 500
ABANDONED = timedelta(hours=1)


class Found(msgspec.Struct):
    """A message, by its id."""

    id: int


_own = outbox.c.organization_id == scoped("organization_id")
_most = bindparam("most", type_=BigInteger())
_told = or_(
    *(
        select(delivery.c.id)
        .where(delivery.c.organization_id == outbox.c.organization_id, delivery.c.mail_id == outbox.c.id)
        .exists()
        for delivery in (alert_delivery, track_reminder_delivery)
    )
)
_old = (
    _own,
    outbox.c.created_at < bindparam("before", type_=Instant()),
    or_(*(outbox.c.state == state for state in ("sent", "expired", "discarded"))),
    func.coalesce(outbox.c.sent_at, outbox.c.expires_at, outbox.c.created_at) < bindparam("before", type_=Instant()),
)
_stale = (
    _own,
    outbox.c.expires_at <= bindparam("now", type_=Instant()),
    # Somebody may be at it just now, but not for hours.
    or_(
        outbox.c.state == "queued",
        and_(outbox.c.state == "sending", outbox.c.tried_at <= bindparam("long_ago", type_=Instant())),
    ),
)
STALE = Query(Found, select(outbox.c.id).where(*_stale).limit(_most))
EXPIRE = Command(update(outbox).values(state="expired", **FORGOTTEN).where(*_stale, among(outbox.c.id, "mail_ids")))
OLD = Query(Found, select(outbox.c.id).where(*_old, ~_told).limit(_most))
OLD_AND_TOLD = Query(Found, select(outbox.c.id).where(*_old, outbox.c.text_part != "", _told).limit(_most))
DELETE = Command(delete(outbox).where(_own, among(outbox.c.id, "mail_ids")))
EMPTY = Command(update(outbox).values(text_part="", html_part="").where(_own, among(outbox.c.id, "mail_ids")))


def task(organizations: Callable[[Read], list[int]]) -> Task:
    """The work. ``organizations`` gives the ids of all of them."""

    def tidy(claim: Claim) -> None:
        for organization_id in [PERSONAL, *organizations(claim.database.read())]:
            _tidy(claim, organization_id)
        with claim.step(claim.jobs[0]) as tx:
            claim.done(tx, claim.jobs[0])

    return Task(TIDY, tidy)


def _tidy(claim: Claim, organization_id: int) -> None:
    """Tidy an organization's messages, in short transactions."""
    now, scope = claim.clock(), Scope(organization_id=organization_id)
    _expire(claim, scope, organization_id, now)
    for query, command in ((OLD, DELETE), (OLD_AND_TOLD, EMPTY)):
        while found := claim.database.read().all(query, scope, before=now - KEPT, most=AT_ONCE):
            with claim.step(claim.jobs[0]) as tx:
                tx.run(command, scope, mail_ids=[one.id for one in found])


def _expire(claim: Claim, scope: Scope, organization_id: int, now: datetime) -> None:
    """Give up what is not worth sending any more: without a mail server nobody else would."""
    times = {"now": now, "long_ago": now - ABANDONED}
    while found := claim.database.read().all(STALE, scope, most=AT_ONCE, **times):
        with claim.step(claim.jobs[0]) as tx:
            tx.run(EXPIRE, scope, mail_ids=[one.id for one in found], **times)
            for one in found:
                forget(tx, KIND, f"{organization_id}/{one.id}", now)
