"""Why a time entry is worth what it is: every level that could price it, and the one that does."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from fractions import Fraction
from zoneinfo import ZoneInfo

from sundial.access.askers import Membership
from sundial.access.permissions import Permission
from sundial.access.plans import PREMIUM_OR_HIGHER
from sundial.core.money import Money
from sundial.core.rounding import HOUR, exact_amount, rounded_time, shown_amount
from sundial.db.transaction import Read
from sundial.rates.explanation_queries import ENTRY, RATES, DatedRate, Entry
from sundial.rates.rated import NO_ACCESS, VIEWS, check_plan
from sundial.rates.rules import BEGINNING, STRENGTH, Level, Rate, RateType, valid_at, winner
from sundial.rates.schemas import ExplainedAmount, ExplainedEntry, ExplainedLevel, ExplainedRate, RateExplanation

Histories = Mapping[Level, Sequence[DatedRate]]
WORDS = {RateType.BILLABLE: "rate", RateType.LABOR: "labor cost"}
OWNERS = {
    Level.TASK: "a task's",
    Level.PROJECT_USER: "a project member's",
    Level.PROJECT: "a project's",
    Level.WORKSPACE_USER: "a member's",
}
OF_PROJECTS = frozenset({Level.TASK, Level.PROJECT_USER, Level.PROJECT})
NOT_BILLABLE = "The time entry is not billable."
FIXED_FEE = "The project has a fixed fee of {fee}: that is billed, whatever the hours are worth."


def explain(tx: Read, asker: Membership, time_entry_id: int, now: datetime) -> RateExplanation:
    """Why an entry that the asker sees is worth what it is. Raises NotFound, PaymentRequired and Forbidden."""
    check_plan(asker, RateType.BILLABLE)
    sees_all = Permission.VIEW_ALL_TIME in asker.permissions
    entry = tx.one(ENTRY, asker.scope, entry_id=time_entry_id, sees_all_time=sees_all)
    seen = [kind for kind in RateType if _sees(asker, entry, kind)]
    if not seen:
        raise NO_ACCESS.fresh()
    ids = {f"the_{name}": getattr(entry, name) or 0 for name in ("task_id", "project_id", "user_id")}
    rows = tx.all(RATES, asker.scope, **ids)
    told = _entry(entry, asker.user.timezone, now)
    amounts = {kind: _amount(asker, entry, told.rounded_seconds, kind, rows) for kind in seen}
    return RateExplanation(told, amounts.get(RateType.BILLABLE), amounts.get(RateType.LABOR))


def _sees(asker: Membership, entry: Entry, kind: RateType) -> bool:
    if kind is RateType.LABOR:
        return VIEWS[kind] in asker.permissions and asker.plan in PREMIUM_OR_HIGHER
    return VIEWS[kind] in asker.permissions or entry.managed


def _entry(entry: Entry, zone: str, now: datetime) -> ExplainedEntry:
    running = entry.stop is None
    seconds = max(0, int((now - entry.start).total_seconds())) if running else entry.duration
    return ExplainedEntry(
        id=entry.id,
        user_id=entry.user_id,
        user_name=entry.user_name,
        project_id=entry.project_id,
        project_name=entry.project_name,
        task_id=entry.task_id,
        task_name=entry.task_name,
        start=entry.start,
        local_start=entry.start.astimezone(ZoneInfo(zone)),
        timezone=zone,
        running=running,
        seconds=seconds,
        rounding=entry.rounding,
        rounding_minutes=entry.rounding_minutes,
        rounded_seconds=rounded_time(seconds, entry.rounding, entry.rounding_minutes),
        billable=entry.billable,
    )


def _amount(
    asker: Membership, entry: Entry, seconds: int, kind: RateType, rows: Sequence[DatedRate]
) -> ExplainedAmount:
    histories = {level: [row for row in rows if (row.type, row.level) == (kind, level)] for level in STRENGTH[kind]}
    plain = {level: [Rate(row.id, row.start, row.amount) for row in dated] for level, dated in histories.items()}
    first = winner(plain, kind, entry.start)
    applied = None if first is None else valid_at(plain[first], entry.start)
    rate = None if applied is None else applied.amount
    billed = rate if kind is RateType.LABOR or entry.billable else None
    exact = None if billed is None else Fraction(exact_amount(seconds, billed.hundredths), HOUR)
    # Who only manages the project knows what it bills, not what others could.
    hidden = frozenset[Level]() if VIEWS[kind] in asker.permissions else frozenset(Level) - OF_PROJECTS - {first}
    return ExplainedAmount(
        levels=[_level(entry, kind, level, histories[level], first, level in hidden) for level in STRENGTH[kind]],
        rate=rate,
        currency=entry.project_currency or entry.workspace_currency,
        currency_from="project" if entry.project_currency else "workspace",
        exact=None if exact is None else str(exact),
        numerator=None if exact is None else exact.numerator,
        denominator=None if exact is None else exact.denominator,
        amount=None if billed is None else Money(shown_amount(exact_amount(seconds, billed.hundredths))),
        note=_note(entry, kind),
    )


def _note(entry: Entry, kind: RateType) -> str | None:
    if kind is RateType.LABOR:
        return None
    if not entry.billable:
        return NOT_BILLABLE
    return None if entry.fixed_fee is None else FIXED_FEE.format(fee=entry.fixed_fee.to_number())


def _level(
    entry: Entry, kind: RateType, level: Level, dated: Sequence[DatedRate], first: Level | None, hidden: bool
) -> ExplainedLevel:
    at = next((n for n in reversed(range(len(dated))) if dated[n].start <= entry.start), None)
    number, name = _set_for(entry, level)
    rate = None if at is None or hidden else _rate(dated[at], dated[at + 1].start if at + 1 < len(dated) else None)
    return ExplainedLevel(
        level=level.value,
        level_id=number,
        name=name,
        rate=rate,
        applies=level is first,
        why="not for you to see" if hidden else _why(entry, kind, level, dated, first),
    )


def _set_for(entry: Entry, level: Level) -> tuple[int | None, str | None]:
    """What a level of an entry is: its id, and its name."""
    if level is Level.TASK:
        return entry.task_id, entry.task_name
    if level is Level.PROJECT:
        return entry.project_id, entry.project_name
    if level is Level.WORKSPACE:
        return entry.workspace_id, entry.workspace_name
    if level is Level.WORKSPACE_USER:
        return entry.workspace_user_id, entry.user_name
    return entry.project_user_id, None if entry.project_user_id is None else entry.user_name


def _why(entry: Entry, kind: RateType, level: Level, dated: Sequence[DatedRate], first: Level | None) -> str | None:
    """Why a level does not price an entry; None for the one that does."""
    if level is first:
        return None
    if level in (Level.PROJECT, Level.PROJECT_USER) and entry.project_id is None:
        return "no project"
    if level is Level.TASK and entry.task_id is None:
        return "no task"
    if level is Level.PROJECT_USER and entry.project_user_id is None:
        return "not a member of the project"
    if not dated:
        return f"no {WORDS[kind]} set"
    valid = next((row for row in reversed(dated) if row.start <= entry.start), None)
    if valid is None:
        return f"not yet valid: the first {WORDS[kind]} starts {_shown(dated[0].start)}"
    if valid.amount is None:
        return f"cleared from {_shown(valid.start)}"
    assert first is not None
    return f"{OWNERS[first]} own {WORDS[kind]} comes first"


def _rate(row: DatedRate, end: datetime | None) -> ExplainedRate:
    return ExplainedRate(
        id=row.id,
        amount=row.amount,
        start=None if row.start == BEGINNING else row.start,
        end=end,
        rate_change_mode=row.rate_change_mode,
        creator_id=row.creator_id,
        creator_name=row.creator_name,
        created_at=row.created_at,
    )


def _shown(moment: datetime) -> str:
    return moment.isoformat().replace("+00:00", "Z")
