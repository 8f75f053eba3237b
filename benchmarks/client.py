"""A load generator for machines without wrk: ``python -m benchmarks.client`` reads a Load and prints an Outcome.

One thread waits for all connections at once; with threads of Python's own, their lock would be what is measured.
"""

import re
import select
import socket
import sys
from collections.abc import Generator, Iterator
from itertools import cycle
from time import perf_counter

import msgspec

from benchmarks.load import Load, Outcome

OK = b"HTTP/1.1 200 "
LENGTH = b"\r\ncontent-length: "
END_OF_HEAD = b"\r\n\r\n"
ID = re.compile(rb'\{"id":(\d+)')
SILENCE_SECONDS = 10.0


class Connection:
    """One kept-alive connection with at most one request under way."""

    def __init__(self, load: Load, firsts: Iterator[bytes]) -> None:
        self._talk = _talk(load, firsts)
        self.socket = socket.create_connection((load.host, load.port))
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.sent_at = 0.0
        self._received = b""

    def send(self, answer: bytes | None) -> None:
        """Begin the first request, or the one after an answer."""
        request = self._talk.send(answer)
        self._received = b""
        self.sent_at = perf_counter()
        self.socket.sendall(request)

    def receive(self) -> bytes | None:
        """The answer once it is complete. Raises ConnectionError when the server closes the connection."""
        more = self.socket.recv(65536)
        if not more:
            raise ConnectionError("the server closed a connection")
        self._received += more
        head = self._received.find(END_OF_HEAD)
        if head < 0:
            return None
        at = self._received.lower().index(LENGTH, 0, head + 2) + len(LENGTH)
        length = int(self._received[at : self._received.index(b"\r\n", at)])
        return self._received if len(self._received) >= head + len(END_OF_HEAD) + length else None


def drive(load: Load) -> Outcome:
    """Send the load. Raises ConnectionError when the server goes away or falls silent."""
    firsts = cycle([_request(load, load.method, load.path, body) for body in load.bodies or ("",)])
    connections = {made.socket.fileno(): made for made in (Connection(load, firsts) for _ in range(load.connections))}
    poll = select.epoll()
    for descriptor, connection in connections.items():
        poll.register(descriptor, select.EPOLLIN)
        connection.send(None)
    latencies: list[float] = []
    failures = 0
    end = perf_counter() + load.seconds
    while perf_counter() < end:
        ready = poll.poll(SILENCE_SECONDS)
        if not ready:
            raise ConnectionError("the server fell silent")
        for descriptor, _ in ready:
            connection = connections[descriptor]
            answer = connection.receive()
            if answer is not None:
                latencies.append(perf_counter() - connection.sent_at)
                failures += not answer.startswith(OK)
                connection.send(answer)
    return _outcome(latencies, failures)


def _outcome(latencies: list[float], failures: int) -> Outcome:
    latencies.sort()
    p50, p99 = (latencies[int(len(latencies) * part)] * 1e6 for part in (0.5, 0.99))
    return Outcome(requests=len(latencies), failures=failures, p50=p50, p99=p99)


def _talk(load: Load, firsts: Iterator[bytes]) -> Generator[bytes, bytes | None]:
    """The requests of one connection; each answer decides what comes next."""
    for first in firsts:
        answer = yield first
        made = ID.search(answer or b"") if load.then else None
        if load.then and made:
            yield _request(load, load.then.method, load.then.path.format(id=int(made[1])), "")


def _request(load: Load, method: str, path: str, body: str) -> bytes:
    headers = {"Host": f"{load.host}:{load.port}", **load.headers}
    if body:
        headers["Content-Length"] = str(len(body.encode()))
    lines = [f"{method} {path} HTTP/1.1", *(f"{name}: {value}" for name, value in headers.items())]
    return "\r\n".join([*lines, "", body]).encode()


if __name__ == "__main__":
    planned = msgspec.json.decode(sys.stdin.buffer.read(), type=Load)
    sys.stdout.buffer.write(msgspec.json.encode(drive(planned)))
