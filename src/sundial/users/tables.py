"""Users, and which organizations each of them is in."""

from sqlalchemy import ForeignKey, Index, Table

from sundial.core.errors import Invalid
from sundial.db.types import big, binary, instant, json, metadata, text, unique

user = Table(
    "users",
    metadata,
    big("id", primary_key=True, autoincrement=False),
    text("email"),
    text("email_key"),
    text("fullname"),
    text("password_hash", nullable=True),
    binary("api_token_hash"),
    binary("api_token_sealed"),
    text("accounts_id"),
    text("timezone"),
    big("beginning_of_week"),
    big("country_id", nullable=True),
    big("default_workspace_id", nullable=True),
    json("preferences", nullable=False),
    instant("authorization_updated_at"),
    instant("created_at"),
    instant("updated_at"),
    instant("deleted_at", nullable=True),
    info={"global": True},
)
unique("uq_users_email", user.c.email_key, violated=Invalid("user with this email already exists"))
unique("uq_users_api_token", user.c.api_token_hash, violated=Invalid("this API token is taken"))

user_organization = Table(
    "user_organizations",
    metadata,
    big("user_id", ForeignKey("users.id"), primary_key=True),
    big("organization_id", primary_key=True),
    info={"global": True},
)

password_reset = Table(
    "password_resets",
    metadata,
    binary("token_hash", primary_key=True),
    big("user_id", ForeignKey("users.id")),
    instant("created_at"),
    instant("expires_at"),
    instant("used_at", nullable=True),
    info={"global": True},
)
Index("ix_password_resets_user", password_reset.c.user_id, password_reset.c.created_at)
