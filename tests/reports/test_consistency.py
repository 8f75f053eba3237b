"""Whatever tells what was tracked tells the same, whatever was done: lists, statuses, reports, and plain arithmetic."""

from collections.abc import Callable
from fractions import Fraction
from random import Random
from typing import Any

import msgspec
import pytest

from tests.cast import Cast
from tests.make import Person
from tests.reports.stage import Stage, stage

DAYS = range(1, 29)
RANGE = {"start_date": "2026-02-01", "end_date": "2026-02-28"}
CURRENCIES = {"Dollars": None, "Euros": "EUR"}
STEPS = 40


class Entry(msgspec.Struct):
    """What was tracked."""

    owner: Person
    sent: dict[str, Any]
    fields: dict[str, Any]


class Ledger:
    """Everything that was done, in plain Python. Rates are in hundredths, by what they are for, since which day."""

    def __init__(self, there: Stage, cast: Cast, seed: int) -> None:
        self.there = there
        self.random = Random(seed)
        self.people = [cast.alice, cast.bob]
        self.entries: list[Entry] = []
        self.rates: dict[tuple[str, int], dict[int, int]] = {}
        self.currencies = {there.project(name=name, currency=code): code or "USD" for name, code in CURRENCIES.items()}
        self.tasks: dict[int, int] = {}
        for project in self.currencies:
            for name in ("One", "Two"):
                path = f"{there.workspace}/projects/{project}/tasks"
                self.tasks[there.boss.post(path, {"name": name}).json["id"]] = project

    def act(self) -> None:
        """Do something."""
        actions: list[Callable[[], None]] = [self._add, self._add, self._add, self._price, self._change, self._remove]
        self.random.choice(actions)()

    def _fields(self) -> dict[str, Any]:
        task = self.random.choice([None, *self.tasks])
        project = self.tasks[task] if task else self.random.choice([None, *self.currencies])
        return {
            "start": f"2026-02-{self.random.choice(DAYS):02d}T{self.random.randrange(24):02d}:00:00Z",
            "duration": self.random.randrange(1, 20_000),
            "billable": self.random.random() < 0.6,
            "project_id": project,
            "task_id": task,
        }

    def _add(self) -> None:
        owner, fields = self.random.choice(self.people), self._fields()
        self.entries.append(Entry(owner, self.there.diary(owner).add(**fields), fields))

    def _change(self) -> None:
        if self.entries:
            entry = self.random.choice(self.entries)
            entry.fields = self._fields()
            answer = self.there.diary(entry.owner).put(entry.sent, **entry.fields)
            assert answer.status == 200, answer

    def _remove(self) -> None:
        if self.entries:
            entry = self.entries.pop(self.random.randrange(len(self.entries)))
            assert self.there.diary(entry.owner).delete(entry.sent).status == 200

    def _price(self) -> None:
        level, number = self.random.choice(
            [
                ("workspace", self.there.place.workspace_id),
                *(("workspace_user", person.id) for person in self.people),
                *(("project", project) for project in self.currencies),
                *(("task", task) for task in self.tasks),
            ]
        )
        amount, day = self.random.randrange(1, 30_000), self.random.choice(DAYS)
        body = {
            "level": level,
            "level_id": number,
            "type": "billable_rates",
            "amount": amount / 100,
            "start": f"2026-02-{day:02d}",
        }
        answer = self.there.boss.post(f"{self.there.workspace}/rates", body)
        assert answer.status == 201, answer
        self.rates.setdefault((level, number), {})[day] = amount

    def rate(self, entry: Entry) -> int:
        """What an hour of an entry bills: by the most specific rate that began before it."""
        fields, day = entry.fields, int(entry.fields["start"][8:10])
        for place in (
            ("task", fields["task_id"]),
            ("project", fields["project_id"]),
            ("workspace_user", entry.owner.id),
            ("workspace", self.there.place.workspace_id),
        ):
            began = [start for start in self.rates.get(place, {}) if start <= day]
            if began:
                return self.rates[place][max(began)]
        return 0

    def told(self, field: str, number: int | None, owner: Person | None = None) -> tuple[int, int, int]:
        """Seconds, billable ones and the amount of what has such a field."""
        chosen = [one for one in self.entries if one.fields[field] == number and owner in (None, one.owner)]
        billable = [one for one in chosen if one.fields["billable"]]
        amount = sum((Fraction(one.fields["duration"] * self.rate(one), 3600) for one in billable), Fraction())
        seconds = [sum(one.fields["duration"] for one in those) for those in (chosen, billable)]
        return seconds[0], seconds[1], int(amount + Fraction(1, 2))


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_everything_tells_the_same(cast: Cast, seed: int) -> None:
    ledger = Ledger(stage(cast), cast, seed)
    for _ in range(STEPS):
        ledger.act()
    there, projects, tasks = ledger.there, list(ledger.currencies), list(ledger.tasks)

    by_project = {number: ledger.told("project_id", number) for number in projects}
    by_task = {number: ledger.told("task_id", number) for number in tasks}
    assert any(figures[2] for figures in by_project.values())

    assert statuses(there.read("filters/projects/status", {"ids": projects})) == by_project
    assert statuses(there.read("filters/tasks/status", {"ids": tasks})) == by_task
    listed = there.boss.get(f"{there.workspace}/projects").json
    assert {row["id"]: row["actual_seconds"] for row in listed} == seconds(by_project)
    told = there.read("filters/tasks")
    assert {row["id"]: row["tracked_seconds"] // 1000 for row in told} == seconds(by_task)
    for number, currency in ledger.currencies.items():
        assert trend(there, number, currency) == by_project[number]
        row = next((row for row in profits(there, currency) if row["project_id"] == number), None)
        assert row is None or (row["total_seconds"], row["billable_seconds"], row["earnings"]) == by_project[number]
        assert (row is None) is not any(one.fields["project_id"] == number for one in ledger.entries)
        totals = there.read("search/time_entries/totals", {**RANGE, "project_ids": [number]})
        told_there = (totals["seconds"], totals["billable_seconds"], totals["billable_amount_in_cents"])
        assert told_there == by_project[number]
    graph = there.read("comparative", RANGE)["graph"]["data"]
    assert [step["total_seconds"] for step in graph] == [
        sum(one.fields["duration"] for one in ledger.entries if int(one.fields["start"][8:10]) == day) for day in DAYS
    ]


def statuses(rows: list[dict[str, Any]]) -> dict[int, tuple[int, int, int]]:
    return {row["id"]: (row["tracked_seconds"], row["billable_seconds"], row["billable_amount"]) for row in rows}


def seconds(told: dict[int, tuple[int, int, int]]) -> dict[int, int]:
    return {number: figures[0] for number, figures in told.items()}


def trend(there: Stage, number: int, currency: str) -> tuple[int, int, int]:
    """A project's trend over all days as one step: a month."""
    asked = {**RANGE, "ids": [number], "currency": currency, "resolution": "month"}
    (step,) = there.read("data_trends/projects", asked)["graph"]["data"]
    (row,) = step["projects"]
    return row["total_seconds"], row["billable_seconds"], row["earnings"]


def profits(there: Stage, currency: str) -> list[dict[str, Any]]:
    return there.read("profitability/projects", {**RANGE, "currency": currency})["table"]
