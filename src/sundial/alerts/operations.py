"""Alerts over HTTP."""

from datetime import datetime

from sundial.access.askers import Membership
from sundial.access.permissions import Permission
from sundial.alerts import actions, deliveries, previews
from sundial.alerts.queries import LIST, PAGE
from sundial.alerts.schemas import AlertChange, AlertDelivery, AlertWithMeta, ProjectPreview
from sundial.alerts.views import view, views
from sundial.core.errors import Invalid
from sundial.db.transaction import Read, Write
from sundial.http.operation import Reply, operation
from sundial.http.paging import Paging

ALERTS = "/workspaces/{workspace_id}/alerts"
ALERT = f"{ALERTS}/{{alert_id}}"
INVALID = {
    "workspace_id": Invalid("invalid workspace ID"),
    "alert_id": Invalid("invalid 'alert_id' passed in URL"),
}
PAGE_SIZE = 50


@operation("GET", ALERTS, Permission.MANAGE_ALERTS, invalid_ids=INVALID)
def list_alerts(
    tx: Read, asker: Membership, page: int | None = None, per_page: int | None = None
) -> list[AlertWithMeta]:
    """The workspace's alerts: all of them, or a page when one is asked for."""
    if page is None and per_page is None:
        return views(tx, asker, tx.all(LIST, asker.scope))
    paging = Paging(1 if page is None else page, PAGE_SIZE if per_page is None else per_page)
    return views(tx, asker, tx.all(PAGE, asker.scope, size=paging.per_page, first=paging.first))


@operation("POST", ALERTS, Permission.MANAGE_ALERTS, invalid_ids=INVALID)
def create_alert(tx: Write, asker: Membership, body: AlertChange, now: datetime) -> AlertWithMeta:
    """Create an alert. What is reached already when it is made is not told."""
    return view(tx, asker, actions.create(tx, asker, body, now))


@operation("PUT", ALERT, Permission.MANAGE_ALERTS, invalid_ids=INVALID)
def update_alert(tx: Write, asker: Membership, alert_id: int, body: AlertChange, now: datetime) -> AlertWithMeta:
    """Change an alert; a field that is absent stays. What is reached already by other thresholds is not told."""
    return view(tx, asker, actions.change(tx, asker, alert_id, body, now))


@operation("DELETE", ALERT, Permission.MANAGE_ALERTS, invalid_ids=INVALID)
def delete_alert(tx: Write, asker: Membership, alert_id: int, now: datetime) -> None:
    """Delete an alert."""
    actions.remove(tx, asker, alert_id, now)


@operation("GET", f"{ALERT}/deliveries", Permission.MANAGE_ALERTS, invalid_ids=INVALID)
def list_alert_deliveries(
    tx: Read, asker: Membership, alert_id: int, page: int = 1, per_page: int = PAGE_SIZE
) -> Reply[list[AlertDelivery]]:
    """Who was told what by an alert, the newest first, in pages of 50 (at most 200), and what became of each mail."""
    paging = Paging(page, per_page, descending=True)
    rows, number = deliveries.page(tx, asker, alert_id, paging)
    return Reply(rows, headers=paging.headers(number))


@operation("POST", f"{ALERTS}/preview", Permission.MANAGE_ALERTS, invalid_ids=INVALID)
def preview_new_alert(
    tx: Read, asker: Membership, body: AlertChange, now: datetime, page: int = 1, per_page: int = PAGE_SIZE
) -> list[ProjectPreview]:
    """What an alert would tell of each project if it were made now, to whom, and why not. Nothing is stored."""
    return previews.of_draft(tx, asker, body, Paging(page, per_page), now)


@operation("POST", f"{ALERT}/preview", Permission.MANAGE_ALERTS, invalid_ids=INVALID)
def preview_alert(
    tx: Read, asker: Membership, alert_id: int, now: datetime, page: int = 1, per_page: int = PAGE_SIZE
) -> list[ProjectPreview]:
    """What an alert would tell of each project now, to whom, and why not."""
    return previews.of_alert(tx, asker, alert_id, Paging(page, per_page), now)
