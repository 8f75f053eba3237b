"""The names of what appears in a report, by id."""

import msgspec
from sqlalchemy import and_, select

from sundial.access.askers import Membership
from sundial.access.permissions import Permission
from sundial.clients.tables import client
from sundial.db.statement import Query, scoped
from sundial.db.transaction import Read
from sundial.db.types import among
from sundial.projects.queries import may_see, sees_all
from sundial.projects.tables import project
from sundial.reports import axes, whose
from sundial.reports.detailed_names import USER_NAMES
from sundial.reports.shared_schemas import Dictionaries, Named, NamedProject, NamedTask, NamedUser
from sundial.tasks.tables import task

CLIENTS = Query(
    Named,
    select(client.c.id, client.c.name).where(
        client.c.organization_id == scoped("organization_id"),
        client.c.workspace_id == scoped("workspace_id"),
        among(client.c.id, "ids"),
    ),
)
TASKS = Query(
    NamedTask,
    select(task.c.id, task.c.name, task.c.project_id)
    .join(project, and_(project.c.organization_id == task.c.organization_id, project.c.id == task.c.project_id))
    .where(
        task.c.organization_id == scoped("organization_id"),
        task.c.workspace_id == scoped("workspace_id"),
        among(task.c.id, "ids"),
        may_see(),
    ),
)


class Ids(msgspec.Struct):
    """What a report refers to. Among them may be a null, for what has none."""

    users: set[int | None] = msgspec.field(default_factory=set[int | None])
    clients: set[int | None] = msgspec.field(default_factory=set[int | None])
    projects: set[int | None] = msgspec.field(default_factory=set[int | None])
    tasks: set[int | None] = msgspec.field(default_factory=set[int | None])
    tags: set[int | None] = msgspec.field(default_factory=set[int | None])


def dictionaries(tx: Read, asker: Membership, ids: Ids) -> Dictionaries:
    """The names of these as far as somebody sees them, and those of the projects' clients."""
    scope, found = asker.scope, Dictionaries()
    reads_emails, sees_currency = Permission.VIEW_EMAILS in asker.permissions, whose.sees_amounts(asker)
    for one in axes.projects(tx, asker, ids.projects).values():
        if one.seen:
            currency = one.currency if sees_currency else None
            found.projects[one.id] = NamedProject(one.id, one.name, one.color, one.client_id, currency)
    client_ids = ids.clients | {one.client_id for one in found.projects.values()}
    found.clients = {one.id: one for one in tx.all(CLIENTS, scope, ids=axes.listed(client_ids))}
    found.tags = {number: Named(number, name) for number, name in axes.names(tx, asker, axes.TAGS, ids.tags).items()}
    tasks = tx.all(TASKS, scope, ids=axes.listed(ids.tasks), sees_all=sees_all(asker))
    found.tasks = {one.id: one for one in tasks}
    for one in tx.all(USER_NAMES, user_ids=axes.listed(ids.users)):
        found.users[one.id] = NamedUser(one.id, one.name, one.email if reads_emails else None)
    return found
