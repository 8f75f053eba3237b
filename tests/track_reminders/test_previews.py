"""Who would get a mail now, who would not, and why."""

from typing import Any

from tests.people.backstage import member_path, members, new_group, officer_path
from tests.track_reminders.backstage import Office


def outlooks(office: Office, reminder_id: int) -> dict[str, dict[str, Any]]:
    """What a reminder that is there means for everybody, by name."""
    answer = office.cast.alice.post(f"{office.path}/{reminder_id}/preview")
    assert answer.status == 200, answer
    return {one["user_name"]: one for one in answer.json}


def said(office: Office, reminder_id: int) -> dict[str, tuple[bool, str]]:
    """Who gets a mail, and why."""
    return {name: (one["would_send"], one["reason"]) for name, one in outlooks(office, reminder_id).items()}


def test_each_person_is_seen_by_their_own_clock(office: Office) -> None:
    emma, finn = office.hire("Emma", "Asia/Kolkata"), office.hire("Finn", "America/Los_Angeles")
    reminder = office.remind(emma, finn)
    office.track(emma, "2026-11-23T08:00:00Z", 7.5)
    office.clock.set(2026, 11, 24, 12)

    found = outlooks(office, reminder)

    assert found == {
        "Emma": {
            "user_id": emma.id,
            "user_name": "Emma",
            "timezone": "Asia/Kolkata",
            "first_day": "2026-11-23",
            "last_day": "2026-11-23",
            "start": "2026-11-22T18:30:00Z",
            "end": "2026-11-23T18:30:00Z",
            "due_at": "2026-11-24T03:30:00Z",
            "next_due_at": "2026-11-25T03:30:00Z",
            "tracked_seconds": 27000,
            "threshold_seconds": 28800,
            "would_send": True,
            "reason": "tracked 7.5 of 8 hours",
        },
        "Finn": {
            "user_id": finn.id,
            "user_name": "Finn",
            "timezone": "America/Los_Angeles",
            "first_day": "2026-11-20",
            "last_day": "2026-11-20",
            "start": "2026-11-20T08:00:00Z",
            "end": "2026-11-21T08:00:00Z",
            "due_at": "2026-11-21T17:00:00Z",
            "next_due_at": "2026-11-24T17:00:00Z",
            "tracked_seconds": 0,
            "threshold_seconds": 28800,
            "would_send": False,
            "reason": "too late for that period",
        },
    }


def test_why_somebody_gets_none(office: Office) -> None:
    names = ("Enough", "Little", "Inactive", "Suspended", "Running")
    people = {name: office.hire(name) for name in names}
    cast, alice = office.cast, office.cast.alice
    assert alice.post(
        f"{cast.organization}/invitations",
        {"emails": ["zoe@example.net"], "workspaces": [{"workspace_id": cast.place.workspace_id}]},
    )
    zoe = members(alice, cast.place)["zoe"]["user_id"]
    reminder = office.remind(user_ids=[*(one.id for one in people.values()), zoe])
    office.track(people["Enough"], "2026-11-23T08:00:00Z", 8)
    office.track(people["Little"], "2026-11-23T08:00:00Z", 7.999)
    office.start(people["Running"], "2026-11-23T17:00:00Z")
    alice.put(member_path(cast, people["Inactive"]), {"inactive": True})
    alice.put(officer_path(cast, people["Suspended"]), {"inactive": True})

    office.clock.set(2026, 11, 24, 9)
    found = said(office, reminder)
    office.work()

    assert found.pop("zoe") == (False, "not joined")
    assert found == {
        "Enough": (False, "tracked 8 of 8 hours"),
        "Little": (True, "tracked 7.99 of 8 hours"),
        "Inactive": (False, "inactive"),
        "Suspended": (False, "inactive"),
        "Running": (True, "tracked 7 of 8 hours"),
    }
    # Whoever was told to get a mail got one, and nobody else.
    assert office.told(reminder) == [("Little", "2026-11-23"), ("Running", "2026-11-23")]
    after = said(office, reminder)
    assert after["Little"] == (False, "already sent")
    assert after["Enough"] == (False, "looked at already")


def test_when_a_reminder_tells_nothing_yet(office: Office) -> None:
    emma = office.hire("Emma")
    office.clock.set(2026, 11, 24, 10)
    late, off = office.remind(emma), office.remind(emma, email_reminder_enabled=False)

    assert said(office, late) == {"Emma": (False, "created or changed after that hour")}
    assert outlooks(office, late)["Emma"]["next_due_at"] == "2026-11-25T09:00:00Z"
    assert said(office, off) == {"Emma": (False, "e-mail is switched off")}


def test_a_reminder_that_is_not_there_is_seen_as_if_it_had_been(office: Office) -> None:
    emma, finn = office.hire("Emma"), office.hire("Finn")
    cast = office.cast
    design = int(new_group(cast, "Design", [emma, finn], [cast.place]).rpartition("/")[2])
    office.track(finn, "2026-11-18T08:00:00Z", 30)
    office.clock.set(2026, 11, 24, 10)

    answer = cast.alice.post(
        f"{office.path}/preview", {"frequency": 7, "threshold": 30, "user_ids": [emma.id], "group_ids": [design]}
    )

    assert [(one["user_name"], one["would_send"], one["reason"]) for one in answer.json] == [
        ("Emma", True, "tracked 0 of 30 hours"),
        ("Finn", False, "tracked 30 of 30 hours"),
    ]
    assert {(one["first_day"], one["last_day"]) for one in answer.json} == {("2026-11-16", "2026-11-22")}
    assert cast.alice.get(office.path).json == []
    assert office.mails() == []


def test_what_could_not_be_created_cannot_be_previewed(office: Office) -> None:
    cast = office.cast
    for body, text in (
        ({}, "frequency should be either 1 or 7"),
        ({"frequency": 1, "threshold": 25}, "threshold must be at most 24 hours where frequency is 1"),
        ({"frequency": 1, "threshold": 8}, "user_ids or group_ids must be provided"),
        (
            {"frequency": 1, "threshold": 8, "user_ids": [cast.charlie.id]},
            f"User {cast.charlie.id} not exists in the workspace.",
        ),
        ({"frequency": 1, "threshold": 8, "group_ids": [7, 6]}, "Groups 6, 7 not exist in the workspace."),
    ):
        answer = cast.alice.post(f"{office.path}/preview", body)
        assert (answer.status, answer.json) == (400, text)


def test_people_come_in_pages(office: Office) -> None:
    people = [office.hire(f"Member {n}") for n in range(5)]
    reminder = office.remind(*people)

    answers = [office.cast.alice.post(f"{office.path}/{reminder}/preview?page={page}&per_page=2") for page in (1, 2, 3)]

    assert [[one["user_name"] for one in answer.json] for answer in answers] == [
        ["Member 0", "Member 1"],
        ["Member 2", "Member 3"],
        ["Member 4"],
    ]
    assert {answer.headers["x-records"] for answer in answers} == {"5"}
