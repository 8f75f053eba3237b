"""Project users over HTTP."""

from datetime import datetime

from sundial.access.askers import Membership
from sundial.access.permissions import Permission
from sundial.core.errors import Invalid
from sundial.core.patches import Patched, PatchOperation, patched_ids
from sundial.core.shapes import ids_of, is_id
from sundial.db.transaction import Read, Write
from sundial.http.operation import operation
from sundial.http.paging import Paging
from sundial.projects import users_actions as actions
from sundial.projects.users_lists import pages, project_users, view
from sundial.projects.users_schemas import (
    MOST_PROJECTS,
    NewProjectUser,
    OfProjects,
    ProjectUser,
    ProjectUserChange,
    ProjectUserWithMeta,
    WantedProjects,
)

PER_PROJECT = 50
NO_WORKSPACE = Invalid("Workspace not found")
INVALID_PROJECT_USER = {"project_user_id": actions.NOT_FOUND}


@operation("GET", "/workspaces/{workspace_id}/project_users", Permission.VIEW_WORKSPACE, invalid_id=NO_WORKSPACE)
def list_project_users(
    tx: Read, asker: Membership, project_ids: str = "", user_id: str = "", with_group_members: bool = False
) -> list[ProjectUser]:
    """Who is in the projects that the caller sees: in those of `project_ids`, if they are given.

    With `user_id` that user alone. With `with_group_members` also who is in a project through a group.
    """
    if user_id and not is_id(user_id):
        raise Invalid("Invalid user_id")
    wanted = ids_of("project_ids", project_ids, MOST_PROJECTS)
    return project_users(tx, asker, wanted, int(user_id) if user_id else None, with_group_members)


@operation(
    "POST",
    "/workspaces/{workspace_id}/project_users",
    Permission.CREATE_PROJECTS,
    invalid_id=NO_WORKSPACE,
    locks_place=True,
)
def create_project_user(tx: Write, asker: Membership, body: NewProjectUser, now: datetime) -> ProjectUser:
    """Put a member of the workspace into a project."""
    return view(asker, actions.create(tx, asker, body, now))


@operation("POST", "/workspaces/{workspace_id}/project_users/paginated", Permission.VIEW_WORKSPACE)
def list_project_users_paginated(
    tx: Read,
    asker: Membership,
    body: WantedProjects,
    users_per_project: int = PER_PROJECT,
    page: int = 1,
    show_inactive: bool = False,
) -> list[ProjectUserWithMeta]:
    """A page of the users of each project in the body: a list of ids, or `{"project_ids": […]}`."""
    project_ids = body.project_ids if isinstance(body, OfProjects) else body
    return pages(tx, asker, project_ids, Paging(page, users_per_project), show_inactive)


@operation(
    "PUT",
    "/workspaces/{workspace_id}/project_users/{project_user_id}",
    Permission.CREATE_PROJECTS,
    invalid_id=NO_WORKSPACE,
    invalid_ids=INVALID_PROJECT_USER,
    locks_place=True,
)
def update_project_user(
    tx: Write, asker: Membership, project_user_id: int, body: ProjectUserChange, now: datetime
) -> ProjectUser:
    """Change a project user; a field that is absent stays."""
    return view(asker, actions.change(tx, asker, project_user_id, body, now))


@operation(
    "DELETE",
    "/workspaces/{workspace_id}/project_users/{project_user_id}",
    Permission.CREATE_PROJECTS,
    invalid_id=NO_WORKSPACE,
    invalid_ids=INVALID_PROJECT_USER,
    locks_place=True,
)
def delete_project_user(tx: Write, asker: Membership, project_user_id: int, now: datetime) -> int:
    """Take somebody out of a project; their time stays."""
    actions.remove(tx, asker, project_user_id, now)
    return project_user_id


@operation(
    "PATCH",
    "/workspaces/{workspace_id}/project_users/{project_user_id}",
    Permission.CREATE_PROJECTS,
    invalid_id=NO_WORKSPACE,
    locks_place=True,
)
def patch_project_users(
    tx: Write, asker: Membership, project_user_id: str, body: list[PatchOperation], now: datetime
) -> Patched:
    """Change several project users, whose ids are separated by commas, each on their own."""
    return actions.patch(tx, asker, patched_ids(project_user_id, "Invalid value as user IDs"), body, now)
