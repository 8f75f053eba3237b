"""The signed-in user's own data over HTTP."""

from datetime import datetime
from typing import Any

from sundial.access.askers import User
from sundial.access.secrets import Secrets
from sundial.core.settings import Settings
from sundial.db.transaction import Read, Write
from sundial.http.operation import Door, operation
from sundial.mail.outbox import Outbox
from sundial.users import actions
from sundial.users.preferences import PreferencesChange, client_name, shown
from sundial.users.queries import USER, UserRow
from sundial.users.schemas import Location, Me, MeChange


@operation("PUT", "/me", Door.SIGNED_IN, secret=True)
def update_me(
    tx: Write, asker: User, body: MeChange, now: datetime, secrets: Secrets, settings: Settings, outbox: Outbox
) -> Me:
    """Change the caller's own data; a field that is absent stays. A new password needs the current one."""
    return Me(**me_fields(actions.update_me(tx, outbox, asker, body, now), secrets, settings))


@operation("GET", "/me/logged", Door.SIGNED_IN)
def check_signed_in() -> None:
    """Whether the credentials are right; the answer is empty."""


@operation("GET", "/me/id", Door.SIGNED_IN)
def get_my_id(asker: User) -> int:
    """The caller's user id."""
    return asker.id


@operation("POST", "/me/reset_token", Door.SIGNED_IN, secret=True)
def reset_my_token(tx: Write, asker: User, now: datetime, secrets: Secrets) -> str:
    """Give the caller a fresh API token, which is the answer; the old one ends at once."""
    return actions.reset_token(tx, secrets, asker.id, asker.id, now)


@operation("GET", "/me/location", Door.SIGNED_IN, unmetered=True)
def get_my_location() -> Location:
    """Where the caller is. The server looks up nobody's location: the texts are empty."""
    return Location()


@operation("GET", "/me/preferences", Door.SIGNED_IN)
def get_my_preferences(tx: Read, asker: User) -> dict[str, Any]:
    """What clients keep for the caller, with defaults for what they never set."""
    row = tx.one(USER, user_id=asker.id)
    return shown(row.preferences, row.beginning_of_week, row.timezone)


@operation("POST", "/me/preferences", Door.SIGNED_IN)
def set_my_preferences(tx: Write, asker: User, body: PreferencesChange, now: datetime) -> str:
    """Change the caller's preferences; a key that is absent stays."""
    actions.set_preferences(tx, asker, body, now)
    return "OK"


@operation("GET", "/me/preferences/{client}", Door.SIGNED_IN)
def get_my_client_preferences(tx: Read, asker: User, client: str) -> dict[str, Any]:
    """The same for one kind of client."""
    client_name(client)
    return get_my_preferences(tx, asker)


@operation("POST", "/me/preferences/{client}", Door.SIGNED_IN)
def set_my_client_preferences(tx: Write, asker: User, client: str, body: PreferencesChange, now: datetime) -> str:
    """The same for one kind of client."""
    client_name(client)
    return set_my_preferences(tx, asker, body, now)


def me_fields(row: UserRow, secrets: Secrets, settings: Settings) -> dict[str, Any]:
    """The signed-in user's fields, API token included."""
    return {
        "id": row.id,
        "api_token": secrets.unseal(row.api_token_sealed, row.id),
        "accounts_id": row.accounts_id,
        "email": row.email,
        "fullname": row.fullname,
        "timezone": row.timezone,
        "default_workspace_id": row.default_workspace_id,
        "beginning_of_week": row.beginning_of_week,
        "image_url": f"{settings.public_url}/images/profile.png",
        "created_at": row.created_at,
        "updated_at": row.updated_at,
        "at": row.updated_at,
        "authorization_updated_at": row.authorization_updated_at,
        "accounts_updated_at": row.updated_at,
        "country_id": row.country_id,
        "has_password": row.password_hash is not None,
    }
