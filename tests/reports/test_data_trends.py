"""Data trends of projects, clients and users."""

from typing import Any

import pytest

from sundial.access.permissions import Role
from sundial.access.plans import Plan
from tests.cast import Cast
from tests.make import Person
from tests.people.backstage import put_on_plan
from tests.reports.stage import Stage, in_zone, stage

DAYS = {"start_date": "2026-03-02", "end_date": "2026-03-04", "currency": "USD"}
KINDS = ("projects", "clients", "users")


@pytest.fixture
def there(cast: Cast) -> Stage:
    """A workspace where an hour bills 100 USD."""
    made = stage(cast)
    made.rate("workspace", cast.place.workspace_id, 100)
    return made


def figures(step: dict[str, Any], kind: str = "projects") -> list[tuple[int, int, int | None]]:
    return [(one["total_seconds"], one["billable_seconds"], one["earnings"]) for one in step[kind]]


def test_each_project_is_in_each_step(there: Stage) -> None:
    first, second = there.project(name="Second by name", color="#123456"), there.project(name="First by name")
    there.diary().add(project_id=first, duration=3600, billable=True)
    there.diary().add(project_id=first, duration=60, billable=False)
    there.diary().add(project_id=second, start="2026-03-04T09:00:00Z", duration=1800, billable=True)
    there.diary().add(project_id=there.project(), duration=5, billable=True)

    answer = there.read("data_trends/projects", {**DAYS, "ids": [first, second, first]})

    assert answer["currency"] == "USD"
    assert answer["graph"]["resolution"] == "day"
    steps = answer["graph"]["data"]
    assert [step["date"] for step in steps] == ["2026-03-02", "2026-03-03", "2026-03-04"]
    assert [figures(step) for step in steps] == [
        [(3660, 3600, 100_00), (0, 0, 0)],
        [(0, 0, 0), (0, 0, 0)],
        [(0, 0, 0), (1800, 1800, 50_00)],
    ]
    assert {name: steps[1]["projects"][0][name] for name in ("project_id", "name", "color", "currency")} == {
        "project_id": first,
        "name": "Second by name",
        "color": "#123456",
        "currency": "USD",
    }


def test_earnings_are_summed_before_they_are_rounded(there: Stage) -> None:
    project = there.project()
    for _ in range(6):
        there.diary().add(project_id=project, duration=60, billable=True)

    step = there.read("data_trends/projects", {**DAYS, "ids": [project]})["graph"]["data"][0]

    # Six times 1.666… is 10.00; six times 1.67 would be 10.02.
    assert figures(step) == [(360, 360, 10_00)]


def test_time_is_rounded_before_it_earns(there: Stage) -> None:
    project = there.project()
    there.diary().add(project_id=project, duration=1, billable=True)

    asked = {**DAYS, "ids": [project], "rounding": 1, "rounding_minutes": 30}

    assert figures(there.read("data_trends/projects", asked)["graph"]["data"][0]) == [(1800, 1800, 50_00)]


def test_only_the_asked_currency_earns(there: Stage) -> None:
    dollars, euros = there.project(), there.project(currency="EUR")
    for project in (dollars, euros):
        there.diary().add(project_id=project, duration=3600, billable=True)

    def first(currency: str) -> dict[str, Any]:
        asked = {**DAYS, "ids": [dollars, euros], "currency": currency}
        return there.read("data_trends/projects", asked)["graph"]["data"][0]

    assert figures(first("usd")) == [(3600, 3600, 100_00), (3600, 3600, 0)]
    assert figures(first("EUR")) == [(3600, 3600, 0), (3600, 3600, 100_00)]
    assert [one["currency"] for one in first("EUR")["projects"]] == ["USD", "EUR"]


def test_clients_have_the_time_of_their_projects(there: Stage) -> None:
    client, other = there.client("Client"), there.client("Other")
    for currency in (None, "EUR"):
        project = there.project(client_id=client, currency=currency)
        there.diary().add(project_id=project, duration=3600, billable=True)
    there.diary().add(project_id=there.project(client_id=other), duration=5)

    step = there.read("data_trends/clients", {**DAYS, "ids": [client]})["graph"]["data"][0]

    assert step["clients"] == [
        {"client_id": client, "name": "Client", "total_seconds": 7200, "billable_seconds": 7200, "earnings": 100_00}
    ]


def test_users_have_their_time_after_they_have_left(there: Stage, cast: Cast) -> None:
    there.diary(cast.bob).add(duration=3600, billable=True)
    there.diary().add(duration=5)
    members = there.boss.get(f"{there.workspace}/workspace_users").json
    number = next(one["id"] for one in members if one["user_id"] == cast.bob.id)
    assert there.boss.delete(f"{there.workspace}/workspace_users/{number}").status == 200

    step = there.read("data_trends/users", {**DAYS, "ids": [cast.bob.id]})["graph"]["data"][0]

    assert step["users"] == [
        {"user_id": cast.bob.id, "name": "Bob", "total_seconds": 3600, "billable_seconds": 3600, "earnings": 100_00}
    ]


def test_who_may_not_see_rates_reads_no_amounts(there: Stage, cast: Cast) -> None:
    project = there.project()
    there.diary().add(project_id=project, duration=3600, billable=True)
    lead = there.hire("Lea", Role.PROJECTLEAD)

    def first(person: Person) -> dict[str, Any]:
        asked = {**DAYS, "ids": [project]}
        return there.read("data_trends/projects", asked, person)["graph"]["data"][0]["projects"][0]

    assert (first(lead)["earnings"], first(lead)["currency"]) == (100_00, "USD")
    there.flags(lead, view_edit_billable_rates=False)
    for person in (lead, cast.bob):
        assert (first(person)["total_seconds"], first(person)["earnings"], first(person)["currency"]) == (
            3600,
            None,
            None,
        )


def test_a_private_project_is_not_named_to_who_is_not_in_it(there: Stage, cast: Cast) -> None:
    secret = there.project(name="Secret", is_private=True)
    there.diary().add(project_id=secret, duration=5)

    steps = there.read("data_trends/projects", {**DAYS, "ids": [secret]}, cast.bob)["graph"]["data"]

    assert [step["projects"] for step in steps] == [[], [], []]


@pytest.mark.parametrize("kind", KINDS)
def test_what_belongs_to_others_is_not_there(there: Stage, cast: Cast, kind: str) -> None:
    theirs = in_zone(cast, "UTC")
    foreign = {"projects": theirs.project(), "clients": theirs.client("Xanadu"), "users": theirs.boss.id}[kind]

    answer = there.read(f"data_trends/{kind}", {**DAYS, "ids": [foreign]})

    assert [step[kind] for step in answer["graph"]["data"]] == [[], [], []]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    ("asked", "text"),
    [
        ({"currency": None}, "Currency is required parameter"),
        ({"currency": ""}, "Currency is required parameter"),
        ({"currency": "XXL"}, "currency must be the ISO 4217 code of a currency, such as USD"),
        ({"ids": None}, "At least 1 id required"),
        ({"ids": []}, "At least 1 id required"),
        ({"ids": [1, 2, 3, 4, 5, 6]}, "Maximum 5 ids allowed"),
        ({"start_date": "yesterday"}, "Invalid date format"),
        ({"end_date": "2026-13-01"}, "Invalid date format"),
        ({"start_date": "2026-03-05"}, "Start time must be before end time"),
        ({"start_date": "2025-03-03"}, "Maximum allowed date range is 365 days"),
        ({"resolution": "hour"}, "Resolution must be one of [day, week, month]"),
        ({"rounding": 2}, "Invalid 'rounding' value, allowed values are: '-1, 0, 1'"),
    ],
)
def test_what_cannot_be_told_is_refused(there: Stage, kind: str, asked: dict[str, Any], text: str) -> None:
    answer = there.report(f"data_trends/{kind}", {**DAYS, "ids": [1], **asked})

    assert (answer.status, answer.json) == (400, text)


@pytest.mark.parametrize("kind", KINDS)
def test_an_empty_body_lacks_its_currency(there: Stage, kind: str) -> None:
    answer = there.report(f"data_trends/{kind}")

    assert (answer.status, answer.json) == (400, "Currency is required parameter")


@pytest.mark.parametrize("kind", KINDS)
def test_they_need_a_plan(there: Stage, cast: Cast, kind: str) -> None:
    put_on_plan(cast, Plan.FREE)

    answer = there.report(f"data_trends/{kind}", {**DAYS, "ids": [1]})

    assert (answer.status, answer.json) == (402, "Workspace needs to have this feature enabled")


def test_a_year_has_months_unless_told_otherwise(there: Stage) -> None:
    year = {**DAYS, "start_date": "2025-03-10", "ids": [there.project()]}
    halves = {**year, "start_date": "2025-12-01"}

    assert there.read("data_trends/projects", year)["graph"]["resolution"] == "month"
    assert there.read("data_trends/projects", halves)["graph"]["resolution"] == "week"
    assert len(there.read("data_trends/projects", {**year, "resolution": "day"})["graph"]["data"]) == 360
