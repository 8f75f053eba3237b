"""Tasks over HTTP."""

from datetime import datetime

from sundial.access.askers import Membership, User
from sundial.access.permissions import Permission
from sundial.core.errors import Invalid
from sundial.core.patches import Patched, PatchOperation, patched_ids
from sundial.core.periods import day, end_of_day, since_moment, start_of_day
from sundial.core.shapes import LARGEST_ID, ids_of
from sundial.db.transaction import Read, Write
from sundial.http.operation import Door, operation
from sundial.http.paging import Paging
from sundial.projects import queries as projects
from sundial.projects.task_rows import TaskRow
from sundial.tasks import actions, rules
from sundial.tasks.pages import AFTER_ALL, BEFORE_ALL, Filters
from sundial.tasks.pages import page as page_of
from sundial.tasks.queries import OF_PROJECT, TASK, TaskSeen, mine
from sundial.tasks.schemas import Task, TaskChange, TaskPage, TasksWanted

PROJECT_TASKS = "/workspaces/{workspace_id}/projects/{project_id}/tasks"
INVALID_IDS = {"project_id": Invalid("Invalid project_id"), "task_id": Invalid("Invalid task_id")}
PAGE_SIZE = 50
BY_NAME = ("name", "ASC")
# Tasks are changed by whoever may change their project: who that is, is known when the project is.
CHANGING = Permission.CREATE_PROJECTS


@operation("GET", PROJECT_TASKS, Permission.VIEW_WORKSPACE, invalid_ids=INVALID_IDS)
def list_project_tasks(tx: Read, asker: Membership, project_id: int, active: bool = False) -> list[Task]:
    """The tasks of a project, by name; with `active` without those that are done."""
    seen = projects.get(tx, asker, project_id)
    rows = tx.all(OF_PROJECT, asker.scope, the_project=seen.id, sees_all=projects.sees_all(asker))
    return [view(row, _sees_rates(asker)) for row in rows if row.active or not active]


@operation("POST", PROJECT_TASKS, CHANGING, invalid_ids=INVALID_IDS, locks_place=True)
def create_task(tx: Write, asker: Membership, project_id: int, body: TaskChange, now: datetime) -> Task:
    """Create a task in a project."""
    return view(actions.create(tx, asker, project_id, body, now), _sees_rates(asker))


@operation("PATCH", f"{PROJECT_TASKS}/{{task_id}}", CHANGING, invalid_ids=INVALID_IDS, locks_place=True)
def patch_tasks(
    tx: Write, asker: Membership, project_id: int, task_id: str, body: list[PatchOperation], now: datetime
) -> Patched:
    """Change several tasks, each on its own: ids separated by commas, and operations for all of them."""
    return actions.patch(tx, asker, project_id, patched_ids(task_id, "Invalid task_id"), body, now)


@operation("GET", f"{PROJECT_TASKS}/{{task_id}}", Permission.VIEW_WORKSPACE, invalid_ids=INVALID_IDS)
def get_task(tx: Read, asker: Membership, project_id: int, task_id: int) -> Task:
    """A task of a project."""
    sees_all = projects.sees_all(asker)
    row = tx.one(TASK, asker.scope, the_project=project_id, task_id=task_id, sees_all=sees_all)
    return view(row, _sees_rates(asker))


@operation("PUT", f"{PROJECT_TASKS}/{{task_id}}", CHANGING, invalid_ids=INVALID_IDS, locks_place=True)
def update_task(tx: Write, asker: Membership, project_id: int, task_id: int, body: TaskChange, now: datetime) -> Task:
    """Change a task; what is absent stays as it is."""
    return view(actions.change(tx, asker, project_id, task_id, body, now), _sees_rates(asker))


@operation("DELETE", f"{PROJECT_TASKS}/{{task_id}}", CHANGING, invalid_ids=INVALID_IDS)
def delete_task(tx: Write, asker: Membership, project_id: int, task_id: int, now: datetime) -> None:
    """Delete a task. Its time entries stay, without it."""
    actions.remove(tx, asker, project_id, task_id, now)


@operation("GET", "/workspaces/{workspace_id}/tasks", Permission.VIEW_WORKSPACE)
def list_tasks(
    tx: Read,
    asker: Membership,
    page: int = 1,
    per_page: int = PAGE_SIZE,
    sort_field: str = "name",
    sort_order: str = "ASC",
    active: str = "both",
    pid: int = 0,
    search: str = "",
    since: str = "",
    start_date: str = "",
    end_date: str = "",
) -> TaskPage:
    """The workspace's tasks in pages of 50 (at most 200).

    `start_date` and `end_date` are the days on which tasks were created, in the caller's time zone; with `since` (Unix
    time) those that changed from then on, deleted ones included.
    """
    zone = asker.user.timezone
    filters = Filters(
        search=search,
        active=rules.active_switch(active),
        project_ids=[pid] if pid else [],
        since=since_moment(since),
        created_from=start_of_day(day("start_date", start_date), zone) if start_date else BEFORE_ALL,
        created_before=end_of_day(day("end_date", end_date), zone) if end_date else AFTER_ALL,
    )
    return _page(tx, asker, filters, rules.sorting(sort_field, sort_order), Paging(page, per_page))


@operation("GET", "/workspaces/{workspace_id}/tasks/basic", Permission.VIEW_WORKSPACE)
def list_basic_tasks(
    tx: Read,
    asker: Membership,
    page: int = 1,
    per_page: int = PAGE_SIZE,
    sort_field: str = "name",
    sort_order: str = "ASC",
    active: str = "true",
    search: str = "",
    project_id: int = 0,
    project_ids: str = "",
    task_ids: str = "",
    client_ids: str = "",
    only_me: bool = False,
) -> TaskPage:
    """The workspace's active tasks in pages of 50 (at most 200); ids are separated by commas.

    With `only_me` those of the projects that the caller is in.
    """
    filters = Filters(
        search=search,
        active=rules.active_switch(active),
        only_me=only_me,
        templates_too=False,
        project_ids=ids_of("project_ids", project_ids) + ([project_id] if project_id else []),
        task_ids=ids_of("task_ids", task_ids),
        client_ids=ids_of("client_ids", client_ids),
    )
    return _page(tx, asker, filters, rules.sorting(sort_field, sort_order), Paging(page, per_page))


@operation("POST", "/workspaces/{workspace_id}/tasks/data", Permission.VIEW_WORKSPACE, body_optional=True)
def list_tasks_by_ids(
    tx: Read, asker: Membership, body: TasksWanted, search: str = "", per_page: int = PAGE_SIZE, page: int = 1
) -> TaskPage:
    """The workspace's tasks of these projects, or with these ids, in pages of 50 (at most 200)."""
    filters = Filters(search=search, project_ids=body.project_ids or [], task_ids=body.task_ids or [])
    return _page(tx, asker, filters, BY_NAME, Paging(page, per_page))


@operation("GET", "/me/tasks", Door.SIGNED_IN)
def list_my_tasks(
    tx: Read,
    asker: User,
    since: str = "",
    include_not_active: str = "",
    meta: bool = False,
    offset: int = 0,
    per_page: int = 0,
) -> list[Task]:
    """The tasks of all projects that the caller sees.

    Those that are done only with `include_not_active`. With `since` (Unix time) those that changed from then on, done
    and deleted ones included. `meta` tells of their projects, clients and assignees.
    """
    if offset < 0 or per_page < 0:
        raise Invalid("offset and per_page must be at least 0")
    last = min(offset + per_page, LARGEST_ID) if per_page else None
    found = mine(tx, asker.id, since_moment(since), rules.include_not_active(include_not_active), last)
    return [(view_with_meta if meta else view)(one.row, one.sees_rates) for one in found[offset:last]]


def view(row: TaskRow, sees_rates: bool) -> Task:
    """A task as clients read it."""
    task = Task(
        id=row.id,
        name=row.name,
        workspace_id=row.workspace_id,
        wid=row.workspace_id,
        project_id=row.project_id,
        pid=row.project_id,
        user_id=row.user_id,
        active=row.active,
        at=row.at,
        server_deleted_at=row.deleted_at,
        estimated_seconds=row.estimated_seconds,
        tracked_seconds=row.tracked_seconds * 1000,
        rate=row.rate if sees_rates else None,
        rate_last_updated=row.rate_last_updated if sees_rates else None,
        external_reference=row.external_reference,
    )
    if row.user_id is not None:
        task.uid = row.user_id
    return task


def view_with_meta(row: TaskSeen, sees_rates: bool) -> Task:
    """A task with what is told of its project, its client and its assignee."""
    task = view(row, sees_rates)
    task.client_id, task.client_name = row.client_id, row.client_name
    task.project_name, task.project_color = row.project_name, row.project_color
    task.project_billable, task.project_is_private = row.project_billable, row.project_is_private
    task.user_name, task.avatar_url = row.user_name, None
    return task


def _page(tx: Read, asker: Membership, filters: Filters, sorting: tuple[str, str], paging: Paging) -> TaskPage:
    found = page_of(tx, asker, filters, sorting, paging)
    return TaskPage(
        data=[view_with_meta(row, _sees_rates(asker)) for row in found.rows],
        page=paging.page,
        per_page=paging.per_page,
        sort_field=sorting[0],
        sort_order=sorting[1],
        total_count=found.total,
    )


def _sees_rates(asker: Membership) -> bool:
    return Permission.VIEW_RATES in asker.permissions
