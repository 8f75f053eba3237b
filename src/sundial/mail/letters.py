"""Letters: what a message says, as text and as HTML, from the templates that a slice has in its folder ``mails``.

``mails/alert.txt`` and ``mails/alert.html`` are the two parts of a letter of the kind ``alert``. HTML templates extend
``layout.html``. The first line of the text template is the subject. What people have written, such as names, stands in
a letter as one line.
"""

from collections.abc import Mapping
from typing import Any

import msgspec
from jinja2 import ChoiceLoader, Environment, PackageLoader, StrictUndefined

from sundial.mail.rules import legible


class Letter(msgspec.Struct, frozen=True):
    """What a message says. ``subject`` is one line."""

    kind: str
    subject: str
    text_part: str
    html_part: str


class Stationery:
    """The templates of one kind of letter, from a package such as ``sundial.alerts``."""

    def __init__(self, package: str, kind: str) -> None:
        loader = ChoiceLoader([PackageLoader(package, "mails"), PackageLoader("sundial.mail", "mails")])
        options: dict[str, Any] = {
            "loader": loader,
            "undefined": StrictUndefined,
            "trim_blocks": True,
            "finalize": _as_one_line,
        }
        self._kind = kind
        self._text = Environment(**options, autoescape=False).get_template(f"{kind}.txt")  # noqa: S701 - plain text
        self._html = Environment(**options, autoescape=True).get_template(f"{kind}.html")

    def write(self, context: Mapping[str, Any]) -> Letter:
        """A letter that says this."""
        subject, _, text = self._text.render(context).partition("\n")
        return Letter(self._kind, " ".join(subject.split()), text.strip() + "\n", self._html.render(context))


def _as_one_line(value: Any) -> Any:
    return legible(value) if isinstance(value, str) else value
