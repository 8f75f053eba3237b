"""No name, subject or address brings in a header of its own, and every name and subject is read as it was written."""

from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.header import decode_header, make_header
from email.utils import parseaddr
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sundial.core.settings import BadSetting, Settings, load
from sundial.mail.messages import POLICY, message
from sundial.mail.rules import one_line, sender

ODD = [
    "\r",
    "\n",
    "\r\n",
    "\0",
    "\u2028",
    "\x0b",
    "\x85",
    "\u202e",
    "🧑\u200d🚀",
    "שלום",
    "مرحبا",
    '"',
    "\\",
    ",",
    "<",
    ">",
    "@",
    ";",
    ":",
    "=?utf-8?q?=0D=0A?=",
    "Bcc: x@example.com",
    "\r\nBcc: x@example.com\r\n\r\n",
    "e\u0301",
    "ß",
    "  ",
]
TEXTS = st.lists(st.one_of(st.sampled_from(ODD), st.text(max_size=20)), max_size=12).map("".join)
HEADERS = ["From", "To", "Subject", "Date", "Message-ID", "Auto-Submitted", "List-Unsubscribe", "MIME-Version"]


class Example(msgspec.Struct):
    """A message to be written."""

    to_address: str = "grace@example.com"
    to_name: str = ""
    subject: str = "News"
    text_part: str = "Text\n"
    html_part: str = "<p>Text</p>"
    message_id: str = "<1.2@example.com>"
    unsubscribe_url: str | None = "https://example.com/stop"
    created_at: datetime = datetime(2026, 11, 23, 12, tzinfo=UTC)


def written(example: Example, name: str = "Sundial", utf8: bool = False) -> bytes:
    return message(example, (name, "time@example.com")).as_bytes(policy=POLICY.clone(utf8=utf8))


def raw(content: bytes) -> Any:
    """The message with its headers as they were sent."""
    return message_from_bytes(content, policy=policy.compat32)


def decoded(header: str) -> str:
    """A header's text as mail programs show it (RFC 2047)."""
    return str(make_header(decode_header(header.replace("\r\n", ""))))


@settings(max_examples=60, deadline=None, derandomize=True)
@given(to_name=TEXTS, subject=TEXTS, name=TEXTS, message_id=TEXTS, url=TEXTS, utf8=st.booleans())
def test_texts_stay_within_their_headers(
    to_name: str, subject: str, name: str, message_id: str, url: str, utf8: bool
) -> None:
    example = Example(to_name=to_name, subject=subject, message_id=f"<{message_id}@x>", unsubscribe_url=f"https:{url}")

    content = written(example, name, utf8)

    head = content.partition(b"\r\n\r\n")[0]
    read = raw(content)
    assert [key for key in read if key != "Content-Type"] == HEADERS
    assert head.isascii()
    assert max(map(len, head.split(b"\r\n"))) <= 998
    assert b"\r" not in head.replace(b"\r\n", b"")
    assert b"\n" not in head.replace(b"\r\n", b"")
    assert b"\0" not in head
    assert parseaddr(read["To"].replace("\r\n", ""))[1] == "grace@example.com"
    assert len(message_from_bytes(content, policy=policy.default)["To"].addresses) == 1
    assert decoded(read["Subject"]) == one_line(subject)


@settings(max_examples=100, deadline=None, derandomize=True)
@given(TEXTS)
def test_names_are_read_as_they_were_written(to_name: str) -> None:
    header = raw(written(Example(to_name=to_name)))["To"].replace("\r\n", "")

    name = parseaddr(header)[0]

    assert decoded(name) == one_line(to_name)[:100].strip() or decoded(name) == one_line(to_name)[:100]


@settings(max_examples=30, deadline=None, derandomize=True)
@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=3000))
def test_letters_are_read_as_they_were_written(text: str) -> None:
    read: Any = message_from_bytes(written(Example(text_part=text + "\n")), policy=policy.default)

    assert read.get_body(("plain",)).get_content().splitlines() == (text + "\n").splitlines()
    assert max(map(len, written(Example(text_part=text)).split(b"\r\n"))) <= 998


@pytest.mark.parametrize(
    ("given", "line"),
    [
        ("  a \r\n b\t c ", "a b c"),
        ("a\0b\x1b[31m", "ab[31m"),
        ("x\u2028y\u0085z", "x y z"),
        ("🧑\u200d🚀", "🧑\u200d🚀"),
        ("gnp\u202e.exe \u2067x\u2069", "gnp.exe x"),
        ("x" * 300, "x" * 250),
    ],
)
def test_a_line_is_one_line(given: str, line: str) -> None:
    assert one_line(given) == line


@pytest.mark.parametrize(
    ("mail_from", "public_url", "expected"),
    [
        ("", "https://time.example.com:8443", ("Sundial", "sundial@time.example.com")),
        ("", "http://127.0.0.1:8080", ("Sundial", "sundial@localhost")),
        ("", "http://[::1]:8080", ("Sundial", "sundial@localhost")),
        ("", "http://[", ("Sundial", "sundial@localhost")),
        ("", "", ("Sundial", "sundial@localhost")),
        ("time@example.com", "https://x", ("", "time@example.com")),
        ("Time <time@example.com>", "https://x", ("Time", "time@example.com")),
        ('"Time, Ltd." <time@example.com>', "https://x", ("Time, Ltd.", "time@example.com")),
        ("Zeit für alle <time@example.com>", "https://x", ("Zeit für alle", "time@example.com")),
    ],
)
def test_who_writes(mail_from: str, public_url: str, expected: tuple[str, str]) -> None:
    assert sender(Settings(mail_from=mail_from, public_url=public_url)) == expected


@pytest.mark.parametrize(
    "mail_from",
    [
        "time",
        "time@",
        "Time <time>",
        "Time time@example.com",
        "time@example.com, x@example.com",
        "a@example.com\nBcc: b@example.com",
        "Time\r\nBcc: x <time@example.com>",
        "zeit@bücher.example",
        "<>",
    ],
)
def test_a_sender_that_is_no_address_is_refused(mail_from: str) -> None:
    with pytest.raises(BadSetting, match="SUNDIAL_MAIL_FROM must be an address"):
        load({"SUNDIAL_MAIL_FROM": mail_from}, {})
