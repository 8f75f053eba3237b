"""The log tells nobody the rates and costs that they may not see."""

from typing import Any

import msgspec
import pytest

from sundial.access.permissions import GRANTS, Permission, Role
from sundial.undo.rules import shown
from tests.cast import Cast
from tests.make import Person, colleague, person
from tests.people.backstage import member_path
from tests.undo.backstage import Undo, undo
from tests.undo.things import change, create

RATES = {"rate": 80.5, "rate_last_updated": "2026-03-02T09:00:00Z", "fixed_fee": 1000}
COSTS = {"labor_cost": 40.25, "labor_cost_last_updated": "2026-03-02T09:00:00Z"}


@pytest.fixture
def dora(cast: Cast) -> Person:
    """A project lead who has set rates and costs."""
    dora = colleague(person(cast.world, "Dora"), cast.place, Role.PROJECTLEAD)
    made = create(cast, "projects", dora, name="Atlas", rate=80.5, fixed_fee=1000)
    create(cast, "project_users", dora, project_id=made["id"], user_id=cast.bob.id, rate=90.25, labor_cost=40)
    change(cast, "projects", made["id"], dora, rate=81)
    return dora


def told(somebody: Undo, *names: str) -> list[Any]:
    """What the log says of these fields, oldest change first."""
    changes: list[dict[str, Any]] = somebody.changes()[::-1]
    documents: list[dict[str, Any]] = [one[side] or {} for one in changes for side in ("before", "after")]
    return [document[name] for document in documents for name in names if document.get(name) is not None]


def test_who_may_see_them_reads_exact_numbers(cast: Cast, dora: Person) -> None:
    for reader in (undo(cast), undo(cast, dora)):
        assert told(reader, "rate") == [80.5, 90.25, 80.5, 81]
        assert told(reader, "fixed_fee") == [1000] * 3
        assert told(reader, "labor_cost") == [40]


def test_a_project_lead_without_rates(cast: Cast, dora: Person) -> None:
    cast.alice.put(member_path(cast, dora), {"view_edit_billable_rates": False})

    assert told(undo(cast, dora), "rate", "fixed_fee", "rate_last_updated") == []
    assert told(undo(cast, dora), "labor_cost") == [40]
    assert told(undo(cast, dora), "name") == ["Atlas"] * 3


def test_a_project_lead_without_costs(cast: Cast, dora: Person) -> None:
    cast.alice.put(member_path(cast, dora), {"view_edit_labor_costs": False})

    assert told(undo(cast, dora), "labor_cost", "labor_cost_last_updated") == []
    assert len(told(undo(cast, dora), "rate")) == 4


def test_a_user(cast: Cast, dora: Person) -> None:
    cast.alice.put(member_path(cast, dora), {"role": "user"})

    assert told(undo(cast, dora), *RATES, *COSTS) == []
    assert len(undo(cast, dora).changes()) == 3


@pytest.mark.parametrize(
    ("missing", "left"),
    [
        ({Permission.VIEW_RATES}, COSTS),
        ({Permission.VIEW_LABOR_COSTS}, RATES),
        ({Permission.VIEW_RATES, Permission.VIEW_LABOR_COSTS}, {}),
        (set[Permission](), {**RATES, **COSTS}),
    ],
)
def test_at_any_depth(missing: set[Permission], left: dict[str, Any]) -> None:
    kept = {"name": "Atlas"}
    text = msgspec.json.encode({**kept, "parts": [{**kept, **RATES, **COSTS}], **RATES, **COSTS}).decode()

    document = shown(text, GRANTS[Role.ADMIN] - missing)

    assert msgspec.json.decode(msgspec.json.encode(document)) == {**kept, **left, "parts": [{**kept, **left}]}
