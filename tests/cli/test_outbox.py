"""`sundial outbox`: reading mail without a mail server, and sending and discarding it."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from sundial.cli.context import opened, settings_from
from sundial.core.clock import now
from sundial.mail.outbox import Outbox, Receiver
from tests.cli.command import Installation
from tests.mail.office import Office, open_office
from tests.mail.room import LETTER
from tests.postgres import free_port


class Correspondence:
    """An installation with mail in it."""

    def __init__(self, installation: Installation) -> None:
        self.installation = installation
        self.organization_id: int = installation.setup()["organization_id"]
        self._number = 0

    def post(self, address: str, organization_id: int = 0, minutes: float = 0, sensitive: bool = False) -> str:
        """Write a message at a time from now, and give its id."""
        self._number += 1
        server = opened(settings_from(self.installation.settings))
        try:
            with server.database.write() as tx:
                at, key, to = now() + timedelta(minutes=minutes), f"test/{self._number}", Receiver(None, address, "")
                outbox = Outbox(server.settings)
                return str(outbox.post(tx, organization_id, key, to, LETTER, at, sensitive=sensitive))
        finally:
            server.database.close()


@pytest.fixture
def mails(on_each_engine: Installation) -> Correspondence:
    return Correspondence(on_each_engine)


@pytest.fixture
def office() -> Iterator[Office]:
    with open_office() as made:
        yield made


def test_the_list_is_over_all_organizations_and_the_newest_is_first(mails: Correspondence) -> None:
    run = mails.installation.run
    assert run("outbox", "list").output == "There are none.\n"
    first = mails.post("a@example.com")
    second = mails.post("b@example.com", mails.organization_id, minutes=1)
    third = mails.post("c@example.com", minutes=2)

    listed = run("outbox", "list", "--json").json
    lines = run("outbox", "list", "--limit", "2").output.splitlines()

    assert [str(mail["id"]) for mail in listed] == [third, second, first]
    assert [mail["organization_id"] for mail in listed] == [0, mails.organization_id, 0]
    assert {mail["state"] for mail in listed} == {"queued"}
    assert "text_part" not in listed[0]
    assert [line.split()[0] for line in lines] == [third, second]
    assert "b@example.com  News for you  queued" in lines[1]
    assert run("outbox", "list", "--state", "sent", "--json").json == []


def test_a_message_is_read_as_text_and_as_html(mails: Correspondence) -> None:
    mail_id = mails.post("a@example.com", mails.organization_id)

    text = mails.installation.run("outbox", "show", mail_id, mail_from="Time <time@example.com>").output
    html = mails.installation.run("outbox", "show", mail_id, "--html").output

    assert text.splitlines()[:3] == ["From: Time <time@example.com>", "To: a@example.com", "Subject: News for you"]
    assert text.endswith("State: queued\n\nSomething happened.\n\n")
    assert html == "<p>Something <b>happened</b>.</p>\n"
    assert mails.installation.run("outbox", "show", "5").refusal == "There is no message 5."


def test_sending_needs_a_mail_server(mails: Correspondence) -> None:
    mail_id = mails.post("a@example.com")

    assert mails.installation.run("outbox", "send", mail_id).refusal.startswith("SUNDIAL_SMTP_URL is not set")
    assert "Say which messages" in mails.installation.run("outbox", "send").errors
    assert "Say which messages" in mails.installation.run("outbox", "send", mail_id, "--all").errors


def test_messages_are_sent_at_once_and_what_became_of_each_is_told(mails: Correspondence, office: Office) -> None:
    office.at_receiver["b@example.com"] = "550 Unknown"
    ids = [mails.post(f"{name}@example.com", mails.organization_id, number) for number, name in enumerate("abc", -9)]

    dry = mails.installation.run("outbox", "send", "--all", "--dry-run")
    assert ([line.split()[0] for line in dry.output.splitlines()], office.arrived) == (ids, [])
    done = mails.installation.run("outbox", "send", "--all", smtp_url=office.url())

    assert done.code == 1
    assert done.output.splitlines() == [
        f"1/3  {ids[0]}  a@example.com  sent: 250 OK queued as 1",
        f"2/3  {ids[1]}  b@example.com  failed: 550 Unknown",
        f"3/3  {ids[2]}  c@example.com  sent: 250 OK queued as 2",
    ]
    assert office.connections == 1

    office.at_receiver.clear()
    again = mails.installation.run("outbox", "send", "--all", smtp_url=office.url())
    assert (again.code, again.output) == (0, "")
    by_id = mails.installation.run("outbox", "send", ids[1], ids[0], smtp_url=office.url())
    assert by_id.output.splitlines() == [
        f"1/2  {ids[1]}  b@example.com  sent: 250 OK queued as 3",
        f"2/2  {ids[0]}  a@example.com  sent: 250 OK queued as 1",
    ]
    assert by_id.code == 0
    assert office.receivers == ["a@example.com", "c@example.com", "b@example.com"]


def test_a_server_that_is_away_stops_it(mails: Correspondence) -> None:
    ids = [mails.post("a@example.com", minutes=number) for number in (-2, -1)]

    done = mails.installation.run("outbox", "send", "--all", smtp_url=f"smtp://localhost:{free_port()}")

    assert done.code == 1
    assert done.output.startswith(f"1/2  {ids[0]}  a@example.com  queued: localhost:")
    assert done.errors == "Error: The mail server cannot be used now. 1 more wait.\n"
    listed = mails.installation.run("outbox", "list", "--json").json
    assert [(mail["state"], mail["attempts"]) for mail in listed] == [("queued", 0), ("queued", 1)]


def test_what_is_discarded_is_not_sent(mails: Correspondence, office: Office) -> None:
    sent, dropped = mails.post("a@example.com", minutes=-5), mails.post("b@example.com", sensitive=True)
    run = mails.installation.run
    run("outbox", "send", sent, smtp_url=office.url())

    assert run("outbox", "discard", dropped, typed="n\n").code == 1
    done = run("outbox", "discard", dropped, sent, "--yes")

    assert done.output == "1 discarded. The others were sent already.\n"
    assert run("outbox", "send", dropped, smtp_url=office.url()).output == f"1/1  {dropped}  b@example.com  discarded\n"
    assert office.receivers == ["a@example.com"]
    assert "What it said is forgotten." in run("outbox", "show", dropped).output
    assert run("jobs", "list", "--json").json == []


def test_a_new_password_from_the_command_line_is_told_by_mail(mails: Correspondence) -> None:
    mails.installation.run("user", "reset-password", "--email", "ada@example.com", "--password", "another one")

    (mail,) = mails.installation.run("outbox", "list", "--json").json
    assert (mail["kind"], mail["to_address"]) == ("password-changed", "ada@example.com")


def test_a_bad_sender_stops_every_command(tmp_path: Path) -> None:
    refusal = Installation(tmp_path).run("outbox", "list", mail_from="nobody").refusal

    assert refusal.startswith("SUNDIAL_MAIL_FROM must be an address")
