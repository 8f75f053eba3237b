"""What clients send and read of an organization user."""

from datetime import datetime
from typing import Annotated, Literal

import msgspec
from msgspec import UNSET, Meta, UnsetType

from sundial.core.money import Money
from sundial.core.shapes import Id, Whole

Ids = Annotated[list[Id], Meta(max_length=10_000)]


class GroupName(msgspec.Struct):
    """A group that somebody is in."""

    group_id: int
    name: str


class OrganizationUserWorkspace(msgspec.Struct):
    """A workspace that somebody is in."""

    workspace_id: int
    workspace_name: str
    workspace_user_id: int
    active: bool
    inactive: bool
    admin: bool
    role: str
    role_id: int
    default_currency: str
    rate: Money | None
    cost: Money | None
    view_edit_billable_rates: bool | None
    view_edit_labor_costs: bool | None
    working_hours: int | None
    groups: list[GroupName] = []


class OrganizationUser(msgspec.Struct, rename={"two_factor_enabled": "2fa_enabled"}):
    """An organization user."""

    id: int
    user_id: int
    organization_id: int
    name: str
    email: str
    joined: bool
    inactive: bool
    admin: bool
    owner: bool
    role_id: int
    can_edit_email: bool
    invitation_id: int | None
    workspace_count: int
    workspaces: list[OrganizationUserWorkspace]
    groups: list[GroupName]
    avatar_url: str = ""
    two_factor_enabled: bool = False


class WorkspacePlace(msgspec.Struct):
    """A workspace that somebody is to be in, and their role there."""

    workspace_id: Id
    admin: bool | UnsetType | None = UNSET
    role: Literal["admin", "user", "projectlead", "teamlead"] | UnsetType | None = UNSET
    role_id: Whole | UnsetType | None = UNSET


Places = Annotated[list[WorkspacePlace], Meta(max_length=1000)]


class OrganizationUserChange(msgspec.Struct):
    """A partial change of an organization user; a list replaces the present one."""

    email: str | UnsetType | None = UNSET
    name: str | UnsetType | None = UNSET
    inactive: bool | UnsetType | None = UNSET
    organization_admin: bool | UnsetType | None = UNSET
    role_id: Whole | UnsetType | None = UNSET
    groups: Ids | UnsetType | None = UNSET
    workspaces: Places | UnsetType | None = UNSET


class PlacesChange(msgspec.Struct):
    """The workspaces that somebody is to be in."""

    workspaces: Places


class OrganizationUserRemoval(msgspec.Struct):
    """The organization users to remove."""

    delete: Ids | UnsetType | None = UNSET


class Owner(msgspec.Struct, rename={"accounts_id": "toggl_accounts_id"}):
    """Who owns an organization."""

    id: int
    user_id: int
    organization_id: int
    organization_user_id: int
    name: str
    email: str
    accounts_id: str
    organization_user_created_at: datetime
    organization_user_updated_at: datetime
    avatar_url: str = ""


class NewTransfer(msgspec.Struct):
    """To whom ownership is to pass: a global user id."""

    new_owner_id: Id


class Transfer(msgspec.Struct):
    """An offer of ownership and what became of it."""

    owner_transfer_id: int
    organization_id: int
    requester_id: int
    current_owner_id: int
    current_owner_accepted: bool | None
    current_owner_answered_at: datetime | None
    new_owner_id: int
    new_owner_accepted: bool | None
    new_owner_answered_at: datetime | None
    created_at: datetime
    finished_at: datetime | None
    outcome_name: str | None
