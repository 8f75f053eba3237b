"""Whether a JSON answer has exactly the documented fields, each of its documented type."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, cast

from tests.contract.facts import Fields


def mismatches(value: Any, fields: Fields) -> list[str]:
    """What is wrong with an object: fields that are missing or unknown, values of another type."""
    if not isinstance(value, dict):
        return [f"no object: {value!r}"]
    given = cast(dict[str, Any], value)
    missing = [f"{name} is missing" for name in fields if name not in given]
    unknown = [f"{name} is not documented" for name in given if name not in fields]
    wrong = [
        f"{name} is {given[name]!r}, not {kind}"
        for name, kind in fields.items()
        if name in given and not is_a(given[name], kind)
    ]
    return missing + unknown + wrong


def is_a(value: Any, kind: str) -> bool:
    """Whether a value is of a kind such as ``integer``, ``time or null`` or ``list of string``."""
    kind, _, optional = kind.partition(" or ")
    if value is None:
        return optional == "null"
    if kind.startswith("list of "):
        return isinstance(value, list) and all(
            is_a(item, kind.removeprefix("list of ")) for item in cast(list[Any], value)
        )
    return _KINDS[kind](value)


def _is_time(value: Any) -> bool:
    """A time in UTC as in RFC 3339."""
    return isinstance(value, str) and "T" in value and datetime.fromisoformat(value).utcoffset() == timedelta(0)


# JSON has true and false, which Python takes for integers.
_KINDS: dict[str, Callable[[Any], bool]] = {
    "boolean": lambda value: isinstance(value, bool),
    "integer": lambda value: isinstance(value, int) and not isinstance(value, bool),
    "number": lambda value: isinstance(value, (int, float)) and not isinstance(value, bool),
    "string": lambda value: isinstance(value, str),
    "object": lambda value: isinstance(value, dict),
    "time": _is_time,
}
