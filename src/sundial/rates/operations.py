"""The API of rates."""

from datetime import datetime

from sundial.access.askers import Membership
from sundial.access.permissions import Permission
from sundial.core.errors import Invalid
from sundial.db.transaction import Read, Write
from sundial.http.operation import operation
from sundial.rates import rated, views
from sundial.rates.actions import history
from sundial.rates.explanations import explain
from sundial.rates.preview import preview
from sundial.rates.schemas import NewRate, Rate, RateExplanation, RatePreview

INVALID_IDS = {"workspace_id": Invalid("Invalid workspace ID"), "level_id": Invalid("Invalid entity ID")}


@operation(
    "POST",
    "/workspaces/{workspace_id}/rates",
    Permission.VIEW_WORKSPACE,
    invalid_ids=INVALID_IDS,
    body_optional=True,
    status=201,
    locks_place=True,
)
def create_rate(tx: Write, asker: Membership, body: NewRate, now: datetime) -> None:
    """Set what an hour bills or costs, from a start or with a mode: for a workspace, a user, a project or a task."""
    rated.post(tx, asker, body, now)


@operation(
    "POST",
    "/workspaces/{workspace_id}/rates/preview",
    Permission.VIEW_WORKSPACE,
    invalid_ids=INVALID_IDS,
    body_optional=True,
)
def preview_rate(tx: Read, asker: Membership, body: NewRate, now: datetime) -> RatePreview:
    """What setting this rate would change: entries, and what they are worth before and after. Nothing is stored.

    Takes what `POST /rates` takes, and is refused where that is. A running entry counts with no time yet.
    """
    return preview(tx, asker, body, now)


@operation(
    "GET",
    "/workspaces/{workspace_id}/rates/{level}/{level_id}",
    Permission.VIEW_WORKSPACE,
    invalid_ids=INVALID_IDS,
)
def list_rates(tx: Read, asker: Membership, level: str, level_id: int, type: str = "billable_rates") -> list[Rate]:
    """The rates of a workspace, a user, a project or a task, in order: each is valid until the next one starts."""
    kind, named = rated.kind_of(type), rated.level_of(level)
    rated.check_plan(asker, kind)
    found = rated.find(tx, asker, named, level_id)
    rated.require_reader(asker, found, kind)
    return views.rates(history(tx, asker.scope, asker.workspace_id, found, kind))


@operation("GET", "/workspaces/{workspace_id}/rates/explain", Permission.VIEW_WORKSPACE, invalid_ids=INVALID_IDS)
def explain_rates(tx: Read, asker: Membership, now: datetime, time_entry_id: int) -> RateExplanation:
    """Why a time entry bills and costs what it does: all levels, the strongest first, and the one that applies.

    It takes the right to see rates or costs; a manager of the project sees what it bills.
    """
    return explain(tx, asker, time_entry_id, now)
