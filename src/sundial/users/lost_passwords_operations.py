"""Lost passwords over HTTP."""

from datetime import datetime

import msgspec

from sundial.access.secrets import Secrets
from sundial.db.transaction import Write
from sundial.http.operation import Door, Visit, operation
from sundial.mail.outbox import Outbox
from sundial.users import lost_passwords


class LostPassword(msgspec.Struct):
    """Whose password is lost."""

    email: str


class NewPassword(msgspec.Struct):
    """A new password, with the code from the mail."""

    code: str
    password: str


@operation("POST", "/me/lost_passwords", Door.PUBLIC, secret=True)
def ask_for_new_password(tx: Write, body: LostPassword, visit: Visit, now: datetime, secrets: Secrets) -> None:
    """Have a link to set a new password mailed. The answer is the same whether there is such an account or not.

    An account gets at most three an hour.
    """
    lost_passwords.ask(tx, secrets, body.email, visit.address, now)


@operation("POST", "/me/lost_passwords/confirm", Door.PUBLIC, secret=True)
def set_new_password(tx: Write, body: NewPassword, now: datetime, secrets: Secrets, outbox: Outbox) -> None:
    """Set a new password with the code from the mail. It works once, for an hour. All sessions end."""
    lost_passwords.confirm(tx, secrets, outbox, body.code, body.password, now)
