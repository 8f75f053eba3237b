"""Bodies in and out: strict, bounded, and refused with a sentence that names the field (`decisions.md, Errors`)."""

import re
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from types import NoneType
from typing import Any, Literal, TypeVar, get_args, get_origin, get_type_hints

import msgspec

from sundial.core.errors import Invalid
from sundial.core.money import Money
from sundial.http.operation import NOT_JSON

Body = TypeVar("Body")

_KINDS = {
    "str": "a string",
    "int": "an integer",
    "float": "a number",
    "bool": "true or false",
    "object": "an object",
    "array": "a list",
    "null": "null",
    "datetime": "a date and time as in RFC 3339",
    "date": "a date as YYYY-MM-DD",
}
_MESSAGE = re.compile(r"^(?P<what>.*?)(?: - at `(?P<path>[^`]*)`)?$", re.DOTALL)
_EXPECTED = re.compile(r"^Expected `(?P<kinds>[^`]*)`(?:, got `[^`]*`)?$")
_BOUND = re.compile(r"^Expected `(?P<kind>[^`]*)` (?P<sign>>=|<=|>|<) (?P<number>\S+)$")
_LENGTH = re.compile(r"^Expected `(?P<kind>[^`]*)` of length (?P<sign>>=|<=) (?P<number>\d+)$")
_MISSING = re.compile(r"^Object missing required field `(?P<field>[^`]*)`$")
_WORDS = {">=": "at least", "<=": "at most", ">": "more than", "<": "less than"}


def decode_custom(kind: type, value: Any) -> Any:
    """Our own types from JSON. Raises ValueError, which becomes a sentence about the field."""
    if kind is Money:
        try:
            return Money.from_number(value)
        except Invalid as error:
            raise ValueError(error.sentence) from error
    raise TypeError(f"no {kind.__name__} from JSON")


def decoder_for(kind: type[Body]) -> msgspec.json.Decoder[Body]:
    """The decoder for an operation's body; made once, at start-up."""
    return msgspec.json.Decoder(kind, dec_hook=decode_custom, float_hook=Decimal)


def decode(decoder: msgspec.json.Decoder[Body], content: bytes, not_json: str = NOT_JSON) -> Body:
    """Read a body. Raises Invalid with a sentence that names the field."""
    try:
        body = decoder.decode(content)
        if b"\\u0000" in content:
            _refuse_nul(content)
    except msgspec.ValidationError as error:
        raise Invalid(_sentence(str(error), decoder.type)) from error
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError, InvalidOperation) as error:
        raise Invalid(not_json) from error
    return body


def _refuse_nul(content: bytes) -> None:
    for path, text in _texts(msgspec.json.decode(content), "body"):
        if "\0" in text:
            raise Invalid(f"{path} must not contain NUL characters")


def _texts(value: Any, path: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, list):
        for number, item in enumerate(value):  # pyright: ignore[reportUnknownVariableType, reportUnknownArgumentType]
            yield from _texts(item, f"{path}[{number}]")
    elif isinstance(value, dict):
        for key, item in value.items():  # pyright: ignore[reportUnknownVariableType]
            name = str(key)  # pyright: ignore[reportUnknownArgumentType]
            yield "a field's name", name
            yield from _texts(item, name if path == "body" else f"{path}.{name}")


def _sentence(message: str, kind: Any) -> str:
    """Our sentence for msgspec's message, such as "Expected `int`, got `str` - at `$.rounding`"."""
    parts = _MESSAGE.match(message)
    assert parts is not None
    what = parts["what"]
    field = (parts["path"] or "").removeprefix("$").removeprefix(".").replace("[...]", "") or "body"
    if missing := _MISSING.match(what):
        return f"{missing['field']} is required"
    if expected := _EXPECTED.match(what):
        return f"{field} must be {_kinds(expected['kinds'])}"
    if bound := _BOUND.match(what):
        return f"{field} must be {_WORDS[bound['sign']]} {bound['number']}"
    if length := _LENGTH.match(what):
        unit = "characters" if length["kind"].startswith("str") else "items"
        return f"{field} must have {_WORDS[length['sign']]} {length['number']} {unit}"
    if what == "Number out of range":
        return f"{field} is out of range"
    if what.startswith("Invalid enum value"):
        return f"{field} must be one of {', '.join(_choices(kind, field))}"
    if what.startswith("Invalid RFC3339"):
        return f"{field} must be a date and time as in RFC 3339"
    return f"{field} {what[0].lower()}{what[1:]}"


def _kinds(kinds: str) -> str:
    return " or ".join(_KINDS.get(kind, kind) for kind in kinds.split(" | "))


def _choices(kind: Any, field: str) -> list[str]:
    """The values that an enumerated field of a body allows."""
    hints = get_type_hints(kind, include_extras=True)
    names = {coded: name for name, coded in zip(kind.__struct_fields__, kind.__struct_encode_fields__, strict=True)}
    return list(_literals(hints.get(names.get(field.partition("[")[0], ""), NoneType)))


def _literals(hint: Any) -> Iterator[str]:
    if get_origin(hint) is Literal:
        yield from (str(choice) for choice in get_args(hint))
    else:
        for part in get_args(hint):
            yield from _literals(part)
