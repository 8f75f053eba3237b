"""What roles may do: what must hold of the one table, whatever is in it."""

from itertools import product

import pytest

from sundial.access.permissions import GRANTS, IN_WORKSPACE, NAMES, OrganizationRole, Permission, Role

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
    assert IN_WORKSPACE[Role.ADMIN, OrganizationRole.OWNER] == frozenset(Permission)


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

    assert not settings & IN_WORKSPACE[role, OrganizationRole.MEMBER]
    for place in (OrganizationRole.ADMIN, OrganizationRole.OWNER):
        assert settings <= IN_WORKSPACE[role, place]


def test_a_member_has_what_both_of_their_roles_grant() -> None:
    assert set(IN_WORKSPACE) == set(product(Role, OrganizationRole))
    for (role, place), granted in IN_WORKSPACE.items():
        assert granted == GRANTS[role] | GRANTS[place]
        assert Permission.VIEW_WORKSPACE in granted


def test_names_are_told_in_order() -> None:
    for granted in [*IN_WORKSPACE.values(), *GRANTS.values()]:
        assert list(NAMES[granted]) == sorted(permission.value for permission in granted)
