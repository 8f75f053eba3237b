"""What time is tracked for, made through HTTP in Alice's workspace."""

from typing import Any

from tests.cast import Cast
from tests.make import Person


def create(cast: Cast, what: str, by: Person | None = None, **fields: Any) -> dict[str, Any]:
    """Make a project, client, tag, … (``what`` is the end of its list's path)."""
    answer = (by or cast.alice).post(f"{cast.workspace}/{what}", fields)
    assert answer.status == 200, answer
    return answer.json


def change(cast: Cast, what: str, number: int, by: Person | None = None, **fields: Any) -> None:
    """Change one."""
    answer = (by or cast.alice).put(f"{cast.workspace}/{what}/{number}", fields)
    assert answer.status == 200, answer


def delete(cast: Cast, what: str, number: int, by: Person | None = None, query: str = "") -> None:
    """Delete one."""
    answer = (by or cast.alice).delete(f"{cast.workspace}/{what}/{number}{query}")
    assert answer.status == 200, answer


def named(cast: Cast, what: str) -> dict[str, int]:
    """What is there, by name."""
    answer = cast.alice.get(f"{cast.workspace}/{what}")
    assert answer.status == 200, answer
    found: list[dict[str, Any]] = answer.json or []
    return {one["name"]: one["id"] for one in found}


def read(cast: Cast, what: str, number: int) -> dict[str, Any]:
    """One, but for when it was last changed."""
    answer = cast.alice.get(f"{cast.workspace}/{what}/{number}")
    assert answer.status == 200, answer
    return {name: value for name, value in answer.json.items() if name != "at"}
