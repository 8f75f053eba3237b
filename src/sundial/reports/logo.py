"""The picture at the head of a report's pages."""

import msgspec
from sqlalchemy import select

from sundial.access.askers import Membership
from sundial.db.statement import Query, scoped
from sundial.db.transaction import Read
from sundial.workspaces.tables import workspace_logo


class Picture(msgspec.Struct):
    """A logo."""

    png: bytes


LOGO = Query(
    Picture,
    select(workspace_logo.c.png).where(
        workspace_logo.c.organization_id == scoped("organization_id"),
        workspace_logo.c.workspace_id == scoped("workspace_id"),
    ),
)


def logo(tx: Read, asker: Membership) -> bytes | None:
    """The workspace's logo as PNG, if it has one."""
    found = tx.find(LOGO, asker.scope)
    return None if found is None else found.png
