"""Operations about people are what the specification says: every error text with its status."""

import pytest

from tests.cast import Cast
from tests.contract import organization_tries, people_facts, people_tries
from tests.contract.people_facts import PATCH_GROUP, UNREACHABLE, Documented
from tests.contract.people_stage import Stage, Try
from tests.contract.people_tries import no_user, no_workspace, step

TRIES = [*people_tries.TRIES, *organization_tries.TRIES]

OPERATIONS = [fact for fact in vars(people_facts).values() if isinstance(fact, Documented)]
IN_A_STEP = (
    "User {id} not exists in the organization {id}",
    "Workspace {id} not exists in the organization {id}",
)
"""Texts of single steps of a patch: the other steps are taken, so the answer is no error."""


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda operation: f"{operation.method} {operation.path}")
def test_the_documented_refusals_of_an_operation(cast: Cast, operation: Documented) -> None:
    stage = Stage(cast)
    for tried in TRIES:
        if tried.operation is operation and not tried.alone:
            tried.check(stage)


@pytest.mark.parametrize("tried", [each for each in TRIES if each.alone], ids=lambda tried: tried.text)
def test_a_documented_refusal_after_something_has_happened(cast: Cast, tried: Try) -> None:
    tried.check(Stage(cast))


def test_the_refusals_of_single_steps(cast: Cast) -> None:
    stage = Stage(cast)
    path = f"{cast.organization}/groups/{stage.group_id()}"

    answer = cast.alice.patch(path, [step("/users", cast.charlie.id), step("/workspaces", stage.their_workspace)])

    assert answer.status == 200
    assert [failed["message"] for failed in answer.json["failure"]] == [no_user(stage), no_workspace(stage)]


def test_every_documented_refusal_is_tried_or_told_to_be_unreachable() -> None:
    documented = sorted(
        (operation.method, operation.path, status, text)
        for operation in OPERATIONS
        for status, texts in operation.errors.items()
        for text in texts
    )
    tried = {(each.operation.method, each.operation.path, each.status, each.text) for each in TRIES}
    steps = {(PATCH_GROUP.method, PATCH_GROUP.path, 400, text) for text in IN_A_STEP}
    unreachable = {
        (operation.method, operation.path, status, text)
        for operation, text, _ in UNREACHABLE
        for status, texts in operation.errors.items()
        if text in texts
    }

    assert len(OPERATIONS) == 33
    assert sorted([*tried, *steps, *unreachable]) == documented


def test_nobody_comes_in_without_signing_in(cast: Cast) -> None:
    ids = dict.fromkeys(("workspace_user_id", "user_id", "group_id", "organization_user_id", "transfer_id"), "1")
    places = {"organization_id": cast.place.organization_id, "workspace_id": cast.place.workspace_id}
    for operation in OPERATIONS:
        if "{invitation_code}" in operation.path:
            continue
        path = operation.path.format(**ids, **places, invitation_id="1")

        answer = cast.world.send(operation.method, path, json=None if operation.method == "GET" else {})

        assert (answer.status, answer.content) == (401, b""), operation
        assert answer.headers["x-authorization-missing"] == "true"
