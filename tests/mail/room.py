"""A mail room: an installation of its own whose outbox tests fill and whose worker they let work."""

from datetime import datetime
from typing import Any

import msgspec

from sundial.db.statement import Scope
from sundial.jobs import overview
from sundial.jobs.queue import Job
from sundial.mail.letters import Letter
from sundial.mail.outbox import KIND, PERSONAL, Outbox, Receiver
from sundial.mail.queries import ONE, Mail
from sundial.wiring import Server, create_worker
from tests.conftest import SetClock

LETTER = Letter("note", "News for you", "Something happened.\n", "<p>Something <b>happened</b>.</p>")


class Room:
    """An installation with an outbox."""

    def __init__(self, server: Server, clock: SetClock) -> None:
        self.server = server
        self.clock = clock
        self._number = 0

    def through(self, smtp_url: str) -> None:
        """Send through this server from now on."""
        self.server.settings = msgspec.structs.replace(self.server.settings, smtp_url=smtp_url)

    def post(self, address: str, name: str = "", letter: Letter = LETTER, **more: Any) -> int:
        """Write a message."""
        self._number += 1
        organization_id: int = more.pop("organization_id", PERSONAL)
        key: str = more.pop("key", f"test/{self._number}")
        to = Receiver(None, address, name)
        with self.server.database.write() as tx:
            mail_id = Outbox(self.server.settings).post(tx, organization_id, key, to, letter, self.clock(), **more)
        assert mail_id is not None
        return mail_id

    def work(self) -> None:
        """Let a new worker do all that is due."""
        create_worker(self.server, self.clock).once()

    def mail(self, mail_id: int, organization_id: int = PERSONAL) -> Mail:
        """A message as it is now."""
        return self.server.database.read().one(ONE, Scope(organization_id=organization_id), mail_id=mail_id)

    def states(self, *mail_ids: int) -> list[str]:
        return [self.mail(mail_id).state for mail_id in mail_ids]

    def jobs(self, dead: bool = False) -> list[Job]:
        """The jobs for messages, or those that were given up."""
        return overview.jobs(self.server.database.read(), KIND, dead, 1000)

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """What a statement finds."""
        connection = self.server.database.driver.connect()
        try:
            return [tuple(row) for row in connection.execute(sql).fetchall()]
        finally:
            connection.close()

    def due(self, mail_id: int) -> datetime:
        """When a message is tried again."""
        (found,) = [job.due_at for job in self.jobs() if job.subject.endswith(f"/{mail_id}")]
        return found
