"""A mail server with moods, and workers that are killed while they talk to it."""

import os
import random
import signal
from collections import Counter
from collections.abc import Sequence
from typing import Any

import psutil
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from tests.postgres import free_port


class PostOffice:
    """Takes mail on a loopback port. ``accepted`` are the Message-IDs and receivers of what it has taken on.

    Now and then it refuses for the time being, or hangs up. With ``victims`` it kills the process that talks to it,
    after it has taken a message on and before it says so.
    """

    def __init__(self, seed: int) -> None:
        self.accepted: list[tuple[str, str]] = []
        self.killed_after: list[str] = []
        self.moody = False
        self.victims = 0
        self._random = random.Random(seed)
        self._controller = Controller(self, hostname="127.0.0.1", port=free_port())

    def __enter__(self) -> "PostOffice":
        self._controller.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._controller.stop()

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self._controller.port}"

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: Sequence[str]
    ) -> str:
        if self.moody and self._random.random() < 0.15:
            return "451 Come back later"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        if self.moody and self._random.random() < 0.1:
            transport: Any = server.transport
            transport.abort()
            return "421 Gone"
        assert isinstance(envelope.content, bytes)
        (line,) = [line for line in envelope.content.splitlines() if line.lower().startswith(b"message-id:")]
        message_id = line.split(b":", 1)[1].strip().decode()
        self.accepted.append((message_id, envelope.rcpt_tos[0]))
        if self.victims:
            self.victims -= 1
            self.killed_after.append(message_id)
            peer: Any = session.peer
            os.kill(talking_from(peer[1]), signal.SIGKILL)
        return "250 Taken on"

    def times(self) -> Counter[tuple[str, str]]:
        """How often each message was taken on."""
        return Counter(self.accepted)


def talking_from(port: int) -> int:
    """The process on this machine that has this end of a connection."""
    (pid,) = {one.pid for one in psutil.net_connections("tcp4") if one.laddr and one.laddr.port == port and one.pid}
    return pid
