"""Who tries every operation: their place in an organization, and what they may do by the tables of `access`."""

from collections.abc import Callable

import msgspec

from sundial.access.permissions import (
    BY_RUNNING_A_WORKSPACE,
    GRANTS,
    NO_ACCESS,
    OrganizationRole,
    Permission,
    Role,
    in_workspace,
)
from sundial.core.errors import Error, Forbidden, NotFound, Unauthenticated
from sundial.http.binding import Binding
from sundial.http.operation import Door


class Actor(msgspec.Struct, frozen=True):
    """Somebody's place.

    ``role`` is theirs in the workspace that the operations are tried on, ``elsewhere`` theirs in another workspace of
    the same organization. ``ended`` says by what their access there ended: one of `ENDINGS`. ``rates`` and ``costs``
    are the flags that can take something away from a role. Without ``place`` they are in another organization.
    """

    name: str
    place: OrganizationRole | None = OrganizationRole.MEMBER
    role: Role | None = None
    elsewhere: Role | None = None
    rates: bool | None = None
    costs: bool | None = None
    ended: str = ""
    signed_in: bool = True


ENDINGS = {
    "deactivated in the workspace": {"workspace"},
    "removed from the workspace": {"workspace"},
    "deactivated in the organization": {"workspace", "organization"},
    "removed from the organization": {"workspace", "organization"},
    "invited": {"workspace", "organization"},
}
"""What each ending keeps somebody out of."""

OWNER = Actor("the owner", OrganizationRole.OWNER, Role.ADMIN)
NOBODY = Actor("nobody", place=None, signed_in=False)

# Whoever has lost their place had the highest role in it: the role that is left in the row must not count.
ACTORS = (
    OWNER,
    Actor("an organization admin", OrganizationRole.ADMIN, Role.USER),
    Actor("an organization admin outside of the workspace", OrganizationRole.ADMIN),
    Actor("a workspace admin", role=Role.ADMIN),
    Actor("a project lead", role=Role.PROJECTLEAD),
    Actor("a project lead without rates", role=Role.PROJECTLEAD, rates=False),
    Actor("a team lead", role=Role.TEAMLEAD),
    Actor("a team lead without costs", role=Role.TEAMLEAD, costs=False),
    Actor("a user", role=Role.USER),
    Actor("an admin of another workspace", elsewhere=Role.ADMIN),
    Actor("a user of another workspace", elsewhere=Role.USER),
    *(Actor(ending, role=Role.ADMIN, ended=ending) for ending in ENDINGS),
    Actor("a member of another organization", place=None),
    NOBODY,
)

BESIDES = {
    "update_client": Permission.MANAGE_CLIENTS,
    "delete_client": Permission.MANAGE_CLIENTS,
    "archive_client": Permission.MANAGE_CLIENTS,
    "restore_client": Permission.MANAGE_CLIENTS,
    "load_project_profitability": Permission.VIEW_RATES,
    "export_project_profitability": Permission.VIEW_RATES,
    "export_employee_profitability": Permission.VIEW_RATES,
}
"""By operation: what it needs besides. Of a client's operations, where somebody else made it, as those tried here."""


class Expected(msgspec.Struct, frozen=True):
    """What an operation must answer: an error, or anything but these errors."""

    error: Error | None = None
    not_these: tuple[Error, ...] = ()


def expected(binding: Binding, actor: Actor) -> Expected:
    """What the operation must answer to this actor, by its declaration and the tables alone."""
    operation = binding.operation
    if operation.needs in (Door.PUBLIC, Door.ANYBODY):
        return Expected()
    if not actor.signed_in:
        return Expected(Unauthenticated(""))
    if binding.entrance is None:
        return Expected()
    granted, usual = PLACES[binding.entrance.path_name]
    stranger = operation.stranger or usual
    permissions = granted(actor)
    if permissions is None:
        return Expected(stranger)
    if not {operation.needs, BESIDES.get(operation.name, operation.needs)} <= permissions:
        return Expected(operation.refused)
    # What a write then finds may have the same words as what strangers read.
    return Expected(not_these=(operation.refused,) if binding.writes else (operation.refused, stranger))


def _in_workspace(actor: Actor) -> frozenset[Permission] | None:
    if actor.place is None or actor.role is None or actor.ended:
        return None
    return in_workspace(actor.role, actor.place, actor.rates, actor.costs)


def _in_organization(actor: Actor) -> frozenset[Permission] | None:
    if actor.place is None or "organization" in ENDINGS.get(actor.ended, ()):
        return None
    runs_one = Role.ADMIN in (actor.elsewhere, None if actor.ended else actor.role)
    return GRANTS[actor.place] | BY_RUNNING_A_WORKSPACE if runs_one else GRANTS[actor.place]


Granted = Callable[[Actor], frozenset[Permission] | None]
PLACES: dict[str, tuple[Granted, Error]] = {
    "workspace_id": (_in_workspace, Forbidden(NO_ACCESS)),
    "organization_id": (_in_organization, NotFound("Organization not found/accessible")),
}
"""By the path parameter that names the place: what an actor has there, and the usual answer to strangers."""
