"""Moving entries to another workspace of the organization: by PUT, and in bulk."""

from typing import Any

import pytest

from sundial.access.permissions import Role
from tests.cast import Cast
from tests.conftest import SetClock
from tests.make import Person, Place, colleague, organization, project
from tests.people.backstage import NOBODY, at_once, hire, log, members, second_workspace
from tests.time_entries.diary import Diary, diary

ELSEWHERE = (400, "Missing or invalid workspace_id")
LOCKED = (403, "Entries can't be added or edited in this period. Contact your admin for details.")


def op(field: str, value: Any, name: str = "replace") -> dict[str, Any]:
    return {"op": name, "path": f"/{field}", "value": value}


def read(who: Person, entry: dict[str, Any], query: str = "") -> dict[str, Any]:
    """An entry, wherever it is."""
    answer = who.get(f"/me/time_entries/{entry['id']}{query}")
    assert answer.status == 200, answer
    return answer.json


def work(cast: Cast, place: Place, **fields: Any) -> tuple[int, int]:
    """A project with a task in one of Alice's workspaces."""
    project_id = project(cast.alice, place, **fields)
    path = f"/workspaces/{place.workspace_id}/projects/{project_id}/tasks"
    return project_id, cast.alice.post(path, {"name": "Design"}).json["id"]


def tracked(cast: Cast, place: Place) -> dict[int, int]:
    """The time that each task knows of, in milliseconds as the list tells it."""
    found = cast.alice.get(f"/workspaces/{place.workspace_id}/tasks").json["data"]
    return {each["id"]: each["tracked_seconds"] for each in found}


def test_an_entry_leaves_behind_what_is_of_its_workspace(cast: Cast) -> None:
    there = second_workspace(cast)
    project_id, task_id = work(cast, cast.place)
    entry = diary(cast).add(task_id=task_id, tags=["a"], billable=True, shared_with_user_ids=[cast.bob.id])

    moved = diary(cast).put(entry, workspace_id=there.workspace_id, description="x")

    assert moved.status == 200
    assert moved.json == {
        **{name: value for name, value in entry.items() if name not in ("pid", "tid")},
        "workspace_id": there.workspace_id,
        "wid": there.workspace_id,
        "project_id": None,
        "task_id": None,
        "tags": [],
        "tag_ids": [],
        "description": "x",
        "at": moved.json["at"],
    }
    assert read(cast.alice, entry, "?include_sharing=true") == {**moved.json, "shared_with": []}
    assert tracked(cast, cast.place)[task_id] == 0
    assert diary(cast).put(entry, description="y").status == 404
    assert cast.alice.get(f"{cast.workspace}/projects/{project_id}/tasks").status == 200


def test_it_takes_what_the_request_names_there(cast: Cast) -> None:
    there = second_workspace(cast)
    colleague(cast.bob, there)
    project_id, task_id = work(cast, there)
    entry = diary(cast).add(tags=["a"], shared_with_user_ids=[cast.bob.id])

    answer = diary(cast).put(
        entry, wid=there.workspace_id, tid=task_id, tags=["b"], tag_action="add", shared_with_user_ids=[cast.bob.id]
    )

    assert answer.status == 200, answer
    moved = read(cast.alice, entry, "?include_sharing=true")
    assert (moved["project_id"], moved["task_id"], moved["tags"]) == (project_id, task_id, ["b"])
    assert [one["user_id"] for one in moved["shared_with"]] == [cast.bob.id]
    assert tracked(cast, there)[task_id] == 3_600_000
    assert [tag["name"] for tag in cast.alice.get(f"/workspaces/{there.workspace_id}/tags").json] == ["b"]
    assert cast.bob.get(f"{cast.workspace}/time_entry_invitations").json == []
    assert len(cast.bob.get(f"/workspaces/{there.workspace_id}/time_entry_invitations").json) == 1


def test_what_is_of_the_old_workspace_is_refused_there(cast: Cast) -> None:
    there = second_workspace(cast)
    project_id, task_id = work(cast, cast.place)
    entry = diary(cast).add(task_id=task_id, tags=["a"])

    for fields, sentence in (
        ({"project_id": project_id}, "User cannot access the selected project"),
        ({"task_id": task_id}, "User cannot access selected task"),
        ({"tag_ids": entry["tag_ids"]}, "Tag was not found"),
        ({"shared_with_user_ids": [cast.bob.id]}, f"User {cast.bob.id} not exists in the workspace."),
        ({"user_id": cast.bob.id}, f"User {cast.bob.id} not exists in the workspace."),
    ):
        answer = diary(cast).put(entry, workspace_id=there.workspace_id, **fields)
        assert (answer.status, answer.json) == (400, sentence)
    assert read(cast.alice, entry) == entry


@pytest.mark.parametrize("where", ["another organization", "one of others", "nowhere", "another organization of hers"])
def test_where_it_cannot_go(cast: Cast, where: str) -> None:
    beside, elsewhere = second_workspace(cast), organization(cast.bob, "Side job")
    ids = {
        "another organization": cast.elsewhere.workspace_id,
        "one of others": beside.workspace_id,
        "nowhere": NOBODY,
        "another organization of hers": elsewhere.workspace_id,
    }
    entry = diary(cast, cast.bob).add()

    answer = diary(cast, cast.bob).put(entry, workspace_id=ids[where])
    bulk = diary(cast, cast.bob).patch([entry], op("workspace_id", ids[where]))

    assert (answer.status, answer.json) == ELSEWHERE
    assert bulk.json == {"success": [], "failure": [{"id": entry["id"], "message": ELSEWHERE[1]}]}
    assert read(cast.bob, entry) == entry


def test_a_new_entry_is_made_where_it_is_sent(cast: Cast) -> None:
    there = second_workspace(cast)

    answer = diary(cast).post(start="2026-03-02", duration=60, workspace_id=there.workspace_id)

    assert (answer.status, answer.json) == ELSEWHERE


def test_its_own_workspace_is_no_move(cast: Cast) -> None:
    entry = diary(cast).add(tags=["a"])

    assert diary(cast).put(entry, workspace_id=cast.place.workspace_id).json == entry
    assert diary(cast).put(entry, workspace_id=0).json == diary(cast).put(entry, wid=None).json == entry


def test_the_entry_of_a_member_moves_where_they_are(cast: Cast) -> None:
    there, entry = second_workspace(cast), diary(cast, cast.bob).add()

    refused = diary(cast).put(entry, workspace_id=there.workspace_id)
    colleague(cast.bob, there)

    assert (refused.status, refused.json) == (400, f"User {cast.bob.id} not exists in the workspace.")
    assert diary(cast).put(entry, workspace_id=there.workspace_id).status == 200
    assert read(cast.bob, entry)["workspace_id"] == there.workspace_id


def test_it_may_go_to_somebody_who_is_there(cast: Cast) -> None:
    there, dora = second_workspace(cast), hire(cast, "Dora", None)
    colleague(dora, there)
    entry = diary(cast, cast.bob).add()

    assert diary(cast).put(entry, workspace_id=there.workspace_id, user_id=dora.id).status == 200
    assert [each["id"] for each in diary(cast, dora).list()] == [entry["id"]]


@pytest.mark.parametrize("role", [Role.USER, Role.TEAMLEAD, Role.PROJECTLEAD])
def test_of_others_only_by_who_edits_their_time_in_both(cast: Cast, role: Role) -> None:
    there, dora = second_workspace(cast), hire(cast, "Dora", Role.ADMIN)
    colleague(dora, there, role)
    colleague(cast.bob, there)
    entry, own = diary(cast, cast.bob).add(), diary(cast, dora).add()
    back = Diary(cast.bob, f"/workspaces/{there.workspace_id}").add()

    refused = diary(cast, dora).put(entry, workspace_id=there.workspace_id)
    other_way = Diary(dora, f"/workspaces/{there.workspace_id}").put(back, workspace_id=cast.place.workspace_id)

    assert (refused.status, refused.json) == (403, "Only admins may change the time entries of others.")
    assert other_way.status == (404 if role is Role.USER else 403)
    assert diary(cast, dora).put(own, workspace_id=there.workspace_id).status == 200


def test_constraints_of_where_it_goes_hold(cast: Cast) -> None:
    there, entry = second_workspace(cast), diary(cast).add()
    project_id, _ = work(cast, there)
    demanded = {"project_present": True, "time_entry_constraints_enabled": True}
    cast.alice.post(f"/workspaces/{there.workspace_id}/time_entry_constraints", demanded)

    refused = diary(cast).put(entry, workspace_id=there.workspace_id)

    assert (refused.status, refused.json) == (400, "This entry can't be saved - please add a project")
    assert diary(cast).put(entry, workspace_id=there.workspace_id, project_id=project_id).status == 200


@pytest.mark.parametrize("side", ["here", "there"])
def test_locks_of_both_hold(cast: Cast, side: str) -> None:
    there = second_workspace(cast)
    colleague(cast.bob, there)
    locked = cast.place if side == "here" else there
    old, new = (diary(cast, cast.bob).add(start=f"2026-03-{day}T09:00:00Z") for day in ("14", "15"))
    cast.alice.post(f"/workspaces/{locked.workspace_id}/preferences", {"report_locked_at": "2026-03-15"})

    refused = diary(cast, cast.bob).put(old, workspace_id=there.workspace_id)

    assert (refused.status, refused.json) == LOCKED
    assert diary(cast, cast.bob).put(new, workspace_id=there.workspace_id).status == 200
    assert diary(cast).put(old, workspace_id=there.workspace_id).status == 200


def test_billable_follows_the_new_project_where_that_is_enforced(cast: Cast) -> None:
    there, entry = second_workspace(cast), diary(cast).add()
    cast.alice.put(f"/workspaces/{there.workspace_id}", {"projects_enforce_billable": True})
    project_id, _ = work(cast, there, billable=True)

    assert diary(cast).put(entry, workspace_id=there.workspace_id, project_id=project_id).json["billable"] is True


def test_what_runs_goes_on_there(cast: Cast, clock: SetClock) -> None:
    clock.set(2026, 3, 2, 9, 0)
    there, entry = second_workspace(cast), diary(cast).start()
    clock.forward(minutes=30)

    moved = diary(cast).put(entry, workspace_id=there.workspace_id).json
    current = diary(cast).current() or {}

    assert (current["id"], current["workspace_id"], current["stop"]) == (entry["id"], there.workspace_id, None)
    assert moved["start"] == entry["start"]
    assert diary(cast).stop(entry).status == 404
    assert Diary(cast.alice, f"/workspaces/{there.workspace_id}").stop(entry).json["duration"] == 1800


def test_who_is_removed_there_meanwhile_has_nothing_running_there(cast: Cast) -> None:
    there = second_workspace(cast)
    colleague(cast.bob, there)
    path = f"/workspaces/{there.workspace_id}/workspace_users/{members(cast.alice, there)['Bob']['id']}"
    for _ in range(5):
        cast.alice.put(path, {"inactive": False})
        entry = diary(cast, cast.bob).start()

        moved, removed = at_once(
            cast.world,
            lambda entry=entry: diary(cast, cast.bob).put(entry, workspace_id=there.workspace_id),
            lambda: cast.alice.put(path, {"inactive": True}),
        )

        assert removed.status == 200
        assert moved.status in (200, 400)
        cast.alice.put(path, {"inactive": False})
        current = diary(cast, cast.bob).current()
        assert (current is None) is (moved.status == 200)


def test_the_log_tells_where_from_and_where_to(cast: Cast) -> None:
    there, entry = second_workspace(cast), diary(cast).add()
    diary(cast).put(entry, workspace_id=there.workspace_id)

    moved = log(cast.world, cast.place.organization_id)[-1]

    assert (moved.kind, moved.action, moved.workspace_id) == ("time_entry", "updated", there.workspace_id)
    assert (moved.before["workspace_id"], moved.after["workspace_id"]) == (cast.place.workspace_id, there.workspace_id)


@pytest.mark.parametrize("first", ["workspace", "project"])
def test_in_bulk_with_what_it_takes_there(cast: Cast, first: str) -> None:
    there = second_workspace(cast)
    project_id, _ = work(cast, there)
    demanded = {"project_present": True, "description_present": True, "time_entry_constraints_enabled": True}
    cast.alice.post(f"/workspaces/{there.workspace_id}/time_entry_constraints", demanded)
    entries = [diary(cast).add(tags=["a"]) for _ in range(3)]
    move, put = op("workspace_id", there.workspace_id), op("project_id", project_id)
    operations = [move, put] if first == "workspace" else [put, move]

    lacking = diary(cast).patch(entries, *operations)
    done = diary(cast).patch(entries, *operations, op("description", "x"), op("tags", "b", "add"))

    message = "This entry can't be saved - please add a description"
    assert lacking.json["failure"] == [{"id": entry["id"], "message": message} for entry in entries]
    assert done.json == {"success": [entry["id"] for entry in entries], "failure": []}
    for entry in diary(cast).list():
        assert (entry["workspace_id"], entry["project_id"]) == (there.workspace_id, project_id)
        assert (entry["description"], entry["tags"]) == ("x", ["b"])


def test_in_bulk_what_follows_a_move_is_done_there(cast: Cast) -> None:
    there, entry = second_workspace(cast), diary(cast).add(tags=["a"])
    move = op("workspace_id", there.workspace_id)

    done = diary(cast).patch(
        [entry], op("tags", ["b"]), move, op("tags", "c", "add"), op("description", "x"), op("description", "y")
    )

    assert done.json["failure"] == []
    assert read(cast.alice, entry)["tags"] == ["b", "c"]
    assert read(cast.alice, entry)["description"] == "y"
    gone = Diary(cast.alice, f"/workspaces/{there.workspace_id}").patch(
        [entry], op("workspace_id", cast.place.workspace_id), op("deleted_at", "now", "add")
    )
    assert gone.json["failure"] == []
    assert diary(cast).list() == []
