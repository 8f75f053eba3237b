"""`sundial doctor`: every finding, good and bad."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Sink
from aiosmtpd.smtp import AuthResult, LoginPassword

from sundial.cli.context import opened, settings_from
from sundial.cli.doctor import check_clock, check_data, check_public_url, check_smtp
from sundial.core.clock import now
from sundial.core.settings import load
from tests.cli.command import Finished, Installation
from tests.make import World
from tests.postgres import free_port


def bad(done: Finished) -> dict[str, str]:
    """What is wrong, by what was checked."""
    assert done.errors == "", done
    lines = done.output.splitlines()
    found = [line.removeprefix("BAD  ").partition(": ") for line in lines if line.startswith("BAD")]
    assert done.code == (1 if found else 0), done
    return {check: said for check, _, said in found}


def let_in(server: Any, session: Any, envelope: Any, mechanism: str, data: Any) -> AuthResult:
    known = isinstance(data, LoginPassword) and (data.login, data.password) == (b"a@b", b"p:w")
    return AuthResult(success=known, handled=False)


@pytest.fixture
def mail_server() -> Iterator[str]:
    """A mail server that knows one login; gives its address and port."""
    port = free_port()
    server = Controller(Sink(), hostname="127.0.0.1", port=port, authenticator=let_in, auth_require_tls=False)
    server.start()
    try:
        yield f"127.0.0.1:{port}"
    finally:
        server.stop()


def test_a_sound_installation_is_told_so(on_each_engine: Installation, mail_server: str) -> None:
    on_each_engine.run("migrate")

    done = on_each_engine.run("doctor", smtp_url=f"smtp://{mail_server}", public_url="https://time.example.com")

    assert bad(done) == {}
    checks = [line[4:].partition(":")[0].strip() for line in done.output.splitlines()]
    assert checks == ["database", "data directory", "clock", "secret key", "mail", "public URL"]


def test_findings_are_told_to_scripts_too(installation: Installation) -> None:
    done = installation.run("doctor", "--json", public_url="http://time.example.com")

    assert done.code == 1
    assert '"check":"public URL","ok":false' in done.output
    assert done.output.count('"advice":"') == done.output.count('"found":"') == 4


def test_everything_is_looked_at_even_if_the_database_is_not_there(installation: Installation) -> None:
    port = free_port()

    found = bad(
        installation.run(
            "doctor",
            database=f"postgresql://sundial:hush@127.0.0.1:{port}/sundial",
            smtp_url=f"smtp://127.0.0.1:{port}",
            public_url="http://time.example.com",
        )
    )

    assert list(found) == ["database", "mail", "public URL"]
    assert found["database"].startswith(f"postgresql://sundial:***@127.0.0.1:{port}/sundial")
    assert "refused" in found["database"]
    assert "refused" in found["mail"]


def test_a_database_that_was_not_migrated_is_told(on_each_engine: Installation) -> None:
    done = on_each_engine.run("doctor")

    assert bad(done)["database"].endswith("is at revision none")
    assert "Run: sundial migrate" in done.output


def test_a_key_that_others_can_read_is_told(used: Installation) -> None:
    key = used.directory / "secret.key"
    key.chmod(0o640)
    try:
        done = used.run("doctor")
    finally:
        key.chmod(0o600)

    assert bad(done) == {"data directory": f"others can read {key}"}
    assert f"Run: chmod 600 {key}" in done.output


def test_a_directory_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    """Root may write everywhere: a place that is not there stands for one that is read-only."""
    settings = load({"SUNDIAL_DATA_DIR": str(tmp_path / "nowhere")}, {})

    finding = check_data(settings)

    assert not finding.ok
    assert "nowhere cannot be written" in finding.found
    assert "chmod u+rwx" in finding.advice


def test_a_clock_that_cannot_be_right_is_told(world: World) -> None:
    assert not check_clock(world.server, datetime(2024, 1, 1, tzinfo=UTC)).ok
    assert check_clock(world.server, now()).ok


def test_a_clock_that_differs_from_the_databases_is_told(world: World) -> None:
    has_a_clock = world.server.database.url.get_backend_name() == "postgresql"

    finding = check_clock(world.server, now() + timedelta(hours=1))

    assert finding.ok is not has_a_clock
    assert not has_a_clock or "differs by" in finding.found


def test_the_clock_is_ours_alone_when_the_database_is_not_there(tmp_path: Path) -> None:
    url = f"postgresql://sundial@127.0.0.1:{free_port()}/sundial"
    server = opened(settings_from({"SUNDIAL_DATA_DIR": str(tmp_path), "SUNDIAL_DATABASE": url}))

    assert check_clock(server, now()).ok


@pytest.mark.parametrize(("login", "ok"), [("", True), ("a%40b:p%3Aw@", True), ("a%40b:wrong@", False)])
def test_the_mail_servers_login_is_tried(mail_server: str, login: str, ok: bool) -> None:
    finding = check_smtp(f"smtp://{login}{mail_server}")

    assert finding.ok is ok
    assert "wrong" not in finding.found


def test_a_mail_server_that_speaks_no_tls_is_told(mail_server: str) -> None:
    finding = check_smtp(f"smtps://{mail_server}")

    assert not finding.ok
    assert finding.found.startswith(mail_server)


@pytest.mark.parametrize("url", ["mail.example.com", "http://mail", "smtp://", "smtp://mail:port", "smtp://[::1"])
def test_an_address_that_is_no_mail_server_is_told(url: str) -> None:
    finding = check_smtp(url)

    assert not finding.ok
    assert finding.found == "SUNDIAL_SMTP_URL is no address of a mail server"


@pytest.mark.parametrize(
    ("url", "ok"),
    [
        ("https://time.example.com", True),
        ("https://time.example.com:8443/", True),
        ("http://localhost:8080", True),
        ("http://127.0.0.1:8080", True),
        ("http://[::1]:8080", True),
        ("http://time.example.com", False),
        ("https://time.example.com/sundial", False),
        ("https://time.example.com?a=1", False),
        ("https://", False),
        ("https://time.example.com:port", False),
        ("https://[::1", False),
    ],
)
def test_the_public_address_must_be_one_that_can_work(url: str, ok: bool) -> None:
    finding = check_public_url(url)

    assert finding.ok is ok
    assert bool(finding.advice) is not ok
