"""What is logged when people change: one row for each thing that changed, by whom, and no secrets."""

from collections.abc import Callable
from typing import Any

from sundial.access.permissions import OrganizationRole, Role
from tests.cast import Cast
from tests.make import PASSWORD, Answer, Person, Place, World, colleague, person
from tests.people.backstage import (
    Logged,
    address,
    hire,
    invite,
    log,
    member_path,
    members,
    new_group,
    officer_path,
    officers,
    second_workspace,
)

Row = tuple[str, str, int]


class Watch:
    """Looks at what is logged in the cast's organization, request by request."""

    def __init__(self, cast: Cast) -> None:
        self._cast = cast
        self.rows: list[Logged] = []

    def of(self, send: Callable[[], Answer], by: int | None = None) -> list[Row]:
        """Kind, action and thing of what a request that succeeds adds to the log, in order; all of it by one person."""
        organization_id = self._cast.place.organization_id
        before = len(log(self._cast.world, organization_id))
        answer = send()
        assert answer.status == 200, answer
        self.rows = log(self._cast.world, organization_id)[before:]
        assert {row.user_id for row in self.rows} <= {by or self._cast.alice.id}
        return [(row.kind, row.action, row.entity_id) for row in self.rows]

    def changed(self) -> dict[str, tuple[Any, Any]]:
        """Which fields the only row of the last request says have changed, from what to what."""
        (row,) = self.rows
        return {name: (row.before[name], row.after[name]) for name in row.after if row.before[name] != row.after[name]}


def ids(cast: Cast, somebody: Person) -> tuple[int, int]:
    """Somebody's workspace user id and organization user id."""
    return members(cast.alice, cast.place)[somebody.name]["id"], officers(cast.alice, cast.place)[somebody.name]["id"]


def number(path: str) -> int:
    return int(path.rpartition("/")[2])


def test_a_changed_member(cast: Cast) -> None:
    watch, where = Watch(cast), member_path(cast, cast.bob)
    body = {"role": "teamlead", "rate": 80.5, "postedFields": ["labor_cost"], "working_hours_in_minutes": 450}

    rows = watch.of(lambda: cast.alice.put(where, body))

    assert rows == [("rate", "updated", number(where)), ("workspace_user", "updated", number(where))]
    assert {row.workspace_id for row in watch.rows} == {cast.place.workspace_id}
    del watch.rows[0]
    assert watch.changed() == {
        "role": ("user", "teamlead"),
        "rate": (None, 80.5),
        "working_hours_in_minutes": (None, 450),
    }


def test_what_stays_as_it_is_is_not_logged(cast: Cast) -> None:
    watch, early = Watch(cast), hire(cast, "Aaron")
    group = new_group(cast, "Design", [cast.bob, early], [cast.place])
    cast.alice.put(member_path(cast, cast.bob), {"rate": 80})
    step = {"op": "add", "path": "/users", "value": [cast.bob.id]}

    for send in (
        lambda: cast.alice.put(member_path(cast, cast.bob), {"rate": 80, "role": "user"}),
        lambda: cast.alice.put(officer_path(cast, cast.bob), {"inactive": False}),
        lambda: cast.alice.put(group, {"name": "Design", "users": [cast.bob.id, early.id]}),
        lambda: cast.alice.patch(group, [step]),
        lambda: invite(cast.alice, cast.place, cast.bob.email),
    ):
        assert watch.of(send) == []


def test_removed_members(cast: Cast) -> None:
    watch, dora = Watch(cast), hire(cast, "Dora")
    here = [ids(cast, somebody)[0] for somebody in (cast.bob, dora)]
    path = f"{cast.organization}/workspaces/{cast.place.workspace_id}/workspace_users"

    rows = watch.of(lambda: cast.alice.patch(path, {"delete": here}))

    assert rows == [("workspace_user", "deleted", member) for member in here]
    assert {row.after["deleted_at"] is None for row in watch.rows} == {False}
    again = watch.of(lambda: invite(cast.alice, cast.place, dora.email))
    assert again == [("workspace_user", "updated", here[1])]


def test_groups_and_whom_they_bring_in_and_take_out(cast: Cast) -> None:
    watch, dora = Watch(cast), hire(cast, "Dora", role=None)
    body = {"name": "Design", "users": [dora.id, cast.bob.id], "workspaces": [cast.place.workspace_id]}

    created = watch.of(lambda: cast.alice.post(f"{cast.organization}/groups", body))
    member, group = ids(cast, dora)[0], created[1][2]
    assert created == [("workspace_user", "created", member), ("group", "created", group)]
    assert watch.rows[1].after == {**body, "users": [cast.bob.id, dora.id]}

    path = f"{cast.organization}/groups/{group}"
    assert watch.of(lambda: cast.alice.put(path, {"name": "Studio"})) == [("group", "updated", group)]
    assert watch.changed() == {"name": ("Design", "Studio")}

    out = [{"op": "remove", "path": "/users", "value": [dora.id]}, {"op": "remove", "path": "/name", "value": [1]}]
    assert watch.of(lambda: cast.alice.patch(path, out[:1])) == [
        ("workspace_user", "deleted", member),
        ("group", "updated", group),
    ]
    assert watch.of(lambda: cast.alice.delete(path)) == [("group", "deleted", group)]
    assert (watch.rows[0].before["name"], watch.rows[0].after) == ("Studio", None)


def test_a_changed_organization_user(cast: Cast) -> None:
    watch, where = Watch(cast), officer_path(cast, cast.bob)
    group = number(new_group(cast, "Design", [], []))

    assert watch.of(lambda: cast.alice.put(where, {"inactive": True, "organization_admin": True})) == [
        ("organization_user", "updated", number(where))
    ]
    changed = watch.changed()
    assert {name: changed[name] for name in ("role", "inactive")} == {
        "role": ("organization_user", "organization_admin"),
        "inactive": (False, True),
    }
    assert watch.of(lambda: cast.alice.put(where, {"groups": [group]})) == [("group", "updated", group)]
    assert watch.of(lambda: cast.alice.put(where, {"inactive": True})) == []


def test_another_name_is_the_persons_own_change(cast: Cast) -> None:
    watch, before = Watch(cast), len(log(cast.world, 0))

    assert watch.of(lambda: cast.alice.put(officer_path(cast, cast.bob), {"name": "Robert"})) == []

    (row,) = log(cast.world, 0)[before:]
    assert (row.kind, row.action, row.entity_id, row.user_id) == ("user", "updated", cast.bob.id, cast.alice.id)
    assert (row.before["fullname"], row.after["fullname"]) == ("Bob", "Robert")


def test_other_places(cast: Cast) -> None:
    watch, second = Watch(cast), second_workspace(cast)
    here, officer = ids(cast, cast.bob)
    body = {"workspaces": [{"workspace_id": second.workspace_id}]}

    rows = watch.of(lambda: cast.alice.put(f"{cast.organization}/users/{officer}/workspaces", body))

    there = members(cast.alice, second)["Bob"]["id"]
    assert rows == [("workspace_user", "deleted", here), ("workspace_user", "created", there)]
    assert watch.of(lambda: cast.alice.put(f"{cast.organization}/users/{officer}/workspaces", body)) == []


def test_who_leaves_an_organization(cast: Cast) -> None:
    watch, (member, officer) = Watch(cast), ids(cast, cast.bob)
    group = number(new_group(cast, "Design", [cast.bob], [cast.place]))

    rows = watch.of(lambda: cast.bob.delete(f"{cast.organization}/users/leave"), by=cast.bob.id)

    assert rows == [
        ("group", "updated", group),
        ("workspace_user", "deleted", member),
        ("organization_user", "deleted", officer),
    ]


def test_an_invitation_and_its_answers(cast: Cast) -> None:
    watch = Watch(cast)
    made: list[Any] = []

    def send(email: str) -> Answer:
        made.append(invite(cast.alice, cast.place, email))
        return made[-1]

    for email in (address("emil"), address("fay"), address("gil")):
        rows = watch.of(lambda email=email: send(email))
        assert [row[:2] for row in rows] == [
            ("organization_user", "created"),
            ("workspace_user", "created"),
            ("invitation", "created"),
        ]
    emil, fay, gil = (answer.json for answer in made)

    path = f"/organizations/invitations/{emil['invitations'][0]['code']}/accept"
    body = {"fullname": "Emil", "password": PASSWORD}
    accepted = watch.of(lambda: cast.world.send("POST", path, json=body), by=emil["data"][0]["recipient_id"])
    assert [row[:2] for row in accepted] == [
        ("organization_user", "updated"),
        ("workspace_user", "updated"),
        ("invitation", "updated"),
    ]
    assert watch.rows[2].after["status"] == "accepted"

    path = f"/organizations/invitations/{fay['invitations'][0]['code']}/reject"
    rejected = watch.of(lambda: cast.world.send("POST", path), by=fay["data"][0]["recipient_id"])
    assert [row[:2] for row in rejected] == [
        ("invitation", "updated"),
        ("workspace_user", "deleted"),
        ("organization_user", "deleted"),
    ]
    assert watch.rows[0].after["status"] == "rejected"

    officer = officers(cast.alice, cast.place)["gil"]["id"]
    removed = watch.of(lambda: cast.alice.delete(f"{cast.organization}/users/{officer}"))
    assert removed[0] == ("invitation", "updated", gil["data"][0]["invitation_id"])
    assert watch.rows[0].after["status"] == "canceled"


def test_a_renewed_invitation(cast: Cast) -> None:
    watch = Watch(cast)
    invitation_id = invite(cast.alice, cast.place, address("emil")).json["data"][0]["invitation_id"]

    rows = watch.of(lambda: cast.alice.put(f"{cast.organization}/invitations/{invitation_id}/resend"))

    assert rows == [("invitation", "updated", invitation_id)]
    assert list(watch.changed()) == ["expires_at"]


def test_ownership(cast: Cast) -> None:
    watch, path = Watch(cast), f"{cast.organization}/owner/transfer"
    (alice, bob) = (ids(cast, somebody)[1] for somebody in (cast.alice, cast.bob))

    ((kind, action, offer),) = watch.of(lambda: cast.alice.post(path, {"new_owner_id": cast.bob.id}))
    assert (kind, action) == ("owner_transfer", "created")

    assert watch.of(lambda: cast.bob.post(f"{path}/{offer}/accept"), by=cast.bob.id) == [
        ("owner_transfer", "updated", offer),
        ("organization_user", "updated", alice),
        ("organization_user", "updated", bob),
    ]


def test_what_is_refused_is_not_logged(cast: Cast) -> None:
    before = log(cast.world, cast.place.organization_id)

    for answer in (
        cast.alice.put(member_path(cast, cast.bob), {"rate": 1, "role_id": 99}),
        cast.alice.put(officer_path(cast, cast.bob), {"inactive": True, "groups": [1]}),
        cast.alice.post(f"{cast.organization}/groups", {"name": "Design", "users": [cast.charlie.id]}),
        invite(cast.alice, cast.place, address("emil"), groups=[1]),
        cast.bob.delete(member_path(cast, cast.alice)),
    ):
        assert answer.status in (400, 403)

    assert log(cast.world, cast.place.organization_id) == before


def test_no_secret_is_logged(cast: Cast) -> None:
    dora = colleague(person(cast.world, "Dora"), cast.place, Role.ADMIN, OrganizationRole.ADMIN)
    email = address("emil")
    letter = invite(cast.alice, cast.place, email).json["invitations"][0]
    cast.alice.put(member_path(cast, dora), {"rate": 80})
    path = f"/organizations/invitations/{letter['code']}/accept"
    cast.world.send("POST", path, json={"fullname": "Emil", "password": "battery staple"})
    invite(cast.alice, cast.place, cast.charlie.email)
    cast.alice.put(f"{cast.organization}/groups/1", {})
    cast.bob.delete(f"{cast.organization}/users/leave")

    written = text_of(cast.world, cast.place)

    secrets = [letter["code"], "battery staple", "argon2", "sealed", "hash", "ical_token"]
    secrets += [somebody.token for somebody in (cast.alice, cast.bob, cast.charlie, dora)]
    secrets += [somebody.get(cast.workspace).json["ical_url"].rpartition("/")[2] for somebody in (cast.alice, dora)]
    assert [secret for secret in secrets if secret in written] == []
    assert email in written


def text_of(world: World, place: Place) -> str:
    """Everything that is logged in an organization, and of users themselves, as one text."""
    return "\n".join(
        str((row.before, row.after)) for number in (0, place.organization_id) for row in log(world, number)
    )
