"""A real mail server on a port of this machine, that refuses, hangs or hangs up on whom it is told to."""

import asyncio
import datetime as dates
from collections.abc import Generator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from ipaddress import ip_address
from pathlib import Path
from ssl import PROTOCOL_TLS_SERVER, SSLContext
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, LoginPassword
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from tests.postgres import free_port

LOGIN = (b"time", b"p:w@d")


class Arrived:
    """A message that the server took."""

    def __init__(self, connection: int, envelope: Any) -> None:
        self.connection = connection
        self.sender: str = envelope.mail_from
        (self.receiver,) = envelope.rcpt_tos
        self.content: bytes = envelope.content
        self.options: list[str] = envelope.mail_options

    @property
    def message(self) -> EmailMessage:
        """The same, read."""
        read: Any = message_from_bytes(self.content, policy=policy.default)
        return read

    def part(self, kind: str) -> str:
        """What the text or the HTML says."""
        found: Any = self.message.get_body((kind,))
        return found.get_content().replace("\r\n", "\n")


class Office:
    """What the server is told to do, and what came.

    ``at_receiver`` and ``at_data`` are replies by the receiver's address; ``hangs_up`` and ``hangs``
    are addresses whose messages end a connection, or get no answer.
    """

    def __init__(self, host: str, port: int, scheme: str) -> None:
        self.address = f"{host}:{port}"
        self.scheme = scheme
        self.at_receiver: dict[str, str] = {}
        self.at_data: dict[str, str] = {}
        self.hangs_up: set[str] = set()
        self.hangs: set[str] = set()
        self.closed = False
        self.arrived: list[Arrived] = []
        self.connections = 0

    def url(self, login: str = "", **options: str) -> str:
        """The server's address as a setting."""
        query = "&".join(f"{name}={value}" for name, value in options.items())
        return f"{self.scheme}://{login}{self.address}" + (f"?{query}" if query else "")

    @property
    def receivers(self) -> list[str]:
        """Whom messages came for."""
        return [one.receiver for one in self.arrived]

    async def handle_EHLO(
        self, server: Any, session: Any, envelope: Any, hostname: str, responses: list[str]
    ) -> list[str]:
        session.host_name = hostname
        if not hasattr(session, "number"):
            self.connections += 1
            session.number = self.connections
        return responses

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: list[str]) -> str:
        if address in self.at_receiver:
            return self.at_receiver[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        (address,) = envelope.rcpt_tos
        if address in self.at_data:
            return self.at_data[address]
        if address in self.hangs_up:
            server.transport.abort()
            return "250 OK"
        while address in self.hangs and not self.closed:
            await asyncio.sleep(0.05)
        self.arrived.append(Arrived(session.number, envelope))
        return f"250 OK queued as {len(self.arrived)}"


def _let_in(server: Any, session: Any, envelope: Any, mechanism: str, data: Any) -> AuthResult:
    known = isinstance(data, LoginPassword) and (data.login, data.password) == LOGIN
    return AuthResult(success=known, handled=False)


@contextmanager
def open_office(certificate: Path | None = None, implicit: bool = False, **options: Any) -> Generator[Office]:
    """A server that goes away with the block. ``options`` are aiosmtpd's."""
    port = free_port()
    office = Office("localhost", port, "smtps" if implicit else "smtp")
    tls = None
    if certificate is not None:
        tls = SSLContext(PROTOCOL_TLS_SERVER)
        tls.load_cert_chain(certificate)
    options = {"authenticator": _let_in, "ssl_context" if implicit else "tls_context": tls, **options}
    controller = Controller(office, hostname="127.0.0.1", port=port, ready_timeout=10, **options)
    controller.start()
    try:
        yield office
    finally:
        office.closed = True
        controller.stop()


def make_certificate(path: Path) -> Path:
    """A certificate that this machine gives itself, with its key in the same file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
    names = x509.SubjectAlternativeName([x509.DNSName("localhost"), x509.IPAddress(ip_address("127.0.0.1"))])
    begin = dates.datetime(2020, 1, 1)  # noqa: DTZ001 - certificates know no time zones
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(begin)
        .not_valid_after(begin.replace(year=2100))
        .add_extension(names, critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    path.write_bytes(private + made.public_bytes(Encoding.PEM))
    return path
