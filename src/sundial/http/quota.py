"""Request quotas, as far as HTTP is concerned: the headers that tell of them. `access` counts."""

from collections.abc import Callable
from datetime import datetime

import msgspec

from sundial.db.statement import Scope
from sundial.db.transaction import Read

Headers = dict[str, str]
Count = Callable[[Read, Scope, datetime], Headers]
"""Counts for the user and the organization in the scope (0 for `/me`) and gives the headers that tell what is left."""


class Quota(msgspec.Struct, frozen=True):
    """How a server limits its callers.

    ``full`` are the headers of a budget that nothing was spent of. ``spend`` counts a request and raises
    PaymentRequired when nothing is left, ``look`` only looks; both are None where requests are not limited.
    """

    full: Headers
    spend: Count | None = None
    look: Count | None = None
