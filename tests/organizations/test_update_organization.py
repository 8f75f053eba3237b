"""PUT /organizations/{organization_id}."""

from typing import Any

from sundial.access.permissions import OrganizationRole
from tests.cast import Cast
from tests.conftest import SetClock
from tests.make import colleague, person
from tests.workspaces.backstage import at_once, log

NOT_AUTHORIZED = (403, "User is not authorized to update the organization")


def test_its_owner_and_its_admins_rename_it(cast: Cast, clock: SetClock) -> None:
    officer = colleague(person(cast.world, "Olga"), cast.place, None, OrganizationRole.ADMIN)
    before = cast.bob.get(cast.organization).json
    moment = clock.set(2030, 1, 1)
    for somebody, given, kept in (
        (cast.alice, " Acme & Sons ", "Acme & Sons"),
        (officer, "ö" * 140, "ö" * 140),
        (officer, "ö" * 140, "ö" * 140),
    ):
        answer = somebody.put(cast.organization, {"name": given, "plan": "free"})
        assert (answer.status, answer.content) == (200, b"")
        after = cast.bob.get(cast.organization).json
        assert after == {**before, "name": kept, "at": moment.isoformat().replace("+00:00", "Z")}


def test_what_is_refused(cast: Cast) -> None:
    before = cast.bob.get(cast.organization).json
    logged = log(cast.world, cast.place)
    refusals: list[tuple[Any, str]] = [
        ({}, "At least one field is required"),
        ({"plan": "enterprise"}, "At least one field is required"),
        ({"name": None}, "field 'name' cannot be empty"),
        ({"name": ""}, "field 'name' cannot be empty"),
        ({"name": " \u00a0"}, "field 'name' cannot be empty"),
        ({"name": "x" * 141}, "organization name too long, maximum length is 140"),
        ({"name": ["Acme"]}, "name must be a string or null"),
        ({"name": "\0"}, "name must not contain NUL characters"),
        (["name"], "body must be an object"),
    ]
    for body, sentence in refusals:
        answer = cast.alice.put(cast.organization, body)
        assert (answer.status, answer.json) == (400, sentence), body
    assert cast.alice.put(cast.organization, body=b'{"name": "Acme').status == 400

    assert cast.bob.get(cast.organization).json == before
    assert log(cast.world, cast.place) == logged


def test_nobody_else_may(cast: Cast) -> None:
    foreign = colleague(person(cast.world, "Oskar"), cast.elsewhere, place_role=OrganizationRole.ADMIN)
    for somebody in (cast.bob, cast.charlie, foreign):
        refused = somebody.put(cast.organization, {"name": "Mine"})
        assert (refused.status, refused.json) == NOT_AUTHORIZED
    missing = cast.alice.put("/organizations/9007199254740991", {"name": "Mine"})
    assert (missing.status, missing.json) == NOT_AUTHORIZED
    wrong = cast.alice.put("/organizations/acme", {"name": "Mine"})
    assert (wrong.status, wrong.json) == (400, "Invalid organization ID")
    assert cast.bob.get(cast.organization).json["name"] == "Acme"


def test_of_two_at_once_one_comes_last(cast: Cast) -> None:
    answers = at_once(
        cast.world,
        lambda: cast.alice.put(cast.organization, {"name": "One"}),
        lambda: cast.alice.put(cast.organization, {"name": "Two"}),
    )

    assert [answer.status for answer in answers] == [200, 200]
    first, second = log(cast.world, cast.place)[-2:]
    assert (first.before["name"], first.after["name"]) == ("Acme", second.before["name"])
    assert second.after["name"] == cast.bob.get(cast.organization).json["name"]


def test_one_change_is_logged(cast: Cast) -> None:
    before = log(cast.world, cast.place)

    cast.alice.put(cast.organization, {"name": "Acme & Sons"})

    (logged,) = log(cast.world, cast.place)[len(before) :]
    assert (logged.kind, logged.action, logged.entity_id) == ("organization", "updated", cast.place.organization_id)
    assert (logged.workspace_id, logged.user_id) == (None, cast.alice.id)
    changed = {field for field in logged.after if logged.after[field] != logged.before[field]}
    assert changed == {"name", "at"}
