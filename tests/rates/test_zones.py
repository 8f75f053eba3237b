"""From today on: from the midnight at which the day began for whoever sets the rate."""

import pytest

from sundial.access.permissions import Role
from tests.cast import Cast
from tests.conftest import SetClock
from tests.make import Person, colleague, person
from tests.people.backstage import member_path
from tests.rates.backstage import Stage

AUCKLAND, LOS_ANGELES = "Pacific/Auckland", "America/Los_Angeles"


def lead(cast: Cast, zone: str) -> Person:
    return colleague(person(cast.world, "Lead", zone), cast.place, Role.ADMIN)


@pytest.mark.parametrize(
    ("zone", "now", "midnight"),
    [
        (AUCKLAND, (2026, 3, 10, 12), "2026-03-10T11:00:00Z"),
        (LOS_ANGELES, (2026, 3, 10, 12), "2026-03-10T07:00:00Z"),
        # The tenth has not begun there.
        (LOS_ANGELES, (2026, 3, 10, 6), "2026-03-09T07:00:00Z"),
        # On the day on which the clocks go forward or back, before and after they do.
        (LOS_ANGELES, (2026, 3, 8, 9), "2026-03-08T08:00:00Z"),
        (LOS_ANGELES, (2026, 3, 8, 22), "2026-03-08T08:00:00Z"),
        (LOS_ANGELES, (2026, 3, 9, 12), "2026-03-09T07:00:00Z"),
        (LOS_ANGELES, (2026, 11, 1, 22), "2026-11-01T07:00:00Z"),
        (AUCKLAND, (2026, 4, 5, 11), "2026-04-04T11:00:00Z"),
        (AUCKLAND, (2026, 9, 27, 10), "2026-09-26T12:00:00Z"),
        # There is no midnight on this day: it begins at one.
        ("America/Havana", (2026, 3, 8, 12), "2026-03-08T05:00:00Z"),
    ],
)
def test_today_is_where_the_caller_is(
    cast: Cast, clock: SetClock, zone: str, now: tuple[int, int, int, int], midnight: str
) -> None:
    clock.set(*now)
    stage, boss = Stage(cast), lead(cast, zone)
    stage.set("project", 1)

    stage.set("project", 5, by=boss, mode="start-today")
    boss.put(stage.paths["project_user"], {"rate": 6, "labor_cost": 7})
    boss.put(member_path(cast, cast.bob), {"rate": 8})

    assert stage.history("project") == [(1, None), (5, midnight)]
    assert stage.history("project_user") == [(6, midnight)]
    assert stage.history("project_user", "labor_costs") == [(7, midnight)]
    assert stage.history("workspace_user") == [(8, midnight)]


@pytest.mark.parametrize("start", ["2026-01-15", "2026-01-15T00:00:00", "2026-01-14T11:00:00Z"])
def test_a_start_is_where_the_caller_is_unless_it_says_otherwise(cast: Cast, clock: SetClock, start: str) -> None:
    clock.set(2026, 3, 10, 12)
    stage = Stage(cast)

    stage.set("project", 5, by=lead(cast, AUCKLAND), start=start)

    assert stage.history("project") == [(5, "2026-01-14T11:00:00Z")]


def test_of_two_callers_the_one_who_comes_last_is_right(cast: Cast, clock: SetClock) -> None:
    clock.set(2026, 3, 10, 12)
    stage = Stage(cast)
    east, west = lead(cast, AUCKLAND), lead(cast, LOS_ANGELES)

    stage.set("project", 5, by=east, mode="start-today")
    # What began in the west's own today gives way.
    stage.set("project", 6, by=west, mode="start-today")
    assert (stage.history("project"), stage.shown("project")) == ([(6, "2026-03-10T07:00:00Z")], 6)
    # What is valid in the west since seven is cut where the day began in the east.
    stage.set("project", 7, by=east, mode="start-today")

    assert stage.history("project") == [(6, "2026-03-10T07:00:00Z"), (7, "2026-03-10T11:00:00Z")]
    assert stage.shown("project") == 7
