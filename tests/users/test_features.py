"""Which features each plan has."""

import pytest

from sundial.access.plans import Plan
from sundial.users.features import features


def enabled(plan: Plan) -> set[str]:
    return {feature.name for feature in features(plan) if feature.enabled}


@pytest.mark.parametrize("plan", Plan)
def test_every_plan_lists_the_same_features_by_id(plan: Plan) -> None:
    listed = [(feature.feature_id, feature.name) for feature in features(plan)]

    assert [feature_id for feature_id, _ in listed] == [0, 13, 15, *range(50, 82)]
    assert len({name for _, name in listed}) == len(listed)
    assert listed == [(feature.feature_id, feature.name) for feature in features(Plan.FREE)]


@pytest.mark.parametrize(
    ("feature_id", "name"), [(0, "free"), (13, "pro"), (15, "business"), (56, "time_entry_constraints"), (64, "tasks")]
)
def test_a_feature_keeps_the_id_that_clients_know(feature_id: int, name: str) -> None:
    assert {feature.feature_id: feature.name for feature in features(Plan.FREE)}[feature_id] == name


def test_the_free_plan_has_nothing_else() -> None:
    assert enabled(Plan.FREE) == {"free"}


@pytest.mark.parametrize(
    ("name", "smallest"),
    [
        ("pro", Plan.STARTER),
        ("billable_rates", Plan.STARTER),
        ("tasks", Plan.STARTER),
        ("only_admins_may_create_tags", Plan.STARTER),
        ("fixed_fee", Plan.STARTER),
        ("business", Plan.PREMIUM),
        ("labour_cost", Plan.PREMIUM),
        ("historical_billable_rates", Plan.PREMIUM),
        ("time_entry_constraints", Plan.PREMIUM),
        ("tracking_reminders", Plan.PREMIUM),
        ("locking_time_entries", Plan.PREMIUM),
        ("report_project_profitability", Plan.PREMIUM),
        ("multi_workspace", Plan.PREMIUM),
    ],
)
def test_a_feature_begins_with_a_plan(name: str, smallest: Plan) -> None:
    plans = list(Plan)

    assert [plan for plan in plans if name in enabled(plan)] == plans[plans.index(smallest) :]


@pytest.mark.parametrize("plan", [Plan.PREMIUM, Plan.ENTERPRISE])
def test_the_larger_plans_have_everything(plan: Plan) -> None:
    assert all(feature.enabled for feature in features(plan))
