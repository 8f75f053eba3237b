"""What is served beside the API: its description, pictures, and what operators look at."""

from functools import cache
from importlib.resources import files
from typing import Any

from sundial.core.errors import NotFound
from sundial.http.operation import Door, Reply, operation
from sundial.web.health import Health
from sundial.web.manual import Manual

PAGE_POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
MEDIA_TYPES = {".css": "text/css; charset=utf-8", ".png": "image/png", ".svg": "image/svg+xml"}


@operation("GET", "/openapi.json", Door.PUBLIC, base="/api", hidden=True)
def get_openapi(manual: Manual) -> dict[str, Any]:
    """The API's description, made from the code."""
    return manual.document


@operation("GET", "/docs", Door.PUBLIC, base="/api", hidden=True)
def get_docs(manual: Manual) -> Reply[bytes]:
    """The same to read."""
    return Reply(
        manual.page.encode(),
        media_type="text/html; charset=utf-8",
        headers={"Content-Security-Policy": PAGE_POLICY, "Referrer-Policy": "no-referrer"},
    )


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
def get_metrics(health: Health) -> Reply[bytes]:
    """What operators measure, for Prometheus."""
    return Reply(health.metrics.text(), media_type="text/plain; version=0.0.4; charset=utf-8")


@operation("GET", "/static/{file}", Door.PUBLIC, base="", hidden=True)
def get_static_file(file: str) -> Reply[bytes]:
    """A file that pages use."""
    return _file(file)


@operation("GET", "/images/{file}", Door.PUBLIC, base="", hidden=True)
def get_image(file: str) -> Reply[bytes]:
    """A picture for those who have none of their own."""
    return _file(file)


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
