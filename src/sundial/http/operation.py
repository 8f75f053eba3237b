"""What an operation is: a function, its method and path, who may call it, and what refused callers read."""

from collections.abc import Callable, Mapping
from enum import Enum
from types import ModuleType
from typing import Any, BinaryIO, Generic, Protocol, TypeVar

import msgspec

from sundial.core.errors import Error, Forbidden, Invalid
from sundial.db.transaction import Read

Result = TypeVar("Result")
Function = TypeVar("Function", bound=Callable[..., Any])

API = "/api/v9"
REPORTS = "/reports/api/v3"
REPORTS_V2 = "/reports/api/v2"
INSIGHTS = "/insights/api/v1"
DECLARED = "operation"
LIMIT = 1024 * 1024
NOT_JSON = "JSON is not valid"


class Door(Enum):
    """Operations that need no permission of a workspace or an organization."""

    PUBLIC = "anybody"
    ANYBODY = "anybody, signed in if credentials are sent"
    SIGNED_IN = "anybody who signed in"


class Need(Protocol):
    """A permission, as `access` defines them."""

    @property
    def value(self) -> str: ...
    @property
    def refusal(self) -> str: ...


class Asker(Protocol):
    """Whoever asks, with what they may do here."""

    @property
    def permissions(self) -> frozenset[Any]: ...


class Entrance(msgspec.Struct, frozen=True):
    """How a kind of asker is made: the path parameter that names the place, and the function that enters it.

    ``enter_to_lock`` is for whoever may lock the place itself: it holds nothing of it.
    """

    path_name: str
    enter: Callable[[Read, Any, int], Any]
    enter_to_lock: Callable[[Read, Any, int], Any] | None = None


class Operation(msgspec.Struct, frozen=True):
    """One operation of the API."""

    function: Callable[..., Any]
    method: str
    path: str
    needs: Need | Door
    refused: Error
    stranger: Error | None
    mismatch: Error | None
    invalid_id: Error | None
    invalid_ids: Mapping[str, Error]
    invalid_query: str
    not_json: str
    body_optional: bool
    largest: int
    status: int
    hidden: bool
    unmetered: bool
    secret: bool
    locks_place: bool

    @property
    def name(self) -> str:
        """The function's name: unique, and the label in metrics and OpenAPI."""
        return self.function.__name__


class Reply(msgspec.Struct, Generic[Result]):
    """An answer that needs more than a body: a status, headers, a media type of its own.

    A ``file`` is sent instead of the body, from its beginning, in parts; sending closes it.
    """

    body: Result
    status: int = 200
    headers: dict[str, str] = {}
    media_type: str | None = None
    file: BinaryIO | None = None


class Visit(msgspec.Struct):
    """What an operation may know of the request itself."""

    address: str
    user_agent: str
    secure: bool
    cookie: str | None
    if_none_match: str | None


class Upload(msgspec.Struct):
    """An uploaded file: its bytes and the media type that the client claims."""

    content: bytes
    media_type: str


def operation(
    method: str,
    path: str,
    needs: Need | Door,
    *,
    refused: Error | None = None,
    stranger: Error | None = None,
    mismatch: Error | None = None,
    invalid_id: Error | None = None,
    invalid_ids: Mapping[str, Error] | None = None,
    invalid_query: str = "",
    not_json: str = NOT_JSON,
    body_optional: bool = False,
    base: str = API,
    largest: int = LIMIT,
    status: int = 200,
    hidden: bool = False,
    unmetered: bool = False,
    secret: bool = False,
    locks_place: bool = False,
) -> Callable[[Function], Function]:
    """Declare a function as an operation under ``/api/v9``.

    ``needs`` is the permission that the caller must have. ``refused`` is the error for a caller without it (by default
    Forbidden with the permission's sentence), ``stranger`` for one who is not in the place at all, ``mismatch`` for a
    workspace of another organization than the path's. ``invalid_id`` is the error for path parameters that are no ids
    (by default ``Missing or invalid {name}``), ``invalid_ids`` the same by the parameter's name. ``invalid_query`` is
    the sentence for query parameters of the wrong kind, with ``{parameter_name}`` in it. ``not_json`` is the sentence
    for a malformed body, ``body_optional`` takes an empty body for an empty object, ``largest`` is its limit in bytes.
    ``status`` is that of a success that is no Reply. An ``unmetered`` one counts against no quota. The answer of a
    ``secret`` one, or its body, holds a secret that must not be stored: it takes no Idempotency-Key. One that
    ``locks_place`` may lock the place whole, and enters without holding it: two who hold it would wait for each other.
    """
    refusal = "" if isinstance(needs, Door) else needs.refusal

    def declare(function: Function) -> Function:
        declared = Operation(
            function=function,
            method=method,
            path=base + path,
            needs=needs,
            refused=refused or Forbidden(refusal),
            stranger=stranger,
            mismatch=mismatch,
            invalid_id=invalid_id,
            invalid_ids=invalid_ids or {},
            invalid_query=invalid_query,
            not_json=not_json,
            body_optional=body_optional,
            largest=largest,
            status=status,
            hidden=hidden,
            unmetered=unmetered,
            secret=secret,
            locks_place=locks_place,
        )
        setattr(function, DECLARED, declared)
        return function

    return declare


def operations_in(*modules: ModuleType) -> list[Operation]:
    """All operations that these modules declare."""
    functions = [thing for module in modules for thing in vars(module).values() if _declared_in(module, thing)]
    return [getattr(function, DECLARED) for function in functions]


def _declared_in(module: ModuleType, thing: Any) -> bool:
    return isinstance(getattr(thing, DECLARED, None), Operation) and thing.__module__ == module.__name__


def not_an_id(name: str) -> Error:
    """The answer to a path parameter that is no id."""
    return Invalid(f"Missing or invalid {name}")
