"""Every write of groups, and what follows from it: who is in which workspace."""

from collections.abc import Iterable
from datetime import datetime

import msgspec
from sqlalchemy import BigInteger, bindparam, delete, update

from sundial.access.askers import Membership, Officer
from sundial.changes.log import Change, record
from sundial.core.errors import Error, Forbidden, Invalid
from sundial.db.statement import Command, Scope, insertion, scoped
from sundial.db.transaction import Read, Write
from sundial.groups import rules
from sundial.groups.placement import settle
from sundial.groups.queries import (
    FOR_UPDATE,
    GROUPS_OF_USERS,
    IN_WORKSPACE_FOR_UPDATE,
    KNOWN_USERS,
    KNOWN_WORKSPACES,
    USERS_OF,
    WORKSPACES_OF,
    GroupRow,
)
from sundial.groups.schemas import FailedPatch, GroupChange, GroupPatch, Patched
from sundial.groups.tables import group, group_user, group_workspace
from sundial.organizations.queries import FOR_UPDATE as ORGANIZATION_FOR_UPDATE

ADD = insertion(group)
ADD_USER = insertion(group_user)
ADD_WORKSPACE = insertion(group_workspace)
_this = bindparam("the_group", type_=BigInteger())
SAVE = Command(
    update(group)
    .values(name=bindparam("name"), name_key=bindparam("name_key"), at=bindparam("at", type_=group.c.at.type))
    .where(group.c.organization_id == scoped("organization_id"), group.c.id == _this)
)
DELETE = Command(delete(group).where(group.c.organization_id == scoped("organization_id"), group.c.id == _this))
REMOVE_USER = Command(
    delete(group_user).where(
        group_user.c.organization_id == scoped("organization_id"),
        group_user.c.group_id == _this,
        group_user.c.user_id == bindparam("the_user"),
    )
)
REMOVE_WORKSPACE = Command(
    delete(group_workspace).where(
        group_workspace.c.organization_id == scoped("organization_id"),
        group_workspace.c.group_id == _this,
        group_workspace.c.workspace_id == bindparam("the_workspace"),
    )
)


class Place(msgspec.Struct, frozen=True):
    """Where a group is changed, and by whom."""

    scope: Scope
    organization_id: int
    by: int


class Shape(msgspec.Struct):
    """What a group consists of, as the log of changes holds it."""

    name: str
    users: list[int]
    workspaces: list[int]


def place_of(asker: Officer | Membership) -> Place:
    """Where this caller changes groups."""
    return Place(asker.scope, asker.organization_id, asker.user.id)


def create(tx: Write, place: Place, body: GroupChange, now: datetime) -> int:
    """Create a group and give its id. Raises Invalid with the API's sentences."""
    shape = Shape(rules.name(body.name), _ids(body.users), _ids(body.workspaces))
    tx.one(ORGANIZATION_FOR_UPDATE, place.scope)
    _check(tx, place, shape.users, shape.workspaces)
    group_id = tx.new_id()
    tx.run(ADD, place.scope, id=group_id, name=shape.name, name_key=shape.name.casefold(), created_at=now, at=now)
    _reshape(tx, place, group_id, Shape(shape.name, [], []), shape, now)
    record(tx, Change(place.organization_id, None, "group", group_id, "created", None, shape, place.by, now))
    return group_id


def change(tx: Write, place: Place, group_id: int, body: GroupChange, now: datetime) -> None:
    """Change a group; a list that is given replaces the present one. Raises NotFound and Invalid."""
    row = _locked(tx, place, group_id)
    before = _shape(tx, place, row)
    after = Shape(
        name=row.name if isinstance(body.name, msgspec.UnsetType) else rules.name(body.name),
        users=_ids(body.users) if isinstance(body.users, list) else before.users,
        workspaces=_ids(body.workspaces) if isinstance(body.workspaces, list) else before.workspaces,
    )
    _check(tx, place, after.users, after.workspaces)
    _save(tx, place, group_id, before, after, now)


def patch(tx: Write, place: Place, group_id: int, patches: list[GroupPatch], now: datetime) -> Patched:
    """Take several steps; one that is refused does not keep the others back. Raises Invalid."""
    rules.check_patches(patches)
    tx.one(ORGANIZATION_FOR_UPDATE, place.scope)
    row = tx.find(FOR_UPDATE, place.scope, group_id=group_id)
    if row is None:
        raise Invalid("Unknown group at organization")
    done = Patched(success=[], failure=[])
    for step in patches:
        before = _shape(tx, place, row)
        after = _stepped(before, step)
        try:
            _check(tx, place, after.users, after.workspaces)
        except Error as error:
            done.failure.append(FailedPatch(step, error.sentence))
        else:
            _save(tx, place, group_id, before, after, now)
            done.success.append(step)
    return done


def remove(tx: Write, place: Place, group_id: int, now: datetime) -> None:
    """Delete a group. Who was in a workspace through it alone leaves the workspace. Raises NotFound."""
    row = _locked(tx, place, group_id)
    before = _shape(tx, place, row)
    _reshape(tx, place, group_id, before, Shape(row.name, [], []), now)
    tx.run(DELETE, place.scope, the_group=group_id)
    record(tx, Change(place.organization_id, None, "group", group_id, "deleted", before, None, place.by, now))


def set_groups_of(
    tx: Write, scope: Scope, organization_id: int, user_id: int, wanted: set[int], by: int, now: datetime
) -> None:
    """Have somebody in exactly these groups. Raises Invalid for a group of another organization."""
    place = Place(scope, organization_id, by)
    present = {of.group_id for of in tx.all(GROUPS_OF_USERS, scope, user_ids=[user_id])}
    for group_id in sorted(present ^ wanted):
        row = tx.find(FOR_UPDATE, scope, group_id=group_id)
        if row is None:
            raise Invalid(f"Group '{group_id}' is not in Organization '{organization_id}'.")
        before = _shape(tx, place, row)
        users = set(before.users) ^ {user_id}
        _save(tx, place, group_id, before, Shape(before.name, sorted(users), before.workspaces), now)


def add_to_groups(tx: Write, asker: Officer, user_id: int, group_ids: set[int], now: datetime) -> None:
    """Add somebody to groups. Raises Invalid for a group of another organization."""
    present = {of.group_id for of in tx.all(GROUPS_OF_USERS, asker.scope, user_ids=[user_id])}
    wanted = present | group_ids
    set_groups_of(tx, asker.scope, asker.organization_id, user_id, wanted, asker.user.id, now)


def rename_in_workspace(tx: Write, asker: Membership, group_id: int, body: GroupChange, now: datetime) -> None:
    """Rename a group of the asker's workspace. Raises NotFound, Invalid, and Forbidden when others have it too."""
    _require_alone(tx, asker, group_id)
    name = body.name if isinstance(body.name, str) else None
    change(tx, place_of(asker), group_id, GroupChange(name=name), now)


def remove_from_workspace(tx: Write, asker: Membership, group_id: int, now: datetime) -> None:
    """Take a group out of the asker's workspace; a group that is nowhere else is deleted. Raises NotFound."""
    row, place = _locked_here(tx, asker, group_id), place_of(asker)
    before = _shape(tx, place, row)
    if before.workspaces == [asker.workspace_id]:
        remove(tx, place, group_id, now)
        return
    rest = [workspace_id for workspace_id in before.workspaces if workspace_id != asker.workspace_id]
    _save(tx, place, group_id, before, Shape(before.name, before.users, rest), now)


def _locked(tx: Write, place: Place, group_id: int) -> GroupRow:
    # The organization first: who is leaving it meanwhile must not come into a workspace through the group.
    tx.one(ORGANIZATION_FOR_UPDATE, place.scope)
    return tx.one(FOR_UPDATE, place.scope, group_id=group_id)


def _locked_here(tx: Write, asker: Membership, group_id: int) -> GroupRow:
    tx.one(ORGANIZATION_FOR_UPDATE, asker.scope)
    return tx.one(IN_WORKSPACE_FOR_UPDATE, asker.scope, group_id=group_id)


def _require_alone(tx: Write, asker: Membership, group_id: int) -> None:
    row = _locked_here(tx, asker, group_id)
    if _shape(tx, place_of(asker), row).workspaces != [asker.workspace_id]:
        raise Forbidden("The group belongs to other workspaces too: an organization admin can change it.")


def _save(tx: Write, place: Place, group_id: int, before: Shape, after: Shape, now: datetime) -> None:
    if after == before:
        return
    tx.run(SAVE, place.scope, the_group=group_id, name=after.name, name_key=after.name.casefold(), at=now)
    _reshape(tx, place, group_id, before, after, now)
    record(tx, Change(place.organization_id, None, "group", group_id, "updated", before, after, place.by, now))


def _reshape(tx: Write, place: Place, group_id: int, before: Shape, after: Shape, now: datetime) -> None:
    for user_id in sorted({*before.users} - {*after.users}):
        tx.run(REMOVE_USER, place.scope, the_group=group_id, the_user=user_id)
    for user_id in sorted({*after.users} - {*before.users}):
        tx.run(ADD_USER, place.scope, group_id=group_id, user_id=user_id)
    for workspace_id in sorted({*before.workspaces} - {*after.workspaces}):
        tx.run(REMOVE_WORKSPACE, place.scope, the_group=group_id, the_workspace=workspace_id)
    for workspace_id in sorted({*after.workspaces} - {*before.workspaces}):
        tx.run(ADD_WORKSPACE, place.scope, group_id=group_id, workspace_id=workspace_id)
    settle(tx, place.organization_id, _pairs(before), _pairs(after), place.by, now)


def _pairs(shape: Shape) -> set[tuple[int, int]]:
    return {(workspace_id, user_id) for workspace_id in shape.workspaces for user_id in shape.users}


def _shape(tx: Read, place: Place, row: GroupRow) -> Shape:
    return Shape(
        name=row.name,
        users=sorted(of.user_id for of in tx.all(USERS_OF, place.scope, group_ids=[row.id])),
        workspaces=[of.workspace_id for of in tx.all(WORKSPACES_OF, place.scope, group_ids=[row.id])],
    )


def _stepped(before: Shape, step: GroupPatch) -> Shape:
    users, workspaces = set(before.users), set(before.workspaces)
    wanted = users if step.path == "/users" else workspaces
    wanted.update(step.value) if step.op == "add" else wanted.difference_update(step.value)
    return Shape(before.name, sorted(users), sorted(workspaces))


def _check(tx: Read, place: Place, users: Iterable[int], workspaces: Iterable[int]) -> None:
    wanted_users, wanted_workspaces = sorted(users), sorted(workspaces)
    known_users = {known.id for known in tx.all(KNOWN_USERS, place.scope, user_ids=wanted_users)}
    for user_id in wanted_users:
        if user_id not in known_users:
            raise Invalid(f"User {user_id} not exists in the organization {place.organization_id}")
    known_workspaces = {known.id for known in tx.all(KNOWN_WORKSPACES, place.scope, workspace_ids=wanted_workspaces)}
    for workspace_id in wanted_workspaces:
        if workspace_id not in known_workspaces:
            raise Invalid(f"Workspace {workspace_id} not exists in the organization {place.organization_id}")


def _ids(given: list[int] | msgspec.UnsetType | None) -> list[int]:
    return sorted(set(given)) if isinstance(given, list) else []
