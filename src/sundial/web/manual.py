"""The API's description, made from the code when somebody first asks for it."""

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from sundial.http.binding import Binding
from sundial.http.openapi import document
from sundial.web.pages import api_page


class Manual:
    """The OpenAPI document and its page. Its own operations are among those that it describes."""

    def __init__(self, version: str) -> None:
        self.bindings: Sequence[Binding] = ()
        self._version = version

    @cached_property
    def document(self) -> dict[str, Any]:
        """The OpenAPI 3.1 document."""
        return document(self.bindings, self._version)

    @cached_property
    def page(self) -> str:
        """The document as a page that needs nothing from elsewhere."""
        return api_page(self.document)
