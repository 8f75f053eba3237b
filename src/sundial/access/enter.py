"""Entering: from a signed-in user and an id in a path to a Membership or an Officer."""

from sundial.access.askers import Membership, Officer, User
from sundial.access.permissions import BY_RUNNING_A_WORKSPACE, GRANTS, NO_ACCESS, in_workspace
from sundial.access.queries import DIRECTORY, ENTER, ENTER_ORGANIZATION, ENTER_TO_WRITE, Entrance
from sundial.core.errors import Forbidden, NotFound
from sundial.db.driver import Again
from sundial.db.statement import Query, Scope
from sundial.db.transaction import Read, Write


class Workspaces:
    """Entering workspaces. A workspace never changes its organization, so a process remembers whose each one is."""

    def __init__(self) -> None:
        self._organization_of: dict[int, int] = {}

    def enter(self, tx: Read, user: User, workspace_id: int) -> Membership:
        """The user's membership of a workspace, whose rates stay as they are until a change is committed.

        Raises Forbidden when there is no such workspace or the user is not a joined, active member of it: the two are
        not told apart (`decisions.md, Errors`).
        """
        return self._enter(tx, user, workspace_id, ENTER_TO_WRITE if isinstance(tx, Write) else ENTER)

    def enter_to_lock(self, tx: Read, user: User, workspace_id: int) -> Membership:
        """The same for who may set a rate, and stores no entry before that. Raises Forbidden."""
        return self._enter(tx, user, workspace_id, ENTER)

    def _enter(self, tx: Read, user: User, workspace_id: int, query: Query[Entrance]) -> Membership:
        organization_id = self.organization_of(tx, workspace_id)
        scope = Scope(organization_id=organization_id, workspace_id=workspace_id, user_id=user.id)
        found = tx.find(query, scope)
        if found is None:
            raise Forbidden(NO_ACCESS)
        return Membership(
            user=user,
            organization_id=organization_id,
            workspace_id=workspace_id,
            workspace_user_id=found.workspace_user_id,
            role=found.role,
            organization_role=found.organization_role,
            permissions=in_workspace(
                found.role,
                found.organization_role,
                found.view_edit_billable_rates,
                found.view_edit_labor_costs,
            ),
            plan=found.plan,
            scope=scope,
        )

    def organization_of(self, tx: Read, workspace_id: int) -> int:
        """Whose a workspace is. Raises Forbidden when there is none."""
        known = self._organization_of.get(workspace_id)
        if known is None:
            found = tx.find(DIRECTORY, workspace_id=workspace_id)
            if found is None:
                raise Forbidden(NO_ACCESS)
            known = self._organization_of[workspace_id] = found.organization_id
        return known


def enter_organization(tx: Read, user: User, organization_id: int) -> Officer:
    """The user's place in an organization. Raises NotFound when they are not in it."""
    scope = Scope(organization_id=organization_id, user_id=user.id)
    found = tx.find(ENTER_ORGANIZATION, scope)
    if found is None:
        raise NotFound("Organization not found/accessible")
    return Officer(
        user=user,
        organization_id=organization_id,
        organization_user_id=found.organization_user_id,
        role=found.role,
        permissions=GRANTS[found.role] | BY_RUNNING_A_WORKSPACE if found.runs_a_workspace else GRANTS[found.role],
        plan=found.plan,
        scope=scope,
    )


def confirm(tx: Read, asker: Membership | Officer) -> None:
    """Make sure, after waiting for a lock, that the asker is still what they were when they came in.

    Two who remove each other at the same moment would both succeed otherwise. Raises Again: the request starts over,
    and is refused like any other.
    """
    here = isinstance(asker, Membership)
    found = tx.find(ENTER, asker.scope) if here else tx.find(ENTER_ORGANIZATION, asker.scope)
    if found is None or found.role is not asker.role:
        raise Again("The asker's place has changed.")
