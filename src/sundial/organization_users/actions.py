"""Every write of organization users."""

from datetime import datetime

import msgspec
from msgspec import UnsetType
from sqlalchemy import bindparam, delete, update

from sundial.access.askers import Officer
from sundial.access.permissions import OrganizationRole
from sundial.changes.log import Change, record
from sundial.core.errors import Forbidden, Invalid
from sundial.db.statement import Command, Scope, scoped
from sundial.db.transaction import Write
from sundial.groups.actions import set_groups_of
from sundial.invitations.tables import invitation
from sundial.mail.outbox import withdraw, withdraw_from
from sundial.members.actions import OWNER_STAYS
from sundial.organization_users import rules
from sundial.organization_users.places import check_admins_remain, end_places, set_places
from sundial.organization_users.queries import FOR_UPDATE, INVITATIONS_OF, ORGANIZATIONS_OF
from sundial.organization_users.schemas import OrganizationUserChange, Places
from sundial.organizations.actions import lock_organization, save_user
from sundial.organizations.queries import OF_USER, OrganizationUserRow
from sundial.users import actions as users
from sundial.users.queries import USER
from sundial.users.tables import user_organization

MISSING = Invalid("User does not exist in the organization.")

CANCEL_INVITATION = Command(
    update(invitation)
    .values(status="canceled")
    .where(invitation.c.organization_id == scoped("organization_id"), invitation.c.id == bindparam("invitation_id"))
)
UNLIST = Command(
    delete(user_organization).where(
        user_organization.c.user_id == bindparam("the_user"),
        user_organization.c.organization_id == bindparam("the_organization"),
    )
)


def change(tx: Write, asker: Officer, organization_user_id: int, wanted: OrganizationUserChange, now: datetime) -> None:
    """Change an organization user; a list that is given replaces the present one.

    Raises Invalid with the API's sentences, Forbidden for the owner's own data.
    """
    rules.check_not_empty(wanted)
    present = _locked(tx, asker, organization_user_id)
    by = asker.user.id
    _rename(tx, asker, present, wanted, now)
    saved = msgspec.structs.replace(present, role=rules.new_role(wanted, OrganizationRole(present.role)).value)
    if isinstance(wanted.inactive, bool):
        if wanted.inactive and present.role == OrganizationRole.OWNER:
            raise Invalid("Cannot deactivate owner.")
        saved.inactive = wanted.inactive
    if saved != present:
        save_user(tx, present, saved, by, now)
    if isinstance(wanted.groups, list):
        set_groups_of(tx, asker.scope, asker.organization_id, present.user_id, set(wanted.groups), by, now)
    if isinstance(wanted.workspaces, list):
        _place(tx, saved, wanted.workspaces, by, now)
    if saved.inactive:
        check_admins_remain(tx, saved)


def set_workspaces(tx: Write, asker: Officer, organization_user_id: int, wanted: Places, now: datetime) -> None:
    """Have somebody in exactly these workspaces. Raises Invalid with the API's sentences."""
    _place(tx, _locked(tx, asker, organization_user_id), wanted, asker.user.id, now)


def remove(tx: Write, asker: Officer, organization_user_ids: list[int], now: datetime) -> None:
    """Remove people from the organization and all its workspaces: all of them or none. Their time stays."""
    lock_organization(tx, asker)
    found = {number: tx.find(FOR_UPDATE, asker.scope, organization_user_id=number) for number in organization_user_ids}
    strangers = [str(number) for number, person in found.items() if person is None]
    if strangers:
        listed = ", ".join(strangers)
        raise Invalid(f"The following organization user IDs do not belong to this organization: '{listed}'.")
    for number, person in found.items():
        if person is not None and person.role == OrganizationRole.OWNER:
            raise Invalid(f"Cannot remove the organization owner user with organization user ID='{number}'.")
    for person in found.values():
        if person is not None:
            end(tx, person, asker.user.id, now)


def leave(tx: Write, asker: Officer, now: datetime) -> None:
    """Leave the organization. Raises Invalid for its owner."""
    lock_organization(tx, asker)
    if asker.role is OrganizationRole.OWNER:
        raise Invalid(OWNER_STAYS)
    end(tx, tx.one(OF_USER, asker.scope, the_user=asker.user.id), asker.user.id, now)


def end(tx: Write, person: OrganizationUserRow, by: int, now: datetime) -> None:
    """End somebody's place in an organization, its workspaces and groups, what invites them, and letters that wait.

    Raises Invalid when a workspace would lose its last admin.
    """
    _cancel_invitations(tx, person, by, now)
    withdraw_from(tx, person.organization_id, person.user_id, now)
    scope = Scope(organization_id=person.organization_id)
    set_groups_of(tx, scope, person.organization_id, person.user_id, set(), by, now)
    end_places(tx, person, by, now)
    save_user(tx, person, msgspec.structs.replace(person, joined=False, deleted_at=now), by, now)
    tx.run(UNLIST, the_user=person.user_id, the_organization=person.organization_id)


def _cancel_invitations(tx: Write, person: OrganizationUserRow, by: int, now: datetime) -> None:
    organization_id = person.organization_id
    scope = Scope(organization_id=organization_id)
    for of in tx.all(INVITATIONS_OF, scope, user_ids=[person.user_id]):
        tx.run(CANCEL_INVITATION, scope, invitation_id=of.id)
        withdraw(tx, organization_id, f"invitation/{of.id}", now)
        was, became = {"status": "pending"}, {"status": "canceled"}
        record(tx, Change(organization_id, None, "invitation", of.id, "updated", was, became, by, now))


def _locked(tx: Write, asker: Officer, organization_user_id: int) -> OrganizationUserRow:
    lock_organization(tx, asker)
    present = tx.find(FOR_UPDATE, asker.scope, organization_user_id=organization_user_id)
    if present is None:
        raise MISSING.fresh()
    return present


def _place(tx: Write, person: OrganizationUserRow, wanted: Places, by: int, now: datetime) -> None:
    roles = {place.workspace_id: rules.workspace_role(place) for place in wanted}
    set_places(tx, person, roles, by, now)


def _rename(
    tx: Write, asker: Officer, present: OrganizationUserRow, wanted: OrganizationUserChange, now: datetime
) -> None:
    """Change the person's own name or address: only while nobody else depends on them, and never the owner's."""
    if isinstance(wanted.name, UnsetType) and isinstance(wanted.email, UnsetType):
        return
    if present.role == OrganizationRole.OWNER and present.user_id != asker.user.id:
        raise Forbidden("Only the owner can change their own name and e-mail address.")
    # Whoever invites an address must not get hold of the account behind it.
    if not present.joined and tx.one(USER, user_id=present.user_id).password_hash is not None:
        raise Forbidden("Only who has joined can be given another name or e-mail address.")
    if tx.one(ORGANIZATIONS_OF, user_id=present.user_id).number > 1:
        raise Invalid("User has multiple organizations.")
    fullname = None if isinstance(wanted.name, UnsetType) else rules.name(wanted.name)
    email = None if isinstance(wanted.email, UnsetType) else rules.email(wanted.email)
    users.rename(tx, present.user_id, fullname, email, asker.user.id, now)
