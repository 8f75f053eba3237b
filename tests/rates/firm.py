"""What tests of rates do: set them, track time, and look up what it is stored with."""

from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import select

from sundial.access.askers import Membership, User
from sundial.access.enter import Workspaces
from sundial.access.permissions import Role
from sundial.core.money import Money
from sundial.db.statement import Query, Scope, scoped
from sundial.projects.tables import project_user
from sundial.rates.actions import history, set_rate
from sundial.rates.queries import Rated
from sundial.rates.rules import Level, Mode, Rate, RateType
from sundial.time_entries.tables import time_entry
from sundial.workspaces.tables import workspace_user
from tests.cast import Cast
from tests.make import Answer, Person, colleague, person
from tests.time_entries.diary import diary
from tests.undo.things import create


class Stored(msgspec.Struct):
    """An entry with its price."""

    id: int
    user_id: int
    project_id: int | None
    task_id: int | None
    start: datetime
    stop: datetime | None
    duration: int
    billable: bool
    billable_rate: int | None
    labor_cost: int | None


class Numbered(msgspec.Struct):
    """Whose row it is."""

    id: int
    user_id: int


STORED = Query(
    Stored,
    select(*(time_entry.c[name] for name in Stored.__struct_fields__))
    .where(time_entry.c.organization_id == scoped("organization_id"), time_entry.c.deleted_at.is_(None))
    .order_by(time_entry.c.id),
)
MEMBERS = Query(
    Numbered,
    select(workspace_user.c.id, workspace_user.c.user_id).where(
        workspace_user.c.organization_id == scoped("organization_id")
    ),
)
PROJECT_USERS = Query(
    Numbered,
    select(project_user.c.id, project_user.c.user_id).where(
        project_user.c.organization_id == scoped("organization_id")
    ),
)


class Firm:
    """Alice's workspace: a project with a task, and Alice and Bob in it. Each can have a rate."""

    def __init__(self, cast: Cast, timezone: str = "UTC") -> None:
        self.cast = cast
        self.timezone = timezone
        self.scope = Scope(organization_id=cast.place.organization_id)
        self.project: int = create(cast, "projects", name="Atlas", is_private=False)["id"]
        self.task: int = create(cast, f"projects/{self.project}/tasks", name="Maps")["id"]
        for somebody in (cast.alice, cast.bob):
            body = {"project_id": self.project, "user_id": somebody.id}
            cast.alice.post(f"{cast.workspace}/project_users", body)
        read = cast.world.server.database.read()
        self.members = {row.user_id: row.id for row in read.all(MEMBERS, self.scope)}
        self.project_users = {row.user_id: row.id for row in read.all(PROJECT_USERS, self.scope)}
        bob = cast.bob.id
        self.level_ids = {
            "workspace": cast.place.workspace_id,
            "workspace_user": self.members[bob],
            "project": self.project,
            "project_user": self.project_users[bob],
            "task": self.task,
        }
        """What the levels of an entry of Bob's with the task are, by their names."""

    def put(self, level: str, amount: float, by: Person | None = None, **how: Any) -> Answer:
        """Send a rate."""
        return (by or self.cast.alice).post(f"{self.cast.workspace}/rates", self.body(level, amount, **how))

    def set(self, level: str, amount: float, by: Person | None = None, **how: Any) -> None:
        """Set a rate, valid always unless told otherwise."""
        answer = self.put(level, amount, by, **how)
        assert answer.status == 201, answer

    def body(self, level: str, amount: float, **how: Any) -> dict[str, Any]:
        """What is sent to set a rate."""
        when = how if how.keys() & {"mode", "start"} else {**how, "mode": "override-all"}
        level_id = self.level_ids[level]
        return {"level": level, "level_id": level_id, "amount": amount, "type": "billable_rates", **when}

    def clear(self, level: Level, when: Mode | datetime, kind: RateType = RateType.BILLABLE) -> None:
        """Have a level no rate of its own from some moment on."""
        self.set_directly(level, None, when, kind)

    def rated(self, level: Level) -> Rated:
        """What a level of Bob's entries is, for the program's own functions."""
        bob = self.cast.bob.id
        keys: dict[Level, dict[str, Any]] = {
            Level.WORKSPACE: {},
            Level.WORKSPACE_USER: {"user_id": bob},
            Level.PROJECT: {"project_id": self.project},
            Level.PROJECT_USER: {"project_id": self.project, "user_id": bob},
            Level.TASK: {"task_id": self.task},
        }
        return Rated(level, self.level_ids[level.value], **keys[level])

    def set_directly(
        self, level: Level, hundredths: int | None, when: Mode | datetime, kind: RateType = RateType.BILLABLE
    ) -> None:
        """Set a rate as every part of the program does."""
        amount = None if hundredths is None else Money(hundredths)
        with self.cast.world.server.database.write() as tx:
            set_rate(tx, self.asker(tx), self.rated(level), kind, amount, when, self.cast.world.clock())

    def history(self, level: Level, kind: RateType) -> list[Rate]:
        """The rates of a level."""
        read, place = self.cast.world.server.database.read(), self.cast.place
        rows = history(read, self.scope, place.workspace_id, self.rated(level), kind)
        return [Rate(row.id, row.start, row.amount) for row in rows]

    def asker(self, tx: Any) -> Membership:
        """Alice, where she lives."""
        alice = User(id=self.cast.alice.id, fullname="Alice", timezone=self.timezone)
        return Workspaces().enter(tx, alice, self.cast.place.workspace_id)

    def track(self, by: Person | None = None, **fields: Any) -> int:
        """An entry of Bob's with the task, billable, of an hour, unless told otherwise."""
        fields = {"task_id": self.task, "billable": True, **fields}
        return diary(self.cast, by or self.cast.bob).add(**fields)["id"]

    def stored(self) -> list[Stored]:
        """All entries with their prices."""
        return self.cast.world.server.database.read().all(STORED, self.scope)

    def prices(self) -> dict[int, tuple[int | None, int | None]]:
        """What entries bill and cost an hour."""
        return {entry.id: (entry.billable_rate, entry.labor_cost) for entry in self.stored()}

    def explain(self, entry_id: int, by: Person | None = None) -> Answer:
        """Ask why an entry is worth what it is."""
        return (by or self.cast.alice).get(f"{self.cast.workspace}/rates/explain?time_entry_id={entry_id}")

    def explained(self, entry_id: int, by: Person | None = None) -> dict[str, Any]:
        """Why an entry is worth what it is."""
        answer = self.explain(entry_id, by)
        assert answer.status == 200, answer
        return answer.json

    def preview(self, level: str, amount: float, by: Person | None = None, **how: Any) -> Answer:
        """Ask what a rate would change."""
        return (by or self.cast.alice).post(f"{self.cast.workspace}/rates/preview", self.body(level, amount, **how))

    def somebody(self, name: str, role: Role, **flags: bool) -> Person:
        """Another colleague, with flags that take something away."""
        joined = colleague(person(self.cast.world, name), self.cast.place, role)
        if flags:
            answer = self.cast.alice.put(f"{self.cast.workspace}/users/{joined.id}", flags)
            assert answer.status == 200, answer
        return joined


def why(part: dict[str, Any]) -> dict[str, Any]:
    """Why each level does not apply, None for the one that does."""
    return {level["level"]: level["why"] for level in part["levels"]}
