"""What an entry is made of: its project, its task, its tags and whether it is billable, as a request names them."""

from datetime import datetime

from msgspec import UnsetType

from sundial.access.askers import Membership
from sundial.core.errors import Invalid
from sundial.db.transaction import Write
from sundial.projects.queries import sees_all
from sundial.tags.actions import known, resolve
from sundial.tags.queries import BY_IDS
from sundial.time_entries import rules
from sundial.time_entries.queries import PROJECT_USE, TASK_USE, Demands, ProjectUse
from sundial.time_entries.schemas import Wanted

REMOVING = ("delete", "remove")


def billable(demands: Demands, used: ProjectUse | None, wanted: bool) -> bool:
    """Whether an entry is billable: where the workspace enforces it, as its project is (`behaviour.md, 11`)."""
    return used.billable if used is not None and demands.projects_enforce_billable else wanted


def place(
    tx: Write, asker: Membership, wanted: Wanted, project_id: int | None, task_id: int | None
) -> tuple[int | None, int | None, ProjectUse | None]:
    """The project and the task of an entry, and the project if it is a new one. Raises Invalid.

    Another project takes the task away; a task alone brings its project.
    """
    new_project = project_id if isinstance(wanted.project_id, UnsetType) else wanted.project_id
    new_task = wanted.task_id
    if isinstance(new_task, UnsetType):
        new_task = task_id if new_project == project_id else None
    if new_task is not None and new_task != task_id:
        used_task = tx.one(TASK_USE, asker.scope, task_id=new_task, sees_all=sees_all(asker))
        if isinstance(wanted.project_id, UnsetType):
            new_project = used_task.project_id
        if used_task.project_id != new_project:
            raise Invalid(TASK_USE.missing.sentence)
    elif new_task is not None and new_project != project_id:
        raise Invalid(TASK_USE.missing.sentence)
    if new_project is None or new_project == project_id:
        return new_project, new_task, None
    used = tx.one(PROJECT_USE, asker.scope, project_id=new_project, sees_all=sees_all(asker))
    if used.template:
        raise Invalid("Time cannot be tracked for a template.")
    if not used.active:
        raise Invalid("Time cannot be tracked for an archived project.")
    return new_project, new_task, used


def still_there(
    tx: Write, asker: Membership, project_id: int | None, task_id: int | None
) -> tuple[int | None, int | None, ProjectUse | None]:
    """What of an entry's former project and task the asker may still use, and the project."""
    used = None
    if project_id is not None:
        used = tx.find(PROJECT_USE, asker.scope, project_id=project_id, sees_all=sees_all(asker))
    if used is None:
        return None, None, None
    task = None
    if task_id is not None:
        task = tx.find(TASK_USE, asker.scope, task_id=task_id, sees_all=sees_all(asker))
    return used.id, None if task is None else task.id, used


def tags(tx: Write, asker: Membership, wanted: Wanted, present: list[int] | None, now: datetime) -> list[int] | None:
    """The tags that a request leaves an entry with, None for none. Raises Invalid and Forbidden."""
    action = "" if isinstance(wanted.tag_action, UnsetType) else wanted.tag_action.lower()
    chosen = _chosen(tx, asker, wanted, action, now)
    if chosen is None:
        return present
    if action in REMOVING:
        left = [tag_id for tag_id in present or () if tag_id not in chosen]
    elif action == "add":
        left = [*(present or ()), *(tag_id for tag_id in chosen if tag_id not in (present or ()))]
    elif action == "":
        left = chosen
    else:
        raise Invalid("tag_action must be add or delete")
    rules.check_tags(len(left))
    return left or None


def _chosen(tx: Write, asker: Membership, wanted: Wanted, action: str, now: datetime) -> list[int] | None:
    """The tags that a request names, by name, by id or both in agreement."""
    by_name = None
    if not isinstance(wanted.tags, UnsetType):
        rules.check_tags(len(wanted.tags))
        found = known(tx, asker, wanted.tags) if action in REMOVING else resolve(tx, asker, wanted.tags, now)
        by_name = [row.id for row in found]
    if isinstance(wanted.tag_ids, UnsetType):
        return by_name
    by_id = list(dict.fromkeys(wanted.tag_ids))
    rules.check_tags(len(by_id))
    if by_id and len(tx.all(BY_IDS, asker.scope, tag_ids=by_id)) < len(by_id):
        raise Invalid("Tag was not found")
    if by_name is not None and set(by_name) != set(by_id):
        raise Invalid("tags and tag_ids do not name the same tags")
    return by_id
