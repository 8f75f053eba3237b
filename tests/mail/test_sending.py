"""What the outbox holds is sent, and what became of it is noted."""

from datetime import UTC, datetime, timedelta

import msgspec
import pytest

from sundial.db.driver import Again
from sundial.db.statement import Scope
from sundial.db.transaction import Write
from sundial.jobs.queue import Claim, Job, LeaseLost, claim
from sundial.mail.messages import Written
from sundial.mail.outbox import KIND
from sundial.mail.queries import TRY
from sundial.mail.sending import PATIENCE_OF_PERSON, Line, Sending, send
from tests.mail.office import Office
from tests.mail.room import Room


def test_a_message_arrives_whole(room: Room, office: Office) -> None:
    room.through(office.url())
    mail_id = room.post("grace@example.com", "Grace Hopper", unsubscribe_url="https://sundial.test/stop?token=a")

    room.work()

    (arrived,) = office.arrived
    assert (arrived.sender, arrived.receiver) == ("sundial@sundial.test", "grace@example.com")
    message = arrived.message
    assert str(message["From"]) == "Sundial <sundial@sundial.test>"
    assert message["To"] == "Grace Hopper <grace@example.com>"
    assert message["Subject"] == "News for you"
    assert message["Message-ID"] == f"<0.{mail_id}@sundial.test>"
    assert message["Date"].datetime == datetime(2026, 11, 23, 12, tzinfo=UTC)
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["List-Unsubscribe"] == "<https://sundial.test/stop?token=a>"
    assert message["List-Unsubscribe-Post"] is None
    assert message.get_content_type() == "multipart/alternative"
    assert arrived.part("plain") == "Something happened.\n"
    assert "<b>happened</b>" in arrived.part("html")


def test_it_is_noted_what_the_server_said(room: Room, office: Office) -> None:
    room.through(office.url())
    mail_id = room.post("grace@example.com")

    room.work()

    mail = room.mail(mail_id)
    assert (mail.state, mail.attempts, mail.server_said) == ("sent", 1, "250 OK queued as 1")
    assert mail.sent_at == mail.tried_at == room.clock()
    assert mail.text_part == "Something happened.\n"
    assert room.jobs() == []


def test_one_connection_serves_many_and_the_oldest_go_first(room: Room, office: Office) -> None:
    room.through(office.url())
    for number in range(60):
        room.post(f"n{number}@example.com")
        room.clock.forward(seconds=1)

    room.work()

    assert office.receivers == [f"n{number}@example.com" for number in range(60)]
    assert office.connections == 2


def test_nothing_is_sent_twice(room: Room, office: Office) -> None:
    room.through(office.url())
    room.post("grace@example.com")

    room.work()
    room.clock.forward(days=1)
    room.work()

    assert len(office.arrived) == 1


def test_without_a_server_messages_wait_and_are_sent_when_there_is_one(room: Room, office: Office) -> None:
    mail_id = room.post("grace@example.com")
    room.work()
    assert (room.mail(mail_id).state, room.mail(mail_id).attempts) == ("queued", 0)

    room.clock.forward(days=2)
    room.through(office.url())
    room.work()

    assert room.states(mail_id) == ["sent"]


def test_what_is_not_worth_sending_any_more_is_not_sent(room: Room, office: Office) -> None:
    room.through(office.url())
    soon = room.post("soon@example.com", expires_at=room.clock() + timedelta(hours=1), sensitive=True)
    week = room.post("week@example.com")
    later = room.post("later@example.com", expires_at=room.clock() + timedelta(days=30))

    room.clock.forward(days=7)
    room.work()

    assert room.states(soon, week, later) == ["expired", "expired", "sent"]
    assert office.receivers == ["later@example.com"]
    assert room.jobs() == []
    assert (room.mail(soon).text_part, room.mail(soon).attempts) == ("", 0)
    assert room.mail(week).text_part


def test_a_secret_is_forgotten_when_it_is_sent(room: Room, office: Office) -> None:
    room.through(office.url())
    office.at_data["later@example.com"] = "451 Later"
    office.at_data["never@example.com"] = "554 Never"
    sent, later, never = (room.post(f"{name}@example.com", sensitive=True) for name in ("sent", "later", "never"))

    room.work()

    assert [bool(room.mail(one).text_part + room.mail(one).html_part) for one in (sent, later, never)] == [
        False,
        True,
        False,
    ]
    assert "happened" in office.arrived[0].part("plain")


def test_a_message_whose_worker_died_goes_out_under_the_same_name(room: Room, office: Office) -> None:
    room.through(office.url())
    mail_id = room.post("grace@example.com")
    taken = claim(room.server.database, KIND, 50, PATIENCE_OF_PERSON, room.clock)
    assert taken
    with taken.step(taken.jobs[0]) as tx:
        tx.run(TRY, Scope(organization_id=0), mail_id=mail_id, now=room.clock())
    room.work()
    assert room.states(mail_id) == ["sending"]

    room.clock.forward(minutes=11)
    room.work()

    assert room.states(mail_id) == ["sent"]
    assert room.mail(mail_id).attempts == 2
    assert office.arrived[0].message["Message-ID"] == f"<0.{mail_id}@sundial.test>"


def test_whoever_lost_the_lease_sends_nothing_and_goes_on(room: Room, office: Office) -> None:
    room.through(office.url())
    first, second = room.post("first@example.com"), room.post("second@example.com")
    mine = claim(room.server.database, KIND, 50, PATIENCE_OF_PERSON, room.clock)
    assert mine
    room.clock.forward(minutes=11)
    room.work()
    assert len(office.arrived) == 2

    Sending(room.server.settings, room.clock).do(mine)

    assert len(office.arrived) == 2
    assert room.states(first, second) == ["sent", "sent"]
    assert mine.outcomes == {}


def test_a_lease_that_is_lost_while_the_server_is_talked_to_is_seen(room: Room, office: Office) -> None:
    room.through(office.url())
    mail_id = room.post("grace@example.com")
    mine = claim(room.server.database, KIND, 50, PATIENCE_OF_PERSON, room.clock)
    assert mine

    class Slow(Line):
        def send(self, written: Written) -> str:
            room.clock.forward(minutes=11)
            room.work()
            return "250 OK, but late"

    with pytest.raises(LeaseLost):
        send(mine, mine.jobs[0], Slow(room.server.settings))

    assert room.mail(mail_id).server_said == "250 OK queued as 1"


def test_a_busy_database_does_not_have_a_message_sent_again(
    room: Room, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    room.through(office.url())
    mail_id = room.post("grace@example.com")
    done, refusals = Claim.done, iter([Again("busy")] * 3)

    def busy(self: Claim, tx: Write, one: Job) -> None:
        if refusal := next(refusals, None):
            raise refusal
        done(self, tx, one)

    monkeypatch.setattr(Claim, "done", busy)
    room.work()

    assert len(office.arrived) == 1
    assert (room.states(mail_id), room.jobs()) == (["sent"], [])


def test_who_writes_the_letters_can_be_set(room: Room, office: Office) -> None:
    sender = '"Acme, Time" <time@acme.example>'
    room.server.settings = msgspec.structs.replace(room.server.settings, mail_from=sender)
    room.through(office.url())
    mail_id = room.post("grace@example.com")

    room.work()

    (arrived,) = office.arrived
    assert arrived.sender == "time@acme.example"
    assert arrived.message["From"].addresses[0].display_name == "Acme, Time"
    assert arrived.message["Message-ID"] == f"<0.{mail_id}@acme.example>"
