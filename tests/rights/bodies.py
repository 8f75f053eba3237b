"""Bodies made from an operation's declaration: as small as may be, or with some id in every place that takes one."""

from collections.abc import Iterator, Mapping
from typing import Any

from msgspec import inspect

Words = Mapping[str, Any]
"""What fields are filled with, by name: the others are left out, or the least that is valid where they are required."""

LEAST: dict[type[inspect.Type], Any] = {
    inspect.IntType: 1,
    inspect.FloatType: 1,
    inspect.CustomType: 1,
    inspect.StrType: "x",
    inspect.BoolType: False,
    inspect.DateTimeType: "2026-01-05T09:00:00Z",
    inspect.DateType: "2026-01-05",
    inspect.DictType: {},
}


def filled(kind: inspect.Type, words: Words, name: str = "") -> Any:
    """A value of this kind; ``name`` is the field that it is for."""
    if isinstance(kind, inspect.StructType):
        wanted = [field for field in kind.fields if field.required or field.encode_name in words]
        return {field.encode_name: filled(field.type, words, field.encode_name) for field in wanted}
    if isinstance(kind, inspect.ListType):
        return [filled(kind.item_type, words, name)] if name in words or not name else []
    if isinstance(kind, inspect.UnionType):
        return filled(kind.types[0], words, name)
    if isinstance(kind, inspect.LiteralType):
        return kind.values[0]
    return words.get(name, LEAST.get(type(kind)))


def with_id(kind: inspect.Type, words: Words, number: int) -> Iterator[Any]:
    """Values of this kind with the number in each place that takes an integer, one place at a time."""
    if isinstance(kind, inspect.IntType):
        yield number
    elif isinstance(kind, inspect.ListType):
        yield from ([value] for value in with_id(kind.item_type, words, number))
    elif isinstance(kind, inspect.UnionType):
        for one in kind.types:
            yield from with_id(one, words, number)
    elif isinstance(kind, inspect.DictType):
        yield from ({"x": value} for value in with_id(kind.value_type, words, number))
    elif isinstance(kind, inspect.StructType):
        present = filled(kind, words)
        for field in kind.fields:
            for value in with_id(field.type, words, number):
                yield {**present, field.encode_name: value}
