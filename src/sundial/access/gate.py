"""The gate: turns the credentials of a request into a User, and refuses everybody else.

Basic ``email:password``, Basic ``token:api_token``, or a session's cookie. Nobody: Unauthenticated. Wrong: Forbidden
(`decisions.md, Errors`).
"""

import binascii
from base64 import b64decode
from datetime import datetime, timedelta
from secrets import token_urlsafe
from typing import NoReturn

import msgspec

from sundial.access import letters, throttle
from sundial.access.askers import User
from sundial.access.passwords import Remembered, verify
from sundial.access.queries import (
    ADD_SESSION,
    BY_EMAIL,
    BY_SESSION,
    BY_TOKEN,
    END_OLD_SESSIONS,
    END_SESSION,
    FAILURES,
    Identity,
)
from sundial.access.secrets import Secrets
from sundial.core.errors import Forbidden, Unauthenticated
from sundial.db.engine import Database
from sundial.db.transaction import Read, Write
from sundial.http.requests import Credentials
from sundial.mail.outbox import Outbox

WRONG = "Incorrect username and/or password"
SESSION_LIFE = timedelta(days=30)


class Gate:
    """Sign-in for one installation."""

    def __init__(self, database: Database, secrets: Secrets, outbox: Outbox) -> None:
        self.secrets = secrets
        self._outbox = outbox
        self._database = database
        self._remembered = Remembered()

    def sign_in(self, tx: Read, credentials: Credentials, now: datetime) -> User:
        """The user behind the credentials.

        Raises Unauthenticated (none given), Forbidden (wrong), TooManyRequests (wrong too often).
        """
        if credentials.authorization:
            name, password = _basic(credentials.authorization)
            if password == "api_token":  # noqa: S105 - the API's word for "the name is a token"
                return self._by_token(tx, name, credentials.address, now)
            return self._by_password(tx, name, password, credentials.address, now)
        if credentials.cookie:
            return self._by_session(tx, credentials.cookie, now)
        raise Unauthenticated("")

    def open_session(self, tx: Write, user_id: int, user_agent: str, now: datetime) -> str:
        """Start a session and give the token for its cookie."""
        token = token_urlsafe(32)
        tx.run(END_OLD_SESSIONS, now=now)
        tx.run(
            ADD_SESSION,
            token_hash=self.secrets.fingerprint(token),
            user_id=user_id,
            created_at=now,
            expires_at=now + SESSION_LIFE,
            user_agent=user_agent[:200],
        )
        return token

    def close_session(self, tx: Write, token: str) -> None:
        """End the session of a cookie; nothing happens when there is none."""
        tx.run(END_SESSION, token_hash=self.secrets.fingerprint(token))

    def _by_token(self, tx: Read, token: str, address: str, now: datetime) -> User:
        found = tx.find(BY_TOKEN, token_hash=self.secrets.fingerprint(token))
        if found is None:
            self._refuse(None, self._address_key(address), now)
        return _user(found)

    def _by_session(self, tx: Read, token: str, now: datetime) -> User:
        fingerprint = self.secrets.fingerprint(token)
        found = tx.find(BY_SESSION, token_hash=fingerprint, now=now)
        if found is None:
            raise Unauthenticated("")
        return msgspec.structs.replace(_user(found), session=fingerprint)

    def _by_password(self, tx: Read, email: str, password: str, address: str, now: datetime) -> User:
        email_key = email.strip().lower()
        fingerprint = self.secrets.fingerprint(f"{email_key}\0{password}")
        found = tx.find(BY_EMAIL, email_key=email_key) if "\0" not in email_key else None
        stored = found.password_hash if found else None
        if found and stored and self._remembered.knows(fingerprint, stored):
            return _user(found)
        account, place = account_key(self.secrets, email_key), self._address_key(address)
        throttle.check(tx, account, now)
        throttle.check(tx, place, now)
        if not verify(stored, password) or found is None or stored is None:
            self._refuse(email_key, place, now)
        self._remembered.learn(fingerprint, stored)
        self._forgive(tx, account)
        return _user(found)

    def _forgive(self, tx: Read, account: bytes) -> None:
        if tx.find(FAILURES, key_=account) is not None:
            with self._database.write() as write:
                throttle.forget(write, account)

    def _refuse(self, email_key: str | None, address: bytes, now: datetime) -> NoReturn:
        with self._database.write() as tx:
            left = throttle.ADDRESS_LIMIT - throttle.count(tx, address, throttle.ADDRESS_LIMIT, now).count
            if email_key is not None:
                counted = throttle.count(tx, account_key(self.secrets, email_key), throttle.ACCOUNT_LIMIT, now)
                left = min(left, throttle.ACCOUNT_LIMIT - counted.count)
                if counted.locked_until is not None:
                    letters.tell_of_lock(tx, self._outbox, email_key, counted, now)
        if left <= 0:
            raise throttle.locked(now + throttle.WINDOW, now)
        raise Forbidden(WRONG, {"X-Remaining-Login-Attempts": str(left)})

    def _address_key(self, address: str) -> bytes:
        return self.secrets.fingerprint(f"address {address}")


def account_key(secrets: Secrets, email_key: str) -> bytes:
    """What the failures of an account are counted by, whether it exists or not."""
    return secrets.fingerprint(f"account {email_key}")


def _user(found: Identity) -> User:
    return User(id=found.id, fullname=found.fullname, timezone=found.timezone)


def _basic(header: str) -> tuple[str, str]:
    """The name and the password of a Basic header; anything else counts as wrong credentials."""
    scheme, _, encoded = header.partition(" ")
    if scheme.lower() != "basic":
        raise Forbidden(WRONG)
    try:
        name, found, password = b64decode(encoded.strip()).decode().partition(":")
    except (binascii.Error, ValueError) as error:
        raise Forbidden(WRONG) from error
    if not found:
        raise Forbidden(WRONG)
    return name, password
