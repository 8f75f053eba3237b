"""Who runs a workspace but not the organization: they invite to their own workspace, and see their own links only."""

import pytest

from sundial.access.permissions import OrganizationRole, Role
from tests.cast import Cast
from tests.make import Person, Place, colleague, person
from tests.people.backstage import (
    address,
    hire,
    invite,
    member_path,
    members,
    new_group,
    officers,
    second_workspace,
)


@pytest.fixture
def dora(cast: Cast) -> Person:
    """She runs the cast's workspace."""
    return hire(cast, "Dora", Role.ADMIN)


def code(cast: Cast, somebody: Person, name: str, place: Place | None = None) -> str | None:
    """The code of an invitation as somebody sees it in a workspace."""
    member = members(somebody, place or cast.place)[name]
    found = member["invitation_code"]
    assert member["invite_url"] == (found and f"http://sundial.test/invitations/{found}")
    return found


def test_they_invite_to_their_own_workspace(cast: Cast, dora: Person) -> None:
    answer = invite(dora, cast.place, address("emil"))

    assert (answer.status, answer.json["data"][0]["sender_id"]) == (200, dora.id)
    assert members(cast.alice, cast.place)["emil"]["active"] is False


def test_they_bring_a_colleague_in(cast: Cast, dora: Person) -> None:
    emil = hire(cast, "Emil", role=None)

    assert invite(dora, cast.place, emil.email).status == 200
    assert emil.get(cast.workspace).status == 200


def test_they_do_not_invite_elsewhere_nor_to_groups(cast: Cast, dora: Person) -> None:
    second = second_workspace(cast)
    group = int(new_group(cast, "Design", [], [second]).rpartition("/")[2])
    both = [{"workspace_id": place.workspace_id} for place in (cast.place, second)]

    for answer in (
        invite(dora, second, address("emil")),
        invite(dora, cast.place, address("emil"), workspaces=both),
        invite(dora, cast.place, address("emil"), groups=[group]),
    ):
        assert (answer.status, answer.json) == (403, "Forbidden")
    assert "emil" not in officers(cast.alice, cast.place)


def test_they_invite_no_more_when_they_are_out(cast: Cast, dora: Person) -> None:
    for change in ({"inactive": True}, {"inactive": False, "role": "user"}):
        cast.alice.put(member_path(cast, dora), change)
        answer = invite(dora, cast.place, address("emil"))
        assert (answer.status, answer.json) == (403, "Forbidden")


def test_who_runs_the_organization_invites_to_all_workspaces(cast: Cast, dora: Person) -> None:
    officer = colleague(person(cast.world, "Otto"), cast.place, None, OrganizationRole.ADMIN)
    second = second_workspace(cast)
    both = [{"workspace_id": place.workspace_id} for place in (cast.place, second)]

    assert invite(officer, cast.place, address("emil"), workspaces=both).status == 200


def test_links_are_seen_by_who_may_invite_only(cast: Cast, dora: Person) -> None:
    lead = hire(cast, "Lea", Role.PROJECTLEAD)
    sent = invite(dora, cast.place, address("emil")).json["invitations"][0]["code"]

    assert code(cast, dora, "emil") == sent
    assert code(cast, cast.alice, "emil") == sent
    assert code(cast, cast.bob, "emil") is None
    assert code(cast, lead, "emil") is None
    assert {members(cast.alice, cast.place)[name]["invitation_code"] for name in ("Alice", "Bob", "Dora")} == {None}


def test_a_link_that_opens_more_than_their_workspace_is_none_of_their_business(cast: Cast, dora: Person) -> None:
    """Whoever has the link of somebody without an account can become them."""
    second, emil = second_workspace(cast), address("emil")
    both = [{"workspace_id": place.workspace_id, "role": "admin"} for place in (cast.place, second)]
    sent = invite(cast.alice, cast.place, emil, workspaces=both).json["invitations"][0]["code"]

    assert code(cast, dora, "emil") is None
    again = invite(dora, cast.place, emil)
    assert (again.json["data"], again.json["invitations"]) == ([], [])
    assert again.json["messages"] == [f"{emil} has been invited already and is invited to the workspaces, too."]
    assert sent not in again.content.decode()
    assert code(cast, cast.alice, "emil", second) == sent


def test_a_link_is_gone_when_it_is_answered(cast: Cast) -> None:
    sent = invite(cast.alice, cast.place, address("emil")).json["invitations"][0]["code"]
    body = {"fullname": "Emil", "password": "correct horse"}
    cast.world.send("POST", f"/organizations/invitations/{sent}/accept", json=body)

    assert code(cast, cast.alice, "Emil") is None
    assert officers(cast.alice, cast.place)["Emil"]["invitation_id"] is None


def test_they_renew_their_own_invitations_only(cast: Cast, dora: Person) -> None:
    own = invite(dora, cast.place, address("emil")).json["data"][0]["invitation_id"]
    others = invite(cast.alice, cast.place, address("fay")).json["data"][0]["invitation_id"]

    def resend(somebody: Person, invitation_id: int) -> int:
        return somebody.put(f"{cast.organization}/invitations/{invitation_id}/resend").status

    assert [resend(dora, own), resend(dora, others)] == [200, 404]
    assert [resend(cast.alice, own), resend(cast.alice, others)] == [200, 200]
    assert [resend(cast.bob, own), resend(cast.charlie, own)] == [403, 403]
