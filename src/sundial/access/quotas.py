"""Request quotas: so many requests an hour for each person in each organization, and apart from them for `/me`.

Off by default (`decisions.md, Plans`). The first request opens a window of sixty minutes. It is kept in the database,
so that all processes share it, and counted before the operation runs, so that failed requests count.
"""

from datetime import datetime, timedelta

import msgspec
from sqlalchemy import bindparam, case, select
from sqlalchemy.dialects.postgresql import insert

from sundial.access.tables import request_quota
from sundial.core.errors import PaymentRequired
from sundial.db.engine import Database
from sundial.db.statement import Query, Scope, scoped
from sundial.db.transaction import Read
from sundial.http.quota import Headers, Quota

WINDOW = timedelta(hours=1)
AMPLE = 1_000_000
PERSONAL = 0
"""The organization under which requests are counted that belong to none."""


class Budget(msgspec.Struct, frozen=True):
    """What is left of a budget: ``remaining`` of ``total`` requests; it is full again in ``resets_in`` seconds."""

    total: int
    remaining: int
    resets_in: int

    @property
    def headers(self) -> Headers:
        """The budget as clients read it from every answer."""
        return {"X-Toggl-Quota-Remaining": str(self.remaining), "X-Toggl-Quota-Resets-In": str(self.resets_in)}


class Spent(msgspec.Struct):
    """The present window of a budget."""

    started_at: datetime
    used: int


_mine = (
    request_quota.c.organization_id == scoped("organization_id"),
    request_quota.c.user_id == scoped("user_id"),
)
_first = insert(request_quota).values(
    organization_id=scoped("organization_id"), user_id=scoped("user_id"), started_at=bindparam("now"), used=1
)
_over = request_quota.c.started_at <= bindparam("before")
SPEND = Query(
    Spent,
    _first.on_conflict_do_update(
        index_elements=[request_quota.c.organization_id, request_quota.c.user_id],
        set_={
            "started_at": case((_over, _first.excluded.started_at), else_=request_quota.c.started_at),
            "used": case((_over, 1), else_=request_quota.c.used + 1),
        },
    ).returning(request_quota.c.started_at, request_quota.c.used),
)
FIND = Query(Spent, select(request_quota.c.started_at, request_quota.c.used).where(*_mine))


class Quotas:
    """The budgets of one installation; ``per_hour`` is how large each is, 0 for no limit."""

    def __init__(self, database: Database, per_hour: int) -> None:
        self._database = database
        self._limited = per_hour > 0
        self._total = per_hour if self._limited else AMPLE

    def for_http(self) -> Quota:
        """What the responders need."""
        full = self._budget(None, None).headers
        return Quota(full, self._spend, self._look) if self._limited else Quota(full)

    def left(self, tx: Read, scope: Scope, now: datetime) -> Budget:
        """What a user has left in an organization, or in `PERSONAL`."""
        return self._budget(tx.find(FIND, scope) if self._limited else None, now)

    def _spend(self, tx: Read, scope: Scope, now: datetime) -> Headers:
        with self._database.write() as write:
            spent = write.one(SPEND, scope, now=now, before=now - WINDOW)
        budget = self._budget(spent, now)
        if spent.used > self._total:
            raise PaymentRequired(
                f"You have hit your hourly limit for API calls. Your quota will reset in {budget.resets_in} seconds.",
                budget.headers,
            )
        return budget.headers

    def _look(self, tx: Read, scope: Scope, now: datetime) -> Headers:
        return self.left(tx, scope, now).headers

    def _budget(self, spent: Spent | None, now: datetime | None) -> Budget:
        if spent is None or now is None or spent.started_at + WINDOW <= now:
            return Budget(self._total, self._total, int(WINDOW.total_seconds()))
        seconds = int((spent.started_at + WINDOW - now).total_seconds())
        return Budget(self._total, max(0, self._total - spent.used), max(1, seconds))
