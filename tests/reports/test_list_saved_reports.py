"""The list of saved reports: filters, order, pages."""

import pytest

from tests.cast import Cast
from tests.conftest import SetClock
from tests.reports.saved import names, path, save


def test_what_is_asked_for(cast: Cast) -> None:
    save(cast, name="Bürozeit 100%", public=True)
    save(cast, name="Hours", fixed_daterange=True)
    save(cast, name="hours of all", public=True, fixed_daterange=True)

    assert names(cast) == ["Bürozeit 100%", "Hours", "hours of all"]
    assert names(cast, "?name=HOURS") == ["Hours", "hours of all"]
    assert names(cast, "?name=B%C3%9CRO") == names(cast, "?name=%25") == ["Bürozeit 100%"]
    assert names(cast, "?public=true") == ["Bürozeit 100%", "hours of all"]
    assert names(cast, "?public=false") == ["Hours"]
    assert names(cast, "?fixed_dates=true&public=true&name=of") == ["hours of all"]
    assert names(cast, "?fixed_dates=false") == ["Bürozeit 100%"]
    assert names(cast, "?scheduled=true") == []
    assert names(cast, "?scheduled=false") == names(cast)
    assert names(cast, f"?requestingUserID={cast.bob.id}") == names(cast)


def test_in_which_order(cast: Cast, clock: SetClock) -> None:
    clock.set(2026, 3, 2, 9)
    first = save(cast, name="B")
    clock.forward(minutes=1)
    save(cast, name="a", public=True)
    clock.forward(minutes=1)
    cast.alice.put(path(cast, first), {"fixed_daterange": True})

    assert names(cast, "?sort_field=name") == names(cast, "?sort_direction=ASC") == ["a", "B"]
    assert names(cast, "?sort_direction=desc") == ["B", "a"]
    assert names(cast, "?sort_field=updated_at") == ["a", "B"]
    assert names(cast, "?sort_field=public&sort_direction=desc") == ["a", "B"]
    assert names(cast, "?sort_field=fixed_daterange&sort_direction=desc") == ["B", "a"]


def test_pages(cast: Cast) -> None:
    for name in "abcde":
        save(cast, name=name)

    assert names(cast, "?page=1&per_page=2") == ["a", "b"]
    assert names(cast, "?page=3&per_page=2") == ["e"]
    assert names(cast, "?per_page=3") == ["a", "b", "c"]
    assert names(cast, "?page=2") == []


@pytest.mark.parametrize(
    ("query", "parameter"),
    [
        ("?page=0", "page"),
        ("?page=x", "page"),
        ("?page=1&per_page=-1", "per_page"),
        ("?per_page=1.5", "per_page"),
        ("?public=maybe", "public"),
        ("?fixed_dates=2", "fixed_dates"),
        ("?scheduled=x", "scheduled"),
        ("?sort_field=token", "sort_field"),
        ("?sort_direction=up", "sort_direction"),
    ],
)
def test_what_cannot_be_asked_for(cast: Cast, query: str, parameter: str) -> None:
    answer = cast.alice.get(f"{path(cast)}{query}")

    assert (answer.status, answer.json) == (400, f"Invalid parameter {parameter}.")
