"""The documentation of the API as a page: whole, safe, and readable without scripts."""

import re
from html.parser import HTMLParser
from importlib.resources import files
from typing import Any

import pytest

from sundial.web.pages import api_page

ID: dict[str, Any] = {"type": "integer", "minimum": 0, "maximum": 2**53 - 1}
OPERATION: dict[str, Any] = {
    "operationId": "change_rooms",
    "tags": ["house_rooms"],
    "summary": "Change <rooms>.",
    "description": "One `price` each.\n\nAnd <script>no more</script>.",
    "x-permission": "room_update",
    "parameters": [
        {"name": "house_id", "in": "path", "required": True, "schema": ID},
        {"name": "night", "in": "query", "required": False, "schema": {"type": "integer", "default": 7}},
        {"$ref": "#/components/parameters/Key"},
    ],
    "requestBody": {
        "required": True,
        "description": "At most 9 bytes.",
        "content": {
            "application/json": {"schema": {"type": "array", "items": {"$ref": "#/components/schemas/Room"}}},
            "image/*": {},
        },
    },
    "responses": {
        "200": {"description": "Success.", "content": {"application/json": {"schema": {"type": "string"}}}},
        "400": {"$ref": "#/components/responses/Error", "description": "“Not a <house>”"},
    },
}
ROOM: dict[str, Any] = {
    "title": "Room",
    "description": "A room.",
    "type": "object",
    "required": ["view"],
    "properties": {
        "view": {"enum": ["sea", "yard"]},
        "door": {"anyOf": [{"$ref": "#/components/schemas/Door"}, {"type": "null"}], "default": None},
        "name": {"type": "string", "minLength": 1, "maxLength": 140},
        "guests": {"type": "object", "additionalProperties": {"type": "array", "items": ID}},
    },
}
DOCUMENT: dict[str, Any] = {
    "openapi": "3.1.0",
    "info": {"title": "Sundial API", "version": "9.8.7", "description": "Times are UTC."},
    "tags": [{"name": "house_rooms", "description": "Where guests sleep."}],
    "paths": {
        "/api/v9/houses/{house_id}/rooms": {
            "put": OPERATION,
            "get": {
                "operationId": "list_rooms",
                "tags": ["house_rooms"],
                "security": [],
                "responses": {"200": {"description": "Done."}},
            },
        }
    },
    "components": {
        "schemas": {"Door": {"title": "Door", "enum": ["open", "shut"]}, "Room": ROOM},
        "parameters": {"Key": {"name": "Key", "in": "header", "description": "A key.", "schema": {"type": "string"}}},
        "responses": {"Error": {"description": "An error.", "content": {"application/json": {"schema": {}}}}},
    },
}


class Page(HTMLParser):
    """What a browser would find in the page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.ids: list[str] = []
        self.attributes: set[str] = set()
        self.addresses: set[str] = set()
        self.words: list[str] = []
        self.feed(html)
        self.text = re.sub(r"\s+", " ", "".join(self.words))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        self.tags.append(tag)
        self.attributes |= set(found)
        self.ids += [found["id"]] if "id" in found else []
        self.addresses |= {found[name] for name in ("href", "src") if name in found}

    def handle_data(self, data: str) -> None:
        self.words.append(data)


@pytest.fixture(scope="module")
def page() -> Page:
    return Page(api_page(DOCUMENT))


def test_the_page_needs_only_its_style_sheet(page: Page):
    assert not {"script", "style", "img", "iframe", "form"} & {*page.tags}
    assert "style" not in page.attributes
    assert {address for address in page.addresses if not address.startswith("#")} == {
        "/static/api.css",
        "/api/openapi.json",
    }
    style = (files("sundial.web") / "static" / "api.css").read_text()
    assert "url(" not in style
    assert "@import" not in style


def test_every_link_within_the_page_leads_somewhere(page: Page):
    inside = {address[1:] for address in page.addresses if address.startswith("#")}
    assert inside <= {*page.ids}
    assert {"operation-change_rooms", "operation-list_rooms", "schema-Door", "schema-Room"} <= inside
    assert len(page.ids) == len({*page.ids})


def test_landmarks_are_there(page: Page):
    assert [page.tags.count(tag) for tag in ("header", "nav", "main", "h1")] == [1, 1, 1, 1]


def test_what_the_document_says_is_text_and_never_markup(page: Page):
    assert "Change <rooms>." in page.text
    assert "And <script>no more</script>." in page.text
    assert "“Not a <house>”" in page.text


@pytest.mark.parametrize(
    "text",
    [
        "Sundial API 9.8.7",
        "house rooms",
        "Where guests sleep.",
        "PUT /api/v9/houses/{house_id}/rooms",
        "needs room_update",
        "open to anybody",
        "house_id required path integer at least 0",
        "night query integer default 7",
        "Key header string A key.",
        "application/json: list of Room",
        "image/*: the file itself",
        'view required "sea" or "yard"',
        "door nullable Door",
        "name string length at least 1 length at most 140",
        "guests object, each value list of integer",
        "At most 9 bytes.",
        "200 string Success.",
        "200 empty Done.",
    ],
)
def test_the_page_tells(page: Page, text: str):
    assert text in page.text
