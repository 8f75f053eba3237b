"""What clients read of the log of changes, and of taking changes back."""

from datetime import datetime
from typing import Any

import msgspec
from msgspec import UNSET, UnsetType


class ChangeSeen(msgspec.Struct):
    """One change of one thing: what it was and became, null where it was not.

    Changes with the same ``batch_id`` were made together and are taken back together.
    """

    id: int
    batch_id: int | None
    kind: str
    entity_id: int
    action: str
    at: datetime
    user_id: int | None
    user_name: str | None
    before: dict[str, Any] | None
    after: dict[str, Any] | None
    revertible: bool


class Reverted(msgspec.Struct):
    """What was done to a thing: `restored`, `deleted` or `changed back`.

    With a project or a task, ``time_entries`` counts the entries that came back to it, or left it again.
    """

    kind: str
    entity_id: int
    action: str
    time_entries: int | UnsetType = UNSET


class Reversal(msgspec.Struct):
    """What taking back did, or with ``dry_run`` would do, in this order."""

    reverted: list[Reverted]
    dry_run: bool
