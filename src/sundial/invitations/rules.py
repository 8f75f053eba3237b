"""What an invitation may say. The sentences are those of the API."""

from datetime import timedelta

from msgspec import UnsetType

from sundial.access.plans import Plan
from sundial.core.errors import Invalid
from sundial.organization_users.schemas import Places
from sundial.users import rules as user_rules

LIFE = timedelta(days=30)
FREE_USERS = 5


def emails(given: list[str] | UnsetType | None) -> list[str]:
    """The addresses to invite, each once. Raises Invalid."""
    if not isinstance(given, list) or not given:
        raise Invalid("at least one email is required")
    return list({address.lower(): address for address in map(_email, given)}.values())


def places(given: Places | UnsetType | None) -> Places:
    """The workspaces to invite to. Raises Invalid."""
    if not isinstance(given, list) or not given:
        raise Invalid("at least one workspace is required")
    return given


def check_room(plan: Plan, people: int) -> None:
    """Raise Invalid when the plan allows no more people."""
    if plan is Plan.FREE and people > FREE_USERS:
        raise Invalid("Active user limit is 5. Upgrade to add more active users")


def _email(given: str) -> str:
    if not given.strip():
        raise Invalid("Missing e-mail")
    try:
        return user_rules.email(given)
    except Invalid as error:
        raise Invalid(f"Invalid e-mail: '{given}'") from error
