"""Writing to the outbox, in the transaction of the reason."""

from collections.abc import Iterable
from datetime import datetime

import msgspec
from sqlalchemy import BigInteger, bindparam, update
from sqlalchemy.dialects.postgresql import insert

from sundial.core.settings import Settings
from sundial.db.statement import Command, Query, Scope, scoped
from sundial.db.transaction import Write
from sundial.db.types import Instant
from sundial.jobs.queue import enqueue, forget
from sundial.mail.letters import Letter
from sundial.mail.queries import FORGOTTEN, UNSENT
from sundial.mail.rules import LIFE, one_line, sender
from sundial.mail.tables import outbox

KIND = "mail"
PERSONAL = 0
"""The organization of messages that belong to none."""


class Receiver(msgspec.Struct, frozen=True):
    """Who gets a message."""

    user_id: int | None
    address: str
    name: str


class Withdrawn(msgspec.Struct):
    """A message that is not sent any more."""

    id: int


ADD = Command(
    insert(outbox)
    .values(
        {
            **{column.name: bindparam(column.name, type_=column.type) for column in outbox.c},
            "organization_id": scoped("organization_id"),
            "state": "queued",
            "attempts": 0,
            **dict.fromkeys(("tried_at", "sent_at", "server_said"), None),
        }
    )
    .on_conflict_do_nothing(index_elements=[outbox.c.organization_id, outbox.c.key])
)
_withdrawn = (
    update(outbox)
    .values(state="discarded", **FORGOTTEN)
    .where(outbox.c.organization_id == scoped("organization_id"), UNSENT)
    .returning(outbox.c.id)
)
WITHDRAW = Query(Withdrawn, _withdrawn.where(outbox.c.key >= bindparam("begin"), outbox.c.key < bindparam("end")))
WITHDRAW_FROM = Query(
    Withdrawn,
    _withdrawn.where(
        outbox.c.created_at >= bindparam("since", type_=Instant()),
        outbox.c.user_id == bindparam("the_user", type_=BigInteger()),
    ),
)


def withdraw(tx: Write, organization_id: int, reason: str, now: datetime) -> None:
    """Have messages that wait not sent, since their reason is gone: those whose key begins with it and a slash."""
    # The sign after the slash is the zero.
    found = tx.all(WITHDRAW, Scope(organization_id=organization_id), begin=f"{reason}/", end=f"{reason}0")
    _forget_jobs(tx, organization_id, found, now)


def withdraw_from(tx: Write, organization_id: int, user_id: int, now: datetime) -> None:
    """Have an organization's messages not sent that wait for somebody who leaves it."""
    found = tx.all(WITHDRAW_FROM, Scope(organization_id=organization_id), the_user=user_id, since=now - LIFE)
    _forget_jobs(tx, organization_id, found, now)


def _forget_jobs(tx: Write, organization_id: int, withdrawn: Iterable[Withdrawn], now: datetime) -> None:
    for one in withdrawn:
        forget(tx, KIND, f"{organization_id}/{one.id}", now)


class Outbox:
    """The outbox of an installation, whose letters come from one address and have links to one."""

    def __init__(self, settings: Settings) -> None:
        self.public_url = settings.public_url.rstrip("/")
        self._host = sender(settings)[1].partition("@")[2]

    def new_password_url(self, code: str = "") -> str:
        """The page on which a new password is asked for, or set with a code."""
        return f"{self.public_url}/reset-password" + (f"?code={code}" if code else "")

    def post(
        self,
        tx: Write,
        organization_id: int,
        key: str,
        to: Receiver,
        letter: Letter,
        now: datetime,
        expires_at: datetime | None = None,
        unsubscribe_url: str | None = None,
        sensitive: bool = False,
    ) -> int | None:
        """Write a message, to be sent after the commit; gives its id, or None when there is one of this key already.

        ``key`` says why it is written, such as ``alert/1/2/80/3``: there is one message for each reason. After
        ``expires_at``, a week from now unless told otherwise, it is not sent any more. What is ``sensitive`` is
        forgotten when it has been sent.
        """
        mail_id = tx.new_id()
        added = tx.run(
            ADD,
            Scope(organization_id=organization_id),
            id=mail_id,
            key=key,
            kind=letter.kind,
            user_id=to.user_id,
            to_address=to.address,
            to_name=one_line(to.name),
            subject=one_line(letter.subject),
            text_part=letter.text_part,
            html_part=letter.html_part,
            unsubscribe_url=unsubscribe_url,
            message_id=f"<{organization_id}.{mail_id}@{self._host}>",
            sensitive=sensitive,
            created_at=now,
            expires_at=expires_at or now + LIFE,
        )
        if not added:
            return None
        enqueue(tx, KIND, f"{organization_id}/{mail_id}", [organization_id, mail_id], now, job_id=mail_id)
        return mail_id
