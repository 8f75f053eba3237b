"""Who is in a workspace through groups: brought in, and taken out again, as groups change."""

from collections.abc import Set as AbstractSet
from datetime import datetime

import msgspec

from sundial.core.errors import Invalid
from sundial.db.statement import Scope
from sundial.db.transaction import Write
from sundial.groups.queries import COVERED
from sundial.members.actions import is_owner, removed
from sundial.members.queries import ACTIVE_ADMINS
from sundial.organizations.queries import OF_USER as ORGANIZATION_USER
from sundial.workspaces.memberships import OF_USER, Joining, join, save
from sundial.workspaces.queries import FOR_UPDATE as WORKSPACE_FOR_UPDATE

Pair = tuple[int, int]


def settle(
    tx: Write, organization_id: int, before: AbstractSet[Pair], after: AbstractSet[Pair], by: int | None, now: datetime
) -> None:
    """Bring in whom a group newly has in a workspace, and take out whom no group has there any more.

    ``before`` and ``after`` are the (workspace, user) pairs of the group that changed. Whoever was removed by hand
    stays out until a group has them anew; the owner stays in, as a direct member.
    Raises Invalid when a workspace would lose its last admin.
    """
    changed = before ^ after
    for workspace_id in sorted({workspace_id for workspace_id, _ in changed}):
        scope = Scope(organization_id=organization_id, workspace_id=workspace_id)
        tx.one(WORKSPACE_FOR_UPDATE, scope)
        user_ids = sorted(user_id for at, user_id in changed if at == workspace_id)
        covered = {known.id for known in tx.all(COVERED, scope, in_workspace=workspace_id, user_ids=user_ids)}
        for user_id in user_ids:
            if (workspace_id, user_id) in after:
                _bring_in(tx, scope, organization_id, workspace_id, user_id, by, now)
            elif user_id not in covered:
                _take_out(tx, scope, workspace_id, user_id, by, now)
        if tx.one(ACTIVE_ADMINS, scope).number == 0:
            raise Invalid("The workspace must keep at least one active admin.")


def _bring_in(
    tx: Write, scope: Scope, organization_id: int, workspace_id: int, user_id: int, by: int | None, now: datetime
) -> None:
    person = tx.one(ORGANIZATION_USER, scope, the_user=user_id)
    joining = Joining(organization_id, workspace_id, user_id, joined=person.joined, is_direct=False)
    join(tx, joining, by, now)


def _take_out(tx: Write, scope: Scope, workspace_id: int, user_id: int, by: int | None, now: datetime) -> None:
    present = tx.find(OF_USER, scope, in_workspace=workspace_id, the_user=user_id)
    if present is None or present.deleted_at is not None or present.is_direct:
        return
    stays = is_owner(tx, scope, user_id)
    after = msgspec.structs.replace(present, is_direct=True) if stays else removed(present, now)
    save(tx, present, after, by, now)
