"""Saved reports, in few words."""

from typing import Any

from tests.cast import Cast
from tests.make import Answer, Person

SHARED = "//reports/api/v3/shared"


def path(cast: Cast, report: dict[str, Any] | None = None) -> str:
    """Where the workspace's saved reports are, or one of them."""
    return f"{cast.workspace}/reports/shared" + ("" if report is None else f"/{report['id']}")


def post(cast: Cast, person: Person | None = None, **fields: Any) -> Answer:
    """Send a report to save; Alice does, and it is a private summary, unless told otherwise."""
    params = {"report_type": "summary", **fields.pop("params", {})}
    body = {"name": "Hours", "public": False, "fixed_daterange": False, "params": params, **fields}
    return (person or cast.alice).post(path(cast), body)


def save(cast: Cast, person: Person | None = None, **fields: Any) -> dict[str, Any]:
    """Save a report, and give it."""
    answer = post(cast, person, **fields)
    assert answer.status == 200, answer
    return answer.json


def names(cast: Cast, query: str = "", person: Person | None = None) -> list[str]:
    """The names of the reports that somebody sees."""
    answer = (person or cast.alice).get(f"{path(cast)}{query}")
    assert answer.status == 200, answer
    return [each["name"] for each in answer.json]


def run(cast: Cast, token: str, person: Person | None = None, **body: Any) -> Answer:
    """Open a report by its token: as nobody, unless told otherwise."""
    if person is None:
        return cast.world.send("POST", f"{SHARED}/{token}", json=body)
    return person.post(f"{SHARED}/{token}", body)
