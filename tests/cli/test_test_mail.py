"""`sundial doctor --send-test-mail`."""

from tests.cli.command import Installation
from tests.mail.office import open_office


def test_a_test_mail_goes_out_at_once_and_the_servers_words_are_told(used: Installation) -> None:
    with open_office() as office:
        done = used.run("doctor", "--send-test-mail", "grace@example.com", smtp_url=office.url())

    assert done.code == 0, done
    assert "ok   test mail: to grace@example.com: 250 OK queued as 1" in done.output
    (arrived,) = office.arrived
    assert arrived.message["Subject"] == "A test mail from Sundial"
    assert arrived.message["Message-ID"].endswith("@localhost>")
    assert "Mail from http://127.0.0.1:8080 arrives." in arrived.part("plain")
    assert used.run("outbox", "list").output == "There are none.\n"


def test_without_an_address_it_goes_to_the_owner(used: Installation) -> None:
    with open_office() as office:
        done = used.run("doctor", "--json", "--send-test-mail", smtp_url=office.url())

    assert {
        "check": "test mail",
        "ok": True,
        "found": "to ada@example.com: 250 OK queued as 1",
        "advice": "",
    } in done.json
    assert office.receivers == ["ada@example.com"]


def test_a_refusal_is_told(used: Installation) -> None:
    with open_office() as office:
        office.at_receiver["grace@example.com"] = "550 Unknown"
        done = used.run("doctor", "--send-test-mail", "grace@example.com", smtp_url=office.url())

    assert done.code == 1
    assert "BAD  test mail: to grace@example.com: 550 Unknown" in done.output


def test_without_a_server_or_a_receiver_it_says_what_is_missing(used: Installation, installation: Installation) -> None:
    assert "BAD  test mail: there is no mail server" in used.run("doctor", "--send-test-mail").output
    with open_office() as office:
        empty = installation.run("doctor", "--send-test-mail", smtp_url=office.url())

    assert "BAD  test mail: there is nobody to send it to" in empty.output


def test_what_is_no_address_is_told(used: Installation) -> None:
    with open_office() as office:
        done = used.run("doctor", "--send-test-mail", "grace", smtp_url=office.url())

    assert "BAD  test mail: to grace: this is no e-mail address" in done.output
