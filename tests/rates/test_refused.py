"""What cannot be set or read, who may not, and in which words."""

from typing import Any

import pytest

from sundial.access.permissions import Role
from sundial.access.plans import Plan
from tests.make import Answer, Person
from tests.people.backstage import NO_ACCESS, NOBODY, hire, member_path, put_on_plan, second_workspace
from tests.rates.backstage import BILLABLE, CASES, LABOR, LEVELS, NO_RATES, Stage

NO_PLAN = "Billable rates are available for Starter and higher plans."
MODE = {"mode": "start-today"}
MISSING = {"workspace_user": "User not found in workspace", "task": "Task not found in workspace"}
LEVEL = "Invalid level: it should be workspace, workspace_user, project or project_user"
TYPE = "type must be billable_rates or labor_rates"
EITHER = "Either mode or start must be given, and not both"


def told(answer: Answer) -> tuple[int, Any]:
    return answer.status, answer.json


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"type": None}, TYPE),
        ({"type": "rates"}, TYPE),
        ({"level": None}, LEVEL),
        ({"level": "client"}, LEVEL),
        ({"level_id": None}, "Invalid entity ID"),
        ({"level_id": 2**70}, "level_id must be at most 9007199254740991"),
        ({"type": LABOR}, "level must be workspace_user or project_user for labor costs"),
        ({"amount": None}, "amount must be greater than 0"),
        ({"amount": 0}, "amount must be greater than 0"),
        ({"amount": -1}, "amount must be greater than 0"),
        ({"amount": 1.234}, "amount must have at most two decimals"),
        ({"amount": 10_000_000.01}, "amount must not be more than 10000000"),
        ({"amount": "5"}, "amount must be a number"),
        ({"mode": None}, EITHER),
        ({"start": "2026-01-01"}, EITHER),
        ({"mode": "tomorrow"}, "mode must be one of start-today, override-current, override-all"),
        (
            {"mode": None, "start": "today"},
            "start must be a date as YYYY-MM-DD or a time as in RFC 3339",
        ),
    ],
    ids=str,
)
def test_what_cannot_be_set(stage: Stage, changed: dict[str, Any], sentence: str) -> None:
    body = {"level": "project", "level_id": stage.project_id, "amount": 5, "type": BILLABLE, **MODE, **changed}

    assert told(stage.cast.alice.post(f"{stage.workspace}/rates", body)) == (400, sentence)
    assert stage.history("project") == []


def test_without_a_payload(stage: Stage) -> None:
    path = f"{stage.workspace}/rates"
    for body in (b"", b"{}"):
        assert told(stage.cast.alice.post(path, body=body)) == (400, "Request payload must be informed")
    assert told(stage.cast.alice.post(path, body=b"{")) == (400, "JSON is not valid")


@pytest.mark.parametrize(
    ("path", "sentence"),
    [
        ("/workspaces/x/rates/project/1", "Invalid workspace ID"),
        ("{workspace}/rates/project/x", "Invalid entity ID"),
        ("{workspace}/rates/client/1", LEVEL),
        ("{workspace}/rates/workspace/1", "Invalid workspace ID"),
        ("{workspace}/rates/project/1?type=rates", TYPE),
        *((f"{{workspace}}/rates/{level}/{NOBODY}", MISSING.get(level, "Invalid entity ID")) for level in LEVELS[1:]),
        (f"{{workspace}}/rates/user/{NOBODY}", "User not found in workspace"),
    ],
)
def test_what_cannot_be_read(stage: Stage, path: str, sentence: str) -> None:
    answer = stage.cast.alice.get(path.format(workspace=stage.workspace))

    assert told(answer) == (400, sentence)
    assert told(stage.cast.alice.post("/workspaces/x/rates", MODE)) == (400, "Invalid workspace ID")


@pytest.mark.parametrize("kind", [BILLABLE, LABOR])
def test_ids_of_other_places(stage: Stage, kind: str) -> None:
    cast = stage.cast
    beside = second_workspace(cast)
    for boss, place in ((cast.charlie, cast.elsewhere), (cast.alice, beside)):
        path = f"/workspaces/{place.workspace_id}"
        for level in LEVELS:
            sentence = "Invalid workspace ID" if level == "workspace" else MISSING.get(level, "Invalid entity ID")
            body = {"level": level, "level_id": stage.ids[level], "amount": 5, "type": BILLABLE, **MODE}
            assert told(boss.post(f"{path}/rates", body)) == (400, sentence)
            assert told(boss.get(f"{path}/rates/{level}/{stage.ids[level]}?type={kind}")) == (400, sentence)
            assert stage.history(level) == []
    assert told(cast.charlie.post(f"{stage.workspace}/rates", MODE)) == (403, NO_ACCESS)
    assert told(cast.charlie.get(f"{stage.workspace}/rates/project/{stage.project_id}")) == (403, NO_ACCESS)


def test_what_is_gone_has_no_rate(stage: Stage) -> None:
    gone = [("task", stage.paths["task"]), ("project_user", stage.paths["project_user"])]
    gone += [("project", stage.paths["project"]), ("workspace_user", stage.paths["workspace_user"])]
    for level, path in gone:
        assert stage.cast.alice.delete(path).status == 200
        assert told(stage.post(level, 5, mode="start-today")) == (400, MISSING.get(level, "Invalid entity ID"))


@pytest.mark.parametrize(
    ("plan", "kind", "refused"),
    [
        (Plan.FREE, BILLABLE, True),
        (Plan.FREE, LABOR, True),
        (Plan.STARTER, BILLABLE, False),
        (Plan.STARTER, LABOR, True),
        (Plan.PREMIUM, LABOR, False),
    ],
)
def test_plans(stage: Stage, plan: Plan, kind: str, refused: bool) -> None:
    put_on_plan(stage.cast, plan)

    answer = stage.post("workspace_user", 5, kind, mode="start-today")
    read = stage.cast.alice.get(f"{stage.workspace}/rates/user/{stage.cast.bob.id}?type={kind}")

    assert (told(answer) if refused else answer.status) == ((402, NO_PLAN) if refused else 201)
    assert (told(read) if refused else read.status) == ((402, NO_PLAN) if refused else 200)


@pytest.mark.parametrize(
    ("field", "plan", "level", "sentence"),
    [
        ("default_hourly_rate", Plan.FREE, "workspace", "Must be a premium user to use default_hourly_rate"),
        ("rate", Plan.FREE, "workspace_user", NO_PLAN),
        ("labor_cost", Plan.STARTER, "workspace_user", "Workspace needs to have the labour_cost feature enabled."),
        ("rate", Plan.FREE, "project", "Rate is a premium feature"),
        ("rate", Plan.FREE, "project_user", NO_PLAN),
        ("labor_cost", Plan.STARTER, "project_user", "Workspace needs to have the labour_cost feature enabled."),
        ("rate", Plan.FREE, "task", NO_PLAN),
    ],
)
def test_plans_where_a_rate_is_a_field(stage: Stage, field: str, plan: Plan, level: str, sentence: str) -> None:
    put_on_plan(stage.cast, plan)

    assert told(stage.cast.alice.put(stage.paths[level], {field: 5})) == (402, sentence)


def test_roles(stage: Stage) -> None:
    lead, reader = (hire(stage.cast, role.title(), role) for role in (Role.PROJECTLEAD, Role.TEAMLEAD))
    for level, kind in CASES:
        stage.set(level, 5, kind, lead)
        assert stage.rates(level, kind, lead) == stage.rates(level, kind, reader) == stage.rates(level, kind)
        assert told(stage.post(level, 6, kind, reader, **MODE)) == (403, NO_RATES)
        assert_shut_out(stage, stage.cast.bob, level, kind)


@pytest.mark.parametrize("role", [Role.PROJECTLEAD, Role.TEAMLEAD])
def test_flags(stage: Stage, role: Role) -> None:
    dora = hire(stage.cast, "Dora", role)
    for flag, hidden in (("view_edit_billable_rates", BILLABLE), ("view_edit_labor_costs", LABOR)):
        stage.cast.alice.put(member_path(stage.cast, dora), {flag: False})
        for level, kind in CASES:
            if kind == hidden:
                assert_shut_out(stage, dora, level, kind)
            else:
                assert stage.rates(level, kind, dora) == []
        stage.cast.alice.put(member_path(stage.cast, dora), {flag: True})


def test_a_manager_sets_what_the_project_bills(stage: Stage) -> None:
    stage.cast.alice.put(stage.paths["project_user"], {"manager": True})
    for level in ("project", "project_user", "task"):
        stage.set(level, 5, by=stage.cast.bob)
        assert [rate["amount"] for rate in stage.rates(level, by=stage.cast.bob)] == [5]
    for level in ("workspace", "workspace_user"):
        assert_shut_out(stage, stage.cast.bob, level, BILLABLE)
    assert_shut_out(stage, stage.cast.bob, "project_user", LABOR)


def assert_shut_out(stage: Stage, somebody: Person, level: str, kind: str) -> None:
    assert told(stage.post(level, 6, kind, somebody, **MODE)) == (403, NO_RATES)
    path = f"{stage.workspace}/rates/{level}/{stage.ids[level]}?type={kind}"
    assert told(somebody.get(path)) == (403, NO_RATES)
