"""Whatever time is grouped by, and however it is written: the parts add up to the whole, and to what entries say."""

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings

from sundial.reports.summary import GROUPINGS, SUB_GROUPINGS
from tests.make import World
from tests.reports.aggregates import SUMMARY, TOTALS, WEEKLY, reports
from tests.reports.ledger import ENTRIES, ROUNDINGS, Counted, Entry, Ledger, added, by
from tests.reports.tables import read_csv, read_xlsx

DAYS = {"start_date": "2026-03-05", "end_date": "2026-03-11"}
EXAMPLES = 12


@pytest.fixture(scope="module")
def ledger(world: World) -> Ledger:
    """A workspace for random entries."""
    return Ledger(world)


def body(rounding: tuple[int, int]) -> dict[str, Any]:
    """What asks for a week of entries that are rounded so."""
    return {**DAYS, "rounding": rounding[0], "rounding_minutes": rounding[1]}


def amount(amounts: dict[str, int]) -> int | None:
    """The one amount that is shown where there is one currency, or none."""
    return None if len(amounts) > 1 else sum(amounts.values())


@settings(max_examples=EXAMPLES, deadline=None)
@given(entries=ENTRIES, rounding=ROUNDINGS)
def test_summaries_and_totals(ledger: Ledger, entries: list[Entry], rounding: tuple[int, int]) -> None:
    ledger.fill(entries)
    counted, read = ledger.counted(entries, rounding), reports(ledger.cast).read
    whole = added(counted)

    totals = read(TOTALS, **body(rounding), with_graph=True)
    assert (totals["seconds"], totals["billable_seconds"]) == (whole.seconds, whole.billable)
    assert totals["billable_amount_in_cents"] == amount(whole.amounts)
    assert totals["labour_cost_in_cents"] == amount(whole.costs)
    for step in totals["graph"]:
        of_day = added(one for one in counted if one.day.isoformat() == step["date"])
        assert (step["seconds"], step["billable_seconds"]) == (of_day.seconds, of_day.billable)
        assert step["billable_amount_in_cents"] == amount(of_day.amounts)
        assert step["labour_cost_in_cents"] == amount(of_day.costs)
        assert sum(step["by_rate"].values()) == of_day.billable

    for grouping in GROUPINGS:
        for sub_grouping in SUB_GROUPINGS:
            groups = read(SUMMARY, **body(rounding), grouping=grouping, sub_grouping=sub_grouping)["groups"]
            _check_groups(ledger, groups, counted, grouping, sub_grouping)


def _check_groups(ledger: Ledger, groups: list[Any], counted: list[Counted], grouping: str, sub_grouping: str) -> None:
    expected = by(counted, lambda one: (ledger.title(grouping, one) or "", ledger.title(sub_grouping, one)))
    found = {(", ".join(group["names"]), sub["title"]): sub for group in groups for sub in group["sub_groups"]}
    if sub_grouping == "tasks":
        # Tasks of several projects have one name here.
        assert sum(sub["seconds"] for group in groups for sub in group["sub_groups"]) == added(counted).seconds
        return
    assert found.keys() == expected.keys()
    for key, sub in found.items():
        sums = added(expected[key])
        assert (sub["seconds"], sub["billable_seconds"]) == (sums.seconds, sums.billable)
        assert sub["billable_amount_in_cents"] == amount(sums.amounts)
        assert sum(rate["billable_seconds"] for rate in sub["rates"]) == sums.billable
    for group in groups:
        assert group["seconds"] == sum(sub["seconds"] for sub in group["sub_groups"])


def _titles(ledger: Ledger, grouping: str, sub_grouping: str) -> Callable[[Counted], Any]:
    return lambda one: (ledger.title(grouping, one), ledger.title(sub_grouping, one))


@settings(max_examples=EXAMPLES, deadline=None)
@given(entries=ENTRIES, rounding=ROUNDINGS)
def test_weeks(ledger: Ledger, entries: list[Entry], rounding: tuple[int, int]) -> None:
    ledger.fill(entries)
    counted = ledger.counted(entries, rounding)

    rows = reports(ledger.cast).read(WEEKLY, **body(rounding), group_by_task=True)

    def key(one: Counted) -> Any:
        return ledger.title("users", one), ledger.title("projects", one), ledger.title("tasks", one)

    expected = by(counted, key)
    found = {(row["user_name"], row["project_name"], row["task_name"]): row for row in rows}
    assert found.keys() == expected.keys()
    assert len(rows) == len(found)
    for name, row in found.items():
        for number in range(7):
            sums = added(one for one in expected[name] if one.day.isoformat() == f"2026-03-{5 + number:02}")
            assert row["seconds"][number] == sums.seconds
            assert row["billable_seconds"][number] == sums.billable
            assert row["billable_amounts_in_cents"][number] == sums.amounts.get(row["currency"], 0)


@settings(max_examples=EXAMPLES, deadline=None)
@given(entries=ENTRIES, rounding=ROUNDINGS)
def test_files_of_summaries(ledger: Ledger, entries: list[Entry], rounding: tuple[int, int]) -> None:
    ledger.fill(entries)
    counted, file = ledger.counted(entries, rounding), reports(ledger.cast).file
    whole = added(counted)

    for grouping, sub_grouping in (("projects", "users"), ("clients", "time_entries"), ("tags", "projects")):
        wanted = {**body(rounding), "grouping": grouping, "sub_grouping": sub_grouping, "order_by": "duration"}
        lines = read_csv(file(SUMMARY, "csv", **wanted))
        *rows, total = read_xlsx(file(SUMMARY, "xlsx", **wanted, collapse=True))

        expected = by(counted, _titles(ledger, grouping, sub_grouping))
        assert sorted(line["Duration"] for line in lines) == sorted(added(some).seconds for some in expected.values())
        for some in (lines, rows):
            assert sum(line["Duration"] for line in some) == whole.seconds
            assert sum(line["Billable duration"] for line in some) == whole.billable
        assert (total["Duration"], total["Billable duration"]) == (whole.seconds, whole.billable)
        amounts = {name[8:11]: cell for name, cell in total.items() if name.startswith("Amount (")}
        assert {currency: cell for currency, cell in amounts.items() if cell is not None} == whole.amounts


@settings(max_examples=EXAMPLES, deadline=None)
@given(entries=ENTRIES, rounding=ROUNDINGS)
def test_files_of_weeks(ledger: Ledger, entries: list[Entry], rounding: tuple[int, int]) -> None:
    ledger.fill(entries)
    counted, file = ledger.counted(entries, rounding), reports(ledger.cast).file
    whole = added(counted)

    for grouping in ("projects", "users"):
        lines = read_csv(file(WEEKLY, "csv", **body(rounding), grouping=grouping))
        *rows, total = read_xlsx(file(WEEKLY, "xlsx", **body(rounding), grouping=grouping, group_by_task=True))
        money = read_xlsx(file(WEEKLY, "xlsx", **body(rounding), grouping=grouping, calculate="amounts"))

        assert sum(line["Total"] for line in lines) == sum(row["Total"] for row in rows) == whole.seconds
        assert total["Total"] == whole.seconds
        for number, name in enumerate(list(total)[-8:-1]):
            of_day = added(one for one in counted if one.day.isoformat() == f"2026-03-{5 + number:02}")
            assert total[name] == sum(line[name] for line in lines) == of_day.seconds
        totals = {line["Currency"]: line["Total"] for line in money if "Total" in line.values()}
        assert {currency: cell for currency, cell in totals.items() if cell} == {
            currency: cell for currency, cell in whole.amounts.items() if cell
        }
