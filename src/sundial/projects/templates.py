"""What a project takes over from the template that it is made from."""

from datetime import datetime
from typing import Any

import msgspec
from msgspec import UnsetType

from sundial.access.askers import Membership
from sundial.core.errors import Invalid
from sundial.db.transaction import Read, Write
from sundial.projects import groups, users
from sundial.projects.queries import PROJECT, ProjectSeen, sees_all, sees_rates
from sundial.projects.task_rows import copy_tasks

TAKEN_OVER = (
    "client_id",
    "color",
    "is_private",
    "billable",
    "currency",
    "auto_estimates",
    "estimated_seconds",
)


def find(tx: Read, asker: Membership, template_id: int | UnsetType | None) -> ProjectSeen | None:
    """The template of this id, None for none. Raises Invalid for what is no template that the asker sees."""
    if not template_id:
        return None
    found = tx.find(PROJECT, asker.scope, project_id=template_id, sees_all=sees_all(asker))
    if found is None or not found.template:
        raise Invalid("Invalid template_id")
    return found


def values(asker: Membership, template: ProjectSeen) -> dict[str, Any]:
    """The columns that a project has from a template: what the asker may not see there does not come along."""
    taken = {field: getattr(template, field) for field in TAKEN_OVER}
    if sees_rates(asker, template.manager):
        taken["fixed_fee"] = template.fixed_fee
    return {**taken, "template_id": template.id}


def copy_parts(tx: Write, asker: Membership, template: ProjectSeen, project_id: int, now: datetime) -> None:
    """Give a new project the tasks, users and groups of a template."""
    copy_tasks(tx, asker, template.id, project_id, now)
    people = tx.all(users.OF_PROJECT, asker.scope, project_id=template.id)
    active = {known.id for known in tx.all(users.ACTIVE_MEMBERS, asker.scope, user_ids=[row.user_id for row in people])}
    for row in people:
        if row.user_id in active:
            fresh = {"id": tx.new_id(), "project_id": project_id, "created_at": now, "at": now}
            fresh |= {f"{field}_last_updated": now for field in users.RATES if getattr(row, field) is not None}
            users.add(tx, asker, msgspec.structs.replace(row, **fresh))
    groups.copy(tx, asker, template.id, project_id, now)
