"""A member's calendar feed: switching it on and off, and giving it another address.

What stands in it is in `time_entries`.
"""

from datetime import datetime
from secrets import token_hex

import msgspec
from sqlalchemy import bindparam, delete, update

from sundial.access.askers import Membership
from sundial.db.statement import Command, scoped
from sundial.db.transaction import Write
from sundial.workspaces.memberships import OF_USER, WorkspaceUserRow, calendar_hash, publish_calendar, save
from sundial.workspaces.tables import calendar_directory, workspace_user

SET_TOKEN = Command(
    update(workspace_user)
    .values(ical_token=bindparam("new_token"))
    .where(workspace_user.c.organization_id == scoped("organization_id"), workspace_user.c.id == bindparam("member_id"))
)
WITHDRAW = Command(delete(calendar_directory).where(calendar_directory.c.token_hash == bindparam("the_hash")))


def toggle(tx: Write, asker: Membership, now: datetime) -> bool:
    """Switch the asker's feed of this workspace on or off, and tell whether it is on."""
    present = _own(tx, asker)
    switched = msgspec.structs.replace(present, ical_enabled=not present.ical_enabled)
    save(tx, present, switched, asker.user.id, now)
    return switched.ical_enabled


def reset(tx: Write, asker: Membership, now: datetime) -> str:
    """Give the asker's feed a new token, and tell it; the old one finds nothing any more."""
    present = _own(tx, asker)
    renewed = msgspec.structs.replace(present, ical_token=token_hex(16))
    tx.run(WITHDRAW, the_hash=calendar_hash(present.ical_token))
    tx.run(SET_TOKEN, asker.scope, member_id=present.id, new_token=renewed.ical_token)
    publish_calendar(tx, renewed)
    save(tx, present, renewed, asker.user.id, now)
    return renewed.ical_token


def _own(tx: Write, asker: Membership) -> WorkspaceUserRow:
    return tx.one(OF_USER, asker.scope, in_workspace=asker.workspace_id, the_user=asker.user.id)
