"""What tests of alerts prepare and look up: a project to be told of, what was told, and a worker that looks."""

from typing import Any

import msgspec
from sqlalchemy import select

from sundial.alerts.tables import alert_level
from sundial.alerts.touched import last_change
from sundial.db.statement import Query, Scope, scoped
from sundial.jobs.overview import jobs
from sundial.mail.tables import outbox
from sundial.wiring import Server, create_worker
from tests.cast import Cast
from tests.make import Answer, Person
from tests.time_entries.diary import Diary

HOUR = 3600


class Written(msgspec.Struct):
    """A message in the outbox."""

    id: int
    state: str
    key: str
    user_id: int
    to_address: str
    subject: str
    text_part: str
    html_part: str
    expires_at: Any


class Stored(msgspec.Struct):
    """A level as it is stored."""

    alert_id: int
    project_id: int
    reached: int


WRITTEN = Query(
    Written,
    select(*(outbox.c[name] for name in Written.__struct_fields__))
    .where(outbox.c.organization_id == scoped("organization_id"), outbox.c.kind == "alert")
    .order_by(outbox.c.created_at, outbox.c.id),
)
LEVELS = Query(
    Stored,
    select(alert_level.c.alert_id, alert_level.c.project_id, alert_level.c.reached)
    .where(alert_level.c.organization_id == scoped("organization_id"))
    .order_by(alert_level.c.alert_id, alert_level.c.project_id),
)


class Stage:
    """A workspace whose project Atlas is estimated at 10 hours. Bob tracks; Alice is told."""

    def __init__(self, cast: Cast) -> None:
        self.cast = cast
        self.workspace = cast.workspace
        self.alerts = f"{cast.workspace}/alerts"
        self.scope = Scope(organization_id=cast.place.organization_id)
        self.diary = Diary(cast.bob, cast.workspace)
        self.project_id: int = self.project(name="Atlas", estimated_hours=10)

    def make(self, what: str, **fields: Any) -> dict[str, Any]:
        """Something new in the workspace, made by Alice."""
        answer = self.cast.alice.post(f"{self.workspace}/{what}", fields)
        assert answer.status == 200, answer
        return answer.json

    def project(self, **fields: Any) -> int:
        """Another public project."""
        return self.make("projects", **{"is_private": False, **fields})["id"]

    def change(self, project_id: int | None = None, **fields: Any) -> None:
        """Change a project, Atlas unless told otherwise."""
        answer = self.cast.alice.put(f"{self.workspace}/projects/{project_id or self.project_id}", fields)
        assert answer.status == 200, answer

    def body(self, *thresholds: int, **fields: Any) -> dict[str, Any]:
        """What is sent for an alert: by default of the share of Atlas that is done, for Alice."""
        wanted = {
            "source_kind": "project",
            "project_id": self.project_id,
            "threshold_type": "percentage",
            "thresholds": list(thresholds),
            "receiver_users": [self.cast.alice.id],
            **fields,
        }
        return {name: value for name, value in wanted.items() if value is not None}

    def post(self, *thresholds: int, by: Person | None = None, **fields: Any) -> Answer:
        """Send an alert."""
        return (by or self.cast.alice).post(self.alerts, self.body(*thresholds, **fields))

    def alert(self, *thresholds: int, **fields: Any) -> int:
        """Make an alert and give its id."""
        answer = self.post(*thresholds, **fields)
        assert answer.status == 200, answer
        return answer.json["id"]

    def alert_of_all(self, *thresholds: int, **fields: Any) -> int:
        """Make an alert for the whole workspace."""
        return self.alert(*thresholds, **{"source_kind": "workspace", "project_id": None, **fields})

    def put(self, alert_id: int, **fields: Any) -> Answer:
        """Send a change of an alert."""
        return self.cast.alice.put(f"{self.alerts}/{alert_id}", fields)

    def track(self, hours: float = 1, **fields: Any) -> dict[str, Any]:
        """Hours of Bob's for Atlas."""
        wanted = {"project_id": self.project_id, "duration": round(hours * HOUR), "billable": False, **fields}
        return self.diary.add(**wanted)

    def rate(self, amount: float, level: str = "workspace", level_id: int | None = None, **when: Any) -> None:
        """Set a billable rate, valid from the beginning unless told otherwise."""
        body = {"type": "billable_rates", "level": level, "level_id": level_id or self.cast.place.workspace_id}
        answer = self.cast.alice.post(
            f"{self.workspace}/rates", {**body, "amount": amount, **(when or {"mode": "override-all"})}
        )
        assert answer.status == 201, answer

    def look(self, server: Server | None = None) -> list[str]:
        """Have a worker do all that is due, and give the subjects of what it has written."""
        before = len(self.written())
        create_worker(server or self.cast.world.server, self.cast.world.clock).once()
        assert [
            one for one in jobs(self.cast.world.server.database.read(), "alerts", False, 1000) if one.last_error
        ] == []
        return [one.subject for one in self.written()[before:]]

    def written(self) -> list[Written]:
        """All messages of alerts."""
        return self.cast.world.server.database.read().all(WRITTEN, self.scope)

    def levels(self) -> dict[tuple[int, int], int]:
        """What each project has reached for each alert."""
        found = self.cast.world.server.database.read().all(LEVELS, self.scope)
        return {(one.alert_id, one.project_id): one.reached for one in found}

    def last_change(self) -> int:
        """The number of the organization's last change."""
        return last_change(self.cast.world.server.database.read(), self.scope)

    def deliveries(self, alert_id: int, by: Person | None = None) -> list[dict[str, Any]]:
        """What the ledger says."""
        answer = (by or self.cast.alice).get(f"{self.alerts}/{alert_id}/deliveries")
        assert answer.status == 200, answer
        return answer.json

    def preview(self, alert_id: int | None = None, by: Person | None = None, **body: Any) -> list[dict[str, Any]]:
        """What an alert would tell now, or one that would be made."""
        path = f"{self.alerts}/preview" if alert_id is None else f"{self.alerts}/{alert_id}/preview"
        answer = (by or self.cast.alice).post(path, body or None)
        assert answer.status == 200, answer
        return answer.json
