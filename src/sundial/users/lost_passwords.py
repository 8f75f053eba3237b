"""Lost passwords: a link by mail sets a new one. It works once, for an hour, until a newer one is asked for.

Whoever asks learns nothing of the account: the request is put aside in the same way for every address, and a worker
looks later whether there is somebody to write to.
"""

from datetime import datetime, timedelta
from secrets import token_hex

import msgspec
from sqlalchemy import bindparam, delete, func, select, update

from sundial.access import throttle
from sundial.access.gate import account_key
from sundial.access.queries import OWNER, Owner
from sundial.access.secrets import Secrets
from sundial.core.errors import Invalid
from sundial.core.periods import moment
from sundial.db.statement import Command, Query, insertion
from sundial.db.transaction import Write
from sundial.db.types import Instant
from sundial.jobs.queue import Claim, enqueue, forget
from sundial.jobs.worker import Periodic, Task
from sundial.mail.letters import Stationery
from sundial.mail.outbox import PERSONAL, Outbox, Receiver, withdraw
from sundial.users import actions, rules
from sundial.users.queries import USER, Number
from sundial.users.tables import password_reset

KIND = "lost-password"
TIDY = "tidy-lost-passwords"
DAILY = Periodic(TIDY, timedelta(days=1))
STATIONERY = Stationery("sundial.users", "lost-password")
LIFE = timedelta(hours=1)
MOST_AN_HOUR = 3
MOST_FROM_ADDRESS = 20
KEPT = timedelta(days=1)


class Whose(msgspec.Struct):
    """The user whose password a code sets."""

    user_id: int


_now = bindparam("now", type_=Instant())
ADD = insertion(password_reset)
RECENT = Query(
    Number,
    select(func.count().label("number"))
    .select_from(password_reset)
    .where(
        password_reset.c.user_id == bindparam("the_user"),
        password_reset.c.created_at > bindparam("since", type_=Instant()),
    ),
)
USE = Query(
    Whose,
    update(password_reset)
    .values(used_at=_now)
    .where(
        password_reset.c.token_hash == bindparam("the_token"),
        password_reset.c.used_at.is_(None),
        password_reset.c.expires_at > _now,
    )
    .returning(password_reset.c.user_id),
)
FORGET_OLD = Command(delete(password_reset).where(password_reset.c.created_at < bindparam("before", type_=Instant())))

INVALID_CODE = Invalid("The code is wrong, too old or used already: please ask for a new one.")


def ask(tx: Write, secrets: Secrets, email: str, address: str, now: datetime) -> None:
    """Have a link sent to whoever has an account with this e-mail address. ``address`` is the network's.

    Raises Invalid for what is no e-mail address, TooManyRequests when that network address asks too often.
    """
    email_key = rules.email(email).lower()
    place = secrets.fingerprint(f"lost password {address}")
    throttle.check(tx, place, now, "requests for new passwords")
    throttle.count(tx, place, MOST_FROM_ADDRESS, now)
    subject = secrets.fingerprint(f"lost password of {email_key}").hex()
    # An older request may be too old when a worker comes to it.
    forget(tx, KIND, subject, now)
    enqueue(tx, KIND, subject, [email_key, now], now)


def confirm(tx: Write, secrets: Secrets, outbox: Outbox, code: str, password: str, now: datetime) -> None:
    """Set the password of whoever got this code, and end all their sessions.

    Raises Invalid for a code that does not work, or a bad password; the code then works once more.
    """
    used = tx.find(USE, the_token=secrets.fingerprint(code), now=now)
    person = tx.find(USER, user_id=used.user_id) if used else None
    if person is None:
        raise INVALID_CODE.fresh()
    actions.reset_password(tx, outbox, person.id, password, person.id, now)
    # They have shown who they are. Somebody's guesses must not keep them out.
    throttle.forget(tx, account_key(secrets, person.email_key))


def task(secrets: Secrets, outbox: Outbox) -> Task:
    """Writing to those who lost their passwords."""

    def write(claim: Claim) -> None:
        job, now = claim.jobs[0], claim.clock()
        email_key, asked_at = job.arguments
        with claim.step(job) as tx:
            owner = tx.find(OWNER, email_key=email_key)
            if owner is not None and now - moment("asked_at", asked_at, "UTC") < LIFE:
                _write(tx, secrets, outbox, owner, now)
            claim.done(tx, job)

    return Task(KIND, write)


def tidy_task() -> Task:
    """Forgetting the codes that do not work any more."""

    def tidy(claim: Claim) -> None:
        with claim.step(claim.jobs[0]) as tx:
            tx.run(FORGET_OLD, before=claim.clock() - KEPT)
            claim.done(tx, claim.jobs[0])

    return Task(TIDY, tidy)


def _write(tx: Write, secrets: Secrets, outbox: Outbox, owner: Owner, now: datetime) -> None:
    if tx.one(RECENT, the_user=owner.id, since=now - timedelta(hours=1)).number >= MOST_AN_HOUR:
        return
    # Digits and letters alone: mail programs cut other signs off the end of a link.
    code = token_hex(24)
    fingerprint = secrets.fingerprint(code)
    reason = f"lost-password/{owner.id}"
    tx.run(actions.FORGET_CODES, the_user=owner.id, now=now)
    withdraw(tx, PERSONAL, reason, now)
    tx.run(ADD, token_hash=fingerprint, user_id=owner.id, created_at=now, expires_at=now + LIFE, used_at=None)
    letter = STATIONERY.write(
        {"address": owner.email, "link": outbox.new_password_url(code), "code": code, "server": outbox.public_url}
    )
    to = Receiver(owner.id, owner.email, owner.fullname)
    key = f"{reason}/{fingerprint.hex()}"
    outbox.post(tx, PERSONAL, key, to, letter, now, now + LIFE, sensitive=True)
