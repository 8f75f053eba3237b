"""A person's clock, when an entry that comes back runs: nothing else of theirs may run anywhere."""

from collections.abc import Collection

from sundial.access.askers import Membership
from sundial.access.permissions import Permission
from sundial.access.queries import OWN_ORGANIZATIONS
from sundial.core.errors import Conflict, Forbidden
from sundial.db.statement import Scope
from sundial.db.transaction import Write
from sundial.time_entries.queries import MEMBER
from sundial.timers.rows import RUNNING


def require_free(tx: Write, asker: Membership, user_id: int, but: Collection[int] = ()) -> None:
    """Raise Conflict while another entry of somebody runs; those in ``but`` are none.

    Raises Forbidden for somebody who has lost their place in the workspace. Whoever calls has locked their clock.
    """
    if tx.find(MEMBER, asker.scope, the_user=user_id) is None:
        raise Forbidden(Permission.TRACK_TIME.refusal)
    for own in tx.all(OWN_ORGANIZATIONS, user_id=user_id):
        running = tx.find(RUNNING, Scope(organization_id=own.organization_id), the_user=user_id)
        if running is not None and running.id not in but:
            raise Conflict("Another time entry is running.")
