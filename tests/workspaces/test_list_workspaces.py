"""GET /me/workspaces, and GET /workspaces, which is the same."""

from sundial.access.permissions import OrganizationRole, Role
from tests.cast import Cast
from tests.conftest import SetClock
from tests.make import Answer, Person, colleague, organization, person
from tests.workspaces.backstage import set_place

YEAR_2030 = 1_893_456_000


def listed(somebody: Person, query: str = "") -> Answer:
    """The answer of both paths."""
    mine, same = (somebody.get(f"{path}{query}") for path in ("/me/workspaces", "/workspaces"))
    assert (mine.status, mine.json) == (same.status, same.json)
    return mine


def names(somebody: Person, query: str = "") -> list[str]:
    answer = listed(somebody, query)
    assert answer.status == 200
    return [workspace["name"] for workspace in answer.json]


def test_the_workspaces_of_all_organizations_as_the_caller_sees_them(cast: Cast) -> None:
    colleague(cast.bob, cast.elsewhere, Role.TEAMLEAD)
    for name in ("éclair", "Attic", "basement"):
        cast.alice.post(f"{cast.organization}/workspaces", {"name": name, "admins": [cast.bob.id]})

    workspaces = listed(cast.bob).json

    assert [workspace["name"] for workspace in workspaces] == ["Attic", "basement", "Main", "éclair", "Other"]
    assert [workspace["role"] for workspace in workspaces] == ["admin", "admin", "user", "admin", "teamlead"]
    assert workspaces == [cast.bob.get(f"/workspaces/{workspace['id']}").json for workspace in workspaces]


def test_only_those_in_which_the_caller_is_joined_and_active(cast: Cast) -> None:
    dora = colleague(person(cast.world, "Dora"), cast.place, None, OrganizationRole.ADMIN)
    colleague(cast.bob, cast.elsewhere)
    set_place(cast.bob, cast.elsewhere, joined=False)
    assert (names(dora), names(cast.bob)) == ([], ["Main"])

    set_place(cast.bob, cast.elsewhere, inactive=True)

    assert names(cast.bob) == ["Main"]
    assert names(person(cast.world)) == []


def test_since_leaves_out_what_did_not_change(cast: Cast, clock: SetClock) -> None:
    organization(cast.alice, "Quiet", "Untouched")
    clock.set(2030, 1, 1)
    cast.alice.put(cast.workspace, {"rounding": 0})

    assert names(cast.alice, f"?since={YEAR_2030}") == ["Main"]
    assert names(cast.alice, f"?since={YEAR_2030 + 1}") == []
    assert names(cast.alice, "?since=0") == ["Main", "Untouched"]
    assert names(cast.alice, "?since=-5") == ["Main", "Untouched"]


def test_since_lists_a_workspace_whose_members_changed(cast: Cast, clock: SetClock) -> None:
    clock.set(2030, 1, 1)
    assert names(cast.bob, f"?since={YEAR_2030}") == []

    dora = colleague(person(cast.world, "Dora"), cast.place)

    for member in (dora, cast.bob):
        assert names(member, f"?since={YEAR_2030}") == ["Main"]
        assert names(member, f"?since={YEAR_2030 + 1}") == []
    assert names(cast.charlie, f"?since={YEAR_2030}") == []


def test_since_must_be_a_unix_time(cast: Cast) -> None:
    for wrong in ("yesterday", "1.5", "", "1e9", str(2**63)):
        refused = listed(cast.bob, f"?since={wrong}")
        assert (refused.status, refused.json) == (400, "since must be an integer")
    for far in (2**53 - 1, -(2**53) + 1, 253_402_300_800):
        refused = listed(cast.bob, f"?since={far}")
        assert (refused.status, refused.json) == (400, "Since is expected to be an unix timestamp, integer value")
