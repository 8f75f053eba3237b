"""What a request says of who sends it and from where; the part of sign-in that belongs to HTTP."""

import os
from collections.abc import Callable
from datetime import datetime
from ipaddress import ip_address, ip_network
from itertools import count
from secrets import token_hex
from typing import Any

import falcon
import msgspec

from sundial.core.errors import Forbidden, TooLarge
from sundial.db.transaction import Read
from sundial.http.operation import Visit

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
SECURE_COOKIE = "__Host-timer-session"
PLAIN_COOKIE = "timer-session"


class Credentials(msgspec.Struct):
    """What a request says of who sends it."""

    authorization: str | None
    cookie: str | None
    address: str


_process = token_hex(6)
_numbers = count(1)


def _rename_process() -> None:
    global _process
    _process = token_hex(6)


# Workers are copies of a process that has loaded this module.
os.register_at_fork(after_in_child=_rename_process)


def new_request_id() -> str:
    """A name for one request, unique among all processes."""
    return f"{_process}-{next(_numbers)}"


SignIn = Callable[[Read, Credentials, datetime], Any]


class Requests:
    """Reads requests for one server.

    ``proxies`` are the addresses or networks whose ``X-Forwarded-*`` headers are believed; ``public_url`` is the
    address that browsers use. ``logged`` tells whether each request is worth a line in the log.
    """

    def __init__(self, sign_in: SignIn, public_url: str, proxies: tuple[str, ...], logged: bool = False) -> None:
        self.logged = logged
        self._sign_in = sign_in
        self._public_url = public_url.rstrip("/")
        self._proxies = [ip_network(proxy, strict=False) for proxy in proxies]

    def signs_in(self, req: falcon.Request) -> bool:
        """Whether the request carries credentials of any kind."""
        return bool(req.env.get("HTTP_AUTHORIZATION")) or self.cookie(req) is not None

    def sign_in(self, tx: Read, req: falcon.Request, now: datetime) -> Any:
        """The user who sends this request.

        Raises what the gate raises, and Forbidden when a browser sends a cookie from another site's page.
        """
        authorization: str | None = req.env.get("HTTP_AUTHORIZATION")
        if authorization:
            return self._sign_in(tx, Credentials(authorization, None, self.address(req)), now)
        cookie = self.cookie(req)
        if cookie and req.method not in SAFE and req.env.get("HTTP_ORIGIN") not in self._origins(req):
            raise Forbidden("Requests with a session cookie must come from this site's own pages.")
        return self._sign_in(tx, Credentials(None, cookie, self.address(req)), now)

    def visit(self, req: falcon.Request) -> Visit:
        """What an operation may know of this request."""
        return Visit(
            address=self.address(req),
            user_agent=req.user_agent or "",
            secure=self.secure(req),
            cookie=self.cookie(req),
            if_none_match=req.get_header("If-None-Match"),
        )

    def address(self, req: falcon.Request) -> str:
        """The client's address: the last one in ``X-Forwarded-For`` that a believed proxy vouches for."""
        address: str = req.env.get("REMOTE_ADDR", "")
        if self._proxies:
            for forwarded in reversed(req.env.get("HTTP_X_FORWARDED_FOR", "").split(",")):
                if not self._believed(address) or not forwarded.strip():
                    break
                address = forwarded.strip()
        return address

    def secure(self, req: falcon.Request) -> bool:
        """Whether the browser came over HTTPS."""
        if self._believed(req.env.get("REMOTE_ADDR", "")) and "HTTP_X_FORWARDED_PROTO" in req.env:
            return req.env["HTTP_X_FORWARDED_PROTO"] == "https"
        return req.scheme == "https" or self._public_url.startswith("https:")

    def cookie(self, req: falcon.Request) -> str | None:
        """The session token in the cookie that fits the connection."""
        if not req.env.get("HTTP_COOKIE"):
            return None
        found = req.get_cookie_values(cookie_name(self.secure(req)))
        return found[0] if found else None

    def _origins(self, req: falcon.Request) -> set[str]:
        scheme = "https" if self.secure(req) else "http"
        own = {f"{scheme}://{req.env.get('HTTP_HOST', '')}"}
        return own | {self._public_url} if self._public_url else own

    def _believed(self, address: str) -> bool:
        try:
            return any(ip_address(address) in network for network in self._proxies)
        except ValueError:
            return False


def cookie_name(secure: bool) -> str:
    """The session cookie's name: browsers accept the ``__Host-`` prefix over HTTPS only."""
    return SECURE_COOKIE if secure else PLAIN_COOKIE


def body_of(req: falcon.Request, largest: int) -> bytes:
    """The whole body. Raises TooLarge when it is over its limit; reads no more than that."""
    if (req.content_length or 0) > largest:
        raise TooLarge(f"The body must not be larger than {largest} bytes.")
    content: bytes = req.env["wsgi.input"].read(largest + 1)
    if len(content) > largest:
        raise TooLarge(f"The body must not be larger than {largest} bytes.")
    return content
