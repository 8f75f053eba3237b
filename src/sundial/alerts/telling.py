"""Telling people of a crossing: a message to each of them, and a line in the ledger, in one transaction."""

from collections.abc import Sequence
from datetime import datetime

import msgspec
from sqlalchemy import bindparam, select

from sundial.alerts.letters import Crossing, letter, why
from sundial.alerts.people import People, Person, Wanted
from sundial.alerts.queries import named
from sundial.alerts.tables import alert_delivery
from sundial.db.statement import Query, Scope, insertion, scoped
from sundial.db.transaction import Write
from sundial.mail.letters import Letter
from sundial.mail.outbox import Outbox, Receiver
from sundial.workspaces.tables import workspace

ADD = insertion(alert_delivery)


class Name(msgspec.Struct):
    """A workspace's name."""

    name: str


WORKSPACE = Query(
    Name,
    select(workspace.c.name).where(
        workspace.c.organization_id == scoped("organization_id"), workspace.c.id == bindparam("the_workspace")
    ),
)


def tell(tx: Write, outbox: Outbox, scope: Scope, crossings: Sequence[Crossing], change_id: int, now: datetime) -> None:
    """Write to everybody whom these crossings are for. ``change_id`` is the change up to which was looked."""
    chosen = named(tx, scope, [crossing.alert for crossing in crossings])
    for workspace_id in sorted({crossing.project.workspace_id for crossing in crossings}):
        here = [crossing for crossing in crossings if crossing.project.workspace_id == workspace_id]
        place = Scope(organization_id=here[0].alert.organization_id, workspace_id=workspace_id)
        wanted = {one.alert.id: Wanted.of(one.alert, (found.user_id for found in chosen[one.alert.id])) for one in here}
        private = [one.project.id for one in here if one.project.is_private]
        people = People(tx, place, list(wanted.values()), sorted({one.project.id for one in here}), private)
        name = tx.one(WORKSPACE, scope, the_workspace=workspace_id).name
        for crossing in here:
            _tell(tx, outbox, scope, crossing, people, wanted[crossing.alert.id], name, change_id, now)


def _tell(
    tx: Write,
    outbox: Outbox,
    scope: Scope,
    crossing: Crossing,
    people: People,
    wanted: Wanted,
    workspace: str,
    change_id: int,
    now: datetime,
) -> None:
    written: dict[tuple[str, bool], Letter] = {}
    alert, project = crossing.alert, crossing.project
    for person in people.of(wanted, project.id):
        if people.why_not(person, wanted, project.id) is not None:
            continue
        manages = people.manages(person, project.id)
        # Who manages a project knows what it bills.
        kind = why(alert, person, person.user_id in wanted.user_ids), person.sees_rates or manages
        if kind not in written:
            written[kind] = letter(crossing, workspace, *kind, outbox.public_url)
        key = f"alert/{alert.id}/{project.id}/{change_id}/{person.user_id}"
        to = Receiver(person.user_id, person.email, person.name)
        mail_id = outbox.post(tx, alert.organization_id, key, to, written[kind], now)
        if mail_id is not None:
            _note(tx, scope, crossing, person, mail_id, change_id, now)


def _note(
    tx: Write, scope: Scope, crossing: Crossing, person: Person, mail_id: int, change_id: int, now: datetime
) -> None:
    alert, project, measure = crossing.alert, crossing.project, crossing.measure
    tx.run(
        ADD,
        scope,
        id=tx.new_id(),
        workspace_id=alert.workspace_id,
        alert_id=alert.id,
        project_id=project.id,
        change_id=change_id,
        threshold_type=alert.threshold_type.value,
        threshold=crossing.highest,
        crossed=crossing.crossed,
        unit=measure.unit,
        measured=measure.measured,
        whole=measure.of,
        currency=project.currency if measure.unit == "hundredths" else None,
        user_id=person.user_id,
        mail_id=mail_id,
        created_at=now,
    )
