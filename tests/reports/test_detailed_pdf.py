"""The detailed report as PDF."""

import pytest

from tests.cast import Cast
from tests.make import project
from tests.reports.aggregates import bill, track
from tests.reports.detail import detail
from tests.reports.render.test_pdf import told
from tests.time_entries.diary import Diary


def words(pdf: bytes) -> str:
    """What stands on pages, word by word."""
    return " ".join(told("pdftotext", pdf, "-layout").split())


def test_pages_are_for_people(cast: Cast) -> None:
    bill(cast, 10)
    made = project(cast.alice, cast.place, name="Site")
    track(cast, cast.alice, "09:00", 5400, "Reading", billable=True, project_id=made, tags=["deep"])
    body = {
        "project_ids": [made],
        "billable": True,
        "date_format": "DD.MM.YYYY",
        "hour_format": "h:mm A",
        "duration_format": "decimal",
        "cents_separator": ",",
    }
    text = words(detail(cast).file("pdf", **body).content)

    for part in ("Detailed report", "Main", "01.03.2026", "Site", "Reading", "02.03.2026", "9:00 AM", "1,50", "15,00"):
        assert part in text, text
    assert "Email" not in text
    assert "Yes" in text


@pytest.mark.parametrize(
    ("mode", "shown", "hidden"),
    [
        ("date_only", ("Start date", "End date"), ("Start time", "End time")),
        ("time_only", ("Start time", "End time"), ("Start date", "End date")),
        ("date_time", ("Start date", "Start time"), ()),
    ],
)
def test_pages_can_leave_days_or_times_out(
    cast: Cast, mode: str, shown: tuple[str, ...], hidden: tuple[str, ...]
) -> None:
    track(cast, cast.alice, "09:00", 60)
    text = words(detail(cast).file("pdf", display_mode=mode).content)

    for heading in shown:
        assert heading in text
    for heading in hidden:
        assert heading not in text
    assert "Start date" in detail(cast).file("csv", display_mode=mode).content.decode()


def test_filters_name_nothing_from_elsewhere(cast: Cast) -> None:
    foreign = project(cast.charlie, cast.elsewhere, name="Elsewhere project")
    own = project(cast.alice, cast.place, name="Hidden project", is_private=True)
    theirs = Diary(cast.charlie, f"/workspaces/{cast.elsewhere.workspace_id}").add(tags=["Elsewhere tag"])
    body = {
        "project_ids": [foreign, own, None],
        "user_ids": [cast.charlie.id, cast.bob.id],
        "tag_ids": theirs["tag_ids"],
    }
    text = words(detail(cast, cast.bob).file("pdf", **body).content)

    for name in ("Elsewhere", "Charlie", "Hidden"):
        assert name not in text
    assert "Users Bob" in text
    assert "Projects (none)" in text
    assert "Hidden project" in words(detail(cast).file("pdf", **body).content)
