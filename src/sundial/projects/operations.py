"""Projects over HTTP."""

from datetime import date, datetime

from msgspec import UNSET

from sundial.access.askers import Membership, User
from sundial.access.permissions import Permission
from sundial.core.errors import Invalid, NotFound
from sundial.core.patches import Patched, PatchOperation, patched_ids
from sundial.core.periods import day_of
from sundial.db.transaction import Read, Write
from sundial.http.operation import operation
from sundial.projects import actions, deletion, figures, patches, pins
from sundial.projects.lists import one
from sundial.projects.queries import get, sees_rates
from sundial.projects.schemas import (
    Pin,
    Project,
    ProjectChange,
    ProjectCount,
    ProjectIds,
    ProjectStatistics,
    RecurringPeriod,
)
from sundial.projects.views import periods_between, project_view

INVALID_PROJECT = {"project_id": Invalid("Invalid project_id")}


@operation("POST", "/workspaces/{workspace_id}/projects", Permission.CREATE_PROJECTS, locks_place=True)
def create_project(tx: Write, asker: Membership, body: ProjectChange, now: datetime) -> Project:
    """Create a project. Whoever may not manage all projects becomes a manager of this one."""
    created = _view(tx, asker, actions.create(tx, asker, body, now), now)
    # Existing clients break on a status here.
    created.status = UNSET
    return created


@operation(
    "GET", "/workspaces/{workspace_id}/projects/{project_id}", Permission.VIEW_WORKSPACE, invalid_ids=INVALID_PROJECT
)
def get_project(tx: Read, asker: Membership, project_id: int, now: datetime) -> Project:
    """A project, as the caller sees it."""
    return _view(tx, asker, project_id, now)


# Whoever manages one project alone may change it: who that is, is known when the project is.
@operation(
    "PUT",
    "/workspaces/{workspace_id}/projects/{project_id}",
    Permission.CREATE_PROJECTS,
    invalid_ids=INVALID_PROJECT,
    locks_place=True,
)
def update_project(tx: Write, asker: Membership, project_id: int, body: ProjectChange, now: datetime) -> Project:
    """Change a project; a field that is absent stays. Null clears what can be null."""
    actions.change(tx, asker, project_id, body, now)
    return _view(tx, asker, project_id, now)


@operation(
    "DELETE",
    "/workspaces/{workspace_id}/projects/{project_id}",
    Permission.CREATE_PROJECTS,
    invalid_ids=INVALID_PROJECT,
)
def delete_project(
    tx: Write, asker: Membership, project_id: int, now: datetime, teDeletionMode: str = "unassign"
) -> int:
    """Delete a project with its tasks. Its entries stay without a project (`unassign`) or go too (`delete`)."""
    deletion.delete(tx, asker, project_id, deletion.mode_of(teDeletionMode), now)
    return project_id


@operation("PATCH", "/workspaces/{workspace_id}/projects/{project_id}", Permission.CREATE_PROJECTS, locks_place=True)
def patch_projects(tx: Write, asker: Membership, project_id: str, body: list[PatchOperation], now: datetime) -> Patched:
    """Change several projects, whose ids are separated by commas, each on its own."""
    return patches.patch(tx, asker, patched_ids(project_id, "Invalid project_id"), body, now)


@operation(
    "POST",
    "/workspaces/{workspace_id}/projects/{project_id}/pin",
    Permission.VIEW_WORKSPACE,
    invalid_ids={"project_id": NotFound("Project not found/accessible")},
)
def pin_project(tx: Write, asker: Membership, project_id: int, body: Pin, now: datetime) -> None:
    """Pin a project to the top of the caller's own list, or take the pin away."""
    pins.set_pin(tx, asker, project_id, body.pin, now)


@operation(
    "GET",
    "/workspaces/{workspace_id}/projects/{project_id}/periods",
    Permission.VIEW_WORKSPACE,
    invalid_ids=INVALID_PROJECT,
)
def list_project_periods(
    tx: Read, asker: Membership, project_id: int, now: datetime, start_date: str = "", end_date: str = ""
) -> list[RecurringPeriod]:
    """The periods of a recurring project that have a day between two; without them, all up to today."""
    return periods_between(get(tx, asker, project_id), start_date, end_date, today(asker.user, now))


@operation(
    "GET",
    "/workspaces/{workspace_id}/projects/{project_id}/statistics",
    Permission.VIEW_WORKSPACE,
    invalid_ids=INVALID_PROJECT,
)
def get_project_statistics(tx: Read, asker: Membership, project_id: int) -> ProjectStatistics:
    """When the first and the last finished entry of a project start."""
    return figures.statistics(tx, asker, project_id)


@operation("POST", "/workspaces/{workspace_id}/projects/task_count", Permission.VIEW_WORKSPACE)
def count_tasks_of_projects(tx: Read, asker: Membership, body: ProjectIds) -> list[ProjectCount]:
    """How many tasks projects have."""
    return figures.task_counts(tx, asker, body.project_ids)


@operation("POST", "/workspaces/{workspace_id}/projects/user_count", Permission.VIEW_WORKSPACE)
def count_users_of_projects(tx: Read, asker: Membership, body: ProjectIds) -> list[ProjectCount]:
    """How many people are in projects, by themselves or in a group."""
    return figures.user_counts(tx, asker, body.project_ids)


@operation(
    "POST",
    "/workspaces/{workspace_id}/projects/billable-amounts",
    Permission.VIEW_WORKSPACE,
    not_json="invalid body",
)
def list_billable_amounts(tx: Read, asker: Membership, body: ProjectIds, now: datetime) -> list[Project]:
    """Projects with what their finished billable entries bill: `billable_amount`, in each project's currency.

    It is null for who may not see rates and does not manage the project.
    """
    return figures.billable_amounts(tx, asker, body.project_ids, today(asker.user, now))


def today(user: User, now: datetime) -> date:
    """The date where somebody is."""
    return day_of(now, user.timezone)


def _view(tx: Read, asker: Membership, project_id: int, now: datetime) -> Project:
    row = one(tx, asker, project_id)
    return project_view(row, sees_rates(asker, row.manager), today(asker.user, now))
