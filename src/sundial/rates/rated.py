"""Finding what a rate is set for, and whether somebody may read or set it."""

from datetime import datetime
from typing import Final

from msgspec import UnsetType

from sundial.access.askers import Membership
from sundial.access.permissions import Permission
from sundial.access.plans import PREMIUM_OR_HIGHER, STARTER_OR_HIGHER
from sundial.core.errors import Forbidden, Invalid, PaymentRequired
from sundial.core.money import Money
from sundial.core.periods import moment
from sundial.db.transaction import Read, Write
from sundial.rates.actions import lock, set_rate, show_present
from sundial.rates.queries import MEMBER_BY_USER, THINGS, Rated
from sundial.rates.rules import STRENGTH, Level, Mode, RateType, checked_amount
from sundial.rates.schemas import NewRate

NO_ACCESS: Final = Forbidden("User cannot access billable rate(s).")
INVALID_LEVEL = "Invalid level: it should be workspace, workspace_user, project or project_user"
MISSING = {
    Level.WORKSPACE_USER: "User not found in workspace",
    Level.TASK: "Task not found in workspace",
}
INVALID_ID = "Invalid entity ID"
LEVELS = {**{level.value: level for level in Level}, "user": Level.WORKSPACE_USER}
TYPES = {**{kind.value: kind for kind in RateType}, "labor_rates": RateType.LABOR}
VIEWS = {RateType.BILLABLE: Permission.VIEW_RATES, RateType.LABOR: Permission.VIEW_LABOR_COSTS}


def kind_of(text: str) -> RateType:
    """The type of rates that a request names. Raises Invalid."""
    if text not in TYPES:
        raise Invalid("type must be billable_rates or labor_rates")
    return TYPES[text]


def level_of(text: str) -> Level:
    """The level that a request names. Raises Invalid."""
    if text not in LEVELS:
        raise Invalid(INVALID_LEVEL)
    return LEVELS[text]


def find(tx: Read, asker: Membership, level: Level, level_id: int) -> Rated:
    """Something of the workspace that a rate can be set for. Raises Invalid when it is not there."""
    if level is Level.WORKSPACE:
        if level_id != asker.workspace_id:
            raise Invalid("Invalid workspace ID")
        return Rated(level, level_id)
    found = tx.find(THINGS[level], asker.scope, level_id=level_id)
    if found is None and level is Level.WORKSPACE_USER:
        found = tx.find(MEMBER_BY_USER, asker.scope, level_id=level_id)
    if found is None:
        raise Invalid(MISSING.get(level, INVALID_ID))
    return found


def require_reader(asker: Membership, rated: Rated, kind: RateType) -> None:
    """Raise Forbidden for who may not know these rates: managers of a project know what it bills."""
    if VIEWS[kind] not in asker.permissions and not (rated.managed and kind is RateType.BILLABLE):
        raise NO_ACCESS.fresh()


def require_setter(asker: Membership, rated: Rated, kind: RateType) -> None:
    """Raise Forbidden for who may not set these rates."""
    require_reader(asker, rated, kind)
    if Permission.MANAGE_RATES not in asker.permissions and not rated.managed:
        raise NO_ACCESS.fresh()


def check_plan(asker: Membership, kind: RateType) -> None:
    """Raise PaymentRequired where the plan has no such rates."""
    if asker.plan not in (STARTER_OR_HIGHER if kind is RateType.BILLABLE else PREMIUM_OR_HIGHER):
        raise PaymentRequired("Billable rates are available for Starter and higher plans.")


def post(tx: Write, asker: Membership, body: NewRate, now: datetime) -> None:
    """Set a rate. Raises Invalid, PaymentRequired and Forbidden with the API's sentences."""
    wanted, rated, kind, when = read(tx, asker, body, now)
    lock(tx, asker.scope)
    show_present(tx, asker.scope, rated, kind, set_rate(tx, asker, rated, kind, wanted, when, now), now)


def read(tx: Read, asker: Membership, body: NewRate, now: datetime) -> tuple[Money, Rated, RateType, Mode | datetime]:
    """What a request sets, for what, of which type, and from when. Raises as `post` does."""
    if body == NewRate():
        raise Invalid("Request payload must be informed")
    if not isinstance(body.type, str):
        raise Invalid("type must be billable_rates or labor_rates")
    kind = kind_of(body.type)
    check_plan(asker, kind)
    if not isinstance(body.level, str):
        raise Invalid(INVALID_LEVEL)
    level = level_of(body.level)
    if level not in STRENGTH[kind]:
        raise Invalid("level must be workspace_user or project_user for labor costs")
    if not isinstance(body.level_id, int):
        raise Invalid(INVALID_ID)
    rated = find(tx, asker, level, body.level_id)
    require_setter(asker, rated, kind)
    if not isinstance(body.amount, Money):
        raise Invalid("amount must be greater than 0")
    return checked_amount(body.amount), rated, kind, when_of(body, asker.user.timezone)


def when_of(body: NewRate, zone: str) -> Mode | datetime:
    """From when a rate is to be valid: a mode or a start, one of them. Raises Invalid."""
    mode = None if isinstance(body.mode, UnsetType) else body.mode
    start = None if isinstance(body.start, UnsetType) else body.start
    if (mode is None) == (start is None):
        raise Invalid("Either mode or start must be given, and not both")
    if start is not None:
        return moment("start", start, zone, without_offset=zone)
    if mode not in list(Mode):
        raise Invalid(f"mode must be one of {', '.join(Mode)}")
    return Mode(mode)
