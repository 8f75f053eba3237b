"""The letter to somebody whose password was changed."""

from datetime import datetime

from sundial.db.transaction import Write
from sundial.mail.letters import Stationery
from sundial.mail.outbox import PERSONAL, Outbox, Receiver
from sundial.users.queries import UserRow

STATIONERY = Stationery("sundial.users", "password-changed")


def tell_of_new_password(tx: Write, outbox: Outbox, person: UserRow, now: datetime) -> None:
    """Write to the address that somebody had until now that their password was changed."""
    letter = STATIONERY.write(
        {
            "address": person.email,
            "at": f"{now.day} {now:%B %Y at %H:%M} UTC",
            "link": outbox.new_password_url(),
            "server": outbox.public_url,
        }
    )
    to = Receiver(person.id, person.email, person.fullname)
    outbox.post(tx, PERSONAL, f"password-changed/{person.id}/{now.isoformat()}", to, letter, now)
