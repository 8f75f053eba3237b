"""Handing messages to the mail server, over one connection for several of them.

A password goes over an encrypted connection only, or to this machine itself.
"""

import smtplib
import ssl
from email.message import EmailMessage
from ipaddress import ip_address
from typing import Any
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

import msgspec

from sundial.db.driver import in_one_line
from sundial.mail.messages import POLICY

CONNECT_SECONDS = 15.0
COMMAND_SECONDS = 30
LONGEST_SECONDS = 300
PORTS = {"smtp": 587, "smtps": 465}
STARTTLS = ("offered", "required", "off")
CLOSING = 421
# The server does not know us: no fault of the message.
_UNKNOWN_TO_SERVER = (530, 534, 535, 538)


class NotAMailServer(Exception):
    """A URL that is no address of a mail server."""


class Unreachable(Exception):
    """The mail server cannot be used now: not there, not trusted, or it does not let us in."""


class Refused(Exception):
    """The server did not take a message: not now, or never (``permanent``). The connection goes on."""

    def __init__(self, said: str, permanent: bool) -> None:
        super().__init__(said)
        self.permanent = permanent


class Broken(Exception):
    """The connection broke while a message was on its way: nobody knows whether it arrived."""


class MailServer(msgspec.Struct, frozen=True):
    """Where messages are handed over, and how. ``starttls`` is one of `STARTTLS`, ``seconds`` the patience with it."""

    host: str
    port: int
    encrypted: bool = False
    starttls: str = "offered"
    seconds: int = COMMAND_SECONDS
    user: str | None = None
    password: str = ""

    @property
    def shown(self) -> str:
        """The server's name for people, without secrets."""
        return f"{self.host}:{self.port}"

    @property
    def is_here(self) -> bool:
        """Whether it is this machine itself, so that nobody listens on the way."""
        try:
            return ip_address(self.host).is_loopback
        except ValueError:
            return self.host == "localhost"


def mail_server(url: str) -> MailServer:
    """The mail server behind ``smtp://user:password@host:587?starttls=required`` or ``smtps://…``.

    Raises NotAMailServer.
    """
    parts = _split(url)
    if parts is None or not parts.hostname or parts.scheme not in PORTS:
        raise NotAMailServer("SUNDIAL_SMTP_URL is no address of a mail server")
    options = {name: values[-1] for name, values in parse_qs(parts.query).items()}
    starttls, seconds = options.get("starttls", STARTTLS[0]), options.get("timeout", str(COMMAND_SECONDS))
    if starttls not in STARTTLS:
        raise NotAMailServer("SUNDIAL_SMTP_URL: starttls must be offered, required or off")
    if not (seconds.isascii() and seconds.isdigit() and 1 <= int(seconds[:9]) <= LONGEST_SECONDS):
        raise NotAMailServer(f"SUNDIAL_SMTP_URL: timeout must be from 1 to {LONGEST_SECONDS} seconds")
    return MailServer(
        host=parts.hostname,
        port=parts.port or PORTS[parts.scheme],
        encrypted=parts.scheme == "smtps",
        starttls=starttls,
        seconds=int(seconds),
        user=unquote(parts.username) if parts.username else None,
        password=unquote(parts.password or ""),
    )


class Connection:
    """A connection to the mail server that is ready to take messages. Raises Unreachable when there can be none."""

    def __init__(self, server: MailServer) -> None:
        self._server = server
        try:
            self._smtp = _opened(server)
            try:
                self._prepare()
            except BaseException:
                self._smtp.close()
                raise
        except (OSError, smtplib.SMTPException, UnicodeError) as error:
            raise Unreachable(f"{server.shown} says: {_said(error)}") from error

    @property
    def is_open(self) -> bool:
        """Whether it can take another message."""
        return self._smtp.sock is not None

    def hand_over(self, message: EmailMessage, sender: str, receiver: str) -> str:
        """Have the server take a message, and give what it said to that. Raises Refused, Broken."""
        international = not receiver.isascii()
        if international and not self._smtp.has_extn("smtputf8"):
            raise Refused(f"{self._server.shown} takes no addresses with letters such as those in {receiver}", True)
        content = message.as_bytes(policy=POLICY.clone(utf8=international))
        options = ["SMTPUTF8", "BODY=8BITMIME"] if international else []
        try:
            self._check(*self._smtp.mail(sender, options))
            self._check(*self._smtp.rcpt(receiver))
            return self._check(*self._smtp.data(content))
        except smtplib.SMTPDataError as error:
            raise self._refusal(error.smtp_code, error.smtp_error) from error
        except (OSError, smtplib.SMTPException) as error:
            self.drop()
            raise Broken(f"{self._server.shown} says: {_said(error)}") from error

    def close(self) -> None:
        """Take leave of the server."""
        try:
            self._smtp.quit()
        except (OSError, smtplib.SMTPException):
            self.drop()

    def drop(self) -> None:
        """Close the connection without a word."""
        self._smtp.close()

    def _prepare(self) -> None:
        server, smtp = self._server, self._smtp
        if smtp.sock is not None:
            smtp.sock.settimeout(server.seconds)
        smtp.ehlo_or_helo_if_needed()
        encrypted = server.encrypted
        if not encrypted and server.starttls != "off" and smtp.has_extn("starttls"):
            smtp.starttls(context=ssl.create_default_context())
            smtp.ehlo_or_helo_if_needed()
            encrypted = True
        if server.starttls == "required" and not encrypted:
            raise smtplib.SMTPNotSupportedError("it offers no STARTTLS")
        if server.user is not None:
            if not encrypted and not server.is_here:
                raise smtplib.SMTPNotSupportedError("the connection is not encrypted, so the password is not sent")
            smtp.login(server.user, server.password)

    def _check(self, code: int, reply: bytes) -> str:
        if code not in (250, 251, 252):
            raise self._refusal(code, reply)
        return _text(code, reply)

    def _refusal(self, code: int, reply: bytes | str) -> Exception:
        if code in (-1, CLOSING):
            self.drop()
            return Broken(f"{self._server.shown} says: {_text(code, reply)}")
        try:
            self._smtp.rset()
        except (OSError, smtplib.SMTPException):
            self.drop()
        return Refused(_text(code, reply), permanent=code >= 500 and code not in _UNKNOWN_TO_SERVER)


def _split(url: str) -> SplitResult | None:
    """The parts of a URL; None when it is none, its port included."""
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError:
        return None
    return parts


def _opened(server: MailServer) -> smtplib.SMTP:
    seconds = min(CONNECT_SECONDS, server.seconds)
    if server.encrypted:
        context = ssl.create_default_context()
        return smtplib.SMTP_SSL(server.host, server.port, timeout=seconds, context=context)
    return smtplib.SMTP(server.host, server.port, timeout=seconds)


def _said(error: Any) -> str:
    if isinstance(error, smtplib.SMTPResponseException):
        return _text(error.smtp_code, error.smtp_error)
    return in_one_line(error)


def _text(code: int, reply: bytes | str) -> str:
    words = reply.decode(errors="replace") if isinstance(reply, bytes) else reply
    return " ".join(f"{code} {words}".split()).replace("\0", "")
