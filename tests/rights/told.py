"""Things that tell people something."""

from datetime import datetime
from typing import Any

from sundial.access.askers import Membership
from sundial.alerts import actions as alerts
from sundial.alerts.schemas import AlertChange
from sundial.core.money import Money
from sundial.db.transaction import Write
from sundial.track_reminders import actions as track_reminders
from sundial.track_reminders.schemas import TrackReminderChange


def an_alert(tx: Write, asker: Membership, now: datetime, project_id: int, **_: int) -> dict[str, Any]:
    """An alert about a project, for whoever makes it."""
    wanted = AlertChange(
        source_kind="project",
        project_id=project_id,
        threshold_type="hours",
        thresholds=[1],
        receiver_users=[asker.user.id],
    )
    return {"alert_id": alerts.create(tx, asker, wanted, now).id}


def a_reminder(tx: Write, asker: Membership, now: datetime, user_id: int, **_: int) -> dict[str, Any]:
    """A daily reminder for somebody."""
    wanted = TrackReminderChange(frequency=1, threshold=Money(800), user_ids=[user_id])
    return {"reminder_id": track_reminders.create(tx, asker, wanted, now).id}
