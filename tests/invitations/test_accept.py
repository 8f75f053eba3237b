"""POST /organizations/invitations/{invitation_code}/accept: as a new person, or as oneself."""

from typing import Any

from tests.cast import Cast
from tests.make import PASSWORD, Answer, basic, person
from tests.people.backstage import (
    address,
    invite,
    members,
    new_group,
    officers,
    second_workspace,
)

EMIL: dict[str, Any] = {"fullname": "Emil Erikson", "password": "battery staple", "timezone": "Europe/Oslo"}


def sent(cast: Cast, email: str, **more: Any) -> str:
    """The code of a new invitation."""
    return invite(cast.alice, cast.place, email, **more).json["invitations"][0]["code"]


def accept(cast: Cast, code: str, body: Any = None, headers: dict[str, str] | None = None) -> Answer:
    return cast.world.send("POST", f"/organizations/invitations/{code}/accept", json=body, headers=headers)


def test_a_new_person_gives_a_name_and_a_password(cast: Cast) -> None:
    email = address("emil")
    answer = accept(cast, sent(cast, email), EMIL)

    assert answer.status == 200
    assert answer.json == {
        "user_id": members(cast.alice, cast.place)["Emil Erikson"]["user_id"],
        "organization_id": cast.place.organization_id,
        "workspace_ids": [cast.place.workspace_id],
    }
    me = cast.world.send("GET", "/me", headers=basic(email, EMIL["password"])).json
    assert [me[field] for field in ("email", "fullname", "timezone")] == [email, "Emil Erikson", "Europe/Oslo"]
    token = basic(me["api_token"], "api_token")
    assert cast.world.send("GET", cast.workspace, headers=token).json["role"] == "user"
    assert members(cast.alice, cast.place)["Emil Erikson"]["active"] is True
    assert officers(cast.alice, cast.place)["Emil Erikson"]["joined"] is True


def test_the_time_zone_may_be_left_out(cast: Cast) -> None:
    email = address("emil")
    body = {"fullname": "Emil", "password": PASSWORD}

    assert accept(cast, sent(cast, email), body).status == 200

    assert cast.world.send("GET", "/me", headers=basic(email, PASSWORD)).json["timezone"] == "UTC"


def test_a_bad_name_or_password_leaves_the_invitation_open(cast: Cast) -> None:
    email = address("emil")
    code = sent(cast, email)
    bodies: list[tuple[Any, str]] = [
        (None, "fullname is required"),
        ({}, "fullname is required"),
        ({**EMIL, "fullname": None}, "fullname is required"),
        ({"fullname": "Emil"}, "password is required"),
        ({**EMIL, "fullname": " "}, "Invalid fullname"),
        ({**EMIL, "fullname": "x" * 256}, "Invalid fullname"),
        ({**EMIL, "password": "short"}, "Password should be at least 6 characters"),
        ({**EMIL, "password": "x" * 1025}, "Password should be at most 1024 characters"),
        ({**EMIL, "timezone": "Mars/Olympus"}, "Invalid timezone"),
        ({**EMIL, "fullname": 1}, "fullname must be a string or null"),
        ([], "body must be an object"),
    ]
    for body, text in bodies:
        answer = accept(cast, code, body)
        assert (answer.status, answer.json) == (400, text), body
    broken = cast.world.send("POST", f"/organizations/invitations/{code}/accept", body=b'{"fullname"')
    assert (broken.status, broken.json) == (400, "JSON is not valid")

    assert members(cast.alice, cast.place)["emil"]["active"] is False
    assert cast.world.send("GET", "/me", headers=basic(email, "short")).status == 403
    assert accept(cast, code, EMIL).status == 200


def test_an_existing_person_joins_as_themselves(cast: Cast) -> None:
    code = sent(cast, cast.charlie.email)

    answer = cast.charlie.post(f"/organizations/invitations/{code}/accept")

    assert answer.status == 200
    assert answer.json["workspace_ids"] == [cast.place.workspace_id]
    assert cast.charlie.get(cast.workspace).status == 200
    assert [each["name"] for each in cast.charlie.get("/me/workspaces").json] == ["Main", "Other"]


def test_whatever_an_existing_person_sends_along_changes_nothing_about_them(cast: Cast) -> None:
    code = sent(cast, cast.charlie.email)

    assert cast.charlie.post(f"/organizations/invitations/{code}/accept", EMIL).status == 200

    assert cast.charlie.get("/me").json["fullname"] == "Charlie"
    assert cast.world.send("GET", "/me", headers=basic(cast.charlie.email, PASSWORD)).status == 200


def test_an_existing_person_must_sign_in(cast: Cast) -> None:
    code = sent(cast, cast.charlie.email)

    answer = accept(cast, code, EMIL)

    assert (answer.status, answer.content) == (401, b"")
    wrong = accept(cast, code, EMIL, basic(cast.charlie.email, "wrong horse"))
    assert wrong.status == 403
    assert members(cast.alice, cast.place)["Charlie"]["active"] is False


def test_nobody_accepts_for_somebody_else(cast: Cast) -> None:
    for code in (sent(cast, cast.charlie.email), sent(cast, address("emil"))):
        for somebody in (cast.alice, cast.bob, person(cast.world, "Dora")):
            answer = somebody.post(f"/organizations/invitations/{code}/accept", EMIL)
            assert (answer.status, answer.json) == (403, "Forbidden")
    joined = {name: each["active"] for name, each in members(cast.alice, cast.place).items()}
    assert joined == {"Alice": True, "Bob": True, "Charlie": False, "emil": False}


def test_an_invitation_is_accepted_once(cast: Cast) -> None:
    new, known = sent(cast, address("emil")), sent(cast, cast.charlie.email)
    accept(cast, new, EMIL)
    cast.charlie.post(f"/organizations/invitations/{known}/accept")

    for answer in (
        accept(cast, new, {**EMIL, "password": "another password"}),
        accept(cast, new),
        cast.charlie.post(f"/organizations/invitations/{known}/accept"),
        cast.charlie.post(f"/organizations/invitations/{known}/reject"),
    ):
        assert (answer.status, answer.json) == (404, "Invalid invitation code")
    assert cast.charlie.get(cast.workspace).status == 200


def test_everything_that_waited_is_taken_at_once(cast: Cast) -> None:
    second, third = second_workspace(cast), second_workspace(cast, "Third")
    email = address("emil")
    group = int(new_group(cast, "Design", [], [third]).rpartition("/")[2])
    code = sent(cast, email, groups=[group])
    invite(cast.alice, second, email, workspaces=[{"workspace_id": second.workspace_id, "role": "admin"}])

    answer = accept(cast, code, EMIL)

    places = (cast.place, second, third)
    assert set(answer.json["workspace_ids"]) == {place.workspace_id for place in places}
    emil = officers(cast.alice, cast.place)["Emil Erikson"]
    assert {place["workspace_name"]: (place["active"], place["role"]) for place in emil["workspaces"]} == {
        "Main": (True, "user"),
        "Second": (True, "admin"),
        "Third": (True, "user"),
    }


def test_who_was_switched_off_before_joining_stays_out(cast: Cast) -> None:
    email = address("emil")
    code = sent(cast, email)
    emil = members(cast.alice, cast.place)["emil"]
    cast.alice.put(f"{cast.workspace}/workspace_users/{emil['id']}", {"inactive": True})

    assert accept(cast, code, EMIL).status == 200

    refused = cast.world.send("GET", cast.workspace, headers=basic(email, EMIL["password"]))
    assert refused.status == 403


def test_a_code_that_opens_nothing(cast: Cast) -> None:
    for code in ("nonsense", "x" * 2000, "%00", "'", sent(cast, address("emil"))[:-1]):
        for answer in (accept(cast, code, EMIL), cast.charlie.post(f"/organizations/invitations/{code}/accept")):
            assert answer.status in (400, 404)
            assert answer.json in ("Invalid invitation code", "invitation_code must not contain NUL characters")


def test_a_second_invitation_of_somebody_who_is_new_takes_their_password(cast: Cast) -> None:
    email = address("emil")
    first = sent(cast, email)
    second = invite(cast.charlie, cast.elsewhere, email).json["invitations"][0]["code"]
    accept(cast, first, EMIL)

    refused = accept(cast, second, {**EMIL, "password": "another password"})
    joined = accept(cast, second, headers=basic(email, EMIL["password"]))

    assert (refused.status, joined.status) == (401, 200)
    assert members(cast.charlie, cast.elsewhere)["Emil Erikson"]["active"] is True
