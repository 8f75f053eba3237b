"""Putting people into projects, changing what they are there, and taking them out."""

from datetime import datetime
from typing import Any

import msgspec
from msgspec import UnsetType

from sundial.access.askers import Membership
from sundial.access.permissions import Permission
from sundial.core.errors import Invalid, PaymentRequired
from sundial.core.money import Money
from sundial.core.patches import Patched, PatchOperation, check_operations
from sundial.db.transaction import Write
from sundial.http.bodies import decode, decoder_for
from sundial.members.rules import PAID
from sundial.projects import users
from sundial.projects.patches import each, encoder
from sundial.projects.queries import editable
from sundial.projects.users import ProjectUserRow
from sundial.projects.users_schemas import NewProjectUser, ProjectUserChange
from sundial.rates.actions import lock, lock_if, set_rate
from sundial.rates.fields import are_said, mode_of, set_again
from sundial.workspaces.project_places import end_rates

NOT_FOUND = Invalid("Project user not found/accessible")
AMOUNTS = {"rate": Permission.VIEW_RATES, "labor_cost": Permission.VIEW_LABOR_COSTS}
MODES = tuple(f"{field}_change_mode" for field in AMOUNTS)
ALLOWED = {field: frozenset({"replace", "remove"}) for field in ("manager", *AMOUNTS)} | {
    field: frozenset({"replace"}) for field in MODES
}
REMOVED = {"manager": False}
decoder = decoder_for(ProjectUserChange)


def create(tx: Write, asker: Membership, body: NewProjectUser, now: datetime) -> ProjectUserRow:
    """Put somebody into a project; who was there before gets their old place back, with what is said now.

    Raises Invalid, Forbidden and PaymentRequired with the API's sentences.
    """
    lock(tx, asker.scope)
    project_id = editable(tx, asker, body.project_id or 0, Invalid("Invalid project_id")).id
    user_id = body.user_id or 0
    if not tx.all(users.ACTIVE_MEMBERS, asker.scope, user_ids=[user_id]):
        raise Invalid("Invalid user_id")
    present = tx.find(users.OF_USER_FOR_UPDATE, asker.scope, project_id=project_id, the_user=user_id)
    if present is not None and present.deleted_at is None:
        raise Invalid("Project user already exists")
    added = users.new(tx, asker, project_id, user_id, now)
    added.manager = body.manager is True
    for field, amount in _amounts(asker, body).items():
        _set_amount(added, field, amount, None if amount is None else now)
    if present is None:
        users.add(tx, asker, added)
        return added
    added.id, added.created_at = present.id, present.created_at
    users.save(tx, asker, present, added)
    for field, kind in users.RATES.items():
        set_again(tx, asker, users.rated(added), kind, getattr(added, field), now)
    return added


def change(
    tx: Write, asker: Membership, project_user_id: int, body: ProjectUserChange, now: datetime
) -> ProjectUserRow:
    """Change a project user. Raises Invalid, Forbidden and PaymentRequired with the API's sentences."""
    lock_if(tx, asker.scope, are_said(body.rate, body.labor_cost))
    present = _locked(tx, asker, project_user_id)
    if body == ProjectUserChange():
        raise Invalid("Missing data")
    after = msgspec.structs.replace(present)
    if isinstance(body.manager, bool):
        after.manager = body.manager
    for field, amount in _amounts(asker, body).items():
        mode = mode_of(amount, getattr(body, f"{field}_change_mode"), getattr(present, field))
        if mode is not None:
            valid = set_rate(tx, asker, users.rated(present), users.RATES[field], amount, mode, now)
            _set_amount(after, field, valid, now)
    if after != present:
        after.at = now
        users.save(tx, asker, present, after)
    return after


def remove(tx: Write, asker: Membership, project_user_id: int, now: datetime) -> None:
    """Take somebody out of a project: what they tracked keeps its price. Raises Invalid and Forbidden."""
    lock(tx, asker.scope)
    present = _locked(tx, asker, project_user_id)
    users.save(tx, asker, present, msgspec.structs.replace(present, at=now, deleted_at=now))
    end_rates(tx, present, asker.user.id, now)


def patch(
    tx: Write, asker: Membership, project_user_ids: list[int], operations: list[PatchOperation], now: datetime
) -> Patched:
    """Change several project users. Raises Invalid for operations that nothing could be changed by."""
    check_operations(operations, ALLOWED, never_null=(*REMOVED, *MODES))
    values: dict[str, Any] = {
        one.field: REMOVED.get(one.field) if one.op == "remove" else one.value for one in operations
    }

    def change_one(project_user_id: int) -> None:
        change(tx, asker, project_user_id, decode(decoder, encoder.encode(values)), now)

    return each(tx, project_user_ids, change_one)


def _locked(tx: Write, asker: Membership, project_user_id: int) -> ProjectUserRow:
    present = tx.find(users.FOR_UPDATE, asker.scope, project_user_id=project_user_id)
    if present is None:
        raise NOT_FOUND.fresh()
    editable(tx, asker, present.project_id, NOT_FOUND)
    return present


def _amounts(asker: Membership, body: ProjectUserChange) -> dict[str, Money | None]:
    """The amounts that a request sets, checked. Raises Invalid, Forbidden and PaymentRequired."""
    amounts: dict[str, Money | None] = {}
    for field, permission in AMOUNTS.items():
        amount: Money | UnsetType | None = getattr(body, field)
        if isinstance(amount, Money):
            _check_amount(asker, field, permission, amount)
        # Who reads null where there is an amount may send it back: that clears nothing.
        if not isinstance(amount, UnsetType) and permission in asker.permissions:
            amounts[field] = amount
    return amounts


def _set_amount(row: ProjectUserRow, field: str, amount: Money | None, at: datetime | None) -> None:
    setattr(row, field, amount)
    setattr(row, f"{field}_last_updated", at)


def _check_amount(asker: Membership, field: str, permission: Permission, amount: Money) -> None:
    asker.require(permission)
    plans, sentence = PAID[field]
    if asker.plan not in plans:
        raise PaymentRequired(sentence)
    if amount.hundredths < 0:
        raise Invalid(f"{field} must be at least 0")
