"""Who is in a workspace through groups: in with the group, out with the last one, and what stays."""

from sundial.access.permissions import Role
from tests.cast import Cast
from tests.people.backstage import (
    address,
    hire,
    invite,
    member_path,
    members,
    new_group,
    officer_path,
    officers,
    second_workspace,
)


def here(cast: Cast) -> dict[str, tuple[str, bool]]:
    """Role and directness of whoever is in the workspace."""
    return {name: (each["role"], each["is_direct"]) for name, each in members(cast.alice, cast.place).items()}


ALICE = {"Alice": ("admin", True)}
BOB = {"Bob": ("user", True)}


def test_in_with_the_group_and_out_with_it(cast: Cast) -> None:
    dora = hire(cast, "Dora", role=None)
    assert dora.get(cast.workspace).status == 403

    group = new_group(cast, "Design", [dora], [cast.place])
    assert here(cast) == {**ALICE, **BOB, "Dora": ("user", False)}
    assert dora.get(cast.workspace).json["role"] == "user"

    cast.alice.delete(group)
    assert here(cast) == {**ALICE, **BOB}
    assert dora.get(cast.workspace).status == 403


def test_every_way_into_and_out_of_a_group(cast: Cast) -> None:
    dora = hire(cast, "Dora", role=None)
    group = new_group(cast, "Design", [], [])
    group_id = int(group.rpartition("/")[2])
    person = officer_path(cast, dora)
    workspaces = {"workspaces": [cast.place.workspace_id]}
    cast.alice.put(group, workspaces)

    def users(op: str) -> list[dict[str, object]]:
        return [{"op": op, "path": "/users", "value": [dora.id]}]

    def places(op: str) -> list[dict[str, object]]:
        return [{"op": op, "path": "/workspaces", "value": [cast.place.workspace_id]}]

    for enter, leave in (
        (lambda: cast.alice.put(group, {"users": [dora.id]}), lambda: cast.alice.put(group, {"users": []})),
        (lambda: cast.alice.patch(group, users("add")), lambda: cast.alice.patch(group, users("remove"))),
        (lambda: cast.alice.put(person, {"groups": [group_id]}), lambda: cast.alice.put(person, {"groups": []})),
        (lambda: cast.alice.put(group, {"users": [dora.id]}), lambda: cast.alice.patch(group, places("remove"))),
        (lambda: cast.alice.patch(group, places("add")), lambda: cast.alice.put(group, {"workspaces": []})),
        (lambda: cast.alice.put(group, workspaces), lambda: cast.alice.delete(group)),
    ):
        assert enter().status == 200
        assert dora.get(cast.workspace).status == 200
        assert leave().status == 200
        assert dora.get(cast.workspace).status == 403


def test_two_groups_for_the_same_workspace(cast: Cast) -> None:
    dora = hire(cast, "Dora", role=None)
    first = new_group(cast, "Design", [dora], [cast.place])
    second = new_group(cast, "Sales", [dora], [cast.place])
    assert len(members(cast.alice, cast.place)["Dora"]["group_ids"]) == 2

    cast.alice.put(first, {"users": []})
    assert here(cast)["Dora"] == ("user", False)

    cast.alice.put(second, {"workspaces": []})
    assert "Dora" not in here(cast)


def test_a_direct_member_stays_direct_in_a_group_and_stays_without_it(cast: Cast) -> None:
    group = new_group(cast, "Design", [cast.bob], [cast.place])
    assert here(cast) == {**ALICE, **BOB}

    cast.alice.delete(group)

    assert here(cast) == {**ALICE, **BOB}


def test_a_member_through_a_group_who_is_placed_directly_stays_without_it(cast: Cast) -> None:
    dora = hire(cast, "Dora", role=None)
    group = new_group(cast, "Design", [dora], [cast.place])
    invite(cast.alice, cast.place, dora.email)
    assert here(cast)["Dora"] == ("user", True)

    cast.alice.delete(group)

    assert here(cast)["Dora"] == ("user", True)


def test_a_direct_member_whose_direct_place_ends_stays_through_the_group(cast: Cast) -> None:
    new_group(cast, "Design", [cast.bob], [cast.place])
    cast.alice.put(member_path(cast, cast.bob), {"role": "teamlead"})

    cast.alice.put(f"{officer_path(cast, cast.bob)}/workspaces", {"workspaces": []})

    assert here(cast)["Bob"] == ("teamlead", False)


def test_a_role_is_kept_while_another_group_has_them(cast: Cast) -> None:
    dora = hire(cast, "Dora", role=None)
    first = new_group(cast, "Design", [dora], [cast.place])
    cast.alice.put(member_path(cast, dora), {"role": "projectlead", "rate": 80})

    new_group(cast, "Sales", [dora], [cast.place])
    cast.alice.delete(first)

    assert here(cast)["Dora"] == ("projectlead", False)


def test_who_comes_back_through_a_group_is_a_plain_user_again(cast: Cast) -> None:
    dora = hire(cast, "Dora", role=None)
    group = new_group(cast, "Design", [dora], [cast.place])
    before = cast.alice.put(member_path(cast, dora), {"role": "projectlead", "rate": 80}).json
    cast.alice.put(group, {"users": []})

    cast.alice.put(group, {"users": [dora.id]})

    after = members(cast.alice, cast.place)["Dora"]
    assert (after["id"], after["role"], after["rate"], after["is_direct"]) == (before["id"], "user", 80, False)


def test_who_was_removed_by_hand_stays_out_until_a_group_has_them_anew(cast: Cast) -> None:
    dora = hire(cast, "Dora", role=None)
    first = new_group(cast, "Design", [dora], [cast.place])
    second = new_group(cast, "Sales", [dora], [cast.place])
    cast.alice.delete(member_path(cast, dora))

    cast.alice.put(first, {"name": "Studio", "users": [dora.id, cast.bob.id]})
    assert "Dora" not in here(cast)
    cast.alice.put(first, {"users": [cast.bob.id]})
    assert "Dora" not in here(cast)
    cast.alice.delete(first)
    assert "Dora" not in here(cast)

    cast.alice.put(second, {"users": []})
    cast.alice.put(second, {"users": [dora.id]})
    assert here(cast)["Dora"] == ("user", False)


def test_who_was_switched_off_stays_so_in_a_group(cast: Cast) -> None:
    cast.alice.put(member_path(cast, cast.bob), {"inactive": True})

    new_group(cast, "Design", [cast.bob], [cast.place])

    assert members(cast.alice, cast.place)["Bob"]["inactive"] is True


def test_the_invited_wait_where_their_groups_are(cast: Cast) -> None:
    second = second_workspace(cast)
    code = invite(cast.alice, cast.place, address("emil")).json["invitations"][0]["code"]
    emil = officers(cast.alice, cast.place)["emil"]["user_id"]
    cast.alice.post(
        f"{cast.organization}/groups", {"name": "Design", "users": [emil], "workspaces": [second.workspace_id]}
    )
    waiting = members(cast.alice, second)["emil"]
    assert (waiting["active"], waiting["is_direct"]) == (False, False)

    answer = cast.world.send(
        "POST",
        f"/organizations/invitations/{code}/accept",
        json={"fullname": "Emil", "password": "correct horse"},
    )

    assert set(answer.json["workspace_ids"]) == {cast.place.workspace_id, second.workspace_id}
    assert members(cast.alice, second)["Emil"]["active"] is True


def test_others_are_left_alone(cast: Cast) -> None:
    other = hire(cast, "Emil", Role.TEAMLEAD)
    before = members(cast.alice, cast.place)
    dora = hire(cast, "Dora", role=None)

    cast.alice.delete(new_group(cast, "Design", [dora], [cast.place]))

    assert members(cast.alice, cast.place) == before
    assert other.get(cast.workspace).json["role"] == "teamlead"
