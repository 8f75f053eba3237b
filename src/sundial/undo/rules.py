"""What the log's documents say: what may be shown of them, and whether and to what a change can be taken back."""

from collections.abc import Collection
from datetime import datetime
from decimal import Decimal
from typing import Any, TypeVar

import msgspec

from sundial.access.permissions import Permission
from sundial.core.errors import Conflict, Invalid
from sundial.core.money import Money

Row = TypeVar("Row", bound=msgspec.Struct)
Json = dict[str, Any]

REVERTIBLE = ("time_entry", "project", "client", "tag", "task")
LISTED = (*REVERTIBLE, "project_user", "project_group")
PARTS = {
    "project_user": ("project",),
    "project_group": ("project",),
    "time_entry_invitation": ("time_entry",),
    "rate": ("project", "task"),
}
"""What may be made along with something, and stays with it when that is deleted."""

CHANGED_SINCE = "It has been changed since; take back the later change first."
DERIVED = ("at", "tracked_seconds", "rate", "rate_last_updated")
"""What changes by itself with other things: it is not compared, and stays as it is."""
SECRETS = {
    Permission.VIEW_RATES: frozenset({"rate", "rate_last_updated", "fixed_fee"}),
    Permission.VIEW_LABOR_COSTS: frozenset({"labor_cost", "labor_cost_last_updated"}),
}
"""The fields that a reader without the permission is not told of."""


def _verbatim(number: str) -> msgspec.Raw:
    return msgspec.Raw(number.encode())


_documents = msgspec.json.Decoder(float_hook=Decimal)
_shown = msgspec.json.Decoder(float_hook=_verbatim)


class Entries(msgspec.Struct):
    """The time entries that a deletion of a project or a task took it away from, or that were deleted with it.

    ``tasks`` are the tasks that they had, by entry. ``come_back`` tells a deletion from the taking back of one.
    """

    deleted_at: datetime
    come_back: bool
    deleted_too: bool
    tasks: dict[int, int | None]
    document: Json


def document(text: str | None) -> Json:
    """A document of the log; an empty one where there is none."""
    return _documents.decode(text) if text is not None else {}


def shown(text: str | None, permissions: Collection[Permission]) -> Json | None:
    """A document as somebody may read it."""
    if text is None:
        return None
    hidden = {field for permission, fields in SECRETS.items() if permission not in permissions for field in fields}
    return _without(_shown.decode(text), hidden)


def _without(value: Any, hidden: Collection[str]) -> Any:
    if isinstance(value, list):
        return [_without(item, hidden) for item in value]  # pyright: ignore[reportUnknownVariableType]
    if isinstance(value, dict):
        return {name: _without(item, hidden) for name, item in value.items() if name not in hidden}  # pyright: ignore[reportUnknownVariableType]
    return value


def revertible(made: Collection[tuple[str, str]]) -> bool:
    """Whether a batch whose changes are of these kinds and actions can be taken back at all."""
    return all(
        kind in REVERTIBLE or any((whole, "created") in made for whole in PARTS.get(kind, ())) for kind, _ in made
    )


def sets_rate(before: str | None, after: str | None) -> bool:
    """Whether a change of something set its rate: what has one has had others, which stay valid for their time."""
    if before is None or after is None:
        return False
    was, became = document(before), document(after)
    return "rate" in was and "rate" in became and was["rate"] != became["rate"]


def taken_back(present: Row, action: str, before: Json, after: Json, now: datetime) -> Row:
    """The row as it was before a change. Raises Conflict when it is not as the change left it.

    Fields that the documents of an older version lack are as they are now.
    """
    if not _same(present, _said(present, {**before, **after})):
        raise Conflict(CHANGED_SINCE)
    if action == "created":
        return msgspec.structs.replace(present, at=now, deleted_at=now)
    derived = {name: getattr(present, name) for name in DERIVED if hasattr(present, name)}
    return _said(present, {**before, **derived, "at": now})


def what_was_done(before: Any, after: Any) -> str:
    """What taking back did to a thing, in the answer's words."""
    if after.deleted_at is not None:
        return "deleted"
    return "changed back" if before.deleted_at is None else "restored"


def entries_of(kind: str, entity_id: int, before: Json, after: Json) -> Entries | None:
    """The entries that a deletion speaks of, or the taking back of one; None for any other change."""
    told = next((one for one in (after, before) if "time_entries" in one), None)
    if told is None:
        return None
    listed = told["time_entries"]
    return Entries(
        deleted_at=msgspec.convert(told["deleted_at"], datetime),
        come_back=told is after,
        deleted_too=told.get("te_deletion_mode") == "delete",
        tasks=dict.fromkeys(listed, entity_id) if kind == "task" else dict(listed),
        document={name: told[name] for name in ("te_deletion_mode", "time_entries") if name in told},
    )


def _said(present: Row, said: Json) -> Row:
    return msgspec.convert({**msgspec.structs.asdict(present), **said}, type(present), dec_hook=_custom)


def _custom(kind: type, value: Any) -> Any:
    if kind is Money:
        return value if isinstance(value, Money) else Money.from_number(value)
    raise TypeError(f"no {kind.__name__} in a document")


def _same(one: Any, other: Any) -> bool:
    return all(getattr(one, name) == getattr(other, name) for name in one.__struct_fields__ if name not in DERIVED)


def known_kind(text: str) -> str:
    """A kind to filter by. Raises Invalid."""
    if text not in LISTED:
        raise Invalid(f"kind must be one of {', '.join(LISTED)}")
    return text
