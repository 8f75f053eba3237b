"""The pages that letters lead to: for whom they are, and what they give away to nobody."""

import re
from importlib.resources import files

import pytest
from tests.make import World

PAGES = ["//reset-password", "//reset-password?code=a", "//invitations/abc"]
POLICY = {
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self'",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
}


@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_served_to_anybody_and_leaks_no_code(world: World, path: str) -> None:
    answer = world.send("GET", path)

    assert answer.status == 200
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert answer.headers["referrer-policy"] == "no-referrer"
    assert set(answer.headers["content-security-policy"].split("; ")) == POLICY
    assert answer.headers["x-content-type-options"] == "nosniff"
    page = answer.content.decode()
    assert "abc" not in page
    assert 'content="no-referrer"' in page


@pytest.mark.parametrize("path", PAGES)
def test_a_page_needs_nothing_from_elsewhere(world: World, path: str) -> None:
    page = world.send("GET", path).content.decode()

    needed = re.findall(r'<(?:script|link)[^>]* (?:src|href)="([^"]+)"', page)
    assert len(needed) == 3
    for file in needed:
        answer = world.send("GET", f"/{file}")
        assert file.startswith("/static/")
        assert answer.status == 200
        assert answer.headers["content-type"].startswith(("text/css", "text/javascript"))
        text = answer.content.decode()
        assert "url(" not in text
        assert "://" not in text
    assert not re.search(r"<script[^>]*>[^<]|\son\w+=|\sstyle=", page)


@pytest.mark.parametrize("path", PAGES)
def test_every_field_has_a_name_that_is_read_aloud(world: World, path: str) -> None:
    page = world.send("GET", path).content.decode()

    fields = re.findall(r"<input[^>]*>", page)
    assert fields
    for field in fields:
        identity = re.search(r' id="(\w+)"', field)
        assert 'aria-hidden="true"' in field or (identity and f'<label for="{identity[1]}">' in page)


@pytest.mark.parametrize(("script", "page"), [("reset-password", "reset-password"), ("invitation", "invitation")])
def test_scripts_speak_of_what_is_in_their_page(script: str, page: str) -> None:
    web = files("sundial.web")
    text = (web / "static" / f"{script}.js").read_text()
    markup = (web / "templates" / f"{page}.html").read_text() + (web / "templates" / "page.html").read_text()

    used = set(re.findall(r'getElementById\("(\w+)"\)', text)) | set(re.findall(r'fields\.get\("(\w+)"\)', text))
    assert used
    assert all(f'id="{name}"' in markup or f'name="{name}"' in markup for name in used)


def test_the_address_of_the_server_leads_somewhere(world: World) -> None:
    answer = world.send("GET", "//")

    assert answer.status == 200
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    page = answer.content.decode()
    assert "<script" not in page
    for link in re.findall(r'href="([^"]+)"', page):
        assert world.send("GET", f"/{link}").status == 200, link
