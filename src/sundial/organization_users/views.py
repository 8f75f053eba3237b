"""How stored organization users become what those who run the organization read."""

from collections.abc import Sequence

from sundial.access.permissions import OrganizationRole, Role
from sundial.db.statement import Scope
from sundial.db.transaction import Read
from sundial.groups.queries import GROUPS_OF_USERS
from sundial.organization_users.queries import INVITATIONS_OF, PLACES, PersonRow, PlaceRow, TransferRow
from sundial.organization_users.schemas import (
    GroupName,
    OrganizationUser,
    OrganizationUserWorkspace,
    Transfer,
)
from sundial.organizations.roles import ROLE_IDS


def organization_users(tx: Read, scope: Scope, rows: Sequence[PersonRow]) -> list[OrganizationUser]:
    """These people with their workspaces and groups, in three more statements however many they are."""
    user_ids = [row.user_id for row in rows]
    places: dict[int, list[PlaceRow]] = {}
    for place in tx.all(PLACES, scope, user_ids=user_ids):
        places.setdefault(place.user_id, []).append(place)
    groups: dict[int, list[GroupName]] = {}
    for of in tx.all(GROUPS_OF_USERS, scope, user_ids=user_ids):
        groups.setdefault(of.user_id, []).append(GroupName(of.group_id, of.name))
    invitations = {of.recipient_id: of.id for of in tx.all(INVITATIONS_OF, scope, user_ids=user_ids)}
    return [
        _view(row, places.get(row.user_id, []), groups.get(row.user_id, []), invitations.get(row.user_id))
        for row in rows
    ]


def _view(
    row: PersonRow, places: Sequence[PlaceRow], groups: list[GroupName], invitation_id: int | None
) -> OrganizationUser:
    return OrganizationUser(
        id=row.id,
        user_id=row.user_id,
        organization_id=row.organization_id,
        name=row.name,
        email=row.email,
        joined=row.joined,
        inactive=row.inactive,
        admin=row.role is not OrganizationRole.MEMBER,
        owner=row.role is OrganizationRole.OWNER,
        role_id=ROLE_IDS[row.role],
        can_edit_email=row.role is not OrganizationRole.OWNER,
        invitation_id=invitation_id,
        workspace_count=len(places),
        workspaces=[_place(place) for place in places],
        groups=groups,
    )


def _place(place: PlaceRow) -> OrganizationUserWorkspace:
    return OrganizationUserWorkspace(
        workspace_id=place.workspace_id,
        workspace_name=place.workspace_name,
        workspace_user_id=place.workspace_user_id,
        active=place.joined,
        inactive=place.inactive,
        admin=place.role is Role.ADMIN,
        role=place.role.value,
        role_id=ROLE_IDS[place.role],
        default_currency=place.default_currency,
        rate=place.rate,
        cost=place.labor_cost,
        view_edit_billable_rates=place.view_edit_billable_rates,
        view_edit_labor_costs=place.view_edit_labor_costs,
        working_hours=place.working_hours_in_minutes,
    )


def transfer_view(row: TransferRow) -> Transfer:
    """An offer of ownership."""
    return Transfer(
        owner_transfer_id=row.id,
        organization_id=row.organization_id,
        requester_id=row.requester_id,
        current_owner_id=row.current_owner_id,
        current_owner_accepted=row.current_owner_accepted,
        current_owner_answered_at=row.current_owner_answered_at,
        new_owner_id=row.new_owner_id,
        new_owner_accepted=row.new_owner_accepted,
        new_owner_answered_at=row.new_owner_answered_at,
        created_at=row.created_at,
        finished_at=row.finished_at,
        outcome_name=row.outcome,
    )
