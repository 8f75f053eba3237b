"""What whoever opens a shared report can choose: never more than what was saved."""

from itertools import product
from typing import Any

import pytest

from tests.cast import Cast
from tests.conftest import SetClock
from tests.make import Person, project
from tests.reports.saved import run, save
from tests.time_entries.diary import Diary, diary

MARCH = {"report_type": "detailed", "start_date": "2026-03-01", "end_date": "2026-03-31"}


class Scene:
    """Entries of Alice's and Bob's, and reports about them that Alice makes public."""

    def __init__(self, cast: Cast) -> None:
        self.cast = cast
        self.one, self.two = (project(cast.alice, cast.place, name=name, billable=True) for name in ("One", "Two"))
        tags = [cast.alice.post(f"{cast.workspace}/tags", {"name": name}).json["id"] for name in ("Red", "Blue")]
        self.red, self.blue = tags
        hers, his = diary(cast), diary(cast, cast.bob)
        self.entries = {
            "hers": add(hers, 2, project_id=self.one, description="Acme meeting", tag_ids=tags, billable=True),
            "his": add(his, 3, project_id=self.one, description="acme mail", tag_ids=[self.blue]),
            "idle": add(his, 4, description="Nothing"),
            "second": add(hers, 5, project_id=self.two, description="Meeting", billable=True),
            "early": add(hers, -20, project_id=self.one, description="Acme plan"),
        }

    def token(self, fixed: bool = False, **params: Any) -> str:
        """A public report of March, unless its parameters are others."""
        report = save(self.cast, public=True, fixed_daterange=fixed, params={**MARCH, **params})
        return report["token"]

    def seen(self, token: str, who: Person | None = None, **body: Any) -> set[str]:
        """Which entries somebody reads, by their names here."""
        answer = run(self.cast, token, who, **body)
        assert answer.status == 200, answer
        names = {entry_id: name for name, entry_id in self.entries.items()}
        rows = answer.json["detailed_results"]["report"]
        found = {names[entry["id"]] for row in rows for entry in row["time_entries"]}
        assert answer.json["detailed_results"]["totals"]["seconds"] == 3600 * len(found)
        return found


def add(of: Diary, day: int, **fields: Any) -> int:
    """An hour on a day of March, or before it."""
    start = f"2026-03-{day:02}T09:00:00Z" if day > 0 else f"2026-02-{28 + day:02}T09:00:00Z"
    return of.add(start=start, **fields)["id"]


@pytest.fixture
def scene(cast: Cast) -> Scene:
    """Five entries."""
    return Scene(cast)


MARCHS = {"hers", "his", "idle", "second"}


def test_without_filters_it_is_all_that_the_owner_sees(scene: Scene) -> None:
    token = scene.token()

    assert scene.seen(token) == MARCHS
    assert scene.seen(token, user_ids=[scene.cast.bob.id]) == {"his", "idle"}
    assert scene.seen(token, project_ids=[scene.one]) == {"hers", "his"}
    assert scene.seen(token, project_ids=[None, scene.two]) == {"idle", "second"}
    assert scene.seen(token, tag_ids=[scene.red]) == {"hers"}
    assert scene.seen(token, billable=True) == {"hers", "second"}
    assert scene.seen(token, description="ACME") == {"hers", "his"}
    assert scene.seen(token, description="meeting", project_ids=[scene.two]) == {"second"}


def test_ids_count_among_the_saved_ones_only(scene: Scene) -> None:
    cast = scene.cast
    token = scene.token(user_ids=[cast.bob.id], project_ids=[scene.one, None])

    assert scene.seen(token) == {"his", "idle"}
    assert scene.seen(token, user_ids=[cast.alice.id]) == set()
    assert scene.seen(token, user_ids=[cast.alice.id, cast.bob.id]) == {"his", "idle"}
    assert scene.seen(token, user_ids=[], tag_ids=[]) == {"his", "idle"}
    assert scene.seen(token, project_ids=[scene.two]) == set()
    assert scene.seen(token, project_ids=[scene.two, scene.one]) == {"his"}
    assert scene.seen(token, project_ids=[None]) == {"idle"}


def test_an_empty_list_is_no_filter_whoever_sends_it(scene: Scene) -> None:
    token = scene.token(user_ids=[], project_ids=[], time_entry_ids=[])

    assert scene.seen(token) == scene.seen(token, project_ids=[]) == MARCHS
    assert scene.seen(token, project_ids=[scene.two]) == {"second"}


def test_a_tag_that_was_not_saved_narrows_to_nothing(scene: Scene) -> None:
    token = scene.token(tag_ids=[scene.blue])

    assert scene.seen(token) == {"hers", "his"}
    assert scene.seen(token, tag_ids=[scene.red]) == set()


def test_a_saved_filter_is_not_turned_around(scene: Scene) -> None:
    token = scene.token(billable=True)

    assert scene.seen(token) == scene.seen(token, billable=True) == {"hers", "second"}
    assert scene.seen(token, billable=False) == set()


def test_descriptions_are_narrowed(scene: Scene) -> None:
    token = scene.token(description="acme m")

    assert scene.seen(token) == {"hers", "his"}
    assert scene.seen(token, description="Acme meet") == {"hers"}
    assert scene.seen(token, description="a") == scene.seen(token, description="") == {"hers", "his"}
    other = run(scene.cast, token, description="Nothing")
    assert (other.status, other.json) == (400, "description must contain 'acme m', which is what the report is about")


@pytest.mark.parametrize(
    "body",
    [
        {"time_entry_ids": [1]},
        {"min_duration_seconds": 0, "max_duration_seconds": 1},
        {"hide_amounts": False},
        {"report_type": "weekly"},
        {"period": "thisYear"},
        {"startTime": "00:00", "endTime": "01:00"},
        {"fixed_daterange": False, "public": True},
    ],
    ids=str,
)
def test_what_is_not_for_shared_reports_does_nothing(scene: Scene, body: dict[str, Any]) -> None:
    assert scene.seen(scene.token(project_ids=[scene.one]), **body) == {"hers", "his"}


def test_days_can_be_chosen(scene: Scene) -> None:
    token = scene.token(endTime="10:00")

    assert scene.seen(token, start_date="2026-03-03", end_date="2026-03-04") == {"his", "idle"}
    assert scene.seen(token, start_date="2026-02-01", end_date="2026-03-02") == {"early", "hers"}
    assert scene.seen(token, end_date="2026-03-03") == {"hers", "his"}


def test_fixed_days_stay(scene: Scene) -> None:
    token = scene.token(fixed=True)

    for body in ({"start_date": "2026-02-01"}, {"start_date": "2026-03-03", "end_date": "2026-03-03"}):
        assert scene.seen(token, None, **body) == MARCHS


def test_a_start_alone_goes_on_until_today(scene: Scene, clock: SetClock) -> None:
    token = scene.token()
    clock.set(2026, 3, 4, 12)

    assert scene.seen(token, start_date="2026-02-01") == {"early", "hers", "his", "idle"}


def test_without_days_it_is_the_last_week(scene: Scene, clock: SetClock) -> None:
    report = save(scene.cast, public=True, params={"report_type": "detailed"})
    fixed = save(scene.cast, public=True, fixed_daterange=True, params={"report_type": "detailed"})
    clock.set(2026, 3, 9, 12)

    assert scene.seen(report["token"]) == {"his", "idle", "second"}
    assert scene.seen(fixed["token"], start_date="2026-01-01") == {"his", "idle", "second"}


def test_saved_entries_are_shown_whenever_they_were(scene: Scene) -> None:
    entry_ids = [scene.entries["early"], scene.entries["his"]]
    params = {"report_type": "detailed", "time_entry_ids": entry_ids}
    token = save(scene.cast, public=True, params=params)["token"]

    assert scene.seen(token) == {"early", "his"}
    assert scene.seen(token, start_date="2026-03-01", end_date="2026-03-31") == {"his"}
    assert scene.seen(token, billable=True) == set()


def test_wrong_days(scene: Scene) -> None:
    token = scene.token()

    for body, sentence in (
        ({"start_date": "yesterday"}, "start_date must be a date as YYYY-MM-DD"),
        ({"start_date": "2026-03-02", "end_date": "2026-03-01"}, "Start time must be before end time"),
        ({"start_date": "2024-01-01", "end_date": "2026-01-01"}, "Maximum allowed date range is 365 days"),
        ({"user_ids": ["x"]}, "user_ids[0] must be an integer"),
        ({"page_size": 0}, "page_size must be from 1 to 10000"),
    ):
        answer = run(scene.cast, token, None, **body)
        assert (answer.status, answer.json) == (400, sentence)


def test_nobody_learns_by_a_token_what_the_report_does_not_tell_apart(scene: Scene) -> None:
    bob, token = scene.cast.bob.id, scene.token()
    for grouping, sub_grouping, name, one in (
        ("projects", "time_entries", "user_ids", bob),
        ("projects", "users", "tag_ids", scene.red),
        ("users", "tasks", "project_ids", scene.one),
    ):
        asked: dict[str, Any] = {name: [one]}
        summary = scene.token(report_type="summary", grouping=grouping, sub_grouping=sub_grouping)
        answer = run(scene.cast, summary, None, **asked)
        sentence = f"{name} cannot be asked for: the report does not show what they are of"
        assert (answer.status, answer.json) == (400, sentence)
        # Whom the report belongs to may ask.
        assert run(scene.cast, summary, scene.cast.alice, **asked).status == 200

    assert run(scene.cast, token, None, group_ids=[1]).status == 400


def test_an_id_from_elsewhere_finds_nothing(scene: Scene) -> None:
    cast = scene.cast
    elsewhere = project(cast.charlie, cast.elsewhere, name="Xanadu")
    Diary(cast.charlie, f"/workspaces/{cast.elsewhere.workspace_id}").add(project_id=elsewhere)
    token = scene.token()

    for body in ({"project_ids": [elsewhere]}, {"user_ids": [cast.charlie.id]}):
        answer = run(cast, token, None, **body)
        assert scene.seen(token, None, **body) == set()
        assert "Xanadu" not in answer.content.decode()
        assert "Charlie" not in answer.content.decode()


def test_pages(scene: Scene) -> None:
    token = scene.token(page_size=3)

    first = run(scene.cast, token, page_size=2)
    following = {
        "first_id": int(first.headers["x-next-id"]),
        "first_timestamp": int(first.headers["x-next-timestamp"]),
        "first_row_number": int(first.headers["x-next-row-number"]),
    }
    second = run(scene.cast, token, None, page_size=2, **following)

    rows = [answer.json["detailed_results"]["report"] for answer in (first, second)]
    ids = [[entry["id"] for row in page for entry in row["time_entries"]] for page in rows]
    assert ids == [[scene.entries[name] for name in page] for page in (("second", "idle"), ("his", "hers"))]
    assert "x-next-id" not in second.headers
    assert len(run(scene.cast, token).json["detailed_results"]["report"]) == 3
    ordered = run(scene.cast, token, order_by="description", order_dir="ASC", page_size=1)
    assert ordered.json["detailed_results"]["report"][0]["description"] == "acme mail"


def test_a_page_begins_at_no_entry_that_is_not_shown(scene: Scene) -> None:
    """Or a description could be found out by where it comes among those that are shown."""
    token = scene.token(project_ids=[scene.two], order_by="description")

    for order, direction in product(("description", "duration", "date"), ("ASC", "DESC")):
        for who in (None, scene.cast.bob):
            body = {"first_id": scene.entries["hers"], "order_by": order, "order_dir": direction}
            assert scene.seen(token, who, **body) == {"second"}


def test_no_request_shows_more_than_was_saved(scene: Scene) -> None:
    cast, entries = scene.cast, [*scene.entries.values()]
    users, projects, tags = [cast.alice.id, cast.bob.id], [scene.one, scene.two, None], [scene.red, scene.blue, None]
    some: list[dict[str, Any]] = [
        {},
        *({"user_ids": ids} for ids in ([], users[:1], users)),
        *({"project_ids": ids} for ids in ([], projects[:1], projects[1:], projects)),
        *({"tag_ids": ids} for ids in (tags[:1], tags[1:])),
        *({"billable": billable} for billable in (True, False)),
        {"time_entry_ids": entries[:2]},
        {"description": "acme"},
        {"start_date": "2026-01-01", "end_date": "2026-12-31"},
    ]

    for saved in some:
        token = scene.token(fixed=True, **saved)
        allowed = scene.seen(token)
        for body in some:
            assert scene.seen(token, None, **body) <= allowed, (saved, body)
