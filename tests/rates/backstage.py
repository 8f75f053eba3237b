"""What tests of rates prepare and look up: something at each level, histories, and what entries are worth."""

from typing import Any

import msgspec
from sqlalchemy import bindparam, select

from sundial.db.statement import Query, Scope, scoped
from sundial.time_entries.tables import time_entry
from tests.cast import Cast
from tests.make import Answer, Person
from tests.people.backstage import members
from tests.time_entries.diary import Diary

NO_RATES = "User cannot access billable rate(s)."
BILLABLE, LABOR = "billable_rates", "labor_costs"
LEVELS = ("workspace", "workspace_user", "project", "project_user", "task")
LEVELS_OF = {BILLABLE: LEVELS, LABOR: ("workspace_user", "project_user")}
CASES = [(level, kind) for kind, levels in LEVELS_OF.items() for level in levels]


class Prices(msgspec.Struct):
    """What an hour of an entry bills and costs, in hundredths."""

    billable_rate: int | None
    labor_cost: int | None


PRICES = Query(
    Prices,
    select(time_entry.c.billable_rate, time_entry.c.labor_cost).where(
        time_entry.c.organization_id == scoped("organization_id"), time_entry.c.id == bindparam("the_entry")
    ),
)


class Stage:
    """A workspace with Bob in a public project that has a task; whatever has a rate is there once."""

    def __init__(self, cast: Cast) -> None:
        self.cast = cast
        self.workspace = cast.workspace
        self.diary = Diary(cast.bob, cast.workspace)
        self.project_id = self.make("projects", name="Atlas", is_private=False)["id"]
        self.task_id = self.make(f"projects/{self.project_id}/tasks", name="Design")["id"]
        place = self.make("project_users", project_id=self.project_id, user_id=cast.bob.id)
        self.project_user_id = place["id"]
        self.ids = {
            "workspace": cast.place.workspace_id,
            "workspace_user": members(cast.alice, cast.place)["Bob"]["id"],
            "project": self.project_id,
            "project_user": self.project_user_id,
            "task": self.task_id,
        }
        self.paths = {
            "workspace": self.workspace,
            "workspace_user": f"{self.workspace}/workspace_users/{self.ids['workspace_user']}",
            "project": f"{self.workspace}/projects/{self.project_id}",
            "project_user": f"{self.workspace}/project_users/{self.project_user_id}",
            "task": f"{self.workspace}/projects/{self.project_id}/tasks/{self.task_id}",
        }

    def make(self, what: str, **fields: Any) -> dict[str, Any]:
        """Something new in the workspace, made by Alice."""
        answer = self.cast.alice.post(f"{self.workspace}/{what}", fields)
        assert answer.status == 200, answer
        return answer.json

    def post(self, level: str, amount: Any, kind: str = BILLABLE, by: Person | None = None, **when: Any) -> Answer:
        """Send a rate of something to set."""
        body = {"level": level, "level_id": self.ids[level], "amount": amount, "type": kind, **when}
        return (by or self.cast.alice).post(f"{self.workspace}/rates", body)

    def set(self, level: str, amount: Any, kind: str = BILLABLE, by: Person | None = None, **when: Any) -> None:
        """Set a rate of something; from the beginning unless told."""
        answer = self.post(level, amount, kind, by, **(when or {"mode": "override-all"}))
        assert (answer.status, answer.content) == (201, b""), answer

    def rates(self, level: str, kind: str = BILLABLE, by: Person | None = None) -> list[dict[str, Any]]:
        """The rates of something."""
        answer = (by or self.cast.alice).get(f"{self.workspace}/rates/{level}/{self.ids[level]}?type={kind}")
        assert answer.status == 200, answer
        return answer.json

    def history(self, level: str, kind: str = BILLABLE) -> list[tuple[Any, str | None]]:
        """The amounts of something, each with its start; that there are neither gaps nor overlaps."""
        rates = self.rates(level, kind)
        assert [rate["end"] for rate in rates] == [*(rate["start"] for rate in rates[1:]), None][: len(rates)]
        return [(rate["amount"], rate["start"]) for rate in rates]

    def shown(self, level: str, kind: str = BILLABLE) -> Any:
        """The amount that the thing itself says is valid."""
        field = field_of(level, kind)
        if level == "workspace_user":
            return members(self.cast.alice, self.cast.place)["Bob"][field]
        if level == "project_user":
            (place,) = (
                one
                for one in self.cast.alice.get(f"{self.workspace}/project_users").json
                if one["id"] == self.project_user_id
            )
            return place[field]
        return self.cast.alice.get(self.paths[level]).json[field]

    def add(self, start: str, **fields: Any) -> dict[str, Any]:
        """A billable hour of Bob's for the task."""
        work = {"project_id": self.project_id, "task_id": self.task_id, "billable": True}
        return self.diary.add(start=start, **{**work, **fields})

    def worth(self, entry: dict[str, Any], kind: str = BILLABLE) -> float | None:
        """What an hour of an entry bills or costs."""
        found = prices(self.cast, entry["id"])
        hundredths = found.billable_rate if kind == BILLABLE else found.labor_cost
        return None if hundredths is None else hundredths / 100


def prices(cast: Cast, entry_id: int) -> Prices:
    """What an hour of an entry bills and costs, as it is stored."""
    scope = Scope(organization_id=cast.place.organization_id)
    return cast.world.server.database.read().one(PRICES, scope, the_entry=entry_id)


def field_of(level: str, kind: str = BILLABLE) -> str:
    """The field in which something says its rate."""
    if kind == LABOR:
        return "labor_cost"
    return "default_hourly_rate" if level == "workspace" else "rate"


def valid(history: list[tuple[Any, str | None]], start: str) -> Any:
    """The amount of a history that is valid at a start, None before the first."""
    return next((amount for amount, since in reversed(history) if since is None or since <= start), None)
