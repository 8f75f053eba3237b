"""Axes: the things that a report has groups of, with their names, in the order in which they are shown.

A report adds up by what an entry holds. An axis turns that into a place: 0 for the first thing of the report. So the
places sort, and several values of entries can be one thing: all projects of a client, the same tags in another order.
"""

from collections.abc import Collection, Hashable, Iterable
from typing import Any

import msgspec
from sqlalchemy import and_, select, type_coerce

from sundial.access.askers import Membership
from sundial.clients.tables import client
from sundial.db.statement import Query, Written, scoped
from sundial.db.transaction import Read
from sundial.db.types import Flag, among
from sundial.organizations.tables import organization_user
from sundial.projects.queries import may_see, sees_all
from sundial.projects.tables import project
from sundial.tags.tables import tag
from sundial.tasks.tables import task
from sundial.users.tables import user


class Named(msgspec.Struct, frozen=True):
    """A thing with a name."""

    id: int
    name: str


class NamedProject(msgspec.Struct, frozen=True):
    """What reports show of a project: only its id, if it is not ``seen``. ``currency``: its own, if any."""

    id: int
    name: str
    color: str
    currency: str | None
    client_id: int | None
    client_name: str | None
    seen: bool


class Thing(msgspec.Struct, frozen=True):
    """One thing of an axis. Entries without a project, say, have the thing without an id and a title."""

    id: int | None
    title: str | None
    ids: tuple[int, ...] = ()
    names: tuple[str, ...] = ()
    project: NamedProject | None = None

    @property
    def seen_project(self) -> NamedProject | None:
        """The project, if there is one of which more than the id is shown."""
        return self.project if self.project is not None and self.project.seen else None


class Axis(msgspec.Struct, frozen=True):
    """The things in their order, and which place among them each value of an entry has."""

    things: list[Thing]
    places: dict[Any, int]


NOTHING = Thing(None, None)


def project_columns() -> Written:
    """Projects, unrestricted, as `NamedProject` shows them."""
    return select(
        project.c.id,
        project.c.name,
        project.c.color,
        project.c.currency,
        project.c.client_id,
        client.c.name.label("client_name"),
        type_coerce(may_see(), Flag()).label("seen"),
    ).outerjoin(client, and_(client.c.organization_id == project.c.organization_id, client.c.id == project.c.client_id))


def _of_workspace(table: Any) -> tuple[Written, ...]:
    return (
        table.c.organization_id == scoped("organization_id"),
        table.c.workspace_id == scoped("workspace_id"),
        among(table.c.id, "ids"),
    )


TASKS = Query(
    Named,
    select(task.c.id, task.c.name)
    .join(project, and_(project.c.organization_id == task.c.organization_id, project.c.id == task.c.project_id))
    .where(*_of_workspace(task), may_see()),
)
TAGS = Query(Named, select(tag.c.id, tag.c.name).where(*_of_workspace(tag), tag.c.deleted_at.is_(None)))
USERS = Query(
    Named,
    select(user.c.id, user.c.fullname.label("name"))
    .join(organization_user, organization_user.c.user_id == user.c.id)
    .where(organization_user.c.organization_id == scoped("organization_id"), among(organization_user.c.user_id, "ids")),
)
PROJECTS = Query(NamedProject, project_columns().where(*_of_workspace(project)))
NAMES = {"user": USERS, "task": TASKS}


def projects(tx: Read, asker: Membership, ids: Iterable[int | None]) -> dict[int, NamedProject]:
    """These projects, by id."""
    found = tx.all(PROJECTS, asker.scope, ids=listed(ids), sees_all=sees_all(asker))
    return {one.id: one for one in found}


def names(tx: Read, asker: Membership, query: Query[Named], ids: Iterable[int | None]) -> dict[int, str]:
    """The names of these things, by id."""
    return {one.id: one.name for one in tx.all(query, asker.scope, ids=listed(ids), sees_all=sees_all(asker))}


def axis(tx: Read, asker: Membership, kind: str, values: Collection[Any], known: dict[int, NamedProject]) -> Axis:
    """The axis of what entries have. ``kind`` is a key of `sums.KEYS`; ``known`` are the projects among the values."""
    match kind:
        case "project":
            return _axis({value: _project(known, value) for value in values}, one_each=True)
        case "client":
            return _axis({value: _client(known, value) for value in values})
        case "tags":
            return _tags(tx, asker, values)
        case "description":
            return _descriptions(values)
        case _:
            found = names(tx, asker, NAMES[kind], values)
            return _axis(
                {value: NOTHING if value is None else thing_of(value, found.get(value)) for value in values},
                one_each=True,
            )


def order(thing: Thing) -> tuple[Hashable, ...]:
    """By title, without regard to case; last what has none."""
    title = thing.title or ""
    return (not title, title.casefold(), title, thing.id or 0, thing.ids)


def _axis(found: dict[Any, Thing], *, one_each: bool = False) -> Axis:
    """``one_each``: every value is another thing."""
    if one_each:
        values = sorted(found, key=lambda value: order(found[value]))
        return Axis([found[value] for value in values], {value: place for place, value in enumerate(values)})
    things = sorted(set(found.values()), key=order)
    place_of = {thing: place for place, thing in enumerate(things)}
    return Axis(things, {value: place_of[thing] for value, thing in found.items()})


def _descriptions(values: Collection[str | None]) -> Axis:
    # There may be a great many of them.
    texts = sorted(sorted({value or "" for value in values}), key=str.casefold)
    if texts and not texts[0]:
        texts.append(texts.pop(0))
    place_of = {text: place for place, text in enumerate(texts)}
    return Axis([Thing(None, text) for text in texts], {value: place_of[value or ""] for value in values})


def thing_of(thing_id: int, name: str | None) -> Thing:
    """A thing that has an id, and a name unless it is gone."""
    return Thing(thing_id, name, names=() if name is None else (name,))


def thing_of_project(found: NamedProject) -> Thing:
    """A project as a thing."""
    if not found.seen:
        return Thing(found.id, None, project=found)
    return Thing(found.id, found.name, names=(found.name,), project=found)


def _project(known: dict[int, NamedProject], project_id: int | None) -> Thing:
    found = None if project_id is None else known.get(project_id)
    return NOTHING if found is None else thing_of_project(found)


def _client(known: dict[int, NamedProject], project_id: int | None) -> Thing:
    found = None if project_id is None else known.get(project_id)
    return (
        NOTHING
        if found is None or found.client_id is None or not found.seen
        else thing_of(found.client_id, found.client_name)
    )


def _tags(tx: Read, asker: Membership, values: Collection[str | None]) -> Axis:
    ids = {value: frozenset[int](msgspec.json.decode(value)) if value else frozenset[int]() for value in values}
    known = names(tx, asker, TAGS, set[int]().union(*ids.values()))
    found: dict[Any, Thing] = {}
    for value, of_entry in ids.items():
        present = sorted(one for one in of_entry if one in known)
        titles = tuple(sorted((known[one] for one in present), key=str.casefold))
        found[value] = Thing(None, ", ".join(titles) or None, tuple(present), titles)
    return _axis(found)


def listed(ids: Iterable[int | None]) -> list[int]:
    """Those that are any, each once, in order: as `among` binds them."""
    return sorted({one for one in ids if one is not None})
