"""The filters of reports over HTTP. What searches needs something to search for; what lists does not."""

from sundial.access.askers import Membership
from sundial.access.permissions import Permission
from sundial.access.plans import STARTER_OR_HIGHER
from sundial.core.errors import Invalid, PaymentRequired
from sundial.db.transaction import Read
from sundial.reports import filters, statuses, whose
from sundial.reports.declared import report_operation
from sundial.reports.filters_schemas import (
    ClientFound,
    ClientsWanted,
    ProjectFound,
    ProjectGroupFound,
    ProjectGroupsWanted,
    ProjectStatusWanted,
    ProjectsWanted,
    ProjectUserFound,
    ProjectUsersWanted,
    Status,
    TaskStatusWanted,
    TasksWanted,
    UserFound,
    UsersWanted,
    WholeUser,
)
from sundial.reports.rules import NOTHING_SET, require_any
from sundial.tasks.operations import view_with_meta
from sundial.tasks.schemas import Task

PLACE = "/workspace/{workspace_id}"


@report_operation(f"{PLACE}/filters/clients")
def filter_clients(tx: Read, asker: Membership, body: ClientsWanted) -> list[ClientFound]:
    """The workspace's clients, archived ones included, 201 at once."""
    filters.check_ids(body.ids)
    values = {"ids": body.ids, "name": filters.part(body.name), "first_id": body.start}
    return filters.CLIENTS.page(tx, asker, None, values)


@report_operation(f"{PLACE}/search/clients")
def search_clients(tx: Read, asker: Membership, body: ClientsWanted) -> list[ClientFound]:
    """The workspace's clients with these ids or a part of a name, 201 at once."""
    require_any(body)
    return filter_clients(tx, asker, body)


@report_operation(f"{PLACE}/filters/projects")
def filter_projects(tx: Read, asker: Membership, body: ProjectsWanted) -> list[ProjectFound]:
    """The projects that the caller sees, `page_size` (201) at once: archived ones included, templates not."""
    filters.check_ids(body.ids, body.client_ids)
    values = {
        "ids": body.ids,
        "client_ids": filters.client_ids(body.client_ids),
        "currency": body.currency and body.currency.upper(),
        "is_active": body.is_active,
        "is_billable": body.is_billable,
        "is_private": body.is_private,
        "name": filters.part(body.name),
        "first_id": body.start,
    }
    return filters.PROJECTS.page(tx, asker, body.page_size, values)


@report_operation(f"{PLACE}/search/projects")
def search_projects(tx: Read, asker: Membership, body: ProjectsWanted) -> list[ProjectFound]:
    """The same; something must be asked for."""
    require_any(body)
    return filter_projects(tx, asker, body)


@report_operation(f"{PLACE}/filters/users")
def filter_users(tx: Read, asker: Membership, body: UsersWanted) -> list[UserFound]:
    """The active users of the workspace, 201 at once; by their ids also those who are no longer.

    With `active` false those who are deactivated, removed or have not joined yet.
    """
    return [UserFound(row.id, row.name, row.deleted_at) for row in _users(tx, asker, body)]


@report_operation(f"{PLACE}/search/users")
def search_users(tx: Read, asker: Membership, body: UsersWanted) -> list[WholeUser]:
    """The same with more of each; something must be asked for. E-mail addresses only for who may see them."""
    require_any(body)
    sees_emails = Permission.VIEW_EMAILS in asker.permissions
    return [
        WholeUser(
            id=row.id,
            workspace_user_id=row.workspace_user_id,
            fullname=row.name,
            email=row.email if sees_emails or row.id == asker.user.id else "",
            avatar="",
            active=row.active,
            deactivated=row.inactive,
            deleted_at=row.deleted_at,
        )
        for row in _users(tx, asker, body)
    ]


@report_operation(f"{PLACE}/filters/project_users")
def filter_project_users(tx: Read, asker: Membership, body: ProjectUsersWanted) -> list[ProjectUserFound]:
    """Who is in the projects that the caller sees, by themselves, 201 at once."""
    require_any(body)
    filters.check_ids(body.project_ids, body.client_ids)
    values = {
        "project_ids": body.project_ids,
        "client_ids": filters.client_ids(body.client_ids),
        "first_id": body.start_id,
    }
    costs = whose.sees_costs(asker)
    return [
        ProjectUserFound(
            id=row.id,
            project_id=row.project_id,
            user_id=row.user_id,
            group_id=None,
            hourly_rate=row.rate if statuses.sees_amounts(asker, row.managed) else None,
            labour_cost=row.labor_cost.hundredths if costs and row.labor_cost else None,
        )
        for row in filters.PROJECT_USERS.page(tx, asker, None, values)
    ]


@report_operation(f"{PLACE}/filters/project_groups")
def filter_project_groups(tx: Read, asker: Membership, body: ProjectGroupsWanted) -> list[ProjectGroupFound]:
    """The groups of projects that the caller sees, 201 at once: of these projects, or these groups."""
    if body.project_ids is None and body.group_ids is None:
        raise Invalid(NOTHING_SET)
    filters.check_ids(body.project_ids, body.group_ids)
    values = {"project_ids": body.project_ids, "group_ids": body.group_ids, "first_id": body.start_id}
    return filters.PROJECT_GROUPS.page(tx, asker, None, values)


@report_operation(f"{PLACE}/filters/projects/status")
def filter_project_statuses(tx: Read, asker: Membership, body: ProjectStatusWanted) -> list[Status]:
    """What has been tracked for these projects so far, or for all that the caller sees."""
    filters.check_ids(body.ids)
    return statuses.of_projects(tx, asker, body.ids or None, body.active)


@report_operation(f"{PLACE}/filters/tasks/status")
def filter_task_statuses(tx: Read, asker: Membership, body: TaskStatusWanted) -> list[Status]:
    """What has been tracked for these tasks so far."""
    if asker.plan not in STARTER_OR_HIGHER:
        raise PaymentRequired("Tasks are a premium feature")
    require_any(body)
    filters.check_ids(body.ids)
    return statuses.of_tasks(tx, asker, body.ids or [])


@report_operation(f"{PLACE}/filters/tasks")
def filter_tasks(tx: Read, asker: Membership, body: TasksWanted) -> list[Task]:
    """The tasks of the projects that the caller sees, `page_size` (201) at once, those that are done included."""
    filters.check_ids(body.ids, body.project_ids, body.user_ids)
    values = {
        "ids": body.ids,
        "project_ids": body.project_ids,
        "user_ids": body.user_ids,
        "active": body.active,
        "project_active": body.project_active,
        "name": filters.part(body.name),
        "first_id": body.start,
    }
    sees_rates = Permission.VIEW_RATES in asker.permissions
    return [view_with_meta(row, sees_rates) for row in filters.TASKS.page(tx, asker, body.page_size, values)]


@report_operation(f"{PLACE}/search/tasks")
def search_tasks(tx: Read, asker: Membership, body: TasksWanted) -> list[Task]:
    """The same; something must be asked for."""
    require_any(body)
    return filter_tasks(tx, asker, body)


def _users(tx: Read, asker: Membership, body: UsersWanted) -> list[filters.UserRow]:
    filters.check_ids(body.ids, most=filters.MOST_USERS)
    active = True if body.active is None and body.ids is None else body.active
    return filters.USERS.page(tx, asker, None, {"ids": body.ids, "active": active, "first_id": body.start})
