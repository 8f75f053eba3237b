"""The letter with which people are invited."""

from collections.abc import Sequence
from datetime import datetime

from sundial.access.secrets import Secrets
from sundial.db.statement import Scope
from sundial.db.transaction import Write
from sundial.invitations.queries import LETTER, InvitationRow
from sundial.mail.letters import Stationery
from sundial.mail.outbox import Outbox, Receiver, withdraw
from sundial.members.views import Views

STATIONERY = Stationery("sundial.invitations", "invitation")


def post(
    tx: Write, secrets: Secrets, outbox: Outbox, views: Views, rows: Sequence[InvitationRow], now: datetime
) -> None:
    """Write to the invited: one letter each time that an invitation is sent, in place of one that waits still."""
    for row in rows:
        reason = f"invitation/{row.id}"
        withdraw(tx, row.organization_id, reason, now)
        scope = Scope(organization_id=row.organization_id)
        said = tx.one(LETTER, scope, sender_id=row.sender_id)
        letter = STATIONERY.write(
            {
                "inviter": said.sender_name,
                "inviter_email": said.sender_email,
                "organization": said.organization_name,
                "address": row.email,
                "link": views.invite_url(secrets.unseal(row.code_sealed, row.id)),
                "until": f"{row.expires_at.day} {row.expires_at:%B %Y}",
                "server": outbox.public_url,
            }
        )
        key = f"{reason}/{row.sent_at.isoformat()}"
        to = Receiver(row.recipient_id, row.email, "")
        outbox.post(tx, row.organization_id, key, to, letter, now, row.expires_at, sensitive=True)
