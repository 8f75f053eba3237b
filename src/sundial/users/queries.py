"""Every read of users."""

from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import bindparam, func, select

from sundial.db.statement import Query
from sundial.users.tables import user


class UserRow(msgspec.Struct):
    """A user, whole."""

    id: int
    email: str
    email_key: str
    fullname: str
    password_hash: str | None
    api_token_hash: bytes
    api_token_sealed: bytes
    accounts_id: str
    timezone: str
    beginning_of_week: int
    country_id: int | None
    default_workspace_id: int | None
    preferences: dict[str, Any]
    authorization_updated_at: datetime
    created_at: datetime
    updated_at: datetime
    deleted_at: datetime | None


class Named(msgspec.Struct):
    """A user's names."""

    fullname: str
    email: str
    email_key: str


class Sealed(msgspec.Struct):
    """A user's API token as it is kept."""

    id: int
    api_token_sealed: bytes


class Number(msgspec.Struct):
    """A count."""

    number: int


class Preferences(msgspec.Struct):
    """What clients keep for a user."""

    preferences: dict[str, Any]


_ALL = select(user).where(user.c.deleted_at.is_(None))

USER = Query(UserRow, _ALL.where(user.c.id == bindparam("user_id")), "could not load user data")
USER_FOR_UPDATE = Query(UserRow, _ALL.where(user.c.id == bindparam("user_id")).with_for_update())
USER_BY_EMAIL = Query(
    UserRow,
    _ALL.where(user.c.email_key == bindparam("email_key_")).with_for_update(),
    "There is no user with this email.",
)
NAMED = Query(Named, select(user.c.fullname, user.c.email, user.c.email_key).where(user.c.id == bindparam("user_id")))
SOMEBODY = Query(Sealed, select(user.c.id, user.c.api_token_sealed).limit(1))
USERS = Query(Number, select(func.count().label("number")).select_from(user))
PREFERENCES = Query(Preferences, select(user.c.preferences).where(user.c.id == bindparam("user_id")))
