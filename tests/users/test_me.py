"""GET /me."""

import re
from datetime import datetime

import pytest

from tests.cast import Cast
from tests.conftest import SetClock
from tests.make import organization, person

PLAIN = {
    "id": int,
    "api_token": str,
    "toggl_accounts_id": str,
    "toggl_accounts_updated_at": str,
    "email": str,
    "fullname": str,
    "timezone": str,
    "default_workspace_id": int,
    "beginning_of_week": int,
    "image_url": str,
    "created_at": str,
    "updated_at": str,
    "at": str,
    "authorization_updated_at": str,
    "has_password": bool,
    "intercom_hash": str,
    "openid_enabled": bool,
    "2fa_enabled": bool,
    "oauth_providers": list,
    "options": dict,
}
NULL_AT_FIRST = {"country_id", "openid_email"}
RELATED = {"clients", "projects", "tags", "tasks", "time_entries", "workspaces"}


@pytest.mark.parametrize("query", ["", "?with_related_data=false", "?with_related_data=true"])
def test_every_documented_key_is_there(cast: Cast, query: str) -> None:
    me = cast.alice.get(f"/me{query}").json

    assert set(me) == set(PLAIN) | NULL_AT_FIRST | RELATED
    assert {key: type(me[key]) for key in PLAIN} == PLAIN
    assert {key for key in NULL_AT_FIRST if me[key] is not None} == set()


def test_the_caller_is_told_who_they_are(cast: Cast, clock: SetClock) -> None:
    clock.set(2026, 3, 2, 9, 30)
    zoe = person(cast.world, "Zoe", timezone="Europe/Paris")

    me = zoe.get("/me").json

    assert (me["id"], me["email"], me["fullname"]) == (zoe.id, zoe.email, "Zoe")
    assert me["api_token"] == zoe.token
    assert me["timezone"] == "Europe/Paris"
    assert me["beginning_of_week"] == 1
    assert me["default_workspace_id"] is None
    assert (me["has_password"], me["2fa_enabled"], me["openid_enabled"]) == (True, False, False)
    assert {me[key] for key in ("created_at", "updated_at", "at")} == {"2026-03-02T09:30:00Z"}


def test_strict_clients_find_the_shapes_that_they_insist_on(cast: Cast) -> None:
    me = cast.alice.get("/me").json

    assert re.fullmatch(r"[A-Za-z0-9_-]{22}", me["toggl_accounts_id"])
    assert re.fullmatch(r"[0-9a-f]{64}", me["intercom_hash"])
    assert re.fullmatch(r"[0-9a-f]{32}", me["api_token"])
    for key in ("created_at", "updated_at", "at", "authorization_updated_at", "toggl_accounts_updated_at"):
        moment = datetime.fromisoformat(me[key])
        assert moment.utcoffset() is not None


def test_the_picture_exists(cast: Cast) -> None:
    url = cast.alice.get("/me").json["image_url"]

    picture = cast.world.send("GET", "/" + url.removeprefix("http://sundial.test"))

    assert url.startswith("http://sundial.test/")
    assert picture.status == 200
    assert picture.content.startswith(b"\x89PNG")


def test_two_people_have_accounts_of_their_own(cast: Cast) -> None:
    alice, bob = cast.alice.get("/me").json, cast.bob.get("/me").json

    assert alice["toggl_accounts_id"] != bob["toggl_accounts_id"]
    assert (alice["id"], bob["id"]) == (cast.alice.id, cast.bob.id)


def test_related_data_comes_only_when_asked_for(cast: Cast) -> None:
    me = cast.alice.get("/me").json

    assert {me[key] for key in RELATED} == {None}


def test_related_data_lists_the_workspaces_of_all_organizations(cast: Cast) -> None:
    second = organization(cast.bob, "Second", "Side")

    workspaces = cast.bob.get("/me?with_related_data=true").json["workspaces"]

    assert {(one["id"], one["name"]) for one in workspaces} == {
        (cast.place.workspace_id, "Main"),
        (second.workspace_id, "Side"),
    }
    assert workspaces == cast.bob.get("/me/workspaces").json


def test_somebody_without_a_workspace_has_null(cast: Cast) -> None:
    alone = person(cast.world, "Alone")

    assert alone.get("/me?with_related_data=true").json["workspaces"] is None


def test_a_flag_that_is_none_is_refused_by_name(cast: Cast) -> None:
    answer = cast.alice.get("/me?with_related_data=perhaps")

    assert (answer.status, answer.json) == (400, "with_related_data must be true or false")


def test_the_default_workspace_is_the_first_that_they_came_into(cast: Cast) -> None:
    organization(cast.bob, "Second", "Side")

    assert cast.bob.get("/me").json["default_workspace_id"] == cast.place.workspace_id


def test_related_data_are_what_the_lists_give(cast: Cast) -> None:
    client = cast.alice.post(f"{cast.workspace}/clients", {"name": "Initech"}).json
    project = cast.alice.post(f"{cast.workspace}/projects", {"name": "TPS", "client_id": client["id"]}).json
    cast.alice.post(f"{cast.workspace}/projects/{project['id']}/tasks", {"name": "Cover"})
    entry = {"created_with": "tests", "start": "2026-03-02", "duration": 60, "tags": ["a"], "pid": project["id"]}
    cast.alice.post(f"{cast.workspace}/time_entries", entry)

    me = cast.alice.get("/me?with_related_data=true").json

    for name in ("clients", "projects", "tasks", "tags", "time_entries"):
        assert len(me[name]) == 1
        assert me[name] == cast.alice.get(f"/me/{name}").json, name
