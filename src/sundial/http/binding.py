"""Filling a function's arguments by type and name. All of it is worked out once, at start-up."""

import inspect
import re
from collections.abc import Callable, Mapping
from datetime import datetime
from types import NoneType, UnionType
from typing import Any, get_args, get_type_hints

import msgspec

from sundial.core.errors import Error, Invalid
from sundial.core.shapes import LARGEST_ID
from sundial.db.transaction import Read, Write
from sundial.http.bodies import decoder_for
from sundial.http.operation import Door, Entrance, Operation, Upload, Visit, not_an_id

TRUE, FALSE = frozenset({"true", "1"}), frozenset({"false", "0"})


class QueryParameter(msgspec.Struct):
    """A query parameter: how its text is read, and what counts when it is absent."""

    name: str
    kind: type
    read: Callable[[str, str], Any]
    default: Any
    required: bool

    def given(self, parameters: Mapping[str, str | list[str]]) -> str | None:
        """The text that is sent, None for none. One that is sent several times is a list, as if with commas.

        Some clients write ``name[]`` then.
        """
        found = parameters.get(self.name)
        if self.kind is not str:
            return found[-1] if isinstance(found, list) else found
        if found is None:
            found = parameters.get(f"{self.name}[]")
        return ",".join(found) if isinstance(found, list) else found


class Binding(msgspec.Struct):
    """What an operation's function asks for, and under which argument names."""

    operation: Operation
    transaction: str | None = None
    writes: bool = False
    asker: str | None = None
    asker_type: type | None = None
    entrance: Entrance | None = None
    now: str | None = None
    visit: str | None = None
    body: str | None = None
    body_type: type | None = None
    decoder: msgspec.json.Decoder[Any] | None = None
    path: list[tuple[str, type]] = []
    query: list[QueryParameter] = []
    constants: dict[str, Any] = {}
    returns: Any = None


def bind(operation: Operation, entrances: Mapping[type, Entrance], provided: Mapping[type, Any]) -> Binding:
    """Work out how to call an operation.

    ``entrances`` make the askers, ``provided`` are the things of which a server has one, by type.
    Raises TypeError for an argument that nothing fills.
    """
    function = operation.function
    hints = get_type_hints(function, include_extras=True)
    binding = Binding(operation=operation, returns=hints.pop("return", None))
    for name, parameter in inspect.signature(function).parameters.items():
        if hints[name] in provided:
            binding.constants = {**binding.constants, name: provided[hints[name]]}
            continue
        _place(binding, name, hints[name], parameter.default, entrances)
    wanted = {name for name, _ in binding.path}
    if binding.entrance:
        # A workspace's organization in the path is compared by whoever enters.
        wanted |= {binding.entrance.path_name, "organization_id"}
    unused = set(_path_names(operation.path)) - wanted
    if unused:
        raise TypeError(f"{operation.name} does not use {sorted(unused)} of its path")
    _check_needs(binding)
    return binding


def _check_needs(binding: Binding) -> None:
    """A permission needs a place to be had in, and a place needs a permission: else nobody would be checked."""
    operation, entrance = binding.operation, binding.entrance
    if isinstance(operation.needs, Door) is not (entrance is None):
        raise TypeError(f"{operation.name} must enter a place if and only if it needs a permission")
    if entrance and entrance.path_name not in _path_names(operation.path):
        raise TypeError(f"{operation.name} has no {{{entrance.path_name}}} in its path")


def _place(binding: Binding, name: str, hint: Any, default: Any, entrances: Mapping[type, Entrance]) -> None:
    path_names = _path_names(binding.operation.path)
    if hint in (Read, Write):
        binding.transaction, binding.writes = name, hint is Write
    elif hint in entrances:
        binding.asker, binding.asker_type = name, hint
        binding.entrance = _entrance(binding.operation, entrances[hint])
    elif name == "asker":
        binding.asker, binding.asker_type = name, hint
    elif hint is datetime and name == "now":
        binding.now = name
    elif hint is Visit:
        binding.visit = name
    elif name == "body":
        binding.body, binding.body_type = name, hint
        binding.decoder = None if hint is Upload else decoder_for(hint)
    elif name in path_names:
        binding.path = [*binding.path, (name, hint)]
    else:
        binding.query = [*binding.query, _query_parameter(binding.operation, name, hint, default)]


def _entrance(operation: Operation, entrance: Entrance) -> Entrance:
    if not operation.locks_place or entrance.enter_to_lock is None:
        return entrance
    return Entrance(entrance.path_name, entrance.enter_to_lock)


def _path_names(path: str) -> list[str]:
    return re.findall(r"{(\w+)}", path)


def _query_parameter(operation: Operation, name: str, hint: Any, default: Any) -> QueryParameter:
    kinds = [part for part in get_args(hint) if part is not NoneType] if isinstance(hint, UnionType) else [hint]
    if kinds[0] not in _READERS:
        raise TypeError(f"{operation.name}: nothing fills {name}: {hint}")
    required = default is inspect.Parameter.empty
    read = _told(_READERS[kinds[0]], operation.invalid_query) if operation.invalid_query else _READERS[kinds[0]]
    return QueryParameter(name, kinds[0], read, None if required else default, required)


def _told(read: Callable[[str, str], Any], sentence: str) -> Callable[[str, str], Any]:
    """The same reader, whose refusals are in the operation's own words."""

    def reading(name: str, text: str) -> Any:
        try:
            return read(name, text)
        except Invalid as error:
            raise Invalid(sentence.format(parameter_name=name)) from error

    return reading


def path_value(name: str, text: str, kind: type, invalid: Error | None) -> Any:
    """A path parameter's value. Raises ``invalid``, or Invalid that names the parameter."""
    if kind is str:
        return _text(name, text)
    if text.isascii() and text.isdigit() and len(text) < 17 and int(text) <= LARGEST_ID:
        return int(text)
    raise invalid or not_an_id(name)


def _integer(name: str, text: str) -> int:
    digits = text.removeprefix("-")
    if not (digits.isascii() and digits.isdigit() and len(digits) < 17 and int(digits) <= LARGEST_ID):
        raise Invalid(f"{name} must be an integer")
    return int(text)


def _flag(name: str, text: str) -> bool:
    if text.lower() in TRUE:
        return True
    if text.lower() in FALSE:
        return False
    raise Invalid(f"{name} must be true or false")


def _text(name: str, text: str) -> str:
    if "\0" in text:
        raise Invalid(f"{name} must not contain NUL characters")
    return text


_READERS: dict[Any, Callable[[str, str], Any]] = {int: _integer, bool: _flag, str: _text}
