"""The ledger: what a reminder told, to whom, and what became of it."""

from datetime import UTC, datetime

from tests.track_reminders.backstage import Office


def test_a_delivery_says_what_was_measured_and_what_became_of_it(office: Office) -> None:
    emma = office.hire("Emma", "Asia/Kolkata")
    reminder = office.remind(emma, frequency=7, threshold=37.5)
    office.track(emma, "2026-11-18T08:00:00Z", 30)

    office.work(2026, 11, 23, 3, 45)

    (one,) = office.deliveries(reminder)
    assert one == {
        "id": one["id"],
        "reminder_id": reminder,
        "user_id": emma.id,
        "user_name": "Emma",
        "first_day": "2026-11-16",
        "last_day": "2026-11-22",
        "start": "2026-11-15T18:30:00Z",
        "end": "2026-11-22T18:30:00Z",
        "tracked_seconds": 108000,
        "threshold_seconds": 135000,
        "created_at": "2026-11-23T03:45:00Z",
        "mail": {
            "id": one["mail"]["id"],
            "to_address": emma.email,
            "state": "queued",
            "attempts": 0,
            "sent_at": None,
            "server_said": None,
        },
    }


def test_deliveries_come_in_pages_newest_first(office: Office) -> None:
    emma = office.hire("Emma")
    reminder, other = office.remind(emma), office.remind(emma)
    office.work_through(datetime(2026, 11, 28, 12, tzinfo=UTC))

    pages = [office.cast.alice.get(f"{office.path}/{reminder}/deliveries?page={page}&per_page=4") for page in (1, 2, 3)]

    days = [[one["first_day"] for one in page.json] for page in pages]
    assert days == [
        ["2026-11-27", "2026-11-26", "2026-11-25", "2026-11-24"],
        ["2026-11-23", "2026-11-20", "2026-11-19"],
        [],
    ]
    assert pages[0].headers["x-records"] == "7"
    assert pages[0].headers["x-pages"] == "2"
    assert len(office.deliveries(other)) == 7


def test_a_delivery_keeps_the_address_that_it_went_to(office: Office) -> None:
    emma = office.hire("Emma")
    reminder = office.remind(emma)
    office.work(2026, 11, 24, 9)
    changed = emma.put("/me", {"email": "emma.new@example.org", "current_password": "correct horse"})
    assert changed.status == 200, changed

    office.work(2026, 11, 25, 9)

    assert [one["mail"]["to_address"] for one in office.deliveries(reminder)] == ["emma.new@example.org", emma.email]
