"""The letter to somebody whose account was locked."""

from datetime import datetime, timedelta

from sundial.access.queries import OWNER, Failures
from sundial.db.transaction import Write
from sundial.mail.letters import Stationery
from sundial.mail.outbox import PERSONAL, Outbox, Receiver

STATIONERY = Stationery("sundial.access", "account-locked")
LIFE = timedelta(days=1)


def tell_of_lock(tx: Write, outbox: Outbox, email_key: str, failures: Failures, now: datetime) -> None:
    """Write to the owner of an account that was locked, once for each lock; to nobody if there is none."""
    owner = tx.find(OWNER, email_key=email_key) if "\0" not in email_key else None
    # Written in any case: whoever guesses must not learn from the time that it takes whether the account exists.
    letter = STATIONERY.write(
        {
            "attempts": failures.count,
            "address": owner.email if owner else email_key,
            "until": f"{failures.locked_until:%H:%M} UTC",
            "link": outbox.new_password_url(),
            "server": outbox.public_url,
        }
    )
    if owner is not None:
        key = f"account-locked/{owner.id}/{failures.first_at.isoformat()}"
        to = Receiver(owner.id, owner.email, owner.fullname)
        outbox.post(tx, PERSONAL, key, to, letter, now, now + LIFE)
