"""What clients send and read of a user. The odd names are those of the API that existing clients speak."""

from datetime import datetime
from typing import Any

import msgspec
from msgspec import UNSET, UnsetType

from sundial.core.shapes import Id, Whole

WIRE_NAMES = {
    "two_factor_enabled": "2fa_enabled",
    "accounts_id": "toggl_accounts_id",
    "accounts_updated_at": "toggl_accounts_updated_at",
}


class Me(msgspec.Struct, rename=WIRE_NAMES):
    """The signed-in user, with the keys that strict clients insist on (`clients.md, 5`)."""

    id: int
    api_token: str
    accounts_id: str
    email: str
    fullname: str
    timezone: str
    default_workspace_id: int | None
    beginning_of_week: int
    image_url: str
    created_at: datetime
    updated_at: datetime
    at: datetime
    authorization_updated_at: datetime
    accounts_updated_at: datetime
    country_id: int | None
    has_password: bool
    # Nobody is behind it, but strict clients take 64 characters only.
    intercom_hash: str = "0" * 64
    openid_email: str | None = None
    openid_enabled: bool = False
    two_factor_enabled: bool = False
    oauth_providers: list[str] = []
    options: dict[str, Any] = {}


class MeWithRelated(Me, rename=WIRE_NAMES):
    """The signed-in user with what they work with; null where there is nothing."""

    clients: list[Any] | None = None
    projects: list[Any] | None = None
    tags: list[Any] | None = None
    tasks: list[Any] | None = None
    time_entries: list[Any] | None = None
    workspaces: list[Any] | None = None


class MeChange(msgspec.Struct):
    """A partial change of the signed-in user: a field that is absent stays."""

    beginning_of_week: Whole | UnsetType | None = UNSET
    country_id: Id | UnsetType | None = UNSET
    current_password: str | UnsetType | None = UNSET
    default_workspace_id: Id | UnsetType | None = UNSET
    email: str | UnsetType | None = UNSET
    fullname: str | UnsetType | None = UNSET
    password: str | UnsetType | None = UNSET
    timezone: str | UnsetType | None = UNSET


class Quota(msgspec.Struct):
    """What is left of a request budget; without an organization, that of the ``/me`` family."""

    organization_id: int | None
    remaining: int
    resets_in_secs: int
    total: int


class Location(msgspec.Struct):
    """Where a request comes from. The server looks up nobody's location, so the texts are empty."""

    city: str = ""
    city_lat_long: str = ""
    country_code: str = ""
    country_name: str = ""
    state: str = ""
