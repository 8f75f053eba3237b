"""What tests of undo do and look up: what is in the log, and taking it back."""

from typing import Any

import msgspec
from sqlalchemy import bindparam, select, update

from sundial.db.statement import Command, Query, Scope, scoped
from sundial.projects.tables import project
from sundial.tasks.tables import task
from sundial.time_entries.tables import time_entry
from tests.cast import Cast
from tests.make import Answer, Person

LOCKED = "Entries can't be added or edited in this period. Contact your admin for details."
SINCE = "It has been changed since; take back the later change first."


class Tracked(msgspec.Struct):
    """What was tracked for a project or a task."""

    id: int
    tracked_seconds: int


TRACKED = {
    table.name: Query(
        Tracked,
        select(table.c.id, table.c.tracked_seconds).where(
            table.c.organization_id == scoped("organization_id"), table.c.id == bindparam("the_id")
        ),
    )
    for table in (project, task)
}

MOVE = Command(
    update(time_entry)
    .values(workspace_id=bindparam("the_workspace"))
    .where(time_entry.c.organization_id == scoped("organization_id"), time_entry.c.id == bindparam("the_entry"))
)


class Undo:
    """The log of a workspace as somebody reads it, and what they take back."""

    def __init__(self, person: Person, workspace: str) -> None:
        self.person = person
        self.workspace = workspace

    def changes(self, query: str = "") -> list[dict[str, Any]]:
        """The log, newest first."""
        answer = self.person.get(f"{self.workspace}/changes{query}")
        assert answer.status == 200, answer
        return answer.json

    def last(self, query: str = "") -> int:
        """The newest change."""
        return self.changes(query)[0]["id"]

    def revert(self, change_id: int, query: str = "") -> Answer:
        """Send a wish to take a change back."""
        return self.person.post(f"{self.workspace}/changes/{change_id}/revert{query}")

    def take_back(self, change_id: int | None = None) -> list[tuple[str, int, str]]:
        """Take a change back, the newest unless told, and give what was done."""
        answer = self.revert(self.last() if change_id is None else change_id)
        assert answer.status == 200, answer
        assert answer.json["dry_run"] is False
        return [(one["kind"], one["entity_id"], one["action"]) for one in answer.json["reverted"]]

    def refused(self, change_id: int | None = None) -> tuple[int, str]:
        """Try to take a change back, the newest unless told, and give what is answered."""
        answer = self.revert(self.last() if change_id is None else change_id)
        return answer.status, answer.json


def undo(cast: Cast, person: Person | None = None) -> Undo:
    """Alice in her workspace, or somebody else there."""
    return Undo(person or cast.alice, cast.workspace)


def tracked(cast: Cast, table: str, number: int) -> int:
    """The seconds that are counted for a project (``projects``) or a task (``tasks``)."""
    scope = Scope(organization_id=cast.place.organization_id)
    return cast.world.server.database.read().one(TRACKED[table], scope, the_id=number).tracked_seconds


def move(cast: Cast, entry_id: int, workspace_id: int) -> None:
    """Put an entry into another workspace."""
    scope = Scope(organization_id=cast.place.organization_id)
    with cast.world.server.database.write() as tx:
        tx.run(MOVE, scope, the_entry=entry_id, the_workspace=workspace_id)


def lock(cast: Cast, day: str) -> None:
    """Lock what is before a day for all but admins."""
    answer = cast.alice.post(f"{cast.workspace}/preferences", {"report_locked_at": day})
    assert answer.status == 200, answer
