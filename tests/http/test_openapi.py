"""The OpenAPI document says what the operations are declared with, and nothing that is not so."""

import re
from collections.abc import Callable
from typing import Annotated, Any, Literal

import msgspec
import pytest
from msgspec import UNSET, Meta, Struct, UnsetType

from sundial.access.permissions import Permission
from sundial.core.errors import Conflict, Error, Invalid, NotFound, PaymentRequired
from sundial.core.money import Money
from sundial.core.shapes import Id
from sundial.db.transaction import Read, Write
from sundial.http.binding import Binding, bind
from sundial.http.openapi import document
from sundial.http.operation import Door, Entrance, Reply, Upload, operation

Json = dict[str, Any]


class Guest(Struct):
    """Somebody in a house."""


class Room(Struct, rename={"two_beds": "2beds"}):
    """A room of the house.

    Its price is for one night (`decisions.md, Rates`).
    """

    id: int
    price: Money | None
    view: Literal["sea", "yard"]
    two_beds: bool = False
    next_to: "Room | None" = None


class RoomChange(Struct):
    """A partial change of a room."""

    price: Money | UnsetType | None = UNSET
    view: Literal["sea", "yard"] | UnsetType = UNSET
    guests: list[Id] | UnsetType | None = UNSET
    name: Annotated[str, Meta(min_length=1, max_length=140)] | UnsetType = UNSET
    reason: str = "none"


@operation("GET", "/houses/{house_id}/rooms/{room_id}", Permission.VIEW_WORKSPACE)
def get_room(tx: Read, asker: Guest, room_id: int, currency: str, night: int = 1, tax: bool | None = None) -> Room:
    """A room, as a guest sees it.

    The price is that
    of ``night``.
    """
    raise NotImplementedError


@operation(
    "PUT",
    "/houses/{house_id}/rooms/{room_id}",
    Permission.UPDATE_CONSTRAINTS,
    stranger=NotFound("House not found"),
    invalid_id=Invalid("No such number"),
    largest=5000,
)
def change_room(tx: Write, asker: Guest, room_id: int, body: RoomChange) -> Room:
    """Change a room."""
    raise NotImplementedError


@operation("POST", "/doors/{colour}", Door.PUBLIC, status=204)
def open_door(tx: Write, colour: str, body: Upload) -> None:
    raise NotImplementedError


@operation("GET", "/bell", Door.SIGNED_IN, base="/api", hidden=True)
def ring(tx: Read) -> str:
    raise NotImplementedError


@operation("GET", "/sky", Door.PUBLIC)
def get_sky() -> Reply[Annotated[bytes, "image/png", "image/webp"]]:
    """The sky."""
    raise NotImplementedError


FUNCTIONS: list[Callable[..., Any]] = [get_room, change_room, open_door, ring, get_sky]


def bound(function: Callable[..., Any]) -> Binding:
    declared: Any = function
    return bind(declared.operation, {Guest: Entrance("house_id", lambda tx, user, place: None)}, {})


def described(*functions: Callable[..., Any]) -> Json:
    return document([bound(function) for function in functions], "1.2.3")


def only(function: Callable[..., Any]) -> Json:
    (methods,) = described(function)["paths"].values()
    (found,) = methods.values()
    return found


def answering(returns: Any) -> Json:
    def give() -> Any:
        raise NotImplementedError

    give.__annotations__["return"] = returns
    return only(operation("GET", "/thing", Door.SIGNED_IN)(give))["responses"]["200"]


def test_a_path_holds_its_methods_and_hidden_operations_are_left_out():
    paths = described(*FUNCTIONS)["paths"]
    room = paths["/api/v9/houses/{house_id}/rooms/{room_id}"]
    assert {method: room[method]["operationId"] for method in room} == {"get": "get_room", "put": "change_room"}
    assert list(paths) == ["/api/v9/houses/{house_id}/rooms/{room_id}", "/api/v9/doors/{colour}", "/api/v9/sky"]


def test_the_docstring_is_summary_and_description():
    room = only(get_room)
    assert (room["summary"], room["description"]) == ("A room, as a guest sees it.", "The price is that\nof ``night``.")
    assert "summary" not in only(open_door)
    assert "description" not in only(get_sky)


def test_a_tag_is_the_slice_and_carries_what_the_slice_says_of_itself():
    @operation("GET", "/nothing", Door.PUBLIC)
    def get_nothing() -> None:
        raise NotImplementedError

    get_nothing.__module__ = "sundial.users.operations"
    told = described(get_nothing, get_room)
    assert told["paths"]["/api/v9/nothing"]["get"]["tags"] == ["users"]
    assert told["tags"][0]["name"] == "users"
    assert told["tags"][0]["description"].startswith("The people who sign in.")
    assert [tag["name"] for tag in told["tags"]] == ["users", *only(get_room)["tags"]]


def test_parameters_tell_their_place_type_and_default():
    house, room, currency, night, tax = only(get_room)["parameters"]
    number = {"type": "integer", "minimum": 0, "maximum": 2**53 - 1}
    assert house == {"name": "house_id", "in": "path", "required": True, "schema": number}
    assert room == {"name": "room_id", "in": "path", "required": True, "schema": number}
    assert currency == {"name": "currency", "in": "query", "required": True, "schema": {"type": "string"}}
    assert (night["required"], night["schema"]["type"], night["schema"]["default"]) == (False, "integer", 1)
    assert tax == {"name": "tax", "in": "query", "required": False, "schema": {"type": "boolean"}}
    (colour,) = only(open_door)["parameters"]
    assert colour == {"name": "colour", "in": "path", "required": True, "schema": {"type": "string"}}


def test_writes_of_somebody_known_take_an_idempotency_key():
    key = {"$ref": "#/components/parameters/IdempotencyKey"}
    assert key in only(change_room)["parameters"]
    assert key not in only(get_room)["parameters"]
    assert key not in only(open_door)["parameters"]


def test_a_body_is_required_and_bounded():
    body = only(change_room)["requestBody"]
    assert body["required"] is True
    assert body["description"] == "At most 5,000 bytes."
    assert body["content"] == {"application/json": {"schema": {"$ref": "#/components/schemas/RoomChange"}}}
    assert "requestBody" not in only(get_room)


def test_an_upload_is_a_form_or_the_file_itself():
    content = only(open_door)["requestBody"]["content"]
    assert set(content) == {"multipart/form-data", "image/*", "application/octet-stream"}
    assert content["multipart/form-data"]["schema"]["required"] == ["file"]


def test_fields_that_may_be_absent_are_optional_and_have_no_default():
    schema = described(change_room)["components"]["schemas"]["RoomChange"]
    assert "required" not in schema
    assert schema["properties"] == {
        "price": {"anyOf": [{"type": "number"}, {"type": "null"}]},
        "view": {"enum": ["sea", "yard"]},
        "guests": {
            "anyOf": [
                {"type": "array", "items": {"type": "integer", "minimum": 0, "maximum": 2**53 - 1}},
                {"type": "null"},
            ]
        },
        "name": {"type": "string", "minLength": 1, "maxLength": 140},
        "reason": {"type": "string", "default": "none"},
    }


def test_a_schema_has_wire_names_and_its_docstring():
    schema = described(get_room)["components"]["schemas"]["Room"]
    assert schema["required"] == ["id", "price", "view"]
    assert schema["properties"]["2beds"] == {"type": "boolean", "default": False}
    assert schema["description"] == "A room of the house.\n\nIts price is for one night."


def test_structs_of_the_same_name_stay_apart():
    other = msgspec.defstruct("Room", [("colour", str)], module="sundial.gardens.schemas")

    @operation("GET", "/garden", Door.PUBLIC)
    def get_garden() -> Any:
        raise NotImplementedError

    get_garden.__annotations__["return"] = other
    schemas = described(get_room, get_garden)["components"]["schemas"]
    assert [set(schema["properties"]) for schema in schemas.values()].count({"colour"}) == len(schemas) - 1 == 1


ROOM: Json = {"$ref": "#/components/schemas/Room"}


@pytest.mark.parametrize(
    ("returns", "schema"),
    [
        (Room, ROOM),
        (Reply[Room], ROOM),
        (list[Room], {"type": "array", "items": ROOM}),
        (Reply[list[Room]], {"type": "array", "items": ROOM}),
        (dict[int, Room], {"type": "object", "additionalProperties": ROOM}),
        (Room | None, {"anyOf": [ROOM, {"type": "null"}]}),
        (str, {"type": "string"}),
        (bool, {"type": "boolean"}),
        (dict[str, Any], {"type": "object"}),
    ],
)
def test_an_answer_is_json_of_its_type(returns: Any, schema: Json):
    assert answering(returns)["content"] == {"application/json": {"schema": schema}}


@pytest.mark.parametrize("returns", [None, Reply[None]])
def test_an_answer_of_nothing_has_no_content(returns: Any):
    assert "content" not in answering(returns)


def test_an_answer_of_bytes_names_its_media_types():
    assert answering(Reply[bytes])["content"] == {"application/octet-stream": {}}
    assert only(get_sky)["responses"]["200"]["content"] == {"image/png": {}, "image/webp": {}}


@pytest.mark.parametrize(
    ("function", "statuses"),
    [
        (get_room, "200 400 401 403 404 405 429 500 503"),
        (change_room, "200 400 401 402 403 404 405 409 413 429 500 503"),
        (open_door, "204 400 403 404 405 409 413 429 500 503"),
        (get_sky, "200 400 405 429 500 503"),
    ],
)
def test_which_errors_to_expect_depends_on_what_the_operation_takes(function: Callable[..., Any], statuses: str):
    assert list(only(function)["responses"]) == statuses.split()


def test_errors_are_one_json_string_and_say_what_the_operation_is_declared_with():
    told = described(change_room)
    responses = only(change_room)["responses"]
    assert responses["403"]["$ref"] == "#/components/responses/Error"
    assert "“Admin permissions required”" in responses["403"]["description"]
    assert "“House not found”" in responses["404"]["description"]
    assert "“No such number”" in responses["400"]["description"]
    assert told["components"]["responses"]["Error"]["content"] == {"application/json": {"schema": {"type": "string"}}}
    assert responses["401"] == {"$ref": "#/components/responses/Unauthenticated"}
    assert "content" not in told["components"]["responses"]["Unauthenticated"]


@pytest.mark.parametrize(("error", "status"), [(PaymentRequired("Pay"), "402"), (Conflict("Busy"), "409")])
def test_an_error_that_only_this_operation_has_is_told(error: Error, status: str):
    @operation("GET", "/houses/{house_id}", Permission.VIEW_WORKSPACE, refused=error)
    def get_house(asker: Guest) -> None:
        raise NotImplementedError

    assert f"“{error.sentence}”" in only(get_house)["responses"][status]["description"]


def test_who_may_call_is_told():
    schemes = described(get_room)["components"]["securitySchemes"]
    assert (schemes["basic"]["scheme"], schemes["session"]["name"]) == ("basic", "timer-session")
    assert described(get_room)["security"] == [{"basic": []}, {"session": []}]
    assert "security" not in only(get_room)
    assert only(get_room)["x-permission"] == "workspace_view"
    assert only(get_sky)["security"] == []
    assert "x-permission" not in only(get_sky)


def test_the_document_is_whole():
    text = msgspec.json.encode(described(*FUNCTIONS)).decode()
    told = msgspec.json.decode(text)
    assert (told["openapi"], told["info"]["version"]) == ("3.1.0", "1.2.3")
    for reference in re.findall(r'"\$ref":"#/([^"]+)"', text):
        target = told
        for part in reference.split("/"):
            target = target[part]
    for path, methods in told["paths"].items():
        for found in methods.values():
            parameters = [parameter for parameter in found.get("parameters", []) if "$ref" not in parameter]
            named = {parameter["name"] for parameter in parameters if parameter["in"] == "path"}
            assert named == {*re.findall(r"{(\w+)}", path)}
            assert all("description" in response or "$ref" in response for response in found["responses"].values())
            assert {*found["tags"]} <= {tag["name"] for tag in told["tags"]}
