"""A letter as the message that goes over the wire. No name and no subject can bring in a header of its own."""

from base64 import b64encode
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP, EmailPolicy
from typing import Any, Protocol
from urllib.parse import quote

from sundial.mail.rules import one_line

_OWN = ("from", "to", "subject", "message-id", "list-unsubscribe")
# So many bytes fit into an encoded word, which may have 75 letters.
_WORD = 45
_LONGEST_NAME = 100


class _Policy(EmailPolicy):
    """Python's own, except that the headers made here are written as they are.

    Python folds long words so that mail programs do not read them, and forgets to quote a name when it folds it.
    """

    def header_store_parse(self, name: str, value: Any) -> tuple[str, Any]:
        if name.lower() not in _OWN:
            return super().header_store_parse(name, value)
        if not value.isprintable():
            raise ValueError(f"{name} must be one line")
        return name, value

    def fold(self, name: str, value: Any) -> str:
        if name.lower() not in _OWN:
            return super().fold(name, value)
        return f"{name}: {value}{self.linesep}".replace("?= =?", f"?={self.linesep} =?")

    def fold_binary(self, name: str, value: Any) -> bytes:
        return self.fold(name, value).encode() if name.lower() in _OWN else super().fold_binary(name, value)


# Letters beyond ASCII are encoded: not every server on the way takes eight bits.
POLICY = _Policy(linesep=SMTP.linesep, max_line_length=SMTP.max_line_length, cte_type="7bit")


class Written(Protocol):
    """What a message is made from."""

    @property
    def message_id(self) -> str: ...
    @property
    def to_address(self) -> str: ...
    @property
    def to_name(self) -> str: ...
    @property
    def subject(self) -> str: ...
    @property
    def text_part(self) -> str: ...
    @property
    def html_part(self) -> str: ...
    @property
    def unsubscribe_url(self) -> str | None: ...
    @property
    def created_at(self) -> datetime: ...


def message(written: Written, sender: tuple[str, str]) -> EmailMessage:
    """The message, with its text and the same as HTML. ``sender`` is a name and an address."""
    made = EmailMessage(POLICY)
    made["From"] = _mailbox(*sender)
    made["To"] = _mailbox(written.to_name, written.to_address)
    subject = one_line(written.subject)
    made["Subject"] = subject if _is_plain(subject) else _encoded(subject)
    made["Date"] = written.created_at
    made["Message-ID"] = f"<{_plain(written.message_id.strip('<>'))}>"
    made["Auto-Submitted"] = "auto-generated"
    if written.unsubscribe_url:
        made["List-Unsubscribe"] = f"<{_plain(written.unsubscribe_url)}>"
    made.set_content(written.text_part)
    made.add_alternative(written.html_part, subtype="html")
    return made


def _mailbox(name: str, address: str) -> str:
    name = one_line(name)[:_LONGEST_NAME]
    if not name:
        return address
    if not _is_plain(name):
        return f"{_encoded(name)} <{address}>"
    quoted = name.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{quoted}" <{address}>'


def _is_plain(text: str) -> bool:
    return text.isascii() and "=?" not in text


def _encoded(text: str) -> str:
    """A text of any letters as encoded words (RFC 2047), none of which ends within a letter."""
    parts = [b""]
    for letter in text:
        if len(parts[-1]) + len(letter.encode()) > _WORD:
            parts.append(b"")
        parts[-1] += letter.encode()
    return " ".join(f"=?utf-8?b?{b64encode(part).decode()}?=" for part in parts)


def _plain(text: str) -> str:
    """A URL or a name in ASCII, without what would end it."""
    return quote(text, safe=":/?#[]@!$&'()*+,;=%")
