"""Rates that are fields of other things: whether a request sets one, and setting it (`decisions.md, Rates`)."""

from datetime import datetime

from msgspec import UnsetType

from sundial.access.askers import Membership
from sundial.core.money import Money
from sundial.db.transaction import Write
from sundial.rates.actions import history, set_rate
from sundial.rates.queries import Rated
from sundial.rates.rules import Mode, RateType

Said = Money | UnsetType | None
SaidMode = str | UnsetType | None


def are_said(*amounts: Said) -> bool:
    """Whether a request speaks of an amount: whoever may set it locks the workspace before anything else."""
    return not all(isinstance(amount, UnsetType) for amount in amounts)


def mode_of(amount: Said, mode: SaidMode, present: Money | None) -> Mode | None:
    """From when an amount in a request is to be valid, None where it sets nothing.

    Whoever sends back what they read sets nothing, unless they ask for more than from today on.
    """
    wanted = Mode(mode) if isinstance(mode, str) else Mode.START_TODAY
    if isinstance(amount, UnsetType) or (amount == present and wanted is Mode.START_TODAY):
        return None
    return wanted


def set_first(tx: Write, asker: Membership, rated: Rated, kind: RateType, amount: Money | None, now: datetime) -> None:
    """Give something new its first rate: it holds from the beginning."""
    if amount is not None:
        set_rate(tx, asker, rated, kind, amount, Mode.OVERRIDE_ALL, now)


def set_again(tx: Write, asker: Membership, rated: Rated, kind: RateType, amount: Money | None, now: datetime) -> None:
    """Give something that comes back what it has from today on: what was tracked before keeps its price."""
    if amount is not None or history(tx, asker.scope, asker.workspace_id, rated, kind):
        set_rate(tx, asker, rated, kind, amount, Mode.START_TODAY, now)
