"""Every write of saved reports."""

from datetime import datetime

import msgspec
from sqlalchemy import bindparam, delete, update

from sundial.access.askers import Membership
from sundial.access.permissions import Permission
from sundial.access.secrets import Secrets, new_token
from sundial.changes.log import Change, record
from sundial.core.errors import Forbidden, Invalid, NotFound
from sundial.db.statement import Command, Scope, insertion, scoped
from sundial.db.transaction import Write
from sundial.reports import saved_rules as rules
from sundial.reports.saved_queries import BY_IDS, FOR_UPDATE, SavedReportRow, runs_all, seen
from sundial.reports.saved_schemas import SavedReportChange
from sundial.reports.tables import report_directory, saved_report

KIND = "saved_report"
CHANGING = (
    "name",
    "name_key",
    "params",
    "public",
    "fixed_daterange",
    "token_sealed",
    "updated_by_id",
    "at",
    "deleted_at",
)

ADD = insertion(saved_report)
SAVE = Command(
    update(saved_report)
    .values({name: bindparam(name, type_=saved_report.c[name].type) for name in CHANGING})
    .where(saved_report.c.organization_id == scoped("organization_id"), saved_report.c.id == bindparam("the_report"))
)
PUBLISH = insertion(report_directory)
WITHDRAW = Command(delete(report_directory).where(report_directory.c.token_hash == bindparam("the_token")))


class Logged(msgspec.Struct):
    """What the log of changes holds of a saved report: not its token."""

    id: int
    workspace_id: int
    user_id: int
    name: str
    params: str
    public: bool
    fixed_daterange: bool
    updated_by_id: int
    at: datetime
    deleted_at: datetime | None


def create(tx: Write, secrets: Secrets, asker: Membership, change: SavedReportChange, now: datetime) -> SavedReportRow:
    """Save a report; it belongs to whoever does. Raises Invalid, Forbidden and PaymentRequired."""
    rules.check_plan(asker.plan)
    name = rules.name(change.name)
    fixed = rules.flag("fixed_daterange", change.fixed_daterange)
    public = rules.flag("public", change.public)
    params = rules.params(change.params, "parameter report_type is invalid or blank")
    report_id, token = tx.new_id(), new_token()
    added = SavedReportRow(
        organization_id=asker.organization_id,
        id=report_id,
        workspace_id=asker.workspace_id,
        user_id=asker.user.id,
        name=name,
        name_key=name.casefold(),
        params=params,
        public=public,
        fixed_daterange=fixed,
        token_sealed=secrets.seal(token, report_id),
        updated_by_id=asker.user.id,
        created_at=now,
        at=now,
        deleted_at=None,
    )
    _check_public(asker, added)
    values = msgspec.structs.asdict(added)
    del values["organization_id"]
    tx.run(ADD, asker.scope, **values)
    _publish(tx, secrets, added, token)
    _record(tx, "created", None, added)
    return added


def change(
    tx: Write, secrets: Secrets, asker: Membership, report_id: int, wanted: SavedReportChange, now: datetime
) -> SavedReportRow:
    """Change a report; a field that is absent or null stays.

    Raises NotFound, Invalid, PaymentRequired; Forbidden for who sees it but may not change it, or not so.
    """
    rules.check_plan(asker.plan)
    present = seen(tx, asker, report_id, FOR_UPDATE)
    if not _may_change(asker, present):
        raise Forbidden(Permission.MANAGE_REPORTS.refusal)
    changed = _changed(present, asker, wanted, now)
    _check_public(asker, changed)
    if wanted.regenerate_token:
        token = new_token()
        changed.token_sealed = secrets.seal(token, report_id)
        _withdraw(tx, secrets, present)
        _publish(tx, secrets, changed, token)
    _save(tx, present, changed)
    return changed


def change_all(
    tx: Write, secrets: Secrets, asker: Membership, wanted: list[SavedReportChange], now: datetime
) -> list[SavedReportRow]:
    """Change several reports, all of them or none. Raises as `change` does; Invalid tells which one it is about."""
    rules.check_plan(asker.plan)
    ids = {one.id or 0 for one in wanted}
    found = tx.all(BY_IDS, asker.scope, report_ids=sorted(ids), sees_all=runs_all(asker))
    _require_all(len(found), len(ids))
    changed: list[SavedReportRow] = []
    for one in wanted:
        try:
            changed.append(change(tx, secrets, asker, one.id or 0, one, now))
        except Invalid as error:
            raise Invalid(f"Report ID {one.id} failed with: {error.sentence}") from error
    return changed


def remove(tx: Write, secrets: Secrets, asker: Membership, report_id: int, now: datetime) -> SavedReportRow:
    """Delete a report; its token finds nothing any more. Raises NotFound and PaymentRequired."""
    rules.check_plan(asker.plan)
    present = seen(tx, asker, report_id, FOR_UPDATE)
    if not _may_change(asker, present):
        raise NotFound(f"Report ID {report_id} not found/accessible.")
    return _remove(tx, secrets, asker, present, now)


def remove_all(
    tx: Write, secrets: Secrets, asker: Membership, report_ids: list[int], now: datetime
) -> list[SavedReportRow]:
    """Delete several reports, all of them or none. Raises NotFound and PaymentRequired."""
    rules.check_plan(asker.plan)
    ids = sorted(set(report_ids))
    found = tx.all(BY_IDS, asker.scope, report_ids=ids, sees_all=runs_all(asker))
    own = [row for row in found if _may_change(asker, row)]
    _require_all(len(own), len(ids))
    return [_remove(tx, secrets, asker, row, now) for row in own]


def _changed(present: SavedReportRow, asker: Membership, wanted: SavedReportChange, now: datetime) -> SavedReportRow:
    name = present.name if wanted.name is None else rules.name(wanted.name)
    return msgspec.structs.replace(
        present,
        name=name,
        name_key=name.casefold(),
        params=present.params
        if wanted.params is None
        else rules.params(wanted.params, "parameter report_type invalid or blank"),
        public=present.public if wanted.public is None else wanted.public,
        fixed_daterange=present.fixed_daterange if wanted.fixed_daterange is None else wanted.fixed_daterange,
        updated_by_id=asker.user.id,
        at=now,
    )


def _remove(tx: Write, secrets: Secrets, asker: Membership, present: SavedReportRow, now: datetime) -> SavedReportRow:
    removed = msgspec.structs.replace(present, updated_by_id=asker.user.id, at=now, deleted_at=now)
    _withdraw(tx, secrets, present)
    _save(tx, present, removed)
    return removed


def _may_change(asker: Membership, row: SavedReportRow) -> bool:
    return row.user_id == asker.user.id or runs_all(asker)


def _check_public(asker: Membership, row: SavedReportRow) -> None:
    if row.public:
        asker.require(Permission.MANAGE_REPORTS)


def _require_all(found: int, requested: int) -> None:
    if found < requested:
        raise NotFound(f"Some IDs were not found: Only {found} Saved Reports found for {requested} given IDs.")


def _publish(tx: Write, secrets: Secrets, row: SavedReportRow, token: str) -> None:
    tx.run(
        PUBLISH,
        token_hash=secrets.fingerprint(token),
        organization_id=row.organization_id,
        workspace_id=row.workspace_id,
        report_id=row.id,
    )


def _withdraw(tx: Write, secrets: Secrets, row: SavedReportRow) -> None:
    tx.run(WITHDRAW, the_token=secrets.fingerprint(secrets.unseal(row.token_sealed, row.id)))


def _save(tx: Write, before: SavedReportRow, after: SavedReportRow) -> None:
    scope = Scope(organization_id=after.organization_id)
    tx.run(SAVE, scope, the_report=after.id, **{name: getattr(after, name) for name in CHANGING})
    _record(tx, "updated" if after.deleted_at is None else "deleted", before, after)


def _record(tx: Write, action: str, before: SavedReportRow | None, after: SavedReportRow) -> None:
    was = None if before is None else _logged(before)
    place, by = (after.organization_id, after.workspace_id), after.updated_by_id
    record(tx, Change(*place, KIND, after.id, action, was, _logged(after), by, after.at))


def _logged(row: SavedReportRow) -> Logged:
    return Logged(**{name: getattr(row, name) for name in Logged.__struct_fields__})
