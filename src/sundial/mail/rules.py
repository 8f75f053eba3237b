"""Who writes our letters, for how long they are worth sending, and what fits into a header's line."""

from datetime import timedelta
from unicodedata import category
from urllib.parse import urlsplit

from sundial.core.addresses import is_address, mailbox
from sundial.core.settings import Settings

LIFE = timedelta(days=7)
"""How long a message is worth sending that says nothing else."""
KEPT = timedelta(days=90)
"""How long the outbox keeps messages that were sent, or will not be."""
_LONGEST_LINE = 250
_UNPRINTED = ("Cc", "Cs")
# They turn the direction of all that follows, of amounts too; what is written in Arabic or Hebrew needs none of them.
_TURNING = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"


def sender(settings: Settings) -> tuple[str, str]:
    """The name and address that letters come from.

    ``SUNDIAL_MAIL_FROM``, else ``sundial@`` the host of the public address, or ``sundial@localhost`` where that has
    only a number.
    """
    if settings.mail_from and (found := mailbox(settings.mail_from)):
        return found
    address = f"sundial@{_host(settings.public_url)}"
    return "Sundial", address if is_address(address) and address.isascii() else "sundial@localhost"


def one_line(text: str) -> str:
    """A text as one line that fits into a header."""
    return legible(text)[:_LONGEST_LINE]


def legible(text: str) -> str:
    """A text as one line, without what spoils the lines around it: line breaks, NUL and their like."""
    kept = "".join(" " if letter.isspace() else letter for letter in text if _fits(letter))
    return " ".join(kept.split())


def _fits(letter: str) -> bool:
    return letter.isspace() or (category(letter) not in _UNPRINTED and letter not in _TURNING)


def _host(public_url: str) -> str:
    try:
        host = urlsplit(public_url).hostname or "localhost"
    except ValueError:
        return "localhost"
    return "localhost" if ":" in host or host.replace(".", "").isdigit() else host
