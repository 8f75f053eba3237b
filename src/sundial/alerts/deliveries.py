"""The ledger of an alert: who was told what, and what became of each message."""

from datetime import datetime

import msgspec
from sqlalchemy import BigInteger, and_, bindparam, func, literal_column, select

from sundial.access.askers import Membership
from sundial.access.permissions import Permission
from sundial.alerts.queries import get
from sundial.alerts.schemas import AlertDelivery, Mail
from sundial.alerts.tables import alert_delivery
from sundial.core.money import Money
from sundial.db.statement import Query, scoped
from sundial.db.transaction import Read
from sundial.http.paging import SIZES, Paging
from sundial.mail.tables import outbox
from sundial.projects.tables import project
from sundial.users.tables import user
from sundial.workspaces.queries import Number


class Told(msgspec.Struct):
    """A line of the ledger, with its message."""

    id: int
    alert_id: int
    project_id: int
    threshold_type: str
    threshold: int
    crossed: list[int]
    unit: str
    measured: int
    whole: int | None
    currency: str | None
    user_id: int
    mail_id: int
    created_at: datetime
    project_name: str
    user_name: str
    state: str
    attempts: int
    sent_at: datetime | None
    server_said: str | None


_of_alert = (
    alert_delivery.c.organization_id == scoped("organization_id"),
    alert_delivery.c.alert_id == bindparam("the_alert", type_=BigInteger()),
)
_told = (
    select(
        *(alert_delivery.c[name] for name in Told.__struct_fields__[:13]),
        project.c.name.label("project_name"),
        user.c.fullname.label("user_name"),
        outbox.c.state,
        outbox.c.attempts,
        outbox.c.sent_at,
        outbox.c.server_said,
    )
    .join(
        project,
        and_(
            project.c.organization_id == alert_delivery.c.organization_id, project.c.id == alert_delivery.c.project_id
        ),
    )
    .join(user, user.c.id == alert_delivery.c.user_id)
    .join(
        outbox,
        and_(outbox.c.organization_id == alert_delivery.c.organization_id, outbox.c.id == alert_delivery.c.mail_id),
    )
    .where(*_of_alert)
    .order_by(alert_delivery.c.created_at.desc(), alert_delivery.c.id.desc())
)
PAGES = {
    size: Query(Told, _told.limit(literal_column(str(size))).offset(bindparam("first", type_=BigInteger())))
    for size in SIZES
}
COUNT = Query(Number, select(func.count().label("number")).select_from(alert_delivery).where(*_of_alert))


def page(tx: Read, asker: Membership, alert_id: int, paging: Paging) -> tuple[list[AlertDelivery], int]:
    """What an alert has told, the newest first, and how much that is in all. Raises Forbidden."""
    get(tx, asker, alert_id)
    rows = tx.all(PAGES[paging.size], asker.scope, the_alert=alert_id, first=paging.first)
    number = paging.records(len(rows), lambda: tx.one(COUNT, asker.scope, the_alert=alert_id).number)
    sees_rates = Permission.VIEW_RATES in asker.permissions
    return [_view(row, sees_rates) for row in rows[: paging.per_page]], number


def _view(row: Told, sees_rates: bool) -> AlertDelivery:
    is_time = row.unit == "seconds"
    is_money = not is_time and sees_rates
    return AlertDelivery(
        id=row.id,
        alert_id=row.alert_id,
        project_id=row.project_id,
        project_name=row.project_name,
        threshold_type=row.threshold_type,
        threshold=row.threshold,
        crossed=row.crossed,
        measured_seconds=row.measured if is_time else None,
        whole_seconds=row.whole if is_time else None,
        measured_amount=Money(row.measured) if is_money else None,
        whole_amount=Money(row.whole) if is_money and row.whole is not None else None,
        currency=row.currency if is_money else None,
        user_id=row.user_id,
        user_name=row.user_name,
        created_at=row.created_at,
        mail=Mail(row.mail_id, row.state, row.attempts, row.sent_at, row.server_said),
    )
