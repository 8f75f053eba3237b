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
    """A text as one line, without what has no place in a header: line breaks, NUL and their like."""
    kept = "".join(" " if letter.isspace() else letter for letter in text if _fits(letter))
    return " ".join(kept.split())[:_LONGEST_LINE]


def _fits(letter: str) -> bool:
    return letter.isspace() or category(letter) not in _UNPRINTED


def _host(public_url: str) -> str:
    try:
        host = urlsplit(public_url).hostname or "localhost"
    except ValueError:
        return "localhost"
    return "localhost" if ":" in host or host.replace(".", "").isdigit() else host
