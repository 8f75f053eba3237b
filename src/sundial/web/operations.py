"""What is served beside the API: its description, pictures, and what operators look at."""

from datetime import datetime
from functools import cache
from importlib.resources import files
from typing import Any

from sundial.core.errors import NotFound
from sundial.http.operation import Door, Reply, operation
from sundial.web.health import Health
from sundial.web.manual import Manual
from sundial.web.pages import form_page, home_page

PAGE_POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
FORM_POLICY = f"{PAGE_POLICY}; script-src 'self'; connect-src 'self'"
MEDIA_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".png": "image/png",
    ".svg": "image/svg+xml",
}


@operation("GET", "/openapi.json", Door.PUBLIC, base="/api", hidden=True)
def get_openapi(manual: Manual) -> dict[str, Any]:
    """The API's description, made from the code."""
    return manual.document


@operation("GET", "/docs", Door.PUBLIC, base="/api", hidden=True)
def get_docs(manual: Manual) -> Reply[bytes]:
    """The same to read."""
    return _page(manual.page, PAGE_POLICY)


@operation("GET", "/", Door.PUBLIC, base="", hidden=True)
def get_home_page() -> Reply[bytes]:
    """What the server is, for whoever opens its address."""
    return _page(home_page(), PAGE_POLICY)


@operation("GET", "/reset-password", Door.PUBLIC, base="", hidden=True)
def get_new_password_page() -> Reply[bytes]:
    """Where a lost password's link leads, and where one is asked for."""
    return _page(form_page("reset-password"), FORM_POLICY)


@operation("GET", "/invitations/{invitation_code}", Door.PUBLIC, base="", hidden=True)
def get_invitation_page(invitation_code: str) -> Reply[bytes]:
    """Where an invitation's link leads."""
    return _page(form_page("invitation"), FORM_POLICY)


@operation("GET", "/healthz", Door.PUBLIC, base="", hidden=True)
def get_health() -> str:
    """Whether the process answers."""
    return "ok"


@operation("GET", "/readyz", Door.PUBLIC, base="", hidden=True)
def get_readiness(health: Health) -> str:
    """Whether requests can be served: the database answers and is up to date."""
    health.check()
    return "ok"


@operation("GET", "/metrics", Door.PUBLIC, base="", hidden=True)
def get_metrics(health: Health, now: datetime) -> Reply[bytes]:
    """What operators measure, for Prometheus."""
    return Reply(health.numbers(now), media_type="text/plain; version=0.0.4; charset=utf-8")


@operation("GET", "/static/{file}", Door.PUBLIC, base="", hidden=True)
def get_static_file(file: str) -> Reply[bytes]:
    """A file that pages use."""
    return _file(file)


@operation("GET", "/images/{file}", Door.PUBLIC, base="", hidden=True)
def get_image(file: str) -> Reply[bytes]:
    """A picture for those who have none of their own."""
    return _file(file)


def _page(html: str, policy: str) -> Reply[bytes]:
    headers = {"Content-Security-Policy": policy, "Referrer-Policy": "no-referrer"}
    return Reply(html.encode(), media_type="text/html; charset=utf-8", headers=headers)


def _file(name: str) -> Reply[bytes]:
    content = _static().get(name)
    if content is None:
        raise NotFound("Not found")
    media_type = MEDIA_TYPES[name[name.rindex(".") :]]
    return Reply(content, media_type=media_type, headers={"Cache-Control": "public, max-age=3600"})


@cache
def _static() -> dict[str, bytes]:
    return {
        file.name: file.read_bytes()
        for file in (files("sundial.web") / "static").iterdir()
        if file.name[file.name.rfind(".") :] in MEDIA_TYPES
    }
