"""What somebody does with their time entries, in few words."""

from datetime import UTC, datetime, timedelta
from typing import Any

from sundial.access.askers import User
from sundial.access.enter import Workspaces
from sundial.time_entries import actions
from sundial.time_entries.schemas import Wanted
from tests.cast import Cast
from tests.make import Answer, Person

START = "2026-03-02T09:00:00Z"


class Diary:
    """A person's entries in a workspace (its path)."""

    def __init__(self, person: Person, workspace: str) -> None:
        self.person = person
        self.workspace = workspace

    def post(self, **fields: Any) -> Answer:
        """Send an entry to create."""
        return self.person.post(f"{self.workspace}/time_entries", {"created_with": "tests", **fields})

    def add(self, **fields: Any) -> dict[str, Any]:
        """Create an entry, by default of an hour, and give it."""
        answer = self.post(**{"start": START, "duration": 3600, **fields})
        assert answer.status == 200, answer
        return answer.json

    def start(self, **fields: Any) -> dict[str, Any]:
        """Start an entry now, and give it."""
        answer = self.post(**{"duration": -1, **fields})
        assert answer.status == 200, answer
        return answer.json

    def put(self, entry: dict[str, Any], **fields: Any) -> Answer:
        """Send a change of an entry."""
        return self.person.put(f"{self.workspace}/time_entries/{entry['id']}", fields)

    def stop(self, entry: dict[str, Any]) -> Answer:
        """Send a stop."""
        return self.person.patch(f"{self.workspace}/time_entries/{entry['id']}/stop")

    def delete(self, entry: dict[str, Any]) -> Answer:
        """Send a deletion."""
        return self.person.delete(f"{self.workspace}/time_entries/{entry['id']}")

    def patch(self, entries: list[dict[str, Any]], *operations: dict[str, Any]) -> Answer:
        """Send a bulk edit."""
        ids = ",".join(str(entry["id"]) for entry in entries)
        return self.person.patch(f"{self.workspace}/time_entries/{ids}", list(operations))

    def list(self, query: str = "") -> list[dict[str, Any]]:
        """The person's entries."""
        answer = self.person.get(f"/me/time_entries{query}")
        assert answer.status == 200, answer
        return answer.json

    def current(self) -> dict[str, Any] | None:
        """What runs."""
        answer = self.person.get("/me/time_entries/current")
        assert answer.status == 200, answer
        return answer.json


def diary(cast: Cast, person: Person | None = None) -> Diary:
    """Alice's entries in her workspace, or somebody else's there."""
    return Diary(person or cast.alice, cast.workspace)


def add_many(cast: Cast, number: int) -> None:
    """Entries of Alice's, one starting each second of the year 2026, in one transaction."""
    world, first = cast.world, datetime(2026, 1, 1, tzinfo=UTC)
    with world.server.database.write() as tx:
        alice = User(id=cast.alice.id, fullname="Alice", timezone="UTC")
        asker = Workspaces().enter(tx, alice, cast.place.workspace_id)
        for second in range(number):
            start = (first + timedelta(seconds=second)).isoformat()
            actions.create(tx, asker, Wanted(created_with="tests", start=start, duration=1), world.clock())
