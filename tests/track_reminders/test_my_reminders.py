"""The reminders that concern oneself."""

from tests.cast import Cast
from tests.make import Person, colleague, person
from tests.people.backstage import hire, member_path, new_group
from tests.track_reminders.test_write_reminders import group, made, path


def mine(somebody: Person) -> list[int]:
    """Their ids."""
    answer = somebody.get("/me/track_reminders")
    assert answer.status == 200, answer
    return [one["reminder_id"] for one in answer.json]


def test_reminders_that_name_me_or_a_group_of_mine(cast: Cast) -> None:
    dora = hire(cast, "Dora")
    design, sales = group(cast, cast.bob, name="Design"), group(cast, dora, name="Sales")
    by_name = made(cast)["reminder_id"]
    by_group = made(cast, user_ids=[], group_ids=[design])["reminder_id"]
    by_both = made(cast, user_ids=[cast.bob.id, dora.id], group_ids=[design, sales])["reminder_id"]
    others = made(cast, user_ids=[dora.id], group_ids=[sales])["reminder_id"]

    assert mine(cast.bob) == sorted([by_name, by_group, by_both])
    assert mine(dora) == sorted([by_both, others])
    assert mine(cast.alice) == []
    assert mine(person(cast.world)) == []


def test_they_look_as_in_the_list_of_the_workspace(cast: Cast) -> None:
    made(cast, threshold=7.25, group_ids=[group(cast)])

    assert cast.bob.get("/me/track_reminders").json == cast.alice.get(path(cast)).json


def test_reminders_of_all_my_organizations(cast: Cast) -> None:
    colleague(cast.bob, cast.elsewhere)
    here = made(cast)["reminder_id"]
    theirs = cast.charlie.post(
        f"/workspaces/{cast.elsewhere.workspace_id}/track_reminders",
        {"frequency": 7, "threshold": 40, "user_ids": [cast.bob.id]},
    ).json["reminder_id"]

    assert sorted(mine(cast.bob)) == sorted([here, theirs])


def test_nothing_of_a_workspace_that_i_am_not_in_any_more(cast: Cast) -> None:
    made(cast)
    design = new_group(cast, "Design", [cast.bob], [cast.place])
    made(cast, user_ids=[], group_ids=[int(design.rpartition("/")[2])])

    cast.alice.put(member_path(cast, cast.bob), {"inactive": True})
    inactive = mine(cast.bob)
    cast.alice.put(member_path(cast, cast.bob), {"inactive": False})
    back = mine(cast.bob)
    cast.alice.put(design, {"workspaces": []})

    assert inactive == []
    assert len(back) == 2
    assert mine(cast.bob) == back[:1]


def test_nothing_of_a_deleted_reminder(cast: Cast) -> None:
    reminder = made(cast)["reminder_id"]

    cast.alice.delete(f"{path(cast)}/{reminder}")

    assert mine(cast.bob) == []
