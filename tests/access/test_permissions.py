"""What roles may do: what must hold of the one table, whatever is in it."""

from itertools import product

import pytest

from sundial.access.permissions import GRANTS, OrganizationRole, Permission, Role, in_workspace, names

ROLES = [*Role, *OrganizationRole]


def test_no_role_of_a_workspace_has_the_value_of_one_of_an_organization() -> None:
    assert len({role.value for role in ROLES}) == len(ROLES)


def test_every_role_has_its_row_and_there_are_no_others() -> None:
    assert [str(role) for role in GRANTS] == [str(role) for role in ROLES]


def test_every_permission_has_a_name_of_its_own_and_a_sentence() -> None:
    assert len(Permission.__members__) == len({permission.value for permission in Permission})
    assert all(permission.refusal for permission in Permission)


def test_what_permissions_read_does_not_touch_their_names() -> None:
    assert Permission("workspace_view") is Permission.VIEW_WORKSPACE
    assert Permission.VIEW_WORKSPACE == "workspace_view"


def test_every_permission_is_granted_to_the_owner() -> None:
    assert in_workspace(Role.ADMIN, OrganizationRole.OWNER) == frozenset(Permission)


@pytest.mark.parametrize(
    ("less", "more"),
    [
        (Role.USER, Role.PROJECTLEAD),
        (Role.PROJECTLEAD, Role.ADMIN),
        (Role.TEAMLEAD, Role.ADMIN),
        (OrganizationRole.MEMBER, OrganizationRole.ADMIN),
        (OrganizationRole.ADMIN, OrganizationRole.OWNER),
    ],
)
def test_a_higher_role_may_do_all_that_a_lower_one_may(
    less: Role | OrganizationRole, more: Role | OrganizationRole
) -> None:
    assert GRANTS[less] <= GRANTS[more]


@pytest.mark.parametrize("role", [Role.USER, Role.TEAMLEAD, Role.PROJECTLEAD])
def test_only_admins_change_settings(role: Role) -> None:
    settings = {Permission.UPDATE_WORKSPACE, Permission.UPDATE_CONSTRAINTS, Permission.LOCK_TIME_ENTRIES}

    assert not settings & in_workspace(role, OrganizationRole.MEMBER)
    for place in (OrganizationRole.ADMIN, OrganizationRole.OWNER):
        assert settings <= in_workspace(role, place)


@pytest.mark.parametrize(("role", "place"), list(product(Role, OrganizationRole)))
def test_a_member_has_what_both_of_their_roles_grant(role: Role, place: OrganizationRole) -> None:
    granted = in_workspace(role, place)

    assert granted == GRANTS[role] | GRANTS[place]
    assert Permission.VIEW_WORKSPACE in granted
    assert list(names(granted)) == sorted(permission.value for permission in granted)


@pytest.mark.parametrize(("role", "loses"), [(Role.TEAMLEAD, True), (Role.PROJECTLEAD, True), (Role.ADMIN, False)])
def test_the_two_flags_take_rates_and_costs_from_leads_only(role: Role, loses: bool) -> None:
    without_rates = in_workspace(role, OrganizationRole.MEMBER, rates=False)
    without_costs = in_workspace(role, OrganizationRole.MEMBER, costs=False)

    assert (Permission.VIEW_RATES not in without_rates) is loses
    assert (Permission.VIEW_LABOR_COSTS not in without_costs) is loses
    assert Permission.VIEW_LABOR_COSTS in without_rates


def test_the_flags_give_nothing_to_who_has_nothing() -> None:
    granted = in_workspace(Role.USER, OrganizationRole.MEMBER, rates=True, costs=True)

    assert granted == in_workspace(Role.USER, OrganizationRole.MEMBER)
