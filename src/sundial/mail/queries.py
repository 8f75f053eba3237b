"""Every statement over the outbox beside the one that writes to it."""

from datetime import datetime

import msgspec
from sqlalchemy import BigInteger, Text, bindparam, case, or_, select, update

from sundial.db.statement import Command, Query, scoped
from sundial.db.types import Instant
from sundial.mail.tables import outbox

WAITING = ("queued", "sending")
STATES = (*WAITING, "sent", "failed", "expired", "discarded")


class Mail(msgspec.Struct):
    """A message in the outbox, whole."""

    organization_id: int
    id: int
    key: str
    kind: str
    user_id: int | None
    to_address: str
    to_name: str
    subject: str
    text_part: str
    html_part: str
    unsubscribe_url: str | None
    message_id: str
    sensitive: bool
    state: str
    attempts: int
    created_at: datetime
    expires_at: datetime | None
    tried_at: datetime | None
    sent_at: datetime | None
    server_said: str | None


class Listed(msgspec.Struct):
    """A line of the outbox."""

    organization_id: int
    id: int
    kind: str
    to_address: str
    subject: str
    state: str
    attempts: int
    created_at: datetime
    expires_at: datetime | None
    tried_at: datetime | None
    sent_at: datetime | None
    server_said: str | None


_own = outbox.c.organization_id == scoped("organization_id")
_one = (_own, outbox.c.id == bindparam("mail_id"))
_now = bindparam("now", type_=Instant())
_of_state = bindparam("of_state", type_=Text())
UNSENT = or_(outbox.c.state == "queued", outbox.c.state == "failed")
"""Not sent, and not being sent."""

ONE = Query(Mail, select(outbox).where(*_one))
FOR_UPDATE = Query(Mail, select(outbox).where(*_one).with_for_update())
LIST = Query(
    Listed,
    select(*(outbox.c[name] for name in Listed.__struct_fields__))
    .where(_own, or_(_of_state.is_(None), outbox.c.state == _of_state))
    .order_by(outbox.c.created_at.desc(), outbox.c.id.desc())
    .limit(bindparam("most", type_=BigInteger())),
)
TRY = Command(update(outbox).values(state="sending", attempts=outbox.c.attempts + 1, tried_at=_now).where(*_one))
NOTE = Command(
    update(outbox)
    .values(
        state=bindparam("new_state"),
        sent_at=bindparam("sent", type_=Instant()),
        server_said=bindparam("said", type_=Text()),
    )
    .where(*_one)
)
FORGOTTEN = {part: case((outbox.c.sensitive, ""), else_=outbox.c[part]) for part in ("text_part", "html_part")}
"""What a message says, without secrets."""
FORGET = Command(update(outbox).values(FORGOTTEN).where(*_one))
DISCARD = Command(update(outbox).values(state="discarded", **FORGOTTEN).where(*_one, UNSENT))
