"""What published clients depend on beyond the specification: one test for each point of the list of such things."""

import json
from datetime import datetime
from typing import Any

import pytest

from tests.cast import Cast
from tests.conftest import SetClock
from tests.make import Answer, basic
from tests.time_entries.diary import START, diary


def told(answer: Answer) -> tuple[int, Any]:
    return answer.status, answer.json


def test_a_tag_is_answered_as_one_object(cast: Cast) -> None:
    made = cast.alice.post(f"{cast.workspace}/tags", {"name": "Office"}).json
    changed = cast.alice.put(f"{cast.workspace}/tags/{made['id']}", {"name": "Bureau"}).json

    assert (made["name"], changed["name"]) == ("Office", "Bureau")
    assert made["id"] == changed["id"]


def test_no_running_entry_is_null(cast: Cast) -> None:
    answer = cast.alice.get("/me/time_entries/current")

    assert (answer.status, answer.content) == (200, b"null")
    assert answer.headers["content-type"].startswith("application/json")


def test_refusals_are_told_apart_by_their_status(cast: Cast) -> None:
    wrong = (403, "Incorrect username and/or password")
    for header in (basic("0" * 32, "api_token"), basic(cast.alice.email, "wrong horse")):
        assert told(cast.world.send("GET", "/me", headers=header)) == wrong

    entries, entry = diary(cast), diary(cast).add()
    assert entries.stop(entry).status == 409
    assert entries.delete(entry).status == 200
    for gone in (entries.stop(entry), entries.put(entry, description="x"), entries.delete(entry)):
        assert gone.status == 404
    assert cast.alice.get(f"/me/time_entries/{entry['id']}").status == 404


def test_what_succeeds_is_empty_or_json(cast: Cast) -> None:
    alice, workspace, now = cast.alice, cast.workspace, {"duration": -1, "created_with": "tests"}
    tag = alice.post(f"{workspace}/tags", {"name": "A"}).json["id"]
    client = alice.post(f"{workspace}/clients", {"name": "A"}).json["id"]
    project = alice.post(f"{workspace}/projects", {"name": "A"}).json["id"]
    task = alice.post(f"{workspace}/projects/{project}/tasks", {"name": "A"}).json["id"]
    entry = alice.post(f"{workspace}/time_entries", now).json["id"]
    renamed = alice.put(cast.organization, {"name": "Acme Ltd"})

    answers = [
        renamed,
        *(alice.get(path) for path in ("/me", "/me/logged", "/me/time_entries", "/me/projects", "/me/tags")),
        *(alice.get(path) for path in ("/me/clients", "/me/tasks", "/me/workspaces", "/me/organizations")),
        *(alice.get(f"{workspace}/{path}") for path in ("projects", "clients", "tags", "tasks", "users")),
        alice.post("/me/preferences", {"date_format": "YYYY-MM-DD"}),
        alice.patch(f"{workspace}/time_entries/{entry}/stop"),
        alice.delete(f"{workspace}/time_entries/{entry}"),
        alice.delete(f"{workspace}/projects/{project}/tasks/{task}"),
        alice.delete(f"{workspace}/projects/{project}"),
        alice.delete(f"{workspace}/clients/{client}"),
        alice.delete(f"{workspace}/tags/{tag}"),
    ]

    assert renamed.content == b""
    for answer in answers:
        assert answer.status == 200, answer
        if answer.content:
            json.loads(answer.content)


def test_strict_models_find_every_key(cast: Cast) -> None:
    me = cast.alice.get("/me").json
    assert len(me["toggl_accounts_id"]) == 22
    assert datetime.fromisoformat(me["authorization_updated_at"]).tzinfo is not None
    assert me["intercom_hash"]
    assert isinstance(cast.alice.get(cast.workspace).json["logo_url"], str)
    assert cast.alice.get("/me/preferences").json["BeginningOfWeek"] == 1
    assert diary(cast).add()["billable"] is False

    body = {"name": "Open", "billable": False}
    open_end = cast.alice.post(f"{cast.workspace}/projects", body).json
    assert open_end["billable"] is False
    assert not {"status", "end_date"} & set(open_end)
    ending = cast.alice.post(f"{cast.workspace}/projects", {"name": "Ending", "end_date": "2100-12-31"}).json
    assert ending["end_date"] == "2100-12-31"


def test_older_names_times_and_pages_are_there(cast: Cast) -> None:
    alice, workspace = cast.alice, cast.workspace
    client = alice.post(f"{workspace}/clients", {"name": "Initech"}).json
    projects = [alice.post(f"{workspace}/projects", {"name": name}).json for name in "AB"]
    task = alice.post(f"{workspace}/projects/{projects[0]['id']}/tasks", {"name": "Build"}).json
    tag = alice.post(f"{workspace}/tags", {"name": "Office"}).json
    entry = diary(cast).add(
        project_id=projects[0]["id"], start="2026-03-02T11:00:00+02:00", tags=["Zebra", "Apple", "Office"]
    )

    assert (entry["wid"], entry["pid"], entry["uid"]) == (cast.place.workspace_id, projects[0]["id"], alice.id)
    assert client["wid"] == projects[0]["wid"] == task["wid"] == cast.place.workspace_id
    assert all(each["at"].endswith("Z") for each in (client, *projects, task, tag, entry))
    assert entry["start"] == START
    assert dict(zip(entry["tags"], entry["tag_ids"], strict=True))["Office"] == tag["id"]
    named = {each["name"]: each["id"] for each in alice.get(f"{workspace}/tags").json}
    assert [named[name] for name in entry["tags"]] == entry["tag_ids"]

    alice.post(f"{workspace}/clients", {"name": "Umbrella"})
    for kind, names in (("projects", ["A", "B"]), ("clients", ["Initech", "Umbrella"])):
        pages = [alice.get(f"{workspace}/{kind}?page={page}&per_page=1").json for page in (1, 2, 3)]
        assert [[each["name"] for each in page] for page in pages] == [[names[0]], [names[1]], []]
    tasks = alice.get(f"{workspace}/tasks").json
    assert [each["id"] for each in tasks["data"]] == [task["id"]]


def test_unusual_requests_are_understood(cast: Cast, clock: SetClock) -> None:
    clock.set(2026, 3, 2, 9, 0)
    entries, unix = diary(cast), int(clock().timestamp())
    nulls = dict.fromkeys(("id", "task_id", "tags", "tag_ids", "stop", "at", "server_deleted_at"))

    entry = entries.add(**nulls, project_id=0, pid=None, billable=None, start=START, duration=60)
    assert (entry["project_id"], entry["billable"], entry["duration"]) == (None, False, 60)
    for duration in (-1, -unix):
        running = entries.add(start=START, duration=duration)
        assert (running["stop"], running["duration"]) == (None, -unix)
        current = entries.current()
        assert current is not None
        assert current["id"] == running["id"]

    stopped = entries.put(running, stop="2026-03-02T10:30:00.000+01:00").json
    assert (stopped["start"], stopped["stop"], stopped["duration"]) == (START, "2026-03-02T09:30:00Z", 1800)
    mixed = entries.list("?start_date=2026-03-01&end_date=2026-03-03T00:00:00.000Z&no_such_thing=1&_=")
    assert {each["id"] for each in mixed} >= {entry["id"], stopped["id"]}


@pytest.mark.parametrize("path", ["/me/time_entries", "/workspaces"])
def test_unknown_query_parameters_are_ignored(cast: Cast, path: str) -> None:
    assert told(cast.alice.get(f"{path}?no_such_thing=1&user_agent=tests")) == told(cast.alice.get(path))


def test_an_entry_is_deleted_by_its_id_alone(cast: Cast) -> None:
    entry = diary(cast).add()

    assert cast.alice.delete(f"/api/v9/time_entries/{entry['id']}").status == 200
    assert diary(cast).list() == []


def test_workspaces_are_listed_where_no_specification_has_them(cast: Cast) -> None:
    answer = cast.alice.get("/workspaces")

    assert answer.json == cast.alice.get("/me/workspaces").json
    assert [each["id"] for each in answer.json] == [cast.place.workspace_id]
