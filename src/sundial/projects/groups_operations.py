"""Project groups over HTTP."""

from datetime import datetime

from sundial.access.askers import Membership
from sundial.access.permissions import Permission
from sundial.core.shapes import ids_of
from sundial.db.transaction import Read, Write
from sundial.http.operation import operation
from sundial.projects import groups
from sundial.projects.groups import ProjectGroupRow
from sundial.projects.groups_schemas import NewProjectGroup, ProjectGroup


@operation("GET", "/workspaces/{workspace_id}/project_groups", Permission.VIEW_WORKSPACE)
def list_project_groups(tx: Read, asker: Membership, project_ids: str) -> list[ProjectGroup]:
    """The groups of projects, whose ids are separated by commas."""
    return [_view(row) for row in groups.of_projects(tx, asker, ids_of("project_ids", project_ids))]


@operation("POST", "/workspaces/{workspace_id}/project_groups", Permission.CREATE_PROJECTS)
def create_project_group(tx: Write, asker: Membership, body: NewProjectGroup, now: datetime) -> ProjectGroup:
    """Put a group of the workspace into a project: its members see the project and track time for it."""
    return _view(groups.create(tx, asker, body, now))


@operation("DELETE", "/workspaces/{workspace_id}/project_groups/{project_group_id}", Permission.CREATE_PROJECTS)
def delete_project_group(tx: Write, asker: Membership, project_group_id: int, now: datetime) -> None:
    """Take a group out of a project."""
    groups.remove(tx, asker, project_group_id, now)


def _view(row: ProjectGroupRow) -> ProjectGroup:
    return ProjectGroup(
        id=row.id,
        group_id=row.group_id,
        pid=row.project_id,
        wid=row.workspace_id,
        project_id=row.project_id,
        workspace_id=row.workspace_id,
    )
