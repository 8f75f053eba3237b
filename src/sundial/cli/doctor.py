"""``sundial doctor``: what is wrong with this installation, and what to do about it."""

from contextlib import suppress
from datetime import UTC, datetime, timedelta
from email.utils import make_msgid
from pathlib import Path
from tempfile import TemporaryFile
from urllib.parse import SplitResult, urlsplit

import click
import msgspec

from sundial.access.secrets import WrongKey
from sundial.cli.context import environment, opened, settings_from, show, told
from sundial.core.clock import now
from sundial.core.errors import Error
from sundial.core.settings import Settings
from sundial.db.migrate import HEAD, recorded_revision
from sundial.db.statement import Scope
from sundial.mail.letters import Stationery
from sundial.mail.rules import sender
from sundial.mail.sending import Line
from sundial.mail.smtp import Broken, Connection, NotAMailServer, Refused, Unreachable, mail_server
from sundial.organization_users.queries import OWNER
from sundial.organizations.queries import KNOWN
from sundial.users.queries import SOMEBODY
from sundial.wiring import Server

# No clock is right that is before the day this program was written.
WRITTEN = datetime(2026, 11, 1, tzinfo=UTC)
SMTP_ADVICE = "Set SUNDIAL_SMTP_URL, such as smtp://user:password@mail.example.com:587"
STATIONERY = Stationery("sundial.mail", "test")
LOOPBACK = ("localhost", "127.0.0.1", "::1")


class Finding(msgspec.Struct):
    """One thing that was looked at. ``advice`` says what to do when it is not ``ok``."""

    check: str
    ok: bool
    found: str
    advice: str = ""


class Test(msgspec.Struct):
    """A message that is in no outbox."""

    message_id: str
    to_address: str
    subject: str
    text_part: str
    html_part: str
    created_at: datetime
    to_name: str = ""
    unsubscribe_url: str | None = None


@click.command()
@click.option(
    "--send-test-mail",
    "address",
    metavar="[ADDRESS]",
    is_flag=False,
    flag_value="",
    help="Also send a mail at once; without an address to the owner of the first organization.",
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@told
def doctor(address: str | None, as_json: bool) -> None:
    """Check the database, the data directory, the clock, mail and the public address."""
    settings = settings_from(environment())
    server = opened(settings)
    findings = [check_database(server), check_data(settings), check_clock(server, now())]
    if findings[0].ok:
        findings.append(check_key(server))
    if settings.smtp_url:
        findings.append(check_smtp(settings.smtp_url))
    if address is not None:
        receiver = address or (_first_owner(server) if findings[0].ok else "")
        findings.append(check_test_mail(settings, receiver, now()))
    findings.append(check_public_url(settings.public_url))
    show(findings, as_json, "\n".join(_line(finding) for finding in findings))
    if not all(finding.ok for finding in findings):
        raise click.exceptions.Exit(1)


def check_database(server: Server) -> Finding:
    """Whether the database answers and has the newest revision."""
    shown = server.database.url.render_as_string(hide_password=True)
    try:
        recorded = recorded_revision(server.database)
    except Error as error:
        return Finding("database", False, f"{shown}: {error.sentence}", "Check SUNDIAL_DATABASE and that it runs.")
    if recorded != HEAD:
        return Finding("database", False, f"{shown} is at revision {recorded or 'none'}", "Run: sundial migrate")
    return Finding("database", True, f"{shown} is at revision {recorded}")


def check_data(settings: Settings) -> Finding:
    """Whether the data directory can be written and its key is private."""
    path = Path(settings.data_dir)
    try:
        with TemporaryFile(dir=path) as file:
            file.write(b"?")
    except OSError as error:
        found = f"{path} cannot be written: {error.strerror}"
        return Finding("data directory", False, found, f"Make it writable: chown it, chmod u+rwx {path}")
    key = path / "secret.key"
    if key.exists() and key.stat().st_mode & 0o077:
        return Finding("data directory", False, f"others can read {key}", f"Run: chmod 600 {key}")
    return Finding("data directory", True, f"{path} can be written")


def check_clock(server: Server, at: datetime) -> Finding:
    """Whether the clock can be right, and agrees with the database's if that can be asked."""
    if at < WRITTEN:
        return Finding("clock", False, f"it shows {at:%Y-%m-%d %H:%M}", "Set the clock, or let NTP set it.")
    away = timedelta()
    with suppress(Error):
        away = server.database.clock_difference(at)
    if away > timedelta(seconds=5):
        return Finding("clock", False, f"the database's differs by {away}", "Let NTP set the clocks of both machines.")
    return Finding("clock", True, f"{at:%Y-%m-%d %H:%M:%S} UTC")


def check_key(server: Server) -> Finding:
    """Whether the secret key opens what the database holds."""
    sealed = server.database.read().find(SOMEBODY)
    try:
        if sealed is not None:
            server.secrets.unseal(sealed.api_token_sealed, sealed.id)
    except WrongKey as error:
        advice = "Restore secret.key or SUNDIAL_SECRET_KEY. If it is lost: sundial user reset-token for each person."
        return Finding("secret key", False, str(error), advice)
    return Finding("secret key", True, "it opens what the database holds")


def check_smtp(url: str) -> Finding:
    """Whether the mail server answers, and lets us in when the URL has a login."""
    try:
        server = mail_server(url)
    except NotAMailServer as error:
        return Finding("mail", False, str(error), SMTP_ADVICE)
    try:
        Connection(server).close()
    except Unreachable as error:
        return Finding("mail", False, str(error), "Check SUNDIAL_SMTP_URL.")
    return Finding("mail", True, f"{server.shown} answers")


def check_test_mail(settings: Settings, address: str, at: datetime) -> Finding:
    """Send a message at once."""
    if not settings.smtp_url:
        return Finding("test mail", False, "there is no mail server", SMTP_ADVICE)
    if not address:
        return Finding("test mail", False, "there is nobody to send it to", "Say to which address.")
    line = Line(settings)
    try:
        said = line.send(_test_mail(settings, address, at))
    except (Refused, Broken, Unreachable) as error:
        return Finding("test mail", False, f"to {address}: {error}", "Check SUNDIAL_SMTP_URL and SUNDIAL_MAIL_FROM.")
    finally:
        line.close()
    return Finding("test mail", True, f"to {address}: {said}")


def _test_mail(settings: Settings, address: str, at: datetime) -> Test:
    letter = STATIONERY.write({"server": settings.public_url})
    return Test(
        message_id=make_msgid(domain=sender(settings)[1].partition("@")[2]),
        to_address=address,
        subject=letter.subject,
        text_part=letter.text_part,
        html_part=letter.html_part,
        created_at=at,
    )


def _first_owner(server: Server) -> str:
    tx = server.database.read()
    for known in tx.all(KNOWN):
        owner = tx.find(OWNER, Scope(organization_id=known.organization_id))
        if owner is not None:
            return owner.email
    return ""


def check_public_url(url: str) -> Finding:
    """Whether the address that people use can work."""
    parts = _split(url)
    if parts is None or not parts.hostname or parts.query or parts.fragment:
        return Finding(
            "public URL", False, f"{url} is no address", "Set SUNDIAL_PUBLIC_URL, such as https://time.example.com"
        )
    if parts.path not in ("", "/"):
        return Finding("public URL", False, f"{url} has a path", "Serve Sundial on a host name of its own.")
    if parts.scheme == "http" and parts.hostname not in LOOPBACK:
        return Finding(
            "public URL", False, f"{url} is not encrypted", "Put a proxy with HTTPS in front, and say https://"
        )
    return Finding("public URL", True, url)


def _split(url: str) -> SplitResult | None:
    """The parts of a URL; None when it is none, its port included."""
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError:
        return None
    return parts


def _line(finding: Finding) -> str:
    mark = "ok " if finding.ok else "BAD"
    advice = f"\n     {finding.advice}" if finding.advice else ""
    return f"{mark}  {finding.check}: {finding.found}{advice}"
