"""What a reminder says."""

from datetime import UTC, datetime

from tests.track_reminders.backstage import Office


def test_a_day_in_plain_words(office: Office) -> None:
    emma = office.hire("Emma")
    office.remind(emma)
    office.track(emma, "2026-11-23T08:00:00Z", 6.5)

    office.work(2026, 11, 24, 9)

    (mail,) = office.mails()
    assert (mail.to_name, mail.to_address) == ("Emma", emma.email)
    assert mail.subject == "You tracked 6.5 of 8 hours on Monday 23 November"
    assert mail.text_part == (
        "Hello Emma,\n\n"
        "You tracked 6.5 of 8 hours in Main on Monday 23 November 2026.\n\n"
        "If something is missing, you can still add it:\n\n"
        "http://sundial.test\n\n"
        "--\n"
        "You get this because Main expects 8 hours a day and reminds you of it. Its admins can change that.\n"
    )
    assert "<strong>6.5 of 8 hours</strong> in Main on Monday 23 November 2026" in mail.html_part
    assert 'href="http://sundial.test"' in mail.html_part
    # It is of no use any more when the day after is over.
    assert mail.expires_at == datetime(2026, 11, 25, tzinfo=UTC)
    assert mail.unsubscribe_url is None


def test_a_week_in_plain_words(office: Office) -> None:
    emma = office.hire("Emma", beginning_of_week=0)
    office.clock.set(2026, 11, 30)
    office.remind(emma, frequency=7, threshold=37.25)

    office.work(2026, 12, 6, 9)

    (mail,) = office.mails()
    assert mail.subject == "You tracked 0 of 37.25 hours from Sunday 29 November to Saturday 5 December"
    assert "in Main from Sunday 29 November 2026 to Saturday 5 December 2026." in mail.text_part
    assert "expects 37.25 hours a week" in mail.text_part
    assert mail.expires_at == datetime(2026, 12, 13, tzinfo=UTC)


def test_what_is_missing_is_never_rounded_away(office: Office) -> None:
    emma = office.hire("Emma")
    office.remind(emma)
    office.track(emma, "2026-11-23T08:00:00Z", 8 - 1 / 3600)

    office.work(2026, 11, 24, 9)

    assert office.mails()[0].subject == "You tracked 7.99 of 8 hours on Monday 23 November"


def test_names_are_text_wherever_they_stand(office: Office) -> None:
    cast = office.cast
    cast.alice.put(cast.workspace, {"name": "R&D <i>"})
    emma = office.hire("Emma <b>")
    office.remind(emma)

    office.work(2026, 11, 24, 9)

    (mail,) = office.mails()
    assert "Hello Emma <b>," in mail.text_part
    assert "Hello Emma &lt;b&gt;," in mail.html_part
    assert "R&amp;D &lt;i&gt;" in mail.html_part
    assert "<b>" not in mail.html_part
