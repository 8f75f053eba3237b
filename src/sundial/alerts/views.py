"""How stored alerts become those that a client reads."""

from collections.abc import Sequence

from sundial.access.askers import Membership
from sundial.alerts.measures import Figures, of_ids
from sundial.alerts.people import People, Wanted
from sundial.alerts.queries import AlertRow, named
from sundial.alerts.rules import OBJECT_TYPES, SourceKind, ThresholdType
from sundial.alerts.schemas import AlertError, AlertWithMeta
from sundial.core.rounding import HOUR
from sundial.db.transaction import Read

DELETED = AlertError("project_deleted", "The project is deleted.")
ARCHIVED = AlertError("project_archived", "The project is archived.")
NO_ESTIMATE = AlertError("no_estimate", "The project has no estimate and no fixed fee.")


def views(tx: Read, asker: Membership, rows: Sequence[AlertRow]) -> list[AlertWithMeta]:
    """Alerts as clients read them, in the same number of statements however many there are."""
    if not rows:
        return []
    names = named(tx, asker.scope, rows)
    ids = [row.project_id for row in rows if row.project_id is not None]
    projects = {one.id: one for chunk in of_ids(tx, asker.scope, ids) for one in chunk}
    wanted = {row.id: Wanted.of(row, (one.user_id for one in names[row.id])) for row in rows}
    of_all = any(row.project_id is None and wanted[row.id].managers for row in rows)
    managed = [row.project_id for row in rows if row.project_id is not None and wanted[row.id].managers]
    private = [one.id for one in projects.values() if one.is_private]
    people = People(tx, asker.scope, list(wanted.values()), managed, private, of_all)
    return [
        _view(
            row,
            projects[row.project_id] if row.project_id is not None else None,
            [one.user_id for one in names[row.id]],
            [one.name for one in names[row.id]],
            people.number(wanted[row.id], row.project_id),
        )
        for row in rows
    ]


def view(tx: Read, asker: Membership, row: AlertRow) -> AlertWithMeta:
    """One alert."""
    return views(tx, asker, [row])[0]


def _view(row: AlertRow, project: Figures | None, users: list[int], names: list[str], receivers: int) -> AlertWithMeta:
    return AlertWithMeta(
        billable=None if project is None else project.billable,
        client_id=None if project is None else project.client_id,
        client_name=None if project is None else project.client_name,
        errors=[] if project is None else _errors(row, project),
        estimated_hours=None if project is None or project.estimate is None else project.estimate // HOUR,
        id=row.id,
        is_fixed_fee=None if project is None else project.fixed_fee is not None,
        is_private=None if project is None else project.is_private,
        object_type=OBJECT_TYPES[SourceKind(row.source_kind)],
        project_color=None if project is None else project.color,
        project_id=row.project_id,
        project_name=None if project is None else project.name,
        receiver_groups=[],
        receiver_roles=row.receiver_roles,
        receiver_users=users,
        receiver_users_name=names,
        receivers=receivers,
        source_kind=row.source_kind,
        threshold=row.thresholds[0],
        threshold_type=row.threshold_type,
        thresholds=row.thresholds,
        wid=row.workspace_id,
    )


def _errors(row: AlertRow, project: Figures) -> list[AlertError]:
    if project.deleted_at is not None:
        return [DELETED]
    errors = [] if project.active else [ARCHIVED]
    if row.threshold_type is ThresholdType.PERCENTAGE and project.fixed_fee is None and project.estimate is None:
        errors.append(NO_ESTIMATE)
    return errors
