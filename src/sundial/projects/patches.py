"""Bulk edits of projects: each project on its own."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import msgspec

from sundial.access.askers import Membership
from sundial.core.errors import Error, Unavailable
from sundial.core.patches import Patched, PatchFailure, PatchOperation, check_operations
from sundial.db.transaction import Write
from sundial.http.bodies import decode, decoder_for
from sundial.projects import actions
from sundial.projects.schemas import ProjectPatch

SETTING = frozenset({"add", "replace"})
ANY = SETTING | {"remove"}
ALLOWED = {
    "name": SETTING,
    "color": SETTING,
    "client_id": ANY,
    "is_private": SETTING,
    "active": SETTING,
    "billable": SETTING,
    "estimated_hours": ANY,
    "estimated_seconds": ANY,
    "currency": ANY,
    "auto_estimates": SETTING,
    "start_date": SETTING,
    "end_date": ANY,
    "fixed_fee": ANY,
    "rate": ANY,
    "rate_change_mode": SETTING,
}
NEVER_NULL = frozenset(field for field, operations in ALLOWED.items() if "remove" not in operations)
# Amounts were read as decimals, and must come through as the numbers that they were.
encoder = msgspec.json.Encoder(decimal_format="number")
decoder = decoder_for(ProjectPatch)


def patch(
    tx: Write, asker: Membership, project_ids: list[int], operations: list[PatchOperation], now: datetime
) -> Patched:
    """Change several projects. Raises Invalid for operations that nothing could be changed by."""
    check_operations(operations, ALLOWED, NEVER_NULL)
    values: dict[str, Any] = {one.field: None if one.op == "remove" else one.value for one in operations}

    def change(project_id: int) -> None:
        actions.change(tx, asker, project_id, decode(decoder, encoder.encode(values)), now)

    return each(tx, project_ids, change)


def each(tx: Write, ids: list[int], change: Callable[[int], object]) -> Patched:
    """Change several things, told in the order of ``ids``; one that cannot be changed does not keep others back."""
    done = Patched(success=[], failure=[])
    # In one order, so that two bulk edits cannot wait for each other.
    for number in sorted(ids):
        try:
            with tx.attempt():
                change(number)
        except Unavailable:
            raise
        except Error as error:
            done.failure.append(PatchFailure(number, error.sentence))
        else:
            done.success.append(number)
    done.success.sort(key=ids.index)
    done.failure.sort(key=lambda failed: ids.index(failed.id))
    return done
