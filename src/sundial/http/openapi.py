"""The OpenAPI 3.1 document: what the bindings know of every operation, told to client generators and to people."""

import inspect
import re
import sys
from collections.abc import Sequence
from types import NoneType
from typing import Annotated, Any, get_args, get_origin

import msgspec

from sundial.core.money import Money
from sundial.core.shapes import LARGEST_ID
from sundial.http.binding import Binding, QueryParameter
from sundial.http.errors import status_of
from sundial.http.idempotency import LONGEST_KEY
from sundial.http.operation import INSIGHTS, REPORTS, Door, Operation, Reply, Upload
from sundial.http.requests import PLAIN_COOKIE, SECURE_COOKIE

Json = dict[str, Any]

ABOUT = """\
Times are RFC 3339 in UTC, ids are integers below 2^53, money is a number with at most two decimals.
Unknown fields are ignored. An error's body is one JSON string for people to read.
Every answer has an `X-Request-Id`."""

REASONS = {
    400: "The request is malformed or breaks a rule.",
    402: "The organization's plan does not include this.",
    403: "Not allowed.",
    404: "There is no such thing, or it is not yours to see.",
    405: "The path exists, the method does not.",
    409: "The present state does not allow it, or the `Idempotency-Key` belongs to another request.",
    413: "The body is over its limit.",
    429: "Too many requests. `Retry-After` says when to come back.",
    500: "A bug on this side. `X-Request-Id` finds it in the server's log.",
    503: "The database cannot be reached now.",
}

IDEMPOTENCY_KEY: Json = {
    "name": "Idempotency-Key",
    "in": "header",
    "description": "The same key again within a day gets the first answer and changes nothing.",
    "schema": {"type": "string", "maxLength": LONGEST_KEY},
}
ERROR: Json = {
    "description": "What went wrong, in one sentence.",
    "headers": {"Retry-After": {"description": "Seconds to wait (429 and 503).", "schema": {"type": "integer"}}},
    "content": {"application/json": {"schema": {"type": "string"}}},
}
UNAUTHENTICATED: Json = {
    "description": "Nobody signed in. The body is empty.",
    "headers": {"X-Authorization-Missing": {"schema": {"const": "true"}}},
}
SECURITY_SCHEMES: Json = {
    "basic": {
        "type": "http",
        "scheme": "basic",
        "description": "The API token as user name with the password `api_token`, or e-mail address and password.",
    },
    "session": {
        "type": "apiKey",
        "in": "cookie",
        "name": PLAIN_COOKIE,
        "description": f"What browsers get when they sign in. Over HTTPS the cookie's name is `{SECURE_COOKIE}`.",
    },
}
FILE: Json = {
    "multipart/form-data": {
        "schema": {
            "type": "object",
            "properties": {"file": {"contentMediaType": "application/octet-stream"}},
            "required": ["file"],
        }
    },
    "image/*": {},
    "application/octet-stream": {},
}

_SOURCE = re.compile(r"\s*\(`[\w.-]+\.md[^`]*`\)")


def document(bindings: Sequence[Binding], version: str) -> Json:
    """The OpenAPI document of these operations, as JSON-ready values; hidden operations are left out.

    A docstring's first line is the summary, the rest the description; the slice that declares an operation is its tag.
    A function that answers ``bytes`` may name the media types: ``Annotated[bytes, "image/png"]``.
    """
    shown = [binding for binding in bindings if not binding.operation.hidden]
    schemas, components = msgspec.json.schema_components(
        [kind for binding in shown for kind in (_body_kind(binding), _result(binding.returns))],
        schema_hook=_custom_schema,
        ref_template="#/components/schemas/{name}",
    )
    paths: dict[str, Json] = {}
    for binding, body, result in zip(shown, schemas[::2], schemas[1::2], strict=True):
        methods = paths.setdefault(binding.operation.path, {})
        methods[binding.operation.method.lower()] = _operation(binding, body, result)
    return {
        "openapi": "3.1.0",
        "info": {"title": "Sundial API", "version": version, "description": ABOUT},
        "servers": [{"url": "/"}],
        "security": [{name: []} for name in SECURITY_SCHEMES],
        "tags": _tags(shown),
        "paths": paths,
        "components": {
            "schemas": {name: _tidy(schema) for name, schema in sorted(components.items())},
            "parameters": {"IdempotencyKey": IDEMPOTENCY_KEY},
            "responses": {"Error": ERROR, "Unauthenticated": UNAUTHENTICATED},
            "securitySchemes": SECURITY_SCHEMES,
        },
    }


def _operation(binding: Binding, body: Json, result: Json) -> Json:
    operation = binding.operation
    summary, _, description = _text(operation.function.__doc__).partition("\n")
    described: Json = {"operationId": operation.name, "tags": [_slice(operation)[-1]]}
    if summary:
        described["summary"] = summary
    if description:
        described["description"] = description.strip()
    if operation.needs is Door.PUBLIC:
        described["security"] = []
    if not isinstance(operation.needs, Door):
        described["x-permission"] = operation.needs.value
    if parameters := _parameters(binding):
        described["parameters"] = parameters
    if binding.body is not None:
        content: Json = FILE if binding.body_type is Upload else {"application/json": {"schema": body}}
        limit = f"At most {operation.largest:,} bytes."
        described["requestBody"] = {"description": limit, "required": True, "content": content}
    described["responses"] = {str(operation.status): _success(binding.returns, result), **_failures(binding)}
    return described


def _parameters(binding: Binding) -> list[Json]:
    kinds = dict(binding.path)
    parameters = [_path_parameter(name, kinds.get(name)) for name in _path_names(binding.operation.path)]
    parameters += [_query_parameter(parameter) for parameter in binding.query]
    if binding.writes and binding.operation.needs is not Door.PUBLIC and not binding.operation.secret:
        parameters.append({"$ref": "#/components/parameters/IdempotencyKey"})
    return parameters


def _path_names(path: str) -> list[str]:
    return re.findall(r"{(\w+)}", path)


def _path_parameter(name: str, kind: type | None) -> Json:
    schema: Json = {"type": "string"} if kind is str else {"type": "integer", "minimum": 0, "maximum": LARGEST_ID}
    return {"name": name, "in": "path", "required": True, "schema": schema}


def _query_parameter(parameter: QueryParameter) -> Json:
    schema: Json = msgspec.json.schema(parameter.kind)
    if parameter.kind is int:
        schema |= {"minimum": -LARGEST_ID, "maximum": LARGEST_ID}
    if parameter.default is not None:
        schema["default"] = parameter.default
    return {"name": parameter.name, "in": "query", "required": parameter.required, "schema": schema}


def _success(returns: Any, schema: Json) -> Json:
    result = _result(returns)
    if result in (None, NoneType):
        return {"description": "Done. The body is empty."}
    content: Json = {media_type: {} for media_type in _media_types(result)} or {"application/json": {"schema": schema}}
    return {"description": "Success.", "content": content}


def _failures(binding: Binding) -> dict[str, Json]:
    """Which errors to expect, with the sentences that the operation is declared with."""
    operation = binding.operation
    sentences: dict[int, list[str]] = {status: [] for status in _statuses(binding)}
    for error in (operation.refused, operation.stranger, operation.invalid_id):
        if error is not None and error.sentence:
            sentences.setdefault(status_of(error), []).append(error.sentence)
    failures: dict[str, Json] = {}
    for status, said in sorted(sentences.items()):
        description = " ".join([REASONS[status], *(f"“{sentence}”" for sentence in dict.fromkeys(said))])
        failures[str(status)] = {"$ref": "#/components/responses/Error", "description": description}
    if operation.needs is not Door.PUBLIC:
        failures["401"] = {"$ref": "#/components/responses/Unauthenticated"}
    return dict(sorted(failures.items()))


def _statuses(binding: Binding) -> set[int]:
    statuses = {400, 405, 429, 500, 503}
    if binding.operation.needs is not Door.PUBLIC or binding.body is not None:
        statuses.add(403)
    if _path_names(binding.operation.path):
        statuses.add(404)
    if binding.body is not None:
        statuses.add(413)
    if binding.writes:
        statuses.add(409)
    # What plans leave out are things that are written, and reports.
    if (binding.writes and binding.entrance is not None) or binding.operation.path.startswith((REPORTS, INSIGHTS)):
        statuses.add(402)
    return statuses


def _body_kind(binding: Binding) -> Any:
    return None if binding.body_type is Upload else binding.body_type


def _result(returns: Any) -> Any:
    """What the body of the answer is made of: ``X`` for ``Reply[X]``."""
    return get_args(returns)[0] if get_origin(returns) is Reply else returns


def _media_types(result: Any) -> list[str]:
    """The media types of an answer that is not JSON; none for one that is."""
    plain, *notes = get_args(result) if get_origin(result) is Annotated else (result,)
    if plain is not bytes:
        return []
    return [note for note in notes if isinstance(note, str)] or ["application/octet-stream"]


def _custom_schema(kind: type) -> Json:
    if kind is Money:
        return {"type": "number"}
    raise TypeError(f"no schema for {kind.__name__}")


def _tidy(schema: Json) -> Json:
    """A component's schema with its docstring unindented, and without an empty list of required fields."""
    if "description" in schema:
        schema["description"] = _text(schema["description"])
    return {key: value for key, value in schema.items() if key != "required" or value}


def _text(docstring: str | None) -> str:
    """A docstring for readers of the API: unindented, and without its references to our documents."""
    return _SOURCE.sub("", inspect.cleandoc(docstring or ""))


def _slice(operation: Operation) -> list[str]:
    return operation.function.__module__.split(".")[:2]


def _tags(bindings: list[Binding]) -> list[Json]:
    """A tag for every slice, with the first paragraph of what its package says of itself."""
    tags: dict[str, Json] = {}
    for binding in bindings:
        package = _slice(binding.operation)
        tag = package[-1]
        about = _text(getattr(sys.modules.get(".".join(package)), "__doc__", None)).partition("\n\n")[0]
        about = about.removeprefix(f"{tag.replace('_', ' ').capitalize()}: ")
        tags[tag] = {"name": tag, **({"description": about[0].upper() + about[1:]} if about else {})}
    return list(tags.values())
