"""POST /organizations/{organization_id}/invitations: people come into an organization by their addresses."""

from typing import Any

from sundial.access.permissions import Role
from sundial.access.plans import Plan
from tests.cast import Cast
from tests.make import PASSWORD, basic, person
from tests.people.backstage import (
    NOBODY,
    address,
    hire,
    invite,
    member_path,
    members,
    new_group,
    officer_path,
    officers,
    put_on_plan,
    second_workspace,
)


def test_several_addresses_get_an_invitation_each(cast: Cast) -> None:
    emil, fay = address("emil"), address("fay")

    answer = invite(cast.alice, cast.place, emil, f" {fay} ", emil.upper())

    assert answer.status == 200
    assert answer.json["messages"] == []
    waiting = members(cast.alice, cast.place)
    for email, name, made, letter in zip(
        (emil.upper(), fay), ("EMIL", "fay"), answer.json["data"], answer.json["invitations"], strict=True
    ):
        member = waiting[name]
        assert made == {
            "invitation_id": made["invitation_id"],
            "organization_id": cast.place.organization_id,
            "email": email,
            "sender_id": cast.alice.id,
            "recipient_id": member["user_id"],
            "invite_url": f"http://sundial.test/invitations/{letter['code']}",
            "workspaces": [
                {
                    "workspace_id": cast.place.workspace_id,
                    "user_id": member["user_id"],
                    "workspace_user_id": member["id"],
                }
            ],
        }
        assert letter == {
            "code": letter["code"],
            "email": email,
            "organization_id": cast.place.organization_id,
            "organization_name": "Acme",
            "sender_email": cast.alice.email,
            "sender_name": "Alice",
        }
        assert len(letter["code"]) >= 32


def test_the_invited_are_there_at_once_but_have_not_joined(cast: Cast) -> None:
    invite(cast.alice, cast.place, address("emil"), workspaces=[place(cast, role="teamlead")])

    member, officer = members(cast.alice, cast.place)["emil"], officers(cast.alice, cast.place)["emil"]

    assert [member[field] for field in ("active", "inactive", "role")] == [False, False, "teamlead"]
    assert [officer[field] for field in ("joined", "inactive", "admin")] == [False, False, False]
    assert cast.alice.get(f"{cast.workspace}/statistics").json["members_count"] == 2


def place(cast: Cast, **more: Any) -> dict[str, Any]:
    return {"workspace_id": cast.place.workspace_id, **more}


def test_every_way_to_say_a_role(cast: Cast) -> None:
    for number, (wanted, role) in enumerate(
        (
            ({"role": "projectlead"}, "projectlead"),
            ({"role_id": 3}, "teamlead"),
            ({"admin": True}, "admin"),
            ({"admin": False}, "user"),
            ({}, "user"),
        )
    ):
        invite(cast.alice, cast.place, address(f"emil{number}"), workspaces=[place(cast, **wanted)])
        assert members(cast.alice, cast.place)[f"emil{number}"]["role"] == role


def test_workspaces_and_groups_wait_for_the_invited(cast: Cast) -> None:
    second, third = second_workspace(cast), second_workspace(cast, "Third")
    group = int(new_group(cast, "Design", [], [third]).rpartition("/")[2])
    wanted = [place(cast), {"workspace_id": second.workspace_id, "role": "admin"}]

    made = invite(cast.alice, cast.place, address("emil"), workspaces=wanted, groups=[group]).json["data"][0]

    waiting = {each["workspace_id"] for each in made["workspaces"]}
    assert waiting == {cast.place.workspace_id, second.workspace_id, third.workspace_id}
    emil = officers(cast.alice, cast.place)["emil"]
    assert {each["workspace_name"]: each["role"] for each in emil["workspaces"]} == {
        "Main": "user",
        "Second": "admin",
        "Third": "user",
    }
    assert [each["name"] for each in emil["groups"]] == ["Design"]


def test_the_invited_cannot_sign_in(cast: Cast) -> None:
    emil = address("emil")
    invite(cast.alice, cast.place, emil)

    for password in ("", "emil", "None", PASSWORD):
        assert cast.world.send("GET", "/me", headers=basic(emil, password)).status == 403


def test_somebody_with_an_account_is_invited_as_who_they_are(cast: Cast) -> None:
    answer = invite(cast.alice, cast.place, cast.charlie.email.upper())

    assert answer.json["data"][0]["recipient_id"] == cast.charlie.id
    assert members(cast.alice, cast.place)["Charlie"]["active"] is False
    assert cast.charlie.get(cast.workspace).status == 403
    assert cast.charlie.get(f"{cast.organization}/roles").status == 403
    assert [each["name"] for each in cast.charlie.get("/me/workspaces").json] == ["Other"]
    assert [each["name"] for each in cast.charlie.get("/me/organizations").json] == ["Elsewhere"]


def test_a_colleague_joins_another_workspace_at_once(cast: Cast) -> None:
    second = second_workspace(cast)

    answer = invite(
        cast.alice, cast.place, cast.bob.email, workspaces=[{"workspace_id": second.workspace_id, "role": "teamlead"}]
    )

    assert (answer.json["data"], answer.json["invitations"]) == ([], [])
    assert answer.json["messages"] == [
        f"{cast.bob.email} is in the organization already and has joined the workspaces."
    ]
    assert cast.bob.get(f"/workspaces/{second.workspace_id}").json["role"] == "teamlead"


def test_inviting_a_member_again_changes_nothing_about_them(cast: Cast) -> None:
    cast.alice.put(member_path(cast, cast.bob), {"role": "projectlead", "inactive": True})
    before = members(cast.alice, cast.place), officers(cast.alice, cast.place)

    for role in ("user", "admin"):
        assert invite(cast.alice, cast.place, cast.bob.email, workspaces=[place(cast, role=role)]).status == 200

    assert (members(cast.alice, cast.place), officers(cast.alice, cast.place)) == before


def test_an_invitation_takes_no_rights_from_who_is_here_through_a_group(cast: Cast) -> None:
    """Else it would be a door to demote the owner and the last admin by."""
    dora = hire(cast, "Dora", role=None)
    new_group(cast, "Design", [dora], [cast.place])
    cast.alice.put(member_path(cast, dora), {"role": "admin"})

    invite(cast.alice, cast.place, dora.email, workspaces=[place(cast, role="user")])

    member = members(cast.alice, cast.place)["Dora"]
    assert (member["role"], member["is_direct"]) == ("admin", True)


def test_an_inactive_member_is_not_invited(cast: Cast) -> None:
    cast.alice.put(officer_path(cast, cast.bob), {"inactive": True})
    other = address("emil")

    answer = invite(cast.alice, cast.place, other, cast.bob.email)

    text = f"User with e-mail '{cast.bob.email}' is already an inactive member of the organization"
    assert (answer.status, answer.json) == (400, text)
    assert set(officers(cast.alice, cast.place)) == {"Alice", "Bob"}


def test_inviting_the_invited_again_gives_the_same_link_and_more_places(cast: Cast) -> None:
    second, emil = second_workspace(cast), address("emil")
    first = invite(cast.alice, cast.place, emil).json

    again = invite(cast.alice, second, emil).json

    assert again["invitations"] == first["invitations"]
    assert again["data"][0]["invitation_id"] == first["data"][0]["invitation_id"]
    assert len(again["data"][0]["workspaces"]) == 2


def test_what_is_refused_invites_nobody(cast: Cast) -> None:
    theirs = cast.elsewhere
    group = cast.charlie.post(f"/organizations/{theirs.organization_id}/groups", {"name": "Theirs"}).json["group_id"]
    organization_id = cast.place.organization_id
    bodies: list[tuple[dict[str, Any], str]] = [
        ({"emails": None}, "at least one email is required"),
        ({"emails": []}, "at least one email is required"),
        ({"emails": [address("a"), " "]}, "Missing e-mail"),
        ({"emails": [address("a"), "emil"]}, "Invalid e-mail: 'emil'"),
        ({"emails": ["a b@example.com"]}, "Invalid e-mail: 'a b@example.com'"),
        ({"emails": ["emil@"]}, "Invalid e-mail: 'emil@'"),
        ({"emails": [f"{'x' * 250}@a.io"]}, f"Invalid e-mail: '{'x' * 250}@a.io'"),
        ({"emails": ["a\0@example.com"]}, "emails[0] must not contain NUL characters"),
        ({"emails": "emil@example.com"}, "emails must be a list or null"),
        ({"emails": [1]}, "emails[0] must be a string"),
        ({"emails": [address("a")] * 101}, "emails must have at most 100 items"),
        ({"workspaces": None}, "at least one workspace is required"),
        ({"workspaces": []}, "at least one workspace is required"),
        ({"workspaces": [place(cast), {"workspace_id": theirs.workspace_id}]}, "invalid workspace ID"),
        ({"workspaces": [{"workspace_id": NOBODY}]}, "invalid workspace ID"),
        ({"workspaces": [{"workspace_id": "1"}]}, "workspaces[0].workspace_id must be an integer"),
        ({"workspaces": [place(cast, role_id=99)]}, "Invalid role ID: 99."),
        ({"workspaces": [place(cast, role_id=7)]}, "Invalid workspace role with ID: 7."),
        ({"workspaces": [place(cast, role_id=1, admin=True)]}, "Cannot use both admin flags and role_id."),
        ({"groups": [group]}, f"Group '{group}' is not in Organization '{organization_id}'."),
        ({"groups": [NOBODY]}, f"Group '{NOBODY}' is not in Organization '{organization_id}'."),
        ({"groups": ["1"]}, "groups[0] must be an integer"),
        ({"skip_email": 1}, "skip_email must be true or false or null"),
    ]
    for body, text in bodies:
        answer = invite(cast.alice, cast.place, address("emil"), **body)
        assert (answer.status, answer.json) == (400, text), body
    path = f"{cast.organization}/invitations"
    assert cast.alice.post(path, {}).json == "at least one email is required"
    assert cast.alice.post(path, {"emails": [address("a")]}).json == "at least one workspace is required"
    for content in (b"", b"{", b'{"emails": ["\xff"]}'):
        assert cast.alice.post(path, body=content).json == "Invalid JSON input"
    answer = cast.alice.post("/organizations/acme/invitations", {})
    assert (answer.status, answer.json) == (400, "Invalid organization id")

    assert set(officers(cast.alice, cast.place)) == {"Alice", "Bob"}


def test_the_free_plan_has_room_for_five(cast: Cast) -> None:
    put_on_plan(cast, Plan.FREE)
    full = "Active user limit is 5. Upgrade to add more active users"

    answer = invite(cast.alice, cast.place, *[address(f"person{number}") for number in range(4)])
    assert (answer.status, answer.json) == (400, full)
    assert len(officers(cast.alice, cast.place)) == 2

    assert invite(cast.alice, cast.place, *[address(f"person{number}") for number in range(3)]).status == 200
    assert invite(cast.alice, cast.place, address("another")).json == full
    assert invite(cast.alice, cast.place, cast.bob.email).status == 200

    cast.alice.put(officer_path(cast, cast.bob), {"inactive": True})
    assert invite(cast.alice, cast.place, address("another")).status == 200
    put_on_plan(cast, Plan.STARTER)
    assert invite(cast.alice, cast.place, address("more")).status == 200


def test_somebody_without_an_organization_can_be_invited_by_two(cast: Cast) -> None:
    dora = person(cast.world, "Dora")
    codes = [
        invite(boss, where, dora.email).json["invitations"][0]["code"]
        for boss, where in ((cast.alice, cast.place), (cast.charlie, cast.elsewhere))
    ]

    for code in codes:
        assert dora.post(f"/organizations/invitations/{code}/accept").status == 200

    assert [each["name"] for each in dora.get("/me/workspaces").json] == ["Main", "Other"]


def test_only_who_runs_something_invites(cast: Cast) -> None:
    leads = [hire(cast, name, role) for name, role in (("Lea", Role.PROJECTLEAD), ("Tom", Role.TEAMLEAD))]

    for somebody in (cast.bob, *leads, cast.charlie):
        answer = invite(somebody, cast.place, address("emil"))
        assert (answer.status, answer.json) == (403, "Forbidden")
    assert "emil" not in officers(cast.alice, cast.place)
