"""An operation that nobody would be checked for cannot be declared, or keeps the server from starting."""

from typing import Any, cast

import pytest

from sundial.access.askers import Membership, Officer, User
from sundial.access.permissions import Permission
from sundial.db.transaction import Read
from sundial.http.binding import Binding, bind
from sundial.http.operation import DECLARED, Door, Entrance, operation
from sundial.wiring import described

ENTRANCES = {
    Membership: Entrance("workspace_id", lambda tx, user, number: None),
    Officer: Entrance("organization_id", lambda tx, user, number: None),
}


@operation("GET", "/things", Permission.VIEW_WORKSPACE)
def without_a_place(tx: Read) -> None:
    raise NotImplementedError


@operation("GET", "/workspaces/{workspace_id}/things", Permission.VIEW_WORKSPACE)
def with_a_user_only(tx: Read, asker: User, workspace_id: int) -> None:
    raise NotImplementedError


@operation("GET", "/workspaces/{workspace_id}/things", Door.SIGNED_IN)
def without_a_permission(tx: Read, asker: Membership) -> None:
    raise NotImplementedError


@operation("GET", "/workspaces/{workspace_id}/things", Door.PUBLIC)
def for_the_public(tx: Read, asker: Membership) -> None:
    raise NotImplementedError


@operation("GET", "/workspaces/{workspace_id}/things", Permission.VIEW_ORGANIZATION)
def in_another_place(tx: Read, asker: Officer, workspace_id: int) -> None:
    raise NotImplementedError


@operation("GET", "/workspaces/{workspace_id}/things/{thing_id}", Permission.VIEW_WORKSPACE)
def with_an_id_that_nobody_reads(tx: Read, asker: Membership) -> None:
    raise NotImplementedError


@operation("GET", "/workspaces/{workspace_id}/things/{thing_id}", Permission.VIEW_WORKSPACE)
def well_declared(tx: Read, asker: Membership, thing_id: int) -> None:
    raise NotImplementedError


@pytest.mark.parametrize(
    "function",
    [
        without_a_place,
        with_a_user_only,
        without_a_permission,
        for_the_public,
        in_another_place,
        with_an_id_that_nobody_reads,
    ],
    ids=lambda function: function.__name__,
)
def test_a_permission_and_a_place_go_together(function: Any) -> None:
    with pytest.raises(TypeError, match=function.__name__):
        _bind(function)


def test_an_operation_with_both_is_bound() -> None:
    assert _bind(well_declared).entrance is ENTRANCES[Membership]


def test_whom_an_operation_is_for_must_be_said() -> None:
    with pytest.raises(TypeError, match="needs"):
        cast(Any, operation)("GET", "/things")


def test_all_that_is_registered_was_checked() -> None:
    assert len(described()) > 50
    assert {binding.entrance is None for binding in described() if isinstance(binding.operation.needs, Door)} == {True}


def _bind(function: Any) -> Binding:
    return bind(getattr(function, DECLARED), ENTRANCES, {})
