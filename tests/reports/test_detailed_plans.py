"""How the databases find a page of a detailed report: in the middle of its index, without reading what is before."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest

from sundial.reports.detailed_order import Order, narrowed
from sundial.reports.detailed_pages import by_ids_query, page_query
from sundial.reports.entries import Shape
from tests.migrated import Migrated
from tests.time_entries.plans import ALICE, CHOSEN, Plans, filled

BOUNDED = re.compile(r"\(organization_id\b[^\n]* AND \(?start ?>[^\n]* AND \(?start ?<")
MIDDLE = datetime(2026, 6, 1, tzinfo=UTC)
VALUES: dict[str, Any] = {
    "first_instant": datetime(2006, 1, 1, tzinfo=UTC),
    "end_instant": datetime(2030, 1, 1, tzinfo=UTC),
    "sees_public": True,
    "first_id": ALICE,
    "first_key": MIDDLE,
    "skipped": 0,
    "entry_ids": [ALICE, ALICE + 1],
}


def shape(sees_all: bool) -> Shape:
    """A report without filters."""
    nothing: frozenset[str] = frozenset()
    return Shape(
        sees_all=sees_all,
        ids=nothing,
        nulls=nothing,
        billable=False,
        description=False,
        shortest=False,
        longest=False,
        rounded=False,
        currencies=True,
    )


@pytest.fixture(scope="module")
def plans(engine: str, migrated: Migrated, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Plans]:
    """The plans for Alice, among many."""
    with filled(engine, migrated, tmp_path_factory.mktemp(f"report-plans-{engine}")) as made:
        yield made


@pytest.mark.parametrize("kind", ["beginning", "position"])
@pytest.mark.parametrize("descending", [True, False])
@pytest.mark.parametrize("sees_all", [True, False])
@pytest.mark.parametrize("read", [51, 201])
def test_a_page_by_date_is_read_in_the_order_of_the_index(
    plans: Plans, kind: str, descending: bool, sees_all: bool, read: int
) -> None:
    order = Order("date", descending)
    values = narrowed(order, VALUES, MIDDLE) if kind == "position" else VALUES

    for plan in plans.of(page_query(shape(sees_all), order, kind, read), **values):
        assert "ix_time_entries_report" in CHOSEN.findall(plan), plan
        assert "ORDER BY" not in plan, plan
        assert "Sort" not in plan, plan
        assert "MULTI-INDEX" not in plan, plan
        assert BOUNDED.search(plan), plan


def test_where_a_page_begins_bounds_what_is_read() -> None:
    values = {"first_instant": datetime(2026, 1, 1, tzinfo=UTC), "end_instant": datetime(2026, 12, 31, tzinfo=UTC)}

    assert narrowed(Order("date", descending=False), values, MIDDLE)["first_instant"] == MIDDLE
    assert narrowed(Order("date"), values, MIDDLE)["end_instant"] == MIDDLE.replace(microsecond=1)
    outside = datetime(2027, 1, 1, tzinfo=UTC)
    assert narrowed(Order("date"), values, outside) == values
    assert narrowed(Order("duration"), values, MIDDLE) == values


def test_the_entries_of_a_file_are_found_by_their_ids(plans: Plans) -> None:
    for plan in plans.of(by_ids_query(shape(sees_all=True)), **VALUES):
        assert CHOSEN.findall(plan) == ["pk_time_entries"], plan
