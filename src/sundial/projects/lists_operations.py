"""Lists of projects over HTTP: a workspace's, and the caller's own in all of their workspaces."""

from datetime import datetime

from sundial.access.askers import Membership, User
from sundial.access.permissions import Permission
from sundial.core.errors import Invalid, NotFound
from sundial.core.periods import day_of, since_moment
from sundial.core.shapes import is_id
from sundial.db.transaction import Read
from sundial.http.operation import Door, operation
from sundial.projects.lists import TEMPLATES, Wanted, listed
from sundial.projects.mine import LARGEST_PAGE, mine, mine_from
from sundial.projects.queries import sees_all, sees_rates
from sundial.projects.schemas import Project
from sundial.projects.views import listed_view

ARCHIVED = {"": False, "false": False, "true": True}


@operation("GET", "/workspaces/{workspace_id}/projects", Permission.VIEW_WORKSPACE)
def list_projects(
    tx: Read,
    asker: Membership,
    now: datetime,
    active: str = "",
    since: str = "",
    billable: bool | None = None,
    user_ids: str = "",
    client_ids: str = "",
    group_ids: str = "",
    project_ids: str = "",
    statuses: str = "",
    name: str = "",
    search: str = "",
    page: int | None = None,
    per_page: int | None = None,
    sort_field: str = "",
    sort_order: str = "",
    only_templates: bool = False,
    only_me: bool = False,
    only_editable: bool = False,
    sort_pinned: bool = False,
) -> list[Project]:
    """The workspace's projects that the caller sees, by name: the first 151, or a page of at most 200.

    Archived ones are listed with `active` false or both, or with a `since` (Unix time): with it all that changed from
    then on, deleted ones too. Lists of ids and of statuses are separated by commas; the client 0 is none. Templates are
    listed with `only_templates` alone.
    """
    wanted = Wanted(
        active=active,
        since=since,
        billable=billable,
        user_ids=user_ids,
        client_ids=client_ids,
        group_ids=group_ids,
        project_ids=project_ids,
        statuses=statuses,
        name=name,
        search=search,
        page=page,
        per_page=per_page,
        sort_field=sort_field,
        sort_order=sort_order,
        only_templates=only_templates,
        only_me=only_me,
        only_editable=only_editable,
        sort_pinned=sort_pinned,
    )
    today = day_of(now, asker.user.timezone)
    rows, total = listed(tx, asker, wanted, today)
    return [listed_view(row, sees_rates(asker, row.manager), today, total) for row in rows]


@operation("GET", "/workspaces/{workspace_id}/projects/templates", Permission.VIEW_WORKSPACE)
def list_project_templates(tx: Read, asker: Membership, now: datetime) -> list[Project]:
    """The workspace's templates that the caller sees, by name."""
    today = day_of(now, asker.user.timezone)
    rows = tx.all(TEMPLATES, asker.scope, sees_all=sees_all(asker))
    return [listed_view(row, sees_rates(asker, row.manager), today) for row in rows]


@operation("GET", "/me/projects", Door.SIGNED_IN)
def list_my_projects(
    tx: Read, asker: User, now: datetime, include_archived: str = "", since: str = ""
) -> list[Project]:
    """The projects that the caller sees in all of their workspaces; with `since` all that changed from then on."""
    if include_archived not in ARCHIVED:
        raise NotFound("Invalid include_archived")
    today = day_of(now, asker.timezone)
    return mine(tx, asker.id, ARCHIVED[include_archived], since_moment(since), today)


@operation("GET", "/me/projects/paginated", Door.SIGNED_IN)
def list_my_projects_paginated(
    tx: Read, asker: User, now: datetime, start_project_id: str = "0", since: str = "", per_page: int = LARGEST_PAGE
) -> list[Project]:
    """The same, archived ones too, by id from `start_project_id` on, at most 201 at once."""
    if not is_id(start_project_id):
        raise Invalid("Invalid start_project_id")
    today = day_of(now, asker.timezone)
    return mine_from(tx, asker.id, int(start_project_id), per_page, since_moment(since), today)
