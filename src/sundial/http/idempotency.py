"""`Idempotency-Key`: the same key again within a day gets the first answer and changes nothing (`design.md, 3`).

The key is claimed before the operation runs, in its transaction. Of two equal requests at once, the second waits for
the first to commit and then finds its answer.
"""

import hashlib
from datetime import datetime, timedelta

import msgspec
from sqlalchemy import bindparam, delete, select, update
from sqlalchemy.dialects.postgresql import insert

from sundial.core.errors import Conflict, Invalid
from sundial.db.statement import Command, Query, Scope, scoped
from sundial.db.transaction import Write
from sundial.http.tables import kept_answer

KEPT_FOR = timedelta(days=1)
LONGEST_KEY = 255


class Kept(msgspec.Struct):
    """A kept answer."""

    request_digest: bytes
    status: int | None
    body: bytes | None


_mine = (
    kept_answer.c.organization_id == scoped("organization_id"),
    kept_answer.c.user_id == scoped("user_id"),
)
_this = (*_mine, kept_answer.c.key == bindparam("the_key"))

CLAIM = Command(
    insert(kept_answer)
    .values(
        organization_id=scoped("organization_id"),
        user_id=scoped("user_id"),
        key=bindparam("the_key"),
        request_digest=bindparam("digest"),
        at=bindparam("now"),
    )
    .on_conflict_do_nothing()
)
FIND = Query(Kept, select(kept_answer.c.request_digest, kept_answer.c.status, kept_answer.c.body).where(*_this))
KEEP = Command(update(kept_answer).values(status=bindparam("the_status"), body=bindparam("the_body")).where(*_this))
FORGET_OLD = Command(delete(kept_answer).where(*_mine, kept_answer.c.at < bindparam("before")))


class Claim:
    """A claimed key: ``first`` is the answer that was given before, if there was one."""

    def __init__(self, tx: Write, scope: Scope, key: str, request: bytes, now: datetime) -> None:
        """Claim the key. Raises Invalid for a bad key, Conflict when it was used for another request."""
        if not 1 <= len(key) <= LONGEST_KEY or not key.isprintable():
            raise Invalid(f"Idempotency-Key must be 1 to {LONGEST_KEY} printable characters")
        self._tx, self._scope, self._key = tx, scope, key
        digest = hashlib.sha256(request).digest()
        tx.run(FORGET_OLD, scope, before=now - KEPT_FOR)
        claimed = tx.run(CLAIM, scope, the_key=key, digest=digest, now=now) == 1
        self.first = None if claimed else tx.one(FIND, scope, the_key=key)
        if self.first is not None and self.first.request_digest != digest:
            raise Conflict("This Idempotency-Key was used for another request.")

    def keep(self, status: int, body: bytes) -> None:
        """Keep the answer of this request."""
        self._tx.run(KEEP, self._scope, the_key=self._key, the_status=status, the_body=body)
