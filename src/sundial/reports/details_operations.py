"""Version 2 of the detailed report over HTTP (`clients.md, 9`)."""

from datetime import datetime

from sundial.access.askers import Membership, User
from sundial.access.enter import Workspaces
from sundial.access.permissions import Permission
from sundial.core.errors import Forbidden
from sundial.db.transaction import Read
from sundial.http.operation import REPORTS_V2, Door, operation
from sundial.reports.details import Details, Wish, details


@operation("GET", "/details", Door.SIGNED_IN, base=REPORTS_V2)
def read_details(
    tx: Read,
    asker: User,
    places: Workspaces,
    workspace_id: int,
    now: datetime,
    since: str = "",
    until: str = "",
    billable: str = "",
    client_ids: str = "",
    project_ids: str = "",
    user_ids: str = "",
    members_of_group_ids: str = "",
    or_members_of_group_ids: str = "",
    tag_ids: str = "",
    task_ids: str = "",
    time_entry_ids: str = "",
    description: str = "",
    order_field: str = "",
    order_desc: str = "",
    rounding: str = "",
    page: int = 1,
) -> Details:
    """A numbered page of the time entries that a report is about, for clients that know version 2 of the reports."""
    wish = Wish(
        since=since,
        until=until,
        billable=billable,
        client_ids=client_ids,
        project_ids=project_ids,
        user_ids=user_ids,
        members_of_group_ids=members_of_group_ids,
        or_members_of_group_ids=or_members_of_group_ids,
        tag_ids=tag_ids,
        task_ids=task_ids,
        time_entry_ids=time_entry_ids,
        description=description,
        order_field=order_field,
        order_desc=order_desc,
        rounding=rounding,
        page=page,
    )
    return details(tx, _member(tx, asker, places, workspace_id), wish, now)


def _member(tx: Read, asker: User, places: Workspaces, workspace_id: int) -> Membership:
    try:
        member = places.enter(tx, asker, workspace_id)
    except Forbidden as error:
        raise Forbidden("Workspace not found/accessible") from error
    member.require(Permission.VIEW_WORKSPACE)
    return member
