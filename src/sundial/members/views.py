"""How a stored workspace user becomes the one that a caller may see."""

from collections.abc import Sequence

from sundial.access.askers import Membership
from sundial.access.permissions import OrganizationRole, Permission, Role
from sundial.access.secrets import Secrets
from sundial.core.settings import Settings
from sundial.db.transaction import Read
from sundial.members.queries import GROUPS_OF, PENDING, MemberRow
from sundial.members.schemas import SimpleUser, WorkspaceUser
from sundial.organizations.roles import ROLE_IDS


class Views:
    """Makes what callers see, with the links that belong to this server."""

    def __init__(self, secrets: Secrets, settings: Settings) -> None:
        self._secrets = secrets
        self._public_url = settings.public_url

    def workspace_users(self, tx: Read, asker: Membership, rows: Sequence[MemberRow]) -> list[WorkspaceUser]:
        """These workspace users as the asker may see them, in two more statements however many they are."""
        user_ids = [row.user_id for row in rows]
        groups: dict[int, list[int]] = {}
        for place in tx.all(GROUPS_OF, asker.scope, user_ids=user_ids):
            groups.setdefault(place.user_id, []).append(place.group_id)
        codes = self._codes(tx, asker, [row.user_id for row in rows if not row.joined])
        return [self._view(asker, row, groups.get(row.user_id, []), codes.get(row.user_id)) for row in rows]

    def invite_url(self, code: str) -> str:
        """The link with which an invitation can be accepted."""
        return f"{self._public_url}/invitations/{code}"

    def _codes(self, tx: Read, asker: Membership, user_ids: list[int]) -> dict[int, str]:
        if not user_ids or Permission.VIEW_INVITATIONS not in asker.permissions:
            return {}
        return {
            pending.recipient_id: self._secrets.unseal(pending.code_sealed, pending.id)
            for pending in tx.all(PENDING, asker.scope, user_ids=user_ids)
            if may_see_code(asker.organization_role, asker.user.id, pending.sender_id)
        }

    def _view(self, asker: Membership, row: MemberRow, group_ids: list[int], code: str | None) -> WorkspaceUser:
        rates = Permission.VIEW_RATES in asker.permissions
        costs = Permission.VIEW_LABOR_COSTS in asker.permissions
        own = row.user_id == asker.user.id
        return WorkspaceUser(
            id=row.id,
            user_id=row.user_id,
            uid=row.user_id,
            workspace_id=row.workspace_id,
            wid=row.workspace_id,
            name=row.name,
            email=row.email if own or Permission.VIEW_EMAILS in asker.permissions else "",
            timezone=row.timezone,
            active=row.joined,
            inactive=row.inactive,
            role=row.role.value,
            role_id=ROLE_IDS[row.role],
            admin=row.role is Role.ADMIN,
            workspace_admin=row.role is Role.ADMIN,
            organization_admin=row.organization_role is not OrganizationRole.MEMBER,
            is_direct=row.is_direct,
            group_ids=group_ids,
            rate=row.rate if rates else None,
            rate_last_updated=row.rate_last_updated if rates else None,
            labor_cost=row.labor_cost if costs else None,
            labor_cost_last_updated=row.labor_cost_last_updated if costs else None,
            view_edit_billable_rates=row.view_edit_billable_rates if rates else None,
            view_edit_labor_costs=row.view_edit_labor_costs if costs else None,
            working_hours_in_minutes=row.working_hours_in_minutes,
            invite_url=None if code is None else self.invite_url(code),
            invitation_code=code,
            at=row.at,
        )


def may_see_code(role: OrganizationRole, user_id: int, sender_id: int) -> bool:
    """Whether somebody may have the link of an invitation: it opens all workspaces that it names, not only theirs."""
    return role is not OrganizationRole.MEMBER or user_id == sender_id


def simple_view(asker: Membership, row: MemberRow) -> SimpleUser:
    """A workspace user by their global id, as the asker may see them."""
    own = row.user_id == asker.user.id
    return SimpleUser(
        id=row.user_id,
        fullname=row.name,
        email=row.email if own or Permission.VIEW_EMAILS in asker.permissions else "",
        inactive=row.inactive or row.deleted_at is not None,
        is_active=row.joined,
        is_admin=row.role is Role.ADMIN,
        role=row.role.value,
    )
