"""``sundial doctor``: what is wrong with this installation, and what to do about it."""

import os
import smtplib
import ssl
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import SplitResult, urlsplit

import click
import msgspec

from sundial.cli.context import environment, opened, settings_from, show, told
from sundial.core.clock import now
from sundial.core.errors import Error
from sundial.core.settings import Settings
from sundial.db.migrate import HEAD, recorded_revision
from sundial.wiring import Server

# No clock is right that is before the day this program was written.
WRITTEN = datetime(2026, 11, 1, tzinfo=UTC)
SMTP_SECONDS = 10
LOOPBACK = ("localhost", "127.0.0.1", "::1")


class Finding(msgspec.Struct):
    """One thing that was looked at. ``advice`` says what to do when it is not ``ok``."""

    check: str
    ok: bool
    found: str
    advice: str = ""


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@told
def doctor(as_json: bool) -> None:
    """Check the database, the data directory, the clock, mail and the public address."""
    settings = settings_from(environment())
    server = opened(settings)
    findings = [check_database(server), check_data(settings), check_clock(server, now())]
    if settings.smtp_url:
        findings.append(check_smtp(settings.smtp_url))
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
    if not os.access(path, os.W_OK | os.X_OK):
        return Finding(
            "data directory", False, f"{path} cannot be written", f"Make it writable: chown it, chmod u+rwx {path}"
        )
    key = path / "secret.key"
    if key.exists() and key.stat().st_mode & 0o077:
        return Finding("data directory", False, f"others can read {key}", f"Run: chmod 600 {key}")
    return Finding("data directory", True, f"{path} can be written")


def check_clock(server: Server, at: datetime) -> Finding:
    """Whether the clock can be right, and agrees with the database's."""
    if at < WRITTEN:
        return Finding("clock", False, f"it shows {at:%Y-%m-%d %H:%M}", "Set the clock, or let NTP set it.")
    away = server.database.clock_difference(at)
    if away > timedelta(seconds=5):
        return Finding("clock", False, f"the database's differs by {away}", "Let NTP set the clocks of both machines.")
    return Finding("clock", True, f"{at:%Y-%m-%d %H:%M:%S} UTC")


def check_smtp(url: str) -> Finding:
    """Whether the mail server answers, and lets us in when the URL has a login."""
    parts = urlsplit(url)
    try:
        with _smtp(parts) as smtp:
            if parts.scheme == "smtp" and smtp.has_extn("starttls"):
                smtp.starttls(context=ssl.create_default_context())
            if parts.username:
                smtp.login(parts.username, parts.password or "")
    except (OSError, smtplib.SMTPException, ValueError) as error:
        return Finding("mail", False, f"{parts.hostname}:{parts.port} says: {error}", "Check SUNDIAL_SMTP_URL.")
    return Finding("mail", True, f"{parts.hostname} answers")


def check_public_url(url: str) -> Finding:
    """Whether the address that people use can work."""
    parts = urlsplit(url)
    if not parts.hostname or parts.query or parts.fragment:
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


def _smtp(parts: SplitResult) -> smtplib.SMTP:
    host = parts.hostname or ""
    if parts.scheme == "smtps":
        return smtplib.SMTP_SSL(host, parts.port or 465, timeout=SMTP_SECONDS, context=ssl.create_default_context())
    if parts.scheme == "smtp":
        return smtplib.SMTP(host, parts.port or 587, timeout=SMTP_SECONDS)
    raise ValueError("the URL must begin with smtp:// or smtps://")


def _line(finding: Finding) -> str:
    mark = "ok " if finding.ok else "BAD"
    advice = f"\n     {finding.advice}" if finding.advice else ""
    return f"{mark}  {finding.check}: {finding.found}{advice}"
