"""Shared reports as files: the same as JSON, and no more."""

import csv
import io
import subprocess
from typing import Any

import pytest

from sundial.access.plans import Plan
from tests.cast import Cast
from tests.make import Answer, Person
from tests.people.backstage import put_on_plan
from tests.rates.backstage import Stage
from tests.reports.saved import SHARED, run, save
from tests.time_entries.diary import diary

WEEK = {"start_date": "2026-03-02", "end_date": "2026-03-08"}
KINDS = ("detailed", "summary", "weekly")
FORMATS = {"csv": b"\xef\xbb\xbf", "pdf": b"%PDF", "xlsx": b"PK"}


class Scene:
    """Bob's billable hours, of which Alice makes reports public."""

    def __init__(self, cast: Cast) -> None:
        self.cast = cast
        self.stage = Stage(cast)
        self.stage.set("project", 60)
        self.stage.add("2026-03-02T09:00:00Z", duration=3660, description="Plan")
        self.stage.add("2026-03-03T09:00:00Z", duration=1800, billable=False, description="Mail")

    def save(self, kind: str, **fields: Any) -> str:
        """A report of the week, by its token."""
        params = {"report_type": kind, **WEEK, **fields.pop("params", {})}
        return save(self.cast, public=fields.pop("public", True), params=params, **fields)["token"]

    def send(self, token: str, extension: str, who: Person | None = None, **body: Any) -> Answer:
        """Ask for a file."""
        path = f"{SHARED}/{token}/{extension}"
        return self.cast.world.send("POST", path, json=body) if who is None else who.post(path, body)

    def lines(self, token: str, who: Person | None = None, **body: Any) -> list[dict[str, str]]:
        """The lines of a CSV file."""
        answer = self.send(token, "csv", who, **body)
        assert answer.status == 200, answer
        return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))

    def pages(self, token: str, who: Person | None = None, **body: Any) -> str:
        """What stands on the pages."""
        answer = self.send(token, "pdf", who, **body)
        assert answer.status == 200, answer
        command = ["pdftotext", "-layout", "-", "-"]
        return subprocess.run(
            command, input=answer.content, check=True, capture_output=True, timeout=60
        ).stdout.decode()


@pytest.fixture
def scene(cast: Cast) -> Scene:
    """Two entries."""
    return Scene(cast)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("extension", FORMATS)
def test_each_report_in_each_format(scene: Scene, kind: str, extension: str) -> None:
    token = scene.save(kind, name="A/B [x]: *?" + "Ü" * 200)
    answer = scene.send(token, extension)

    assert answer.status == 200, answer
    assert answer.content.startswith(FORMATS[extension]) or extension == "csv"
    assert answer.headers["content-disposition"] == f'attachment; filename="report.{extension}"'
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["x-robots-tag"] == "noindex"


def test_another_format(scene: Scene) -> None:
    answer = scene.send(scene.save("summary"), "xml")

    assert (answer.status, answer.json) == (400, "Invalid 'extension' value, allowed values are: 'csv, xlsx, pdf'")


def test_a_private_report_is_no_file_for_others(scene: Scene) -> None:
    token = scene.save("summary", public=False)

    for extension in FORMATS:
        for who in (None, scene.cast.bob, scene.cast.charlie):
            answer = scene.send(token, extension, who)
            assert (answer.status, answer.json) == (403, "Invalid token")
        unknown = scene.send("0" * 32, extension, scene.cast.alice)
        assert (unknown.status, unknown.json) == (404, "Not found")
    assert scene.send(token, "csv", scene.cast.alice).status == 200
    put_on_plan(scene.cast, Plan.FREE)
    unpaid = scene.send(token, "csv", scene.cast.alice)
    assert (unpaid.status, unpaid.json) == (402, "Available only for premium workspaces.")


def test_a_detailed_file(scene: Scene) -> None:
    token = scene.save("detailed")

    lines = scene.lines(token)
    assert [(line["Description"], line["Duration"], line["Email"]) for line in lines] == [
        ("Mail", "00:30:00", ""),
        ("Plan", "01:01:00", ""),
    ]
    assert [line["Amount (USD)"] for line in lines] == ["", "61.00"]
    (known, _) = scene.lines(token, scene.cast.alice)
    assert known["Email"] == scene.cast.bob.email
    assert [line["Description"] for line in scene.lines(token, None, start_date="2026-03-03")] == ["Mail"]
    assert [line["Description"] for line in scene.lines(token, None, billable=True)] == ["Plan"]


def test_fixed_days_and_saved_filters_hold(scene: Scene) -> None:
    params = {"end_date": "2026-03-02", "user_ids": [scene.cast.bob.id]}
    token = scene.save("detailed", fixed_daterange=True, params=params)

    for body in ({}, {"start_date": "2026-01-01"}, {"end_date": "2026-12-31"}):
        assert [line["Description"] for line in scene.lines(token, None, **body)] == ["Plan"]
    assert scene.lines(token, None, user_ids=[scene.cast.alice.id]) == []


@pytest.mark.parametrize("kind", KINDS)
def test_hidden_amounts_stay_hidden(scene: Scene, kind: str) -> None:
    token = scene.save(kind, params={"hide_amounts": True, "calculate": "amounts"})

    for who in (None, scene.cast.alice):
        written = repr(scene.lines(token, who, hide_amounts=False)) + scene.pages(token, who, hide_amounts=False)
        assert "61.00" not in written
        assert "60.00" not in written
    assert "61.00" in repr(scene.lines(scene.save(kind, params={"calculate": "amounts"})))


def test_sums_are_those_of_the_answer(scene: Scene) -> None:
    token = scene.save("summary")
    totals = scene.cast.world.send("POST", f"{SHARED}/{token}").json["summary_results"]["totals"]

    lines = scene.lines(token)

    assert totals["billable_amount_in_cents"] == 6100
    assert sum(float(line["Amount (USD)"] or 0) for line in lines) == 61
    assert sorted(line["Duration"] for line in lines) == ["00:30:00", "01:01:00"]


def test_pages_have_the_reports_name(scene: Scene) -> None:
    pages = scene.pages(scene.save("detailed", name="For Initech"))

    assert "For Initech" in pages
    assert "2026-03-02 – 2026-03-08" in pages
    assert "09:00" in pages
    assert "09:00" not in scene.pages(scene.save("detailed", params={"display_mode": "date_only"}))


def test_times_that_are_not_displayed_cannot_be_asked_for(scene: Scene) -> None:
    token = scene.save("detailed", params={"display_mode": "date_only"})

    assert "09:00" not in scene.pages(token, None, display_mode="date_time")
    assert "09:00" in scene.pages(token, scene.cast.alice, display_mode="date_time")
    assert "09:00" not in scene.pages(scene.save("detailed"), None, display_mode="date_only")


def test_names_are_not_told_of_what_is_not_in_the_report(scene: Scene) -> None:
    project = scene.stage.make("projects", name="Xanadu", is_private=False)["id"]
    saved = scene.save("detailed", params={"project_ids": [scene.stage.project_id]})

    assert "Xanadu" not in scene.pages(scene.save("detailed"), None, project_ids=[project])
    assert "Alice" not in scene.pages(scene.save("detailed"), None, user_ids=[scene.cast.alice.id])
    assert "Projects" in scene.pages(saved)
    assert "Xanadu" not in scene.pages(saved, None, project_ids=[project])


@pytest.mark.parametrize("kind", KINDS)
def test_a_file_of_a_month(scene: Scene, kind: str) -> None:
    token = scene.save(kind, params={"start_date": "2026-03-01", "end_date": "2026-03-31"})

    assert scene.send(token, "csv").status == scene.send(token, "pdf").status == 200


def test_whoever_has_nothing_but_the_token_reads_not_even_the_owners_address(scene: Scene) -> None:
    diary(scene.cast).add(start="2026-03-02T12:00:00Z")
    token = scene.save("detailed", params={"enrich_response": True})

    for who in (None, scene.cast.charlie):
        assert {line["Email"] for line in scene.lines(token, who)} == {""}
        rows = run(scene.cast, token, who).json["detailed_results"]["report"]
        assert {(row["email"], row["toggl_accounts_id"]) for row in rows} == {(None, None)}
    assert scene.cast.alice.email in {line["Email"] for line in scene.lines(token, scene.cast.alice)}
