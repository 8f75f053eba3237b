"""What can go wrong for a caller, each with the sentence that the caller reads.

Raised anywhere. ``http/errors.py`` alone knows their status numbers. An exception that is not one of these is a bug.
"""

from typing import Self


class Error(Exception):
    """A refusal that the caller is told about.

    ``sentence`` is the body of the answer; ``headers`` go along with it.
    """

    def __init__(self, sentence: str, headers: dict[str, str] | None = None) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.headers = headers or {}

    def fresh(self) -> Self:
        """A copy to raise: an error declared once would collect the traceback of every request that raises it."""
        return type(self)(self.sentence, self.headers)


class Invalid(Error):
    """The request cannot be understood or breaks a rule."""


class Unauthenticated(Error):
    """Nobody signed in."""


class PaymentRequired(Error):
    """The organization's plan does not include this."""


class Forbidden(Error):
    """Signed in, but not allowed."""


class NotFound(Error):
    """There is no such thing, or the caller may not know of it."""


class MethodNotAllowed(Error):
    """The path exists, the method does not."""


class Conflict(Error):
    """The present state does not allow it."""


class TooLarge(Error):
    """The body is over its limit."""


class TooManyRequests(Error):
    """Come back later; ``Retry-After`` says when."""


class Unavailable(Error):
    """The database cannot be reached now."""
