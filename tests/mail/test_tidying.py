"""The outbox is tidied once a day: expired messages, old ones, and those that a ledger refers to."""

from typing import Any

from sundial.alerts.tables import alert, alert_delivery
from sundial.db.statement import Scope, insertion
from sundial.mail.queries import ONE
from sundial.mail.tidying import AT_ONCE
from sundial.users.tables import password_reset
from sundial.wiring import create_app
from tests.mail.office import Office
from tests.mail.room import Room
from tests.make import Person, Place, World, organization, person

ADD_ALERT, ADD_DELIVERY, ADD_CODE = insertion(alert), insertion(alert_delivery), insertion(password_reset)


def acme(room: Room) -> tuple[Person, Place]:
    """Somebody with an organization."""
    alice = person(World(room.server, create_app(room.server, room.clock), room.clock), "Alice")
    return alice, organization(alice)


def deliver(room: Room, alice: Person, place: Place, mail_id: int) -> None:
    """Enter a message into the ledger of an alert."""
    with room.server.database.write() as tx:
        scope, now, alert_id = Scope(organization_id=place.organization_id), room.clock(), tx.new_id()
        blank: dict[str, Any] = dict.fromkeys(("project_id", "deleted_at"))
        shape = {"source_kind": "workspace", "threshold_type": "hours", "thresholds": [1], "receiver_roles": []}
        ids = {"workspace_id": place.workspace_id, "creator_id": alice.id}
        tx.run(ADD_ALERT, scope, id=alert_id, created_at=now, at=now, **blank, **shape, **ids)
        measured = {"unit": "seconds", "measured": 3600, "whole": None, "currency": None, "crossed": [1]}
        tx.run(
            ADD_DELIVERY,
            scope,
            id=tx.new_id(),
            workspace_id=place.workspace_id,
            alert_id=alert_id,
            project_id=1,
            change_id=1,
            threshold_type="hours",
            threshold=1,
            user_id=alice.id,
            mail_id=mail_id,
            created_at=now,
            **measured,
        )


def is_there(room: Room, mail_id: int, organization_id: int = 0) -> bool:
    return room.server.database.read().find(ONE, Scope(organization_id=organization_id), mail_id=mail_id) is not None


def test_old_messages_go_after_ninety_days(room: Room, office: Office) -> None:
    _, place = acme(room)
    room.through(office.url())
    personal, theirs = room.post("a@example.com"), room.post("b@example.com", organization_id=place.organization_id)
    office.at_data["c@example.com"] = "554 Never"
    failed = room.post("c@example.com")
    room.work()

    room.clock.forward(days=89)
    recent = room.post("d@example.com")
    room.work()
    assert is_there(room, personal)
    assert is_there(room, theirs, place.organization_id)

    room.clock.forward(days=2)
    room.work()
    assert not is_there(room, personal)
    assert not is_there(room, theirs, place.organization_id)
    assert is_there(room, failed)
    assert is_there(room, recent)


def test_what_a_ledger_refers_to_stays_without_its_text(room: Room, office: Office) -> None:
    alice, place = acme(room)
    room.through(office.url())
    mail_id = room.post(alice.email, organization_id=place.organization_id)
    deliver(room, alice, place, mail_id)
    room.work()

    room.clock.forward(days=89)
    room.work()
    assert room.mail(mail_id, place.organization_id).text_part

    room.clock.forward(days=2)
    room.work()
    mail = room.mail(mail_id, place.organization_id)
    assert (mail.text_part, mail.html_part) == ("", "")
    assert (mail.state, mail.server_said) == ("sent", "250 OK queued as 1")


def test_many_are_tidied_at_once(room: Room) -> None:
    for _ in range(AT_ONCE + 10):
        room.post("a@example.com")
    kept = room.post("b@example.com", expires_at=room.clock().replace(year=2027))

    room.clock.forward(days=8)
    room.work()
    assert [job.subject for job in room.jobs()] == [f"0/{kept}"]

    room.clock.forward(days=100)
    room.work()
    assert room.rows("SELECT id FROM outbox") == [(kept,)]


def test_without_a_mail_server_what_expires_is_noted_and_its_secret_forgotten(room: Room) -> None:
    mail_id = room.post("a@example.com", sensitive=True)
    other = room.post("b@example.com")

    room.clock.forward(days=8)
    room.work()

    assert room.states(mail_id, other) == ["expired", "expired"]
    assert room.mail(mail_id).text_part == ""
    assert room.mail(other).text_part
    assert room.jobs() == []


def test_codes_that_do_not_work_any_more_are_forgotten(room: Room) -> None:
    alice, _ = acme(room)
    with room.server.database.write() as tx:
        for number, days in enumerate((0, 2)):
            made = room.clock.forward(days=days)
            code = {"token_hash": b"%d" % number, "user_id": alice.id, "used_at": None}
            tx.run(ADD_CODE, created_at=made, expires_at=made, **code)

    room.work()

    (left,) = room.rows("SELECT token_hash FROM password_resets")
    assert bytes(left[0]) == b"1"
