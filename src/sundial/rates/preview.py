"""What setting a rate would change, before it is set. The database adds up; nothing is stored."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime

import msgspec
from sqlalchemy import BigInteger, Subquery, and_, bindparam, cast, func, select, true

from sundial.access.askers import Membership
from sundial.access.permissions import Permission
from sundial.core.money import Money
from sundial.core.rounding import exact_amount, shown_amount
from sundial.db.statement import Query
from sundial.db.transaction import Read
from sundial.projects.tables import project
from sundial.rates import rated
from sundial.rates.actions import PRICED, history
from sundial.rates.prices import PRICES, price, rounded_seconds
from sundial.rates.queries import ROUNDING
from sundial.rates.rules import BEGINNING, STRENGTH, Level, Rate, RateType, ends, touched, with_rate
from sundial.rates.schemas import AmountChange, FutureRate, NewRate, PartChange, RatePreview
from sundial.time_entries.tables import time_entry
from sundial.users.tables import user
from sundial.workspaces.tables import workspace


class Changed(msgspec.Struct):
    """The entries of one person in one project that go from one rate to another one."""

    project_id: int | None
    project_name: str | None
    user_id: int
    user_name: str
    currency: str
    was: int | None
    becomes: int | None
    entries: int
    seconds: int
    first_start: datetime
    last_start: datetime


def _changed(kind: RateType, level: Level) -> Query[Changed]:
    grouped = _grouped(_priced(kind, level))
    of_workspace = and_(
        workspace.c.organization_id == grouped.c.organization_id, workspace.c.id == grouped.c.workspace_id
    )
    of_project = and_(project.c.organization_id == grouped.c.organization_id, project.c.id == grouped.c.project_id)
    return Query(
        Changed,
        select(
            grouped.c.project_id,
            project.c.name.label("project_name"),
            grouped.c.user_id,
            user.c.fullname.label("user_name"),
            func.coalesce(project.c.currency, workspace.c.default_currency).label("currency"),
            *(grouped.c[name] for name in Changed.__struct_fields__[5:]),
        )
        .join(user, user.c.id == grouped.c.user_id)
        .join(workspace, of_workspace)
        .outerjoin(project, of_project),
    )


def _priced(kind: RateType, level: Level) -> Subquery:
    """The entries that the new rate could price, with what they bill or cost now, and what they would."""
    (column,) = (name for name, of_kind in PRICES.items() if of_kind is kind)
    minutes, direction = (bindparam(name, type_=BigInteger()) for name in ("minutes", "direction"))
    # In all of the time in which something else is valid than before, the new amount is.
    new = {level: bindparam("new_amount", type_=BigInteger())}
    return (
        select(
            *(time_entry.c[name] for name in ("organization_id", "workspace_id", "project_id", "user_id", "start")),
            rounded_seconds(time_entry.c.duration, direction, minutes).label("seconds"),
            time_entry.c[column].label("was"),
            price(kind, time_entry.c, new).label("becomes"),
        )
        .where(
            *PRICED[level],
            time_entry.c.deleted_at.is_(None),
            time_entry.c.billable if kind is RateType.BILLABLE else true(),
        )
        .subquery("priced")
    )


def _grouped(priced: Subquery) -> Subquery:
    """Those that go from one rate to another one, added up for each person, project and pair of rates."""
    keys = [priced.c[name] for name in ("organization_id", "workspace_id", "project_id", "user_id", "was", "becomes")]
    return (
        select(
            *keys,
            func.count().label("entries"),
            cast(func.sum(priced.c.seconds), BigInteger).label("seconds"),
            func.min(priced.c.start).label("first_start"),
            func.max(priced.c.start).label("last_start"),
        )
        .where(priced.c.was.is_distinct_from(priced.c.becomes))
        .group_by(*keys)
        .subquery("grouped")
    )


CHANGED = {(kind, level): _changed(kind, level) for kind, levels in STRENGTH.items() for level in levels}


def preview(tx: Read, asker: Membership, body: NewRate, now: datetime) -> RatePreview:
    """What a request to set a rate would change. Raises as setting it does."""
    amount, found, kind, when = rated.read(tx, asker, body, now)
    rows = history(tx, asker.scope, asker.workspace_id, found, kind)
    before = [Rate(row.id, row.start, row.amount) for row in rows]
    after = with_rate(before, amount, when, asker.user.timezone, now)
    first, end = touched(before, after)
    rounding = tx.one(ROUNDING, asker.scope)
    changed = tx.all(
        CHANGED[kind, found.level],
        asker.scope,
        in_workspace=asker.workspace_id,
        first=first,
        end=end,
        new_amount=amount.hundredths,
        direction=rounding.rounding,
        minutes=rounding.rounding_minutes,
        **{f"the_{name}": getattr(found, name) for name in ("task_id", "project_id", "user_id")},
    )
    sees_all = Permission.VIEW_ALL_TIME in asker.permissions
    return RatePreview(
        entries=sum(one.entries for one in changed),
        seconds=sum(one.seconds for one in changed),
        first_start=min((one.first_start for one in changed), default=None),
        last_start=max((one.last_start for one in changed), default=None),
        rounding=rounding.rounding,
        rounding_minutes=rounding.rounding_minutes,
        amounts=_amounts(changed),
        projects=_parts(changed, lambda one: (one.project_id, one.project_name)),
        people=_parts(changed, lambda one: (one.user_id, one.user_name)) if sees_all else None,
        history=_future(after),
    )


def _amounts(changed: Iterable[Changed]) -> list[AmountChange]:
    """What is worth something else, for each currency: amounts in different ones are never added."""
    by_currency: dict[str, list[Changed]] = {}
    for one in changed:
        by_currency.setdefault(one.currency, []).append(one)
    return [_amount(currency, rows) for currency, rows in sorted(by_currency.items())]


def _amount(currency: str, rows: Sequence[Changed]) -> AmountChange:
    def shown(rates: Iterable[int | None]) -> Money:
        exact = sum(exact_amount(row.seconds, rate or 0) for row, rate in zip(rows, rates, strict=True))
        return Money(shown_amount(exact))

    return AmountChange(
        currency=currency,
        entries=sum(row.entries for row in rows),
        seconds=sum(row.seconds for row in rows),
        before=shown(row.was for row in rows),
        after=shown(row.becomes for row in rows),
    )


def _parts(changed: Iterable[Changed], part_of: Callable[[Changed], tuple[int | None, str | None]]) -> list[PartChange]:
    by_part: dict[tuple[int | None, str | None], list[Changed]] = {}
    for one in changed:
        by_part.setdefault(part_of(one), []).append(one)
    in_order = sorted(by_part, key=lambda part: (part[1] or "", part[0] or 0))
    return [
        PartChange(id=number, name=name, **msgspec.structs.asdict(amount))
        for number, name in in_order
        for amount in _amounts(by_part[number, name])
    ]


def _future(rates: Sequence[Rate]) -> list[FutureRate]:
    return [
        FutureRate(rate.id, rate.amount, None if rate.start == BEGINNING else rate.start, end)
        for rate, end in zip(rates, ends([rate.start for rate in rates]), strict=True)
    ]
