"""What clients send and read of a workspace user."""

from datetime import datetime
from typing import Annotated, Literal

import msgspec
from msgspec import UNSET, Meta, UnsetType

from sundial.core.money import Money
from sundial.core.shapes import Id, Whole

RoleName = Literal["admin", "user", "projectlead", "teamlead"]
ChangeMode = Literal["start-today", "override-current", "override-all"]
Ids = Annotated[list[Id], Meta(max_length=10_000)]


class WorkspaceUser(msgspec.Struct, rename={"two_factor_enabled": "2fa_enabled"}):
    """A workspace user. What the caller may not see is null, or empty where it is a text."""

    id: int
    user_id: int
    uid: int
    workspace_id: int
    wid: int
    name: str
    email: str
    timezone: str
    active: bool
    inactive: bool
    role: str
    role_id: int
    admin: bool
    workspace_admin: bool
    organization_admin: bool
    is_direct: bool
    group_ids: list[int]
    rate: Money | None
    rate_last_updated: datetime | None
    labor_cost: Money | None
    labor_cost_last_updated: datetime | None
    view_edit_billable_rates: bool | None
    view_edit_labor_costs: bool | None
    working_hours_in_minutes: int | None
    invite_url: str | None
    invitation_code: str | None
    at: datetime
    avatar_file_name: str = ""
    two_factor_enabled: bool = False


class SimpleUser(msgspec.Struct):
    """A workspace user by their global user id."""

    id: int
    fullname: str
    email: str
    inactive: bool
    is_active: bool
    is_admin: bool
    role: str


class WorkspaceUserChange(msgspec.Struct):
    """A partial change of a workspace user. ``postedFields`` names fields that are to become null."""

    admin: bool | UnsetType | None = UNSET
    role: RoleName | UnsetType | None = UNSET
    role_id: Whole | UnsetType | None = UNSET
    inactive: bool | UnsetType | None = UNSET
    rate: Money | UnsetType | None = UNSET
    rate_change_mode: ChangeMode | UnsetType | None = UNSET
    labor_cost: Money | UnsetType | None = UNSET
    labor_cost_change_mode: ChangeMode | UnsetType | None = UNSET
    view_edit_billable_rates: bool | UnsetType | None = UNSET
    view_edit_labor_costs: bool | UnsetType | None = UNSET
    working_hours_in_minutes: Whole | UnsetType | None = UNSET
    posted_fields: Annotated[list[str], Meta(max_length=100)] | UnsetType | None = msgspec.field(
        name="postedFields", default=UNSET
    )


class Removal(msgspec.Struct):
    """The workspace users to remove."""

    delete: Ids | UnsetType | None = UNSET
