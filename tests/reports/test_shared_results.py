"""What stands in a shared report: the same as its owner reads, in their zone, with names."""

import json
from typing import Any

import pytest

from tests.cast import Cast
from tests.conftest import SetClock
from tests.make import Person
from tests.people.backstage import member_path
from tests.rates.backstage import LABOR, Stage
from tests.reports.saved import run, save

WEEK = {"start_date": "2026-03-02", "end_date": "2026-03-08"}
REPORTS = {
    "detailed": "search/time_entries",
    "summary": "summary/time_entries",
    "weekly": "weekly/time_entries",
}


class Scene:
    """Bob's work for a project at a rate, of which Alice saves reports."""

    def __init__(self, cast: Cast) -> None:
        self.cast = cast
        self.stage = Stage(cast)
        self.stage.set("project", 60)
        self.stage.set("workspace_user", 20, LABOR)
        client = self.stage.make("clients", name="Initech")["id"]
        tag = self.stage.make("tags", name="Red")["id"]
        path = f"{cast.workspace}/projects/{self.stage.project_id}"
        assert cast.alice.put(path, {"client_id": client, "color": "#0b83d9"}).status == 200
        self.client_id, self.tag_id = client, tag
        self.stage.add("2026-03-02T09:00:00Z", duration=3661, tag_ids=[tag], description="Plan")
        self.stage.add("2026-03-03T09:00:00Z", duration=1800, task_id=None, billable=False)
        self.stage.diary.add(start="2026-03-04T09:00:00Z", duration=60)

    def save(self, kind: str, public: bool = True, **params: Any) -> dict[str, Any]:
        """A report of the week."""
        return save(self.cast, public=public, params={"report_type": kind, **WEEK, **params})

    def open(self, report: dict[str, Any], who: Person | None = None, **body: Any) -> dict[str, Any]:
        """What somebody reads."""
        answer = run(self.cast, report["token"], who, **body)
        assert answer.status == 200, answer
        return answer.json

    def direct(self, kind: str, who: Person, what: str = "", **params: Any) -> Any:
        """What somebody reads without a token."""
        workspace_id = self.cast.place.workspace_id
        path = f"//reports/api/v3/workspace/{workspace_id}/{what or REPORTS[kind]}"
        answer = who.post(path, {**WEEK, **params})
        assert answer.status == 200, answer
        return answer.json


@pytest.fixture
def scene(cast: Cast) -> Scene:
    """Three entries."""
    return Scene(cast)


@pytest.mark.parametrize("kind", REPORTS)
def test_it_is_what_the_owner_reads(scene: Scene, kind: str) -> None:
    report = scene.save(kind)
    found = scene.open(report, scene.cast.alice)
    totals = scene.direct(kind, scene.cast.alice, "search/time_entries/totals", with_graph=True)

    assert found[f"{kind}_results"] == {"report": scene.direct(kind, scene.cast.alice), "totals": totals}
    assert [found[f"{other}_results"] for other in REPORTS if other != kind] == [None, None]
    assert (totals["seconds"], totals["billable_seconds"]) == (3661 + 1800 + 60, 3661)
    # 60 an hour for 3661 seconds is 61.0166; 20 an hour for 5521 seconds is 30.6722.
    assert (totals["billable_amount_in_cents"], totals["labour_cost_in_cents"]) == (6102, 3067)


@pytest.mark.parametrize("kind", REPORTS)
def test_what_is_told_of_it(scene: Scene, kind: str) -> None:
    report = scene.save(kind, note={"text": "Ünit", "number": 1.5})
    found = scene.open(report, start_date="2026-03-02", user_ids=None)

    assert (found["report_name"], found["report_type"]) == ("Hours", kind)
    assert (found["public"], found["fixed_daterange"], found["hide_amounts"]) == (True, False, False)
    assert found["input_params"] == {"start_date": "2026-03-02"}
    assert found["saved_params"] == {**json.loads(report["params"]), "note": {"text": "Ünit", "number": 1.5}}
    assert found["features"]["report_export_xlsx"] is True
    assert found["workspace_logo"] == scene.cast.alice.get(scene.cast.workspace).json["logo_url"]
    assert found["is_commenting_enabled"] is False


def test_names_of_what_appears(scene: Scene) -> None:
    cast, stage = scene.cast, scene.stage
    idle = stage.make("projects", name="Hidden", is_private=False)["id"]
    bob = {str(cast.bob.id): {"id": cast.bob.id, "name": "Bob", "email": None}}
    task = {"id": stage.task_id, "name": "Design", "project_id": stage.project_id}
    atlas = {
        "id": stage.project_id,
        "name": "Atlas",
        "color": "#0b83d9",
        "client_id": scene.client_id,
        "currency": None,
    }

    found = scene.open(scene.save("detailed"))["dictionaries"]

    assert found == {
        "clients": {str(scene.client_id): {"id": scene.client_id, "name": "Initech"}},
        "projects": {str(stage.project_id): atlas},
        "tags": {str(scene.tag_id): {"id": scene.tag_id, "name": "Red"}},
        "tasks": {str(stage.task_id): task},
        "users": bob,
        "user_groups": {},
    }
    assert str(idle) not in json.dumps(found)
    weekly = scene.open(scene.save("weekly"))["dictionaries"]
    assert weekly == {**found, "tags": {}, "tasks": {}}
    by_task = scene.open(scene.save("weekly", group_by_task=True))["dictionaries"]
    assert by_task == {**found, "tags": {}}


@pytest.mark.parametrize(
    ("grouping", "sub_grouping", "named"),
    [
        ("projects", "time_entries", {"projects", "clients"}),
        ("clients", "tasks", {"clients", "tasks"}),
        ("users", "projects", {"users", "projects", "clients"}),
        ("tags", "users", {"tags", "users"}),
    ],
)
def test_names_in_a_summary_are_those_of_its_groups(
    scene: Scene, grouping: str, sub_grouping: str, named: set[str]
) -> None:
    found = scene.open(scene.save("summary", grouping=grouping, sub_grouping=sub_grouping))["dictionaries"]

    assert {name for name, entries in found.items() if entries} == named


def test_hidden_amounts_stay_hidden(scene: Scene) -> None:
    for kind in REPORTS:
        report = scene.save(kind, hide_amounts=True)
        for who in (None, scene.cast.alice):
            found = scene.open(report, who, hide_amounts=False)
            told = json.dumps(found[f"{kind}_results"])
            assert found["hide_amounts"] is True
            assert "6102" not in told
            assert "6000" not in told
            totals = found[f"{kind}_results"]["totals"]
            assert totals["billable_amount_in_cents"] is totals["labour_cost_in_cents"] is totals["rates"] is None
            assert totals["seconds"] == 3661 + 1800 + 60


def test_who_has_nothing_but_the_token_reads_no_costs_and_no_addresses(scene: Scene) -> None:
    report = scene.save("detailed", enrich_response=True)
    for who in (None, scene.cast.bob, scene.cast.charlie):
        found = scene.open(report, who)
        assert found["detailed_results"]["totals"]["labour_cost_in_cents"] is None
        assert found["detailed_results"]["totals"]["billable_amount_in_cents"] == 6102
        assert scene.cast.bob.email not in json.dumps(found)
    found = scene.open(report, scene.cast.alice)
    assert found["detailed_results"]["totals"]["labour_cost_in_cents"] == 3067
    assert found["dictionaries"]["users"][str(scene.cast.bob.id)]["email"] == scene.cast.bob.email


def test_an_owner_who_sees_no_rates_shows_none(scene: Scene) -> None:
    erin = scene.cast.bob
    assert scene.cast.alice.put(member_path(scene.cast, erin), {"role": "admin"}).status == 200
    report = save(scene.cast, erin, public=True, params={"report_type": "summary", **WEEK})
    amount = scene.open(report)["summary_results"]["totals"]["billable_amount_in_cents"]
    change = {"role": "projectlead", "view_edit_billable_rates": False}
    assert scene.cast.alice.put(member_path(scene.cast, erin), change).status == 200

    totals = scene.open(report, scene.cast.alice)["summary_results"]["totals"]

    assert amount == 6102
    assert (totals["billable_amount_in_cents"], totals["rates"]) == (None, None)


def test_days_are_the_owners(scene: Scene, clock: SetClock) -> None:
    """In Auckland the fifth begins at 11:00 UTC on the fourth."""
    alice, stage = scene.cast.alice, scene.stage
    assert alice.put("/me", {"timezone": "Pacific/Auckland"}).status == 200
    stage.diary.add(start="2026-03-04T12:00:00Z", duration=7)
    clock.set(2026, 3, 4, 11, 30)

    def seconds(period: str) -> int:
        return scene.open(scene.save("detailed", period=period))["detailed_results"]["totals"]["seconds"]

    assert (seconds("today"), seconds("yesterday")) == (7, 60)
    assert (seconds("thisWeek"), seconds("prevWeek")) == (3661 + 1800 + 67, 0)
    assert (seconds("thisMonth"), seconds("last30Days")) == (3661 + 1800 + 67, 3661 + 1800 + 67)


def test_a_period_moves_until_it_is_fixed_to_days(scene: Scene, clock: SetClock) -> None:
    moving = scene.save("detailed", period="thisMonth")
    fixed = save(
        scene.cast,
        public=True,
        fixed_daterange=True,
        params={"report_type": "detailed", "period": "thisMonth", **WEEK},
    )
    only_period = {"report_type": "detailed", "period": "thisMonth"}
    fixed_period = save(scene.cast, public=True, fixed_daterange=True, params=only_period)
    clock.set(2026, 4, 1)

    def seconds(report: dict[str, Any], **body: Any) -> int:
        return scene.open(report, **body)["detailed_results"]["totals"]["seconds"]

    assert (seconds(moving), seconds(moving, **WEEK)) == (0, 5521)
    assert (seconds(fixed), seconds(fixed_period, **WEEK)) == (5521, 0)


@pytest.mark.parametrize("period", ["always", 7, ["today"]], ids=str)
def test_other_periods_are_not_known(scene: Scene, period: Any) -> None:
    answer = run(scene.cast, scene.save("detailed", period=period)["token"])

    assert (answer.status, answer.json) == (400, "The report period is not supported")


def test_a_week_begins_where_it_is_told(scene: Scene, clock: SetClock) -> None:
    month = scene.save("weekly", end_date="2026-03-31")
    clock.set(2026, 3, 20)

    def week(**body: Any) -> tuple[list[int], int]:
        found = scene.open(month, **body)["weekly_results"]
        total = [sum(row["seconds"][day] for row in found["report"]) for day in range(7)]
        return total, found["totals"]["seconds"]

    assert week() == ([3661, 1800, 60, 0, 0, 0, 0], 5521)
    assert week(start_date="2026-03-03") == ([1800, 60, 0, 0, 0, 0, 0], 1860)
    assert week(start_date="2026-02-24", end_date="2026-03-31") == ([0, 0, 0, 0, 0, 0, 3661], 3661)
    assert week(end_date="2026-03-04") == ([0, 0, 0, 0, 3661, 1800, 60], 5521)
