"""The WSGI application: every operation at its path, and the same manners everywhere."""

import logging
from collections.abc import Iterable
from typing import Any, cast

import falcon

from sundial.core.encoding import encoder
from sundial.core.errors import Error, Invalid, MethodNotAllowed, NotFound
from sundial.http.errors import BUG
from sundial.http.quota import Quota
from sundial.http.requests import new_request_id
from sundial.http.responder import COMMON_HEADERS, Answer, Responder, refusal, send

log = logging.getLogger("sundial.http")

# What pages of listed sites may read beside the few headers that browsers always show them.
EXPOSED = (
    "Idempotent-Replayed",
    "Retry-After",
    "X-Remaining-Login-Attempts",
    "X-Request-Id",
    "X-Toggl-Quota-Remaining",
    "X-Toggl-Quota-Resets-In",
)

App = falcon.App[falcon.Request, falcon.Response]


class Resource:
    """All responders of one path."""

    def add(self, responder: Responder) -> None:
        """Answer this responder's method; HEAD goes with GET."""
        method = responder.binding.operation.method
        setattr(self, f"on_{method.lower()}", responder)
        if method == "GET":
            self.on_head = responder


class Mishaps:
    """Answers for what no responder has answered."""

    def __init__(self, quota: Quota) -> None:
        self._headers = {**COMMON_HEADERS, **quota.full}

    def refused(self, req: falcon.Request, resp: falcon.Response, error: falcon.HTTPError, params: object) -> None:
        """What Falcon itself refuses: unknown paths, wrong methods, malformed requests."""
        send(resp, refusal(_error_for(error, req)), new_request_id(), self._headers)

    def bug(self, req: falcon.Request, resp: falcon.Response, error: Exception, params: object) -> None:
        """What should not have happened."""
        request_id = new_request_id()
        log.error("request failed", exc_info=error, extra={"fields": {"request_id": request_id, "path": req.path}})
        send(resp, Answer(500, encoder.encode(BUG)), request_id, self._headers)


def build(responders: Iterable[Responder], origins: tuple[str, ...], quota: Quota) -> App:
    """The application. ``origins`` are the sites whose pages may call it (CORS); none by default."""
    cors: list[Any] = [falcon.CORSMiddleware(allow_origins=origins, expose_headers=EXPOSED)] if origins else []
    app: App = falcon.App(middleware=cors)
    app.req_options.strip_url_path_trailing_slash = True
    app.req_options.keep_blank_qs_values = True
    app.req_options.auto_parse_qs_csv = False
    mishaps = Mishaps(quota)
    app.add_error_handler(Exception, mishaps.bug)
    app.add_error_handler(falcon.HTTPError, mishaps.refused)
    resources: dict[str, Resource] = {}
    for responder in responders:
        path = responder.binding.operation.path
        resources.setdefault(path, Resource()).add(responder)
    for path, resource in resources.items():
        app.add_route(path, resource)
    return app


def _error_for(error: falcon.HTTPError, req: falcon.Request) -> Error:
    headers = cast(dict[str, str], error.headers or {})
    if isinstance(error, falcon.HTTPMethodNotAllowed):
        return MethodNotAllowed(f"{req.method} is not allowed here.", headers)
    if isinstance(error, falcon.HTTPNotFound):
        return NotFound("Not found")
    return Invalid(error.description or error.title or "Bad request", headers)
