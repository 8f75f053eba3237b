"""Project groups: reading, adding and removing them."""

from datetime import datetime

import msgspec
from sqlalchemy import and_, bindparam, delete, select

from sundial.access.askers import Membership
from sundial.changes.log import Change, record
from sundial.core.errors import Invalid, NotFound
from sundial.db.statement import Command, Query, Written, insertion, scoped
from sundial.db.transaction import Read, Write
from sundial.db.types import among
from sundial.groups.tables import group, group_workspace
from sundial.projects.groups_schemas import NewProjectGroup
from sundial.projects.queries import assigned_groups, editable, may_see, sees_all
from sundial.projects.tables import project, project_group

KIND = "project_group"


class ProjectGroupRow(msgspec.Struct):
    """A group's place in a project."""

    organization_id: int
    id: int
    workspace_id: int
    project_id: int
    group_id: int
    created_at: datetime


class Assigned(msgspec.Struct):
    """A group that is assigned to the workspace."""

    group_id: int


def visible() -> Written:
    """The groups of the projects that the caller sees, as far as they are assigned to the workspace."""
    return (
        select(project_group)
        .select_from(
            assigned_groups.join(
                project,
                and_(
                    project.c.organization_id == project_group.c.organization_id,
                    project.c.id == project_group.c.project_id,
                ),
            )
        )
        .where(
            project_group.c.organization_id == scoped("organization_id"),
            project_group.c.workspace_id == scoped("workspace_id"),
            project.c.deleted_at.is_(None),
            may_see(),
        )
    )


OF_PROJECTS = Query(
    ProjectGroupRow,
    visible().where(among(project_group.c.project_id, "project_ids")).order_by(project_group.c.id),
)
ONE = Query(
    ProjectGroupRow,
    visible().where(project_group.c.id == bindparam("project_group_id")),
    NotFound("Project group not found/accessible"),
)
ASSIGNED = Query(
    Assigned,
    select(group_workspace.c.group_id)
    .select_from(
        group.join(
            group_workspace,
            and_(
                group_workspace.c.organization_id == group.c.organization_id, group_workspace.c.group_id == group.c.id
            ),
        )
    )
    .where(
        group.c.organization_id == scoped("organization_id"),
        group_workspace.c.workspace_id == scoped("workspace_id"),
        group.c.id == bindparam("the_group"),
    )
    .with_for_update(read=True, key_share=True),
    Invalid("Invalid group_id"),
)
"""A group of the workspace, kept there until it is in a project."""
ADD = insertion(project_group)
REMOVE = Command(
    delete(project_group).where(
        project_group.c.organization_id == scoped("organization_id"), project_group.c.id == bindparam("the_id")
    )
)


def of_projects(tx: Read, asker: Membership, project_ids: list[int]) -> list[ProjectGroupRow]:
    """The groups of those of these projects that the asker sees."""
    return tx.all(OF_PROJECTS, asker.scope, project_ids=project_ids, sees_all=sees_all(asker))


def create(tx: Write, asker: Membership, body: NewProjectGroup, now: datetime) -> ProjectGroupRow:
    """Add a group to a project. Raises Invalid and Forbidden with the API's sentences."""
    editable(tx, asker, body.project_id or 0, Invalid("Invalid project_id"))
    assigned = tx.one(ASSIGNED, asker.scope, the_group=body.group_id or 0)
    return add(tx, asker, body.project_id or 0, assigned.group_id, now)


def copy(tx: Write, asker: Membership, from_project: int, to_project: int, now: datetime) -> None:
    """Give a new project the groups of another one, as far as they are in the workspace still."""
    for present in of_projects(tx, asker, [from_project]):
        assigned = tx.find(ASSIGNED, asker.scope, the_group=present.group_id)
        if assigned is not None:
            add(tx, asker, to_project, assigned.group_id, now)


def add(tx: Write, asker: Membership, project_id: int, group_id: int, now: datetime) -> ProjectGroupRow:
    """Store a new project group. Raises Invalid when the project has the group already."""
    added = ProjectGroupRow(
        organization_id=asker.organization_id,
        id=tx.new_id(),
        workspace_id=asker.workspace_id,
        project_id=project_id,
        group_id=group_id,
        created_at=now,
    )
    values = msgspec.structs.asdict(added)
    del values["organization_id"]
    tx.run(ADD, asker.scope, **values)
    _record(tx, asker, "created", added, now)
    return added


def remove(tx: Write, asker: Membership, project_group_id: int, now: datetime) -> None:
    """Take a group out of a project. Raises NotFound and Forbidden."""
    present = tx.one(ONE, asker.scope, project_group_id=project_group_id, sees_all=sees_all(asker))
    editable(tx, asker, present.project_id, ONE.missing)
    if tx.run(REMOVE, asker.scope, the_id=present.id):
        _record(tx, asker, "deleted", present, now)


def _record(tx: Write, asker: Membership, action: str, row: ProjectGroupRow, now: datetime) -> None:
    before, after = (None, row) if action == "created" else (row, None)
    change = Change(asker.organization_id, asker.workspace_id, KIND, row.id, action, before, after, asker.user.id, now)
    record(tx, change)
