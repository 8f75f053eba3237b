"""People in many time zones, what they track, and who is reminded of it."""

from datetime import datetime, timedelta
from typing import Any

import msgspec
from sqlalchemy import select

from sundial.db.statement import Query, Scope, scoped
from sundial.mail.tables import outbox
from sundial.wiring import create_worker
from tests.cast import Cast
from tests.conftest import SetClock
from tests.make import Person, colleague, person


class Mail(msgspec.Struct):
    """A message in the outbox."""

    to_address: str
    to_name: str
    subject: str
    text_part: str
    html_part: str
    expires_at: datetime | None
    unsubscribe_url: str | None


MAILS = Query(
    Mail,
    select(*(outbox.c[name] for name in Mail.__struct_fields__))
    .where(outbox.c.organization_id == scoped("organization_id"), outbox.c.kind == "reminder")
    .order_by(outbox.c.created_at, outbox.c.to_name, outbox.c.subject),
)


class Office:
    """The cast's workspace. Whoever is in it by the cast is not looked at unless a reminder names them."""

    def __init__(self, cast: Cast, clock: SetClock) -> None:
        self.cast, self.clock = cast, clock
        self.path = f"{cast.workspace}/track_reminders"

    def hire(self, name: str, timezone: str = "UTC", beginning_of_week: int = 1) -> Person:
        """Somebody new in the workspace."""
        hired = colleague(person(self.cast.world, name, timezone), self.cast.place)
        if beginning_of_week != 1:
            assert hired.put("/me", {"beginning_of_week": beginning_of_week}).status == 200
        return hired

    def remind(self, *people: Person, **fields: Any) -> int:
        """A daily reminder for these people, who should track 8 hours."""
        body = {"frequency": 1, "threshold": 8, "user_ids": [one.id for one in people], **fields}
        answer = self.cast.alice.post(self.path, body)
        assert answer.status == 200, answer
        return answer.json["reminder_id"]

    def change(self, reminder_id: int, **fields: Any) -> None:
        """Change a reminder."""
        answer = self.cast.alice.put(f"{self.path}/{reminder_id}", fields)
        assert answer.status == 200, answer

    def track(self, somebody: Person, start: str, hours: float, workspace: str = "") -> dict[str, Any]:
        """A finished entry of somebody's."""
        body = {"created_with": "tests", "start": start, "duration": round(hours * 3600)}
        answer = somebody.post(f"{workspace or self.cast.workspace}/time_entries", body)
        assert answer.status == 200, answer
        return answer.json

    def start(self, somebody: Person, start: str) -> dict[str, Any]:
        """An entry of somebody's that runs since then."""
        body = {"created_with": "tests", "start": start, "duration": -1}
        answer = somebody.post(f"{self.cast.workspace}/time_entries", body)
        assert answer.status == 200, answer
        return answer.json

    def work(self, *at: int) -> None:
        """Have a worker do all that is due, as of a time in UTC if one is given."""
        if at:
            self.clock.set(*at)
        create_worker(self.cast.world.server, self.clock).once()

    def work_through(self, until: datetime, every: timedelta = timedelta(hours=1)) -> None:
        """Have a worker do all that is due, again and again."""
        while self.clock() < until:
            self.work()
            self.clock.fixed = self.clock() + every

    def deliveries(self, reminder_id: int) -> list[dict[str, Any]]:
        """What a reminder told, newest first."""
        answer = self.cast.alice.get(f"{self.path}/{reminder_id}/deliveries?per_page=200")
        assert answer.status == 200, answer
        return answer.json

    def told(self, reminder_id: int) -> list[tuple[str, str]]:
        """Who was told of which period."""
        return sorted((one["user_name"], one["first_day"]) for one in self.deliveries(reminder_id))

    def mails(self) -> list[Mail]:
        """All reminders in the outbox."""
        scope = Scope(organization_id=self.cast.place.organization_id)
        return self.cast.world.server.database.read().all(MAILS, scope)
