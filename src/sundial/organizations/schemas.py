"""What clients send and read of an organization."""

from datetime import datetime
from typing import Literal

import msgspec
from msgspec import UNSET, UnsetType

PlanName = Literal["free", "starter", "premium", "enterprise"]


class NewOrganization(msgspec.Struct):
    """An organization to create, with its first workspace."""

    name: str | UnsetType | None = UNSET
    workspace_name: str | UnsetType | None = UNSET


class OrganizationChange(msgspec.Struct):
    """A change of an organization."""

    name: str | UnsetType | None = UNSET


class Created(msgspec.Struct):
    """The organization and the workspace that were created."""

    id: int
    name: str
    permissions: list[str]
    workspace_id: int
    workspace_name: str


class Trial(msgspec.Struct):
    """Trials are something that a hosting provider sells; there is none here."""

    active: bool = False
    available: bool = False
    end_date: datetime | None = None
    plan: str | None = None


class TrialInfo(msgspec.Struct):
    """The older form of the same."""

    trial: bool = False
    trial_available: bool = False
    can_have_trial: bool = False
    trial_end_date: datetime | None = None
    next_payment_date: datetime | None = None
    last_pricing_plan_id: int | None = None
    trial_plan_id: int | None = None


class Subscription(msgspec.Struct):
    """The organization's plan, in the form that clients look for."""

    plan: PlanName
    plan_name: str
    enterprise: bool
    state: str
    billing_period_months: int = 0
    created_at: datetime | None = None
    seats: int | None = None
    trial: Trial = msgspec.field(default_factory=Trial)


class Organization(msgspec.Struct):
    """An organization as a person in it sees it."""

    id: int
    name: str
    pricing_plan_id: int
    pricing_plan_name: str
    pricing_plan_enterprise: bool
    created_at: datetime
    at: datetime
    is_multi_workspace_enabled: bool
    max_workspaces: int
    admin: bool
    owner: bool
    user_count: int
    permissions: list[str]
    suspended_at: datetime | None
    subscription: Subscription
    trial_info: TrialInfo
    is_unified: bool = False
    max_data_retention_days: int | None = None


class RolePermission(msgspec.Struct):
    """A permission of a role."""

    permission_id: int
    name: str
    description: str
    entity: str
    condition: str = ""


class RoleView(msgspec.Struct):
    """A role, with the id that membership operations take."""

    role_id: int
    code: str
    name: str
    description: str
    entity: str
    type: str
    privilege_level: int
    permissions: list[RolePermission]
    organization_id: int | None = None
