"""What a mail server refuses for now is tried again, what it refuses for good is not."""

from datetime import timedelta

import pytest

from tests.mail.office import Office, open_office
from tests.mail.room import Room
from tests.postgres import free_port

PERMANENT = ["550 No such user here", "553 5.1.3 Bad address", "552 Mailbox full"]
PASSING = ["450 Greylisted", "452 Too many recipients", "530 5.7.0 Must issue a STARTTLS command first"]


@pytest.mark.parametrize("reply", PERMANENT)
@pytest.mark.parametrize("at", ["at_receiver", "at_data"])
def test_a_permanent_refusal_is_final(room: Room, office: Office, at: str, reply: str) -> None:
    room.through(office.url())
    getattr(office, at)["nobody@example.com"] = reply
    before, refused, after = (room.post(f"{name}@example.com") for name in ("before", "nobody", "after"))

    room.work()
    room.clock.forward(days=3)
    room.work()

    assert room.states(before, refused, after) == ["sent", "failed", "sent"]
    mail = room.mail(refused)
    assert (mail.server_said, mail.attempts, mail.sent_at) == (reply, 1, None)
    (dead,) = room.jobs(dead=True)
    assert (dead.subject, dead.last_error) == (f"0/{refused}", reply)
    assert office.connections == 1


@pytest.mark.parametrize("reply", PASSING)
@pytest.mark.parametrize("at", ["at_receiver", "at_data"])
def test_a_passing_refusal_is_tried_again_after_growing_pauses(room: Room, office: Office, at: str, reply: str) -> None:
    room.through(office.url())
    refusals: dict[str, str] = getattr(office, at)
    refusals["busy@example.com"] = reply
    before, refused, after = (room.post(f"{name}@example.com") for name in ("before", "busy", "after"))
    pauses: list[timedelta] = []

    for _ in range(3):
        room.work()
        assert (room.states(refused), room.mail(refused).server_said) == (["queued"], reply)
        pauses.append(room.due(refused) - room.clock())
        room.clock.forward(seconds=pauses[-1].total_seconds() - 1)
        room.work()
        assert room.mail(refused).attempts == len(pauses)
        room.clock.forward(seconds=1)
    refusals.clear()
    room.work()

    assert pauses == [timedelta(minutes=minutes) for minutes in (1, 2, 5)]
    assert room.states(before, refused, after) == ["sent", "sent", "sent"]
    assert room.mail(refused).attempts == 4


def test_what_is_refused_too_often_is_given_up(room: Room, office: Office) -> None:
    room.through(office.url())
    office.at_data["busy@example.com"] = "451 Later"
    mail_id = room.post("busy@example.com", sensitive=True)

    for _ in range(20):
        room.work()
        room.clock.forward(hours=12)

    assert (room.states(mail_id), room.mail(mail_id).attempts) == (["failed"], 11)
    assert room.mail(mail_id).text_part == ""
    assert len(room.jobs(dead=True)) == 1


def test_a_server_that_hangs_up_once_is_called_again(room: Room, office: Office) -> None:
    room.through(office.url())
    office.hangs_up.add("odd@example.com")
    before, odd, after = (room.post(f"{name}@example.com") for name in ("before", "odd", "after"))

    room.work()

    assert room.states(before, odd, after) == ["sent", "queued", "sent"]
    assert office.address in (room.mail(odd).server_said or "")
    assert office.connections == 2


def test_a_server_that_hangs_up_again_and_again_is_left_alone_for_a_while(room: Room, office: Office) -> None:
    room.through(office.url())
    mails = [room.post(f"n{number}@example.com") for number in range(6)]
    office.hangs_up.update(["n0@example.com", "n1@example.com"])

    room.work()

    assert [room.mail(one).attempts for one in mails] == [1, 1, 0, 0, 0, 0]
    assert {room.due(one) - room.clock() for one in mails} == {timedelta(minutes=1)}
    assert [job.attempts for job in room.jobs()] == [1, 1, 0, 0, 0, 0]

    office.hangs_up.clear()
    room.clock.forward(minutes=1)
    room.work()
    assert room.states(*mails) == ["sent"] * 6


def test_a_server_that_says_nothing_is_not_waited_for_long(room: Room, office: Office) -> None:
    room.through(office.url(timeout="1"))
    office.hangs.add("slow@example.com")
    slow, other = room.post("slow@example.com"), room.post("other@example.com")

    room.work()

    assert room.states(slow, other) == ["queued", "sent"]
    assert "timed out" in (room.mail(slow).server_said or "")


def test_a_server_that_is_away_costs_the_others_no_attempt(room: Room) -> None:
    port = free_port()
    room.through(f"smtp://localhost:{port}")
    mails = [room.post(f"n{number}@example.com") for number in range(60)]

    room.work()

    assert room.states(*mails) == ["queued"] * 60
    assert sum(room.mail(one).attempts for one in mails) == 1
    assert f"localhost:{port} says: " in (room.mail(mails[0]).server_said or "")
    assert "refused" in (room.mail(mails[0]).server_said or "")

    with open_office() as office:
        room.through(office.url())
        room.clock.forward(minutes=1)
        room.work()
    assert room.states(*mails) == ["sent"] * 60


def test_a_setting_that_is_no_mail_server_keeps_messages_waiting(room: Room) -> None:
    room.through("smtp://mail:port")
    mail_id = room.post("grace@example.com")

    room.work()

    assert room.states(mail_id) == ["queued"]
    assert room.mail(mail_id).server_said == "SUNDIAL_SMTP_URL is no address of a mail server"


@pytest.mark.parametrize(("takes", "state"), [(True, "sent"), (False, "failed")])
def test_addresses_in_other_scripts_need_a_server_that_takes_them(room: Room, takes: bool, state: str) -> None:
    with open_office(enable_SMTPUTF8=takes) as office:
        room.through(office.url())
        international, plain = room.post("用户@例子.example", "用户"), room.post("plain@example.com")

        room.work()

    assert room.states(international, plain) == [state, "sent"]
    if takes:
        assert office.arrived[0].receiver == "用户@例子.example"
        assert "SMTPUTF8" in office.arrived[0].options
        assert "SMTPUTF8" not in office.arrived[1].options
        assert "用户@例子.example".encode() in office.arrived[0].content
    else:
        assert "takes no addresses with letters such as those" in (room.mail(international).server_said or "")


@pytest.mark.parametrize("address", ["nobody", "a b@example.com", "a@b@c", "x@example.com>\r\nRCPT TO:<y@z"])
def test_what_is_no_address_is_never_sent_to(room: Room, office: Office, address: str) -> None:
    room.through(office.url())
    mail_id = room.post(address)

    room.work()

    assert room.states(mail_id) == ["failed"]
    assert office.arrived == []
