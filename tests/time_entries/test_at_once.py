"""A person has one clock, however many devices use it at the same moment."""

from functools import partial

from tests.cast import Cast
from tests.make import Answer, organization
from tests.people.backstage import at_once, member_path
from tests.time_entries.diary import Diary, diary

DEVICES = 16


def running(entries: list[dict[str, object]]) -> list[object]:
    return [entry["id"] for entry in entries if entry["stop"] is None]


def test_of_many_starts_the_last_runs_and_none_is_refused(cast: Cast) -> None:
    elsewhere = organization(cast.alice, "Side job")
    places = [diary(cast), Diary(cast.alice, f"/workspaces/{elsewhere.workspace_id}")]

    answers = at_once(
        cast.world,
        *(partial(places[n % 2].post, duration=-1, description=str(n)) for n in range(DEVICES)),
    )

    assert [answer.status for answer in answers] == [200] * DEVICES
    entries = diary(cast).list()
    assert len(entries) == DEVICES
    assert running(entries) == [(diary(cast).current() or {})["id"]]


def test_many_people_start_at_the_same_moment(cast: Cast) -> None:
    people = [diary(cast), diary(cast, cast.bob), Diary(cast.charlie, f"/workspaces/{cast.elsewhere.workspace_id}")]

    answers = at_once(cast.world, *(partial(people[n % 3].post, duration=-1, tags=["a", "b"]) for n in range(DEVICES)))

    assert [answer.status for answer in answers] == [200] * DEVICES
    assert [len(running(one.list())) for one in people] == [1, 1, 1]
    assert len(cast.alice.get(f"{cast.workspace}/tags").json) == 2


def test_of_two_stops_one_finds_it_stopped(cast: Cast) -> None:
    for _ in range(5):
        answers = at_once(cast.world, *[partial(diary(cast).stop, diary(cast).start())] * 2)
        assert sorted(answer.status for answer in answers) == [200, 409]


def test_whoever_is_removed_while_they_start_has_nothing_running(cast: Cast) -> None:
    path = member_path(cast, cast.bob)
    for _ in range(5):
        cast.alice.put(path, {"inactive": False})

        def remove() -> Answer:
            return cast.alice.put(path, {"inactive": True})

        started, removed = at_once(cast.world, lambda: diary(cast, cast.bob).post(duration=-1), remove)

        assert removed.status == 200
        assert started.status in (200, 403)
        cast.alice.put(path, {"inactive": False})
        assert diary(cast, cast.bob).current() is None
        cast.alice.put(path, {"inactive": True})
