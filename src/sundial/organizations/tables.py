"""Organizations and the people in them."""

from sqlalchemy import ForeignKey, Index, Table

from sundial.core.errors import Invalid
from sundial.db.types import big, flag, instant, key, metadata, text, unique

organization = Table(
    "organizations",
    metadata,
    big("organization_id", primary_key=True, autoincrement=False),
    text("name"),
    text("plan"),
    flag("multi_workspace"),
    instant("created_at"),
    instant("at"),
    instant("suspended_at", nullable=True),
)

organization_user = Table(
    "organization_users",
    metadata,
    big("organization_id", ForeignKey("organizations.organization_id"), primary_key=True),
    big("id", primary_key=True),
    big("user_id", ForeignKey("users.id")),
    key("name_key"),
    key("email_key"),
    text("role"),
    flag("joined"),
    flag("inactive"),
    instant("created_at"),
    instant("at"),
    instant("deleted_at", nullable=True),
)
unique(
    "uq_organization_users_user",
    organization_user.c.organization_id,
    organization_user.c.user_id,
    violated=Invalid("The user is in this organization already."),
)
Index(
    "ix_organization_users_name",
    organization_user.c.organization_id,
    organization_user.c.name_key,
    organization_user.c.id,
    organization_user.c.email_key,
    organization_user.c.deleted_at,
    sqlite_where=organization_user.c.deleted_at.is_(None),
    postgresql_where=organization_user.c.deleted_at.is_(None),
)
Index(
    "ix_organization_users_role",
    organization_user.c.organization_id,
    organization_user.c.deleted_at,
    organization_user.c.role,
)
