"""Answering one request: sign in, enter, run one operation in one transaction, commit, answer."""

import logging
from collections.abc import Mapping
from datetime import datetime
from itertools import count
from secrets import token_hex
from time import perf_counter
from typing import Any, cast

import falcon

from sundial.core.clock import Clock
from sundial.core.encoding import encoder
from sundial.core.errors import Error, Forbidden, Invalid, NotFound, Unavailable
from sundial.db.driver import Again
from sundial.db.engine import Database
from sundial.db.statement import Scope
from sundial.db.transaction import Read, Write
from sundial.http.binding import Binding, path_value
from sundial.http.bodies import decode
from sundial.http.errors import BUG, status_of
from sundial.http.idempotency import Claim
from sundial.http.metrics import Metrics
from sundial.http.operation import Door, Reply, Upload
from sundial.http.requests import Requests, body_of

log = logging.getLogger("sundial.http")

JSON = "application/json; charset=utf-8"
COMMON_HEADERS = {"Cache-Control": "no-cache", "X-Content-Type-Options": "nosniff"}
ATTEMPTS = 3

_process = token_hex(6)
_numbers = count(1)


def new_request_id() -> str:
    """A name for one request, unique among all processes."""
    return f"{_process}-{next(_numbers)}"


class Answer:
    """What will be sent: settled before the transaction commits."""

    __slots__ = ("body", "headers", "media_type", "status")

    def __init__(self, status: int, body: bytes, media_type: str = JSON, headers: dict[str, str] | None = None) -> None:
        self.status = status
        self.body = body
        self.media_type = media_type
        self.headers = headers or {}


class Responder:
    """Falcon's responder for one operation."""

    def __init__(
        self, binding: Binding, database: Database, requests: Requests, clock: Clock, metrics: Metrics
    ) -> None:
        self.binding = binding
        self._database = database
        self._requests = requests
        self._clock = clock
        self._metrics = metrics
        self._name = binding.operation.name
        self._requests_by_status: dict[int, Any] = {}
        self._database_time = metrics.database.labels(self._name)

    def __call__(self, req: falcon.Request, resp: falcon.Response, **path: str) -> None:
        started = perf_counter()
        request_id = new_request_id()
        read: Read | None = None
        try:
            read = self._database.read()
            answer = self._attempt(req, path, read)
        except Error as error:
            answer = refusal(error)
        except falcon.HTTPError:
            raise
        except Exception:
            log.exception("request failed", extra={"fields": {"request_id": request_id, "path": req.path}})
            answer = Answer(500, encoder.encode(BUG))
        send(resp, answer, request_id)
        self._measure(answer.status, perf_counter() - started, read)

    def _measure(self, status: int, seconds: float, read: Read | None) -> None:
        requests = self._requests_by_status.get(status)
        if requests is None:
            requests = self._requests_by_status[status] = self._metrics.requests.labels(self._name, str(status))
        requests.observe(seconds)
        if read is not None:
            self._database_time.inc(read.seconds)

    def _attempt(self, req: falcon.Request, path: Mapping[str, str], read: Read) -> Answer:
        content = None if self.binding.body is None else body_of(req, self.binding.operation.largest)
        for _ in range(ATTEMPTS):
            try:
                return self._answer(req, path, content, read)
            except Again:
                read = self._database.read()
        raise Unavailable("The database is busy. Please try again.", {"Retry-After": "1"})

    def _answer(self, req: falcon.Request, path: Mapping[str, str], content: bytes | None, read: Read) -> Answer:
        binding = self.binding
        now = self._clock()
        user = None if binding.operation.needs is Door.PUBLIC else self._requests.sign_in(read, req, now)
        arguments = self._arguments(req, path, content, now)
        if not binding.writes:
            return self._run(read, user, path, arguments)
        with self._database.write() as tx:
            key = req.env.get("HTTP_IDEMPOTENCY_KEY")
            if key is None or user is None:
                answer = self._run(tx, user, path, arguments)
            else:
                request = f"{req.method} {req.relative_uri}\n".encode() + (content or b"")
                answer = self._once(tx, user, path, arguments, key, request, now)
        read.seconds += tx.seconds
        return answer

    def _arguments(
        self, req: falcon.Request, path: Mapping[str, str], content: bytes | None, now: datetime
    ) -> dict[str, Any]:
        binding = self.binding
        arguments = binding.constants.copy()
        for name, kind in binding.path:
            arguments[name] = path_value(name, path[name], kind, binding.operation.invalid_id)
        for wanted in binding.query:
            text = req.get_param(wanted.name)
            if text is None and wanted.required:
                raise Invalid(f"{wanted.name} is required")
            arguments[wanted.name] = wanted.default if text is None else wanted.read(wanted.name, text)
        if binding.now is not None:
            arguments[binding.now] = now
        if binding.visit is not None:
            arguments[binding.visit] = self._requests.visit(req)
        if binding.body is not None and content is not None:
            arguments[binding.body] = (
                decode(binding.decoder, content) if binding.decoder else Upload(content, req.content_type or "")
            )
        return arguments

    def _run(self, tx: Read, user: Any, path: Mapping[str, str], arguments: dict[str, Any]) -> Answer:
        return self._call(tx, self._enter(tx, user, path), arguments)

    def _call(self, tx: Read, asker: Any, arguments: dict[str, Any]) -> Answer:
        binding = self.binding
        if binding.asker is not None:
            arguments[binding.asker] = asker
        if binding.transaction is not None:
            arguments[binding.transaction] = tx
        return answer_with(binding.operation.function(**arguments))

    def _enter(self, tx: Read, user: Any, path: Mapping[str, str]) -> Any:
        entrance, operation = self.binding.entrance, self.binding.operation
        if entrance is None:
            return user
        place = path_value(entrance.path_name, path[entrance.path_name], int, operation.invalid_id)
        try:
            asker = entrance.enter(tx, user, place)
        except (NotFound, Forbidden) as error:
            raise (operation.stranger or error).fresh() from None
        if operation.needs not in asker.permissions:
            raise operation.refused.fresh()
        return asker

    def _once(
        self,
        tx: Write,
        user: Any,
        path: Mapping[str, str],
        arguments: dict[str, Any],
        key: str,
        request: bytes,
        now: datetime,
    ) -> Answer:
        asker = self._enter(tx, user, path)
        scope = Scope(organization_id=getattr(asker, "organization_id", 0), user_id=user.id)
        claim = Claim(tx, scope, key, request, now)
        if claim.first is not None:
            return Answer(claim.first.status or 200, claim.first.body or b"", headers={"Idempotent-Replayed": "true"})
        answer = self._call(tx, asker, arguments)
        claim.keep(answer.status, answer.body)
        return answer


def answer_with(result: Any) -> Answer:
    """An operation's result as an answer: nothing is an empty body, a Reply brings its own status and headers."""
    if result is None:
        return Answer(200, b"")
    if isinstance(result, Reply):
        reply = cast(Reply[Any], result)
        body = (
            b"" if reply.body is None else reply.body if isinstance(reply.body, bytes) else encoder.encode(reply.body)
        )
        return Answer(reply.status, body, reply.media_type or JSON, reply.headers)
    return Answer(200, encoder.encode(result))


def refusal(error: Error) -> Answer:
    """An error as an answer: one JSON string, but nothing at all for somebody who did not sign in."""
    status = status_of(error)
    if status == 401:
        return Answer(401, b"", headers={"X-Authorization-Missing": "true", **error.headers})
    return Answer(status, encoder.encode(error.sentence), headers=error.headers)


def send(resp: falcon.Response, answer: Answer, request_id: str) -> None:
    """Hand an answer to Falcon with the headers that every answer has."""
    resp.status = answer.status
    resp.data = answer.body
    resp.content_type = answer.media_type
    resp.set_headers(COMMON_HEADERS)
    resp.set_header("X-Request-Id", request_id)
    for name, value in answer.headers.items():
        if name == "Set-Cookie":
            resp.append_header(name, value)
        else:
            resp.set_header(name, value)
