"""Requests for any operation, made from its declaration."""

import re
from collections.abc import Callable, Mapping
from typing import Any

import msgspec
from msgspec import inspect

from sundial.http.binding import Binding
from sundial.http.operation import Upload
from tests.make import Answer, Person, World
from tests.rights.bodies import filled

QUERY_VALUES: dict[type, str] = {int: "1", bool: "true", str: "x"}


class Request(msgspec.Struct):
    """What is sent, but for who sends it."""

    method: str
    path: str
    body: bytes | None = None

    def send(self, world: World, person: Person | None) -> Answer:
        """Send it as this person, or as nobody."""
        headers = {} if person is None else person.basic
        return world.send(self.method, self.path, body=self.body, headers=headers)


def path_names(binding: Binding) -> list[str]:
    """The names of an operation's path parameters."""
    return re.findall(r"{(\w+)}", binding.operation.path)


def request(
    binding: Binding, value: Callable[[str], str], body: Any = msgspec.UNSET, query: Mapping[str, str] | None = None
) -> Request:
    """A request for the operation. ``value`` gives its path parameters; the body is the least that is valid."""
    operation = binding.operation
    path = operation.path.format_map({name: value(name) for name in path_names(binding)})
    sent = {wanted.name: QUERY_VALUES[wanted.kind] for wanted in binding.query if wanted.required} | {**(query or {})}
    if sent:
        path += "?" + "&".join(f"{name}={text}" for name, text in sent.items())
    # `World.send` puts what is not under /api there, unless told otherwise.
    path = path if path.startswith("/api/") else f"/{path}"
    return Request(operation.method, path, _content(binding, body))


def body_kind(binding: Binding) -> inspect.Type | None:
    """The kind of JSON body that the operation takes."""
    if binding.body is None or binding.body_type is Upload:
        return None
    return inspect.type_info(binding.body_type)


def _content(binding: Binding, body: Any) -> bytes | None:
    if binding.body is None:
        return None
    kind = body_kind(binding)
    if kind is None:
        return b"no picture"
    return msgspec.json.encode(filled(kind, {}) if body is msgspec.UNSET else body)
