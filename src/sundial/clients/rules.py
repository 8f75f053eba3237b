"""What a client may be. The sentences are those of the API."""

from collections import Counter
from collections.abc import Iterable

from msgspec import UnsetType

from sundial.access.plans import STARTER_OR_HIGHER, Plan
from sundial.clients.project_rows import ProjectRow
from sundial.clients.schemas import Restoration
from sundial.core.errors import Invalid, PaymentRequired

LONGEST_NAME = 255


def name(given: str | UnsetType | None) -> str:
    """A valid name, trimmed. Raises Invalid."""
    trimmed = given.strip() if isinstance(given, str) else ""
    if not trimmed:
        raise Invalid("Client name cannot be empty")
    if len(trimmed) > LONGEST_NAME:
        raise Invalid(f"Client name maximum length is {LONGEST_NAME}")
    return trimmed


def check_plan(plan: Plan) -> None:
    """Raise PaymentRequired where clients cannot be archived."""
    if plan not in STARTER_OR_HIGHER:
        raise PaymentRequired("Archiving clients is available for Starter and higher plans.")


def restored(projects: Iterable[ProjectRow], wanted: Restoration) -> list[ProjectRow]:
    """Those of a client's projects that are to come back with it. Raises Invalid for one that cannot."""
    inactive = {row.id: row for row in projects if not row.active}
    chosen = wanted.projects if isinstance(wanted.projects, list) else []
    for project_id in chosen:
        if project_id not in inactive:
            raise Invalid(f"Project {project_id} is not an archived project of this client")
    return [row for row in inactive.values() if wanted.restore_all_projects is True or row.id in chosen]


def check_names(projects: Iterable[ProjectRow], taken: Iterable[str]) -> None:
    """Raise Invalid where projects cannot be without their clients: two of a name would be."""
    names = Counter([*(row.name for row in projects), *taken])
    for project_name, times in names.items():
        if times > 1:
            raise Invalid(f"There would be two projects with the name '{project_name}' and without a client")
