"""Request quotas: two headers on every answer, and limits where the operator wants some."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from tests.another import another
from tests.cast import Cast
from tests.conftest import SetClock
from tests.make import Answer, Person, World, basic, organization

LIMIT = 3


@pytest.fixture
def limited(world: World, clock: SetClock) -> Iterator[World]:
    """A process that allows few requests an hour; the time stands still."""
    clock.set(2026, 3, 2, 9)
    with another(world, quota_per_hour=LIMIT) as process:
        yield process


def budget(answer: Answer) -> tuple[int, int]:
    """What the headers say: requests left, seconds until there are more."""
    return int(answer.headers["x-toggl-quota-remaining"]), int(answer.headers["x-toggl-quota-resets-in"])


def get(process: World, person: Person, path: str) -> Answer:
    return process.send("GET", path, headers=person.basic)


def quotas(process: World, person: Person) -> list[tuple[int | None, int, int, int]]:
    """What GET /me/quota tells."""
    answer = get(process, person, "/me/quota")
    assert answer.status == 200
    return [(row["organization_id"], row["remaining"], row["resets_in_secs"], row["total"]) for row in answer.json]


def test_every_answer_tells_an_ample_budget(cast: Cast) -> None:
    answers = [
        cast.alice.get(cast.workspace),
        cast.alice.get("/me"),
        cast.alice.put("/me", json={"fullname": "Alice"}),
        cast.charlie.get(cast.workspace),
        cast.alice.get("/workspaces/none"),
        cast.alice.get("/no/such/path"),
        cast.alice.patch("/me"),
        cast.world.send("GET", "/me"),
        cast.world.send("GET", "/me", headers=basic("nobody", "api_token")),
    ]

    assert [answer.status for answer in answers] == [200, 200, 200, 403, 400, 404, 405, 401, 403]
    assert {budget(answer) for answer in answers} == {(1_000_000, 3600)}


def test_what_is_not_the_api_tells_none(world: World) -> None:
    assert "x-toggl-quota-remaining" not in world.send("GET", "//healthz").headers


def test_the_ample_budget_is_told_in_full(cast: Cast) -> None:
    rows = quotas(cast.world, cast.alice)

    assert rows == [(None, 1_000_000, 3600, 1_000_000), (cast.place.organization_id, 1_000_000, 3600, 1_000_000)]


def test_requests_are_counted_and_then_refused(cast: Cast, limited: World, clock: SetClock) -> None:
    assert budget(get(limited, cast.bob, cast.workspace)) == (2, 3600)
    clock.forward(minutes=10)
    assert budget(get(limited, cast.bob, cast.organization)) == (1, 3000)
    assert budget(get(limited, cast.bob, cast.workspace)) == (0, 3000)

    refused = get(limited, cast.bob, cast.workspace)

    assert refused.status == 402
    assert refused.json == "You have hit your hourly limit for API calls. Your quota will reset in 3000 seconds."
    assert budget(refused) == (0, 3000)


def test_the_window_ends_sixty_minutes_after_its_first_request(cast: Cast, limited: World, clock: SetClock) -> None:
    for _ in range(LIMIT + 2):
        get(limited, cast.bob, cast.workspace)
    clock.forward(minutes=59, seconds=59)
    assert get(limited, cast.bob, cast.workspace).status == 402

    clock.forward(seconds=1)

    answer = get(limited, cast.bob, cast.workspace)
    assert answer.status == 200
    assert budget(answer) == (2, 3600)


def test_people_organizations_and_the_me_family_have_budgets_of_their_own(cast: Cast, limited: World) -> None:
    elsewhere = organization(cast.bob, "Second")
    for _ in range(LIMIT + 1):
        get(limited, cast.bob, cast.workspace)

    assert budget(get(limited, cast.alice, cast.workspace)) == (2, 3600)
    assert budget(get(limited, cast.bob, f"/workspaces/{elsewhere.workspace_id}")) == (2, 3600)
    assert budget(get(limited, cast.bob, "/me")) == (2, 3600)
    assert budget(get(limited, cast.bob, "/me/workspaces")) == (1, 3600)


def test_asking_for_the_quota_or_the_location_costs_nothing(cast: Cast, limited: World) -> None:
    untouched = [(None, 3, 3600, 3), (cast.place.organization_id, 3, 3600, 3)]
    assert quotas(limited, cast.bob) == untouched
    get(limited, cast.bob, cast.workspace)
    for _ in range(LIMIT + 1):
        get(limited, cast.bob, "/me")

    assert quotas(limited, cast.bob) == [(None, 0, 3600, 3), (cast.place.organization_id, 2, 3600, 3)]
    assert get(limited, cast.bob, "/me/location").status == 200
    assert budget(get(limited, cast.bob, "/me/location")) == (0, 3600)


def test_failed_requests_count_and_tell(cast: Cast, limited: World) -> None:
    forbidden = limited.send("PUT", cast.workspace, json={"name": "Mine"}, headers=cast.bob.basic)
    invalid = limited.send("PUT", cast.workspace, json={"rounding": "up"}, headers=cast.alice.basic)

    assert (forbidden.status, budget(forbidden)) == (403, (2, 3600))
    assert (invalid.status, budget(invalid)) == (400, (2, 3600))


def test_a_stranger_spends_nothing_and_learns_nothing(cast: Cast, limited: World) -> None:
    for _ in range(LIMIT + 1):
        answer = get(limited, cast.charlie, cast.workspace)

        assert (answer.status, budget(answer)) == (403, (3, 3600))


def test_a_request_that_is_refused_changes_nothing(cast: Cast, limited: World) -> None:
    before = cast.alice.get(cast.workspace).json
    statuses = [
        limited.send("PUT", cast.workspace, json={"name": f"Name {number}"}, headers=cast.alice.basic).status
        for number in range(LIMIT + 1)
    ]

    assert statuses == [200, 200, 200, 402]
    after = cast.alice.get(cast.workspace).json
    assert (before["name"], after["name"]) == ("Main", "Name 2")


def test_processes_share_the_count(cast: Cast, limited: World) -> None:
    with another(cast.world, quota_per_hour=LIMIT) as second:
        assert budget(get(limited, cast.bob, cast.workspace)) == (2, 3600)
        assert budget(get(second, cast.bob, cast.workspace)) == (1, 3600)
        assert budget(get(limited, cast.bob, cast.workspace)) == (0, 3600)
        assert get(second, cast.bob, cast.workspace).status == 402


def test_requests_at_the_same_moment_are_all_counted(cast: Cast, limited: World) -> None:
    barrier = Barrier(5)

    def ask(_: int) -> int:
        barrier.wait()
        try:
            return get(limited, cast.bob, cast.workspace).status
        finally:
            limited.server.database.close()

    with ThreadPoolExecutor(5) as pool:
        statuses = sorted(pool.map(ask, range(5)))

    assert statuses == [200, 200, 200, 402, 402]
