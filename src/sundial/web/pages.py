"""The pages that the server renders itself: the API's documentation, and the forms that letters lead to."""

from functools import cache
from typing import Any

import msgspec
from jinja2 import Environment, PackageLoader, StrictUndefined

from sundial.core.shapes import LARGEST_ID

Json = dict[str, Any]

_BOUNDS = {
    "minimum": "at least {}",
    "exclusiveMinimum": "more than {}",
    "maximum": "at most {}",
    "exclusiveMaximum": "less than {}",
    "minLength": "length at least {}",
    "maxLength": "length at most {}",
    "minItems": "length at least {}",
    "maxItems": "length at most {}",
    "pattern": "matches `{}`",
}
_UNSAID = (None, LARGEST_ID, -LARGEST_ID)


class Field(msgspec.Struct):
    """One row of a table: a field of an object, or a parameter."""

    name: str
    where: str
    schema: Json
    required: bool
    nullable: bool
    notes: list[str]


class Section(msgspec.Struct):
    """The operations of one tag."""

    tag: Json
    operations: list[Json]


def api_page(document: Json) -> str:
    """The documentation of the API as HTML, from its OpenAPI document (`http/openapi.py`).

    It needs `/static/api.css` and links to `/api/openapi.json`.
    """
    return _templates.get_template("api.html").render(
        document=document, schemas=document["components"]["schemas"], sections=_sections(document), fields=_fields
    )


@cache
def form_page(name: str) -> str:
    """A page with a form, as HTML. Its script reads the code from the address: nothing of it is in the page."""
    return _templates.get_template(f"{name}.html").render(script=name)


@cache
def home_page() -> str:
    """What is at the server's address, where letters lead to, as HTML."""
    return _templates.get_template("home.html").render(script="")


def _sections(document: Json) -> list[Section]:
    sections = {tag["name"]: Section(tag, []) for tag in document["tags"]}
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            sections[operation["tags"][0]].operations.append(_readable(document, path, method, operation))
    return list(sections.values())


def _readable(document: Json, path: str, method: str, operation: Json) -> Json:
    """An operation with its references resolved, and with what the page calls its parts."""
    parameters = [_resolved(document, parameter) for parameter in operation.get("parameters", [])]
    return {
        **operation,
        "method": method.upper(),
        "path": path,
        "public": operation.get("security") == [],
        "parameters": [
            _field(part["name"], part["schema"], part.get("required", False), part["in"], part.get("description", ""))
            for part in parameters
        ],
        "bodies": [
            (media_type, media.get("schema"), _fields(_object_in(document, media.get("schema", {}))))
            for media_type, media in operation.get("requestBody", {}).get("content", {}).items()
        ],
        "responses": {status: _resolved(document, part) for status, part in operation["responses"].items()},
    }


def _resolved(document: Json, value: Json) -> Json:
    """What a reference points to; what stands beside the reference wins."""
    target: Json = document if "$ref" in value else {}
    for part in value.get("$ref", "").split("/")[1:]:
        target = target[part]
    return {**target, **value}


def _object_in(document: Json, schema: Json) -> Json:
    """The object that a schema is, or is a list or a mapping of; an empty schema if none."""
    inner = _not_null(_resolved(document, _not_null(schema)))
    nested = inner.get("items") or inner.get("additionalProperties")
    return _object_in(document, nested) if isinstance(nested, dict) else inner  # pyright: ignore[reportUnknownArgumentType]


def _fields(schema: Json) -> list[Field]:
    """The rows for an object's fields."""
    required: list[str] = schema.get("required", [])
    return [_field(name, part, name in required) for name, part in schema.get("properties", {}).items()]


def _field(name: str, schema: Json, required: bool, where: str = "", about: str = "") -> Field:
    inner = _not_null(schema)
    about = about or inner.get("description", "")
    return Field(name, where, inner, required, inner != schema, ([about] if about else []) + _bounds(inner))


def _not_null(schema: Json) -> Json:
    """A schema that allows null, without the null."""
    options = [option for option in schema.get("anyOf", []) if option.get("type") != "null"]
    if len(options) == len(schema.get("anyOf", [])):
        return schema
    rest = {key: value for key, value in schema.items() if key != "anyOf"}
    return {**rest, **options[0]} if len(options) == 1 else {**rest, "anyOf": options}


def _bounds(schema: Json) -> list[str]:
    """What a value must keep to and what counts when it is absent, in words."""
    bounds = [words.format(schema[key]) for key, words in _BOUNDS.items() if schema.get(key) not in _UNSAID]
    if schema.get("default") is not None:
        bounds.append(f"default `{msgspec.json.encode(schema['default']).decode()}`")
    return bounds


_templates = Environment(
    loader=PackageLoader("sundial.web"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
