"""Answering one request: sign in, enter, run one operation in one transaction, commit, answer."""

import logging
import os
from collections.abc import Mapping
from datetime import datetime
from time import perf_counter
from types import NoneType
from typing import Any, BinaryIO, cast

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
from sundial.http.chores import Chores
from sundial.http.errors import BUG, status_of
from sundial.http.idempotency import Claim
from sundial.http.metrics import Metrics
from sundial.http.operation import API, INSIGHTS, REPORTS, REPORTS_V2, Door, Reply
from sundial.http.quota import Count, Quota
from sundial.http.requests import Requests, body_of, new_request_id
from sundial.http.uploads import uploaded

log = logging.getLogger("sundial.http")
access_log = logging.getLogger("sundial.access")

JSON = "application/json; charset=utf-8"
NO_CONTENT = 204
METERED = (API, REPORTS, REPORTS_V2, INSIGHTS)
"""Below these, answers tell of the quota."""
COMMON_HEADERS = {"Cache-Control": "no-cache", "X-Content-Type-Options": "nosniff"}
ATTEMPTS = 3


class Answer:
    """What will be sent: settled before the transaction commits."""

    __slots__ = ("body", "file", "headers", "media_type", "status")

    def __init__(
        self,
        status: int,
        body: bytes,
        media_type: str = JSON,
        headers: dict[str, str] | None = None,
        file: BinaryIO | None = None,
    ) -> None:
        self.status = status
        self.body = body
        self.media_type = media_type
        self.headers = headers or {}
        self.file = file


class Call:
    """One request on its way: who sends it, with what, when."""

    __slots__ = ("content", "now", "path", "req", "user")

    def __init__(
        self, req: falcon.Request, path: Mapping[str, str], content: bytes | None, user: Any, now: datetime
    ) -> None:
        self.req = req
        self.path = path
        self.content = content
        self.user = user
        self.now = now

    def fingerprint(self) -> bytes:
        """What makes two requests the same."""
        return f"{self.req.method} {self.req.relative_uri}\n".encode() + (self.content or b"")


class Responder:
    """Falcon's responder for one operation."""

    def __init__(
        self,
        binding: Binding,
        database: Database,
        requests: Requests,
        clock: Clock,
        metrics: Metrics,
        quota: Quota,
        chores: Chores,
    ) -> None:
        operation = binding.operation
        self.binding = binding
        self._headers = {**COMMON_HEADERS, **quota.full} if operation.path.startswith(METERED) else COMMON_HEADERS
        self._count = quota.look if operation.unmetered else quota.spend
        self._database = database
        self._uses_database = operation.needs is not Door.PUBLIC or binding.transaction is not None
        self._requests = requests
        self._clock = clock
        self._chores = chores
        self._metrics = metrics
        self._name = binding.operation.name
        self._requests_by_status: dict[int, Any] = {}
        self._database_time = metrics.database(self._name)

    def __call__(self, req: falcon.Request, resp: falcon.Response, **path: str) -> None:
        started = perf_counter()
        request_id = new_request_id()
        read: Any = None
        try:
            # Whether the process lives must not depend on the database: what needs none opens none.
            read = self._database.read() if self._uses_database else None
            answer = self._attempt(req, path, read)
        except Error as error:
            answer = refusal(error)
        except falcon.HTTPError:
            raise
        except Exception:
            log.exception("request failed", extra={"fields": {"request_id": request_id, "path": req.path}})
            answer = Answer(500, encoder.encode(BUG))
        send(resp, answer, request_id, self._headers)
        seconds = perf_counter() - started
        self._measure(answer.status, seconds, read)
        if self._requests.logged:
            fields = {"method": req.method, "path": req.path, "status": answer.status, "request_id": request_id}
            access_log.info("request", extra={"fields": {**fields, "ms": round(seconds * 1000, 1)}})

    def _measure(self, status: int, seconds: float, read: Read | None) -> None:
        requests = self._requests_by_status.get(status)
        if requests is None:
            requests = self._requests_by_status[status] = self._metrics.requests(self._name, str(status))
        requests.observe(seconds)
        if read is not None:
            self._database_time.inc(read.seconds)

    def _attempt(self, req: falcon.Request, path: Mapping[str, str], read: Read) -> Answer:
        content = None if self.binding.body is None else body_of(req, self.binding.operation.largest)
        if content == b"" and self.binding.operation.body_optional:
            content = b"{}"
        now = self._clock()
        if not self._chores.since <= now < self._chores.until and self._uses_database:
            self._chores.run(now)
        for _ in range(ATTEMPTS):
            try:
                call = Call(req, path, content, self._sign_in(read, req, now), now)
                if self._count is None or call.user is None:
                    return self._perform(call, read)
                return self._counted(call, read, self._count)
            except Again:
                read = self._database.read()
        raise Unavailable("The database is busy. Please try again.", {"Retry-After": "1"})

    def _sign_in(self, read: Read, req: falcon.Request, now: datetime) -> Any:
        needs = self.binding.operation.needs
        if needs is Door.PUBLIC or (needs is Door.ANYBODY and not self._requests.signs_in(req)):
            return None
        return self._requests.sign_in(read, req, now)

    def _counted(self, call: Call, read: Read, count: Count) -> Answer:
        place = self._place(read, call)
        left = count(read, Scope(organization_id=getattr(place, "organization_id", 0), user_id=call.user.id), call.now)
        try:
            answer = self._perform(call, read)
        except Error as error:
            answer = refusal(error)
        answer.headers = {**left, **answer.headers}
        return answer

    def _perform(self, call: Call, read: Read) -> Answer:
        return self._write(call, read) if self.binding.writes else self._run(read, call)

    def _write(self, call: Call, read: Read) -> Answer:
        with self._database.write() as tx:
            # Now that nobody else writes (SQLite): waiting would date a change before what others have read since.
            call.now = self._clock()
            key = None if self.binding.operation.secret else call.req.env.get("HTTP_IDEMPOTENCY_KEY")
            answer = self._run(tx, call) if key is None or call.user is None else self._once(tx, call, key)
        read.seconds += tx.seconds
        return answer

    def _run(self, tx: Read, call: Call) -> Answer:
        return self._act(tx, call, self._enter(tx, call))

    def _once(self, tx: Write, call: Call, key: str) -> Answer:
        asker = self._enter(tx, call)
        scope = Scope(organization_id=getattr(asker, "organization_id", 0), user_id=call.user.id)
        claim = Claim(tx, scope, key, call.fingerprint(), call.now)
        if claim.first is not None:
            return Answer(claim.first.status or 200, claim.first.body or b"", headers={"Idempotent-Replayed": "true"})
        answer = self._act(tx, call, asker)
        claim.keep(answer.status, answer.body)
        return answer

    def _enter(self, tx: Read, call: Call) -> Any:
        operation = self.binding.operation
        asker = self._place(tx, call)
        if self.binding.entrance is not None and operation.needs not in asker.permissions:
            raise operation.refused.fresh()
        return asker

    def _place(self, tx: Read, call: Call) -> Any:
        entrance, operation = self.binding.entrance, self.binding.operation
        if entrance is None:
            return call.user
        place = self._path_value(call, entrance.path_name, int)
        try:
            asker = entrance.enter(tx, call.user, place)
        except (NotFound, Forbidden) as error:
            raise (operation.stranger or error).fresh() from None
        if "organization_id" in call.path and asker.organization_id != self._path_value(call, "organization_id", int):
            raise (operation.mismatch or operation.refused).fresh()
        return asker

    def _path_value(self, call: Call, name: str, kind: type) -> Any:
        operation = self.binding.operation
        return path_value(name, call.path[name], kind, operation.invalid_ids.get(name) or operation.invalid_id)

    def _act(self, tx: Read, call: Call, asker: Any) -> Answer:
        # Only who may come in learns what is wrong with the body.
        arguments = self._arguments(call)
        binding = self.binding
        if binding.asker is not None:
            arguments[binding.asker] = asker
        if binding.transaction is not None:
            arguments[binding.transaction] = tx
        operation = binding.operation
        return answer_with(operation.function(**arguments), binding.returns, operation.status)

    def _arguments(self, call: Call) -> dict[str, Any]:
        binding, req = self.binding, call.req
        arguments = binding.constants.copy()
        for name, kind in binding.path:
            arguments[name] = self._path_value(call, name, kind)
        for wanted in binding.query:
            text = wanted.given(req.params)
            if text is None and wanted.required:
                raise Invalid(f"{wanted.name} is required")
            arguments[wanted.name] = wanted.default if text is None else wanted.read(wanted.name, text)
        if binding.now is not None:
            arguments[binding.now] = call.now
        if binding.visit is not None:
            arguments[binding.visit] = self._requests.visit(req)
        if binding.body is not None and call.content is not None:
            arguments[binding.body] = (
                decode(binding.decoder, call.content, binding.operation.not_json)
                if binding.decoder
                else uploaded(call.content, req.content_type or "")
            )
        return arguments


def answer_with(result: Any, kind: Any, status: int = 200) -> Answer:
    """An operation's result as an answer; a Reply brings its own status and headers.

    An operation of the ``kind`` that never gives anything has an empty body, one that happens to give nothing a null.
    """
    if result is None:
        return Answer(status, b"" if kind is NoneType else b"null")
    if isinstance(result, Reply):
        reply = cast(Reply[Any], result)
        return Answer(reply.status, _content(reply.body), reply.media_type or JSON, reply.headers, reply.file)
    return Answer(status, encoder.encode(result))


def _content(body: Any) -> bytes:
    if body is None:
        return b""
    return body if isinstance(body, bytes) else encoder.encode(body)


def refusal(error: Error) -> Answer:
    """An error as an answer: one JSON string, but nothing at all for somebody who did not sign in."""
    status = status_of(error)
    if status == 401:
        return Answer(401, b"", headers={"X-Authorization-Missing": "true", **error.headers})
    return Answer(status, encoder.encode(error.sentence), headers=error.headers)


def send(resp: falcon.Response, answer: Answer, request_id: str, headers: Mapping[str, str]) -> None:
    """Hand an answer to Falcon. ``headers`` are those that every such answer has; its own win."""
    resp.status = answer.status
    if answer.file is None:
        resp.data = answer.body
    else:
        length = answer.file.seek(0, os.SEEK_END)
        answer.file.seek(0)
        resp.set_stream(answer.file, length)
    if answer.status != NO_CONTENT:
        resp.content_type = answer.media_type
    resp.set_headers(headers)
    resp.set_header("X-Request-Id", request_id)
    for name, value in answer.headers.items():
        if name == "Set-Cookie":
            resp.append_header(name, value)
        else:
            resp.set_header(name, value)
