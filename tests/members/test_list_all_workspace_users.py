"""GET /workspaces/{workspace_id}/workspace_users: everybody at once, and what of them who may see."""

import pytest

from sundial.access.permissions import Role
from tests.cast import Cast
from tests.make import Person
from tests.people.backstage import NO_ACCESS, address, hire, invite, member_path, members, new_group

RATES = ("rate", "rate_last_updated", "view_edit_billable_rates")
COSTS = ("labor_cost", "labor_cost_last_updated", "view_edit_labor_costs")
MONEY = {"rate": 80, "labor_cost": 35.5, "view_edit_billable_rates": True, "view_edit_labor_costs": True}


def names(somebody: Person, cast: Cast, query: str = "") -> list[str]:
    answer = somebody.get(f"{cast.workspace}/workspace_users{query}")
    assert answer.status == 200, answer
    return [member["name"] for member in answer.json]


def test_who_is_here_through_a_group_only_is_listed_on_request(cast: Cast) -> None:
    dora = hire(cast, "Dora", role=None)
    new_group(cast, "Design", [dora, cast.bob], [cast.place])

    assert names(cast.bob, cast) == ["Alice", "Bob"]
    assert names(cast.bob, cast, "?includeIndirect=false") == ["Alice", "Bob"]
    assert names(cast.bob, cast, "?includeIndirect=true") == ["Alice", "Bob", "Dora"]
    direct = {name: member["is_direct"] for name, member in members(cast.bob, cast.place).items()}
    assert direct == {"Alice": True, "Bob": True, "Dora": False}


def test_the_invited_and_the_inactive_are_listed(cast: Cast) -> None:
    invite(cast.alice, cast.place, address("emil"))
    cast.alice.put(member_path(cast, cast.bob), {"inactive": True})

    listed = members(cast.alice, cast.place)

    assert {name: (member["active"], member["inactive"]) for name, member in listed.items()} == {
        "Alice": (True, False),
        "Bob": (True, True),
        "emil": (False, False),
    }


def test_groups_of_this_workspace_are_told(cast: Cast) -> None:
    here = new_group(cast, "Design", [cast.bob], [cast.place])
    new_group(cast, "Nowhere", [cast.bob], [])

    listed = members(cast.bob, cast.place)

    assert listed["Bob"]["group_ids"] == [int(here.rpartition("/")[2])]
    assert listed["Alice"]["group_ids"] == []


@pytest.mark.parametrize("role", [Role.ADMIN, Role.PROJECTLEAD, Role.TEAMLEAD])
def test_whoever_runs_or_leads_sees_rates_and_costs(cast: Cast, role: Role) -> None:
    dora = hire(cast, "Dora", role)
    cast.alice.put(member_path(cast, cast.bob), MONEY)

    bob = members(dora, cast.place)["Bob"]

    assert {field: bob[field] for field in MONEY} == MONEY
    assert None not in [bob[field] for field in (*RATES, *COSTS)]


def test_a_plain_user_sees_no_rates_and_costs_not_even_the_own(cast: Cast) -> None:
    cast.alice.put(member_path(cast, cast.bob), MONEY)

    for member in members(cast.bob, cast.place).values():
        assert {member[field] for field in (*RATES, *COSTS)} == {None}


@pytest.mark.parametrize("role", [Role.PROJECTLEAD, Role.TEAMLEAD])
@pytest.mark.parametrize(
    ("flag", "hidden", "shown"),
    [("view_edit_billable_rates", RATES, COSTS), ("view_edit_labor_costs", COSTS, RATES)],
)
def test_a_flag_takes_rates_or_costs_away_from_who_leads(
    cast: Cast, role: Role, flag: str, hidden: tuple[str, ...], shown: tuple[str, ...]
) -> None:
    dora = hire(cast, "Dora", role)
    cast.alice.put(member_path(cast, cast.bob), MONEY)

    cast.alice.put(member_path(cast, dora), {flag: False})
    bob = members(dora, cast.place)["Bob"]
    assert {bob[field] for field in hidden} == {None}
    assert None not in [bob[field] for field in shown]

    cast.alice.put(member_path(cast, dora), {flag: True})
    assert None not in [members(dora, cast.place)["Bob"][field] for field in (*hidden, *shown)]


def test_a_flag_takes_nothing_from_an_admin_and_gives_nothing_to_a_plain_user(cast: Cast) -> None:
    dora = hire(cast, "Dora", Role.ADMIN)
    cast.alice.put(member_path(cast, dora), {"view_edit_billable_rates": False, "view_edit_labor_costs": False})
    cast.alice.put(member_path(cast, cast.bob), MONEY)

    assert members(dora, cast.place)["Bob"]["rate"] == 80
    assert members(dora, cast.place)["Bob"]["labor_cost"] == 35.5
    assert members(cast.bob, cast.place)["Bob"]["rate"] is None


def test_who_is_not_in_the_workspace_may_not_look(cast: Cast) -> None:
    for somebody in (cast.charlie, hire(cast, "Dora", role=None)):
        answer = somebody.get(f"{cast.workspace}/workspace_users")
        assert (answer.status, answer.json) == (403, NO_ACCESS)


def test_an_address_that_is_no_workspace_is_told(cast: Cast) -> None:
    answer = cast.alice.get("/workspaces/main/workspace_users")

    assert (answer.status, answer.json) == (400, "Workspace not found")
