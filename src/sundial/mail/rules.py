"""Who writes our letters."""

from urllib.parse import urlsplit

from sundial.core.settings import Settings


def sender(settings: Settings) -> str:
    """The address that letters come from: ``SUNDIAL_MAIL_FROM``, else ``sundial@`` the host of the public address."""
    host = urlsplit(settings.public_url).hostname or "localhost"
    return settings.mail_from or f"Sundial <sundial@{host}>"
