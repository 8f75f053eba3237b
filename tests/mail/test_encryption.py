"""Encrypted connections, and passwords that never go over others."""

from pathlib import Path

import pytest

from sundial.mail.smtp import Connection, MailServer, NotAMailServer, Unreachable, mail_server
from tests.mail.office import open_office
from tests.mail.room import Room

pytestmark = pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS")
LOGIN = "time:p%3Aw%40d@"


def test_a_connection_is_encrypted_when_the_server_offers_that(room: Room, certificate: Path) -> None:
    with open_office(certificate, require_starttls=True, auth_required=True) as office:
        room.through(office.url(LOGIN))
        mail_id = room.post("grace@example.com")

        room.work()

        assert room.states(mail_id) == ["sent"]


def test_a_connection_can_be_encrypted_from_the_start(room: Room, certificate: Path) -> None:
    with open_office(certificate, implicit=True, auth_required=True, auth_require_tls=False) as office:
        room.through(office.url(LOGIN))
        mail_id = room.post("grace@example.com")

        room.work()

        assert room.states(mail_id) == ["sent"]


@pytest.mark.parametrize("implicit", [True, False])
def test_a_certificate_that_nobody_vouches_for_is_not_believed(
    room: Room, certificate: Path, monkeypatch: pytest.MonkeyPatch, implicit: bool
) -> None:
    monkeypatch.delenv("SSL_CERT_FILE")
    with open_office(certificate, implicit=implicit) as office:
        room.through(office.url())
        mail_id = room.post("grace@example.com")

        room.work()

    assert room.states(mail_id) == ["queued"]
    assert "certificate verify failed" in (room.mail(mail_id).server_said or "")
    assert office.arrived == []


def test_encryption_can_be_demanded(room: Room) -> None:
    with open_office() as office:
        room.through(office.url(starttls="required"))
        mail_id = room.post("grace@example.com")

        room.work()

    assert room.states(mail_id) == ["queued"]
    assert (room.mail(mail_id).server_said or "").endswith("says: it offers no STARTTLS")
    assert office.arrived == []


def test_encryption_can_be_left_out(room: Room, certificate: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SSL_CERT_FILE")
    with open_office(certificate) as office:
        room.through(office.url(starttls="off"))
        mail_id = room.post("grace@example.com")

        room.work()

    assert room.states(mail_id) == ["sent"]


def test_a_wrong_password_keeps_messages_waiting(room: Room) -> None:
    with open_office(auth_required=True, auth_require_tls=False) as office:
        room.through(office.url("time:wrong@"))
        mail_id = room.post("grace@example.com")
        room.work()
        assert room.states(mail_id) == ["queued"]
        assert "535" in (room.mail(mail_id).server_said or "")
        assert "wrong" not in (room.mail(mail_id).server_said or "")

        room.through(office.url(LOGIN))
        room.clock.forward(minutes=1)
        room.work()

    assert room.states(mail_id) == ["sent"]


def test_a_server_that_wants_a_password_keeps_messages_waiting(room: Room) -> None:
    with open_office(auth_required=True, auth_require_tls=False) as office:
        room.through(office.url())
        mail_id = room.post("grace@example.com")

        room.work()

    assert room.states(mail_id) == ["queued"]
    assert (room.mail(mail_id).server_said or "").startswith("530")


def test_a_password_is_not_sent_in_the_open(monkeypatch: pytest.MonkeyPatch) -> None:
    """This machine itself is the exception; here it counts as another one."""
    monkeypatch.setattr(MailServer, "is_here", False)
    with open_office(auth_require_tls=False) as office:
        with pytest.raises(Unreachable, match="not encrypted, so the password is not sent"):
            Connection(mail_server(office.url(LOGIN)))
        Connection(mail_server(office.url())).close()


@pytest.mark.parametrize(
    ("host", "here"),
    [
        ("localhost", True),
        ("127.0.0.1", True),
        ("127.1.2.3", True),
        ("[::1]", True),
        ("mail.example.com", False),
        ("10.0.0.1", False),
        ("localhost.example.com", False),
        ("127.0.0.1.example.com", False),
    ],
)
def test_which_hosts_are_this_machine(host: str, here: bool) -> None:
    assert mail_server(f"smtp://{host}").is_here is here


def test_a_setting_says_all_that_a_connection_needs() -> None:
    assert mail_server("smtp://mail.example.com") == MailServer("mail.example.com", 587)
    assert mail_server("smtps://mail.example.com") == MailServer("mail.example.com", 465, encrypted=True)
    assert mail_server("smtp://a%40b:c%3Ad@mail:2525?starttls=required&timeout=5") == MailServer(
        "mail", 2525, starttls="required", seconds=5, user="a@b", password="c:d"
    )


@pytest.mark.parametrize(
    "url",
    [
        "",
        "mail.example.com",
        "http://mail",
        "smtp://",
        "smtp://mail:port",
        "smtp://mail:99999",
        "smtp://[::1",
        "smtp://mail?starttls=maybe",
        "smtp://mail?timeout=0",
        "smtp://mail?timeout=301",
        "smtp://mail?timeout=1.5",
    ],
)
def test_what_is_no_mail_server_is_told(url: str) -> None:
    with pytest.raises(NotAMailServer, match="SUNDIAL_SMTP_URL"):
        mail_server(url)
