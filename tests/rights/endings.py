"""How somebody's access ends, as `actors.ENDINGS` names it."""

from datetime import datetime

from sundial.access.askers import Membership, Officer
from sundial.db.transaction import Write
from sundial.members import actions as members
from sundial.members.schemas import WorkspaceUserChange
from sundial.organization_users import actions as organization_users
from sundial.organization_users.schemas import OrganizationUserChange
from sundial.workspaces import memberships


def end(
    tx: Write,
    ending: str,
    admin: Membership,
    officer: Officer,
    user_id: int,
    organization_user_id: int,
    now: datetime,
) -> None:
    """End the access of a user, by the admin of a workspace or an officer of its organization."""
    if ending == "deactivated in the workspace":
        members.change_by_user(tx, admin, user_id, WorkspaceUserChange(inactive=True), now)
    elif ending == "removed from the workspace":
        row = tx.one(memberships.OF_USER, admin.scope, in_workspace=admin.workspace_id, the_user=user_id)
        members.remove(tx, admin, [row.id], members.NOT_FOUND, now)
    elif ending == "deactivated in the organization":
        change = OrganizationUserChange(inactive=True)
        organization_users.change(tx, officer, organization_user_id, change, now)
    elif ending == "removed from the organization":
        organization_users.remove(tx, officer, [organization_user_id], now)
