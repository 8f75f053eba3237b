"""What tests of filters and insights prepare: a workspace, its rates, and requests for its reports."""

import csv
import io
from typing import Any

from sundial.access.permissions import Role
from tests.cast import Cast
from tests.make import Answer, Person, Place, colleague, organization, person, project
from tests.time_entries.diary import Diary


class Stage:
    """A workspace, seen by the one who runs it."""

    def __init__(self, boss: Person, place: Place) -> None:
        self.boss = boss
        self.place = place
        self.workspace = f"/workspaces/{place.workspace_id}"

    def report(self, path: str, body: Any = None, by: Person | None = None) -> Answer:
        """Ask for something below the reports of the workspace."""
        return (by or self.boss).post(f"//reports/api/v3/workspace/{self.place.workspace_id}/{path}", body)

    def insight(self, path: str, body: Any = None, by: Person | None = None) -> Answer:
        """Ask for something below the insights of the workspace."""
        return (by or self.boss).post(f"//insights/api/v1/workspace/{self.place.workspace_id}/{path}", body)

    def read(self, path: str, body: Any = None, by: Person | None = None) -> Any:
        """What a report says."""
        answer = self.report(path, body, by)
        assert answer.status == 200, answer
        return answer.json

    def lines(self, path: str, body: Any = None) -> list[list[str]]:
        """The lines of an insight's CSV, headings first."""
        answer = self.insight(path, body)
        assert answer.status == 200, answer
        return list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))

    def rate(self, level: str, level_id: int, amount: float, costs: bool = False) -> None:
        """Set what an hour bills, or costs, for all times."""
        kind = "labor_costs" if costs else "billable_rates"
        body = {"level": level, "level_id": level_id, "type": kind, "amount": amount, "mode": "override-all"}
        answer = self.boss.post(f"{self.workspace}/rates", body)
        assert answer.status == 201, answer

    def diary(self, somebody: Person | None = None) -> Diary:
        """Somebody's entries."""
        return Diary(somebody or self.boss, self.workspace)

    def project(self, **fields: Any) -> int:
        """A public project."""
        return project(self.boss, self.place, **fields)

    def client(self, name: str) -> int:
        """A client."""
        answer = self.boss.post(f"{self.workspace}/clients", {"name": name})
        assert answer.status == 200, answer
        return answer.json["id"]

    def hire(self, name: str, role: Role = Role.USER) -> Person:
        """Somebody new in the workspace."""
        return colleague(person(self.boss.world, name), self.place, role)

    def settings(self, **fields: Any) -> None:
        """Change the workspace."""
        answer = self.boss.put(self.workspace, fields)
        assert answer.status == 200, answer

    def flags(self, somebody: Person, **fields: Any) -> None:
        """Change what somebody may see."""
        answer = self.boss.put(f"{self.workspace}/users/{somebody.id}", fields)
        assert answer.status == 200, answer


def stage(cast: Cast) -> Stage:
    """Alice's workspace."""
    return Stage(cast.alice, cast.place)


def in_zone(cast: Cast, zone: str) -> Stage:
    """A workspace whose owner lives in a time zone."""
    owner = person(cast.world, "Zoe", zone)
    return Stage(owner, organization(owner))
