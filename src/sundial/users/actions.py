"""Every write of users."""

from datetime import datetime

import msgspec
from msgspec import UNSET
from sqlalchemy import bindparam, update

from sundial.access.askers import User
from sundial.access.passwords import hash_password, verify
from sundial.access.queries import END_OTHER_SESSIONS, ENTER, OWN_ORGANIZATIONS
from sundial.access.secrets import Secrets, new_account_id, new_token
from sundial.changes.log import PERSONAL, Change, record
from sundial.core.errors import Invalid
from sundial.db.statement import Command, Scope, insertion, scoped
from sundial.db.transaction import Read, Write
from sundial.db.types import Instant
from sundial.mail.outbox import Outbox
from sundial.organizations.tables import organization_user
from sundial.reference.countries import COUNTRY_IDS
from sundial.reference.timezones import is_timezone
from sundial.users import letters, rules
from sundial.users.preferences import PreferencesChange, merged, user_columns
from sundial.users.queries import USER_BY_EMAIL, USER_FOR_UPDATE, UserRow
from sundial.users.schemas import MeChange
from sundial.users.tables import password_reset, user
from sundial.workspaces.tables import workspace_user

ADD_USER = insertion(user)
SAVE_USER = Command(
    update(user)
    .values({column.name: bindparam(column.name, type_=column.type) for column in user.c if column.name != "id"})
    .where(user.c.id == bindparam("user_id"))
)


FORGET_CODES = Command(
    update(password_reset)
    .values(used_at=bindparam("now", type_=Instant()))
    .where(password_reset.c.user_id == bindparam("the_user"), password_reset.c.used_at.is_(None))
)
"""Let no code that was mailed until now set a password."""

RENAME_ORGANIZATION_USER, RENAME_WORKSPACE_USERS = (
    Command(
        update(table)
        .values(name_key=bindparam("name_key"), email_key=bindparam("email_key"))
        .where(table.c.organization_id == scoped("organization_id"), table.c.user_id == bindparam("the_user"))
    )
    for table in (organization_user, workspace_user)
)


class PublicUser(msgspec.Struct):
    """What the log of changes holds of a user."""

    email: str
    fullname: str
    timezone: str
    beginning_of_week: int
    country_id: int | None


class NewUser(msgspec.Struct):
    """A user that was created, with the token that signs them in."""

    user_id: int
    api_token: str


def create(
    tx: Write, secrets: Secrets, *, email: str, password: str, fullname: str, timezone: str, now: datetime
) -> NewUser:
    """Create a user who is in no organization yet. Raises Invalid for a bad field or a known e-mail address."""
    email, fullname = rules.email(email), rules.fullname(fullname)
    return _add(tx, secrets, email, fullname, hash_password(rules.password(password)), _timezone(timezone), now)


def create_invited(tx: Write, secrets: Secrets, email: str, now: datetime) -> int:
    """Create the user behind an invited address: nobody can sign in as them until they accept. Gives the user id."""
    return _add(tx, secrets, email, email.partition("@")[0], None, "UTC", now).user_id


def take_up(tx: Write, user_id: int, fullname: str, password: str, timezone: str, now: datetime) -> None:
    """Let an invited person have their account. Raises Invalid for a bad name, password or time zone."""
    present = tx.one(USER_FOR_UPDATE, user_id=user_id)
    saved = msgspec.structs.replace(
        present,
        fullname=rules.fullname(fullname),
        password_hash=hash_password(rules.password(password)),
        timezone=_timezone(timezone),
        authorization_updated_at=now,
        updated_at=now,
    )
    save(tx, saved)
    _rename_memberships(tx, present, saved)
    _record(tx, "updated", present, saved, user_id, now)


def _add(
    tx: Write, secrets: Secrets, email: str, fullname: str, stored: str | None, timezone: str, now: datetime
) -> NewUser:
    user_id, token = tx.new_id(), new_token()
    created = UserRow(
        id=user_id,
        email=email,
        email_key=email.lower(),
        fullname=fullname,
        password_hash=stored,
        api_token_hash=secrets.fingerprint(token),
        api_token_sealed=secrets.seal(token, user_id),
        accounts_id=new_account_id(),
        timezone=timezone,
        beginning_of_week=1,
        country_id=None,
        default_workspace_id=None,
        preferences={},
        authorization_updated_at=now,
        created_at=now,
        updated_at=now,
        deleted_at=None,
    )
    tx.run(ADD_USER, **msgspec.structs.asdict(created))
    return NewUser(user_id=user_id, api_token=token)


def update_me(tx: Write, outbox: Outbox, asker: User, change: MeChange, now: datetime) -> UserRow:
    """Change the signed-in user's own data; a field that is absent stays.

    A new password needs the current one, ends all other sessions, and is told by mail. Raises Invalid with the API's
    sentences.
    """
    present = tx.one(USER_FOR_UPDATE, user_id=asker.id)
    saved = msgspec.structs.replace(
        present,
        email=rules.email(rules.chosen(change.email, present.email, "email")),
        fullname=rules.fullname(rules.chosen(change.fullname, present.fullname, "fullname")),
        timezone=_timezone(rules.chosen(change.timezone, present.timezone, "timezone")),
        beginning_of_week=rules.beginning_of_week(
            rules.chosen(change.beginning_of_week, present.beginning_of_week, "beginning_of_week")
        ),
        country_id=_country(present.country_id if change.country_id is UNSET else change.country_id),
        password_hash=_password(change, present),
        updated_at=now,
    )
    saved = msgspec.structs.replace(saved, email_key=saved.email.lower())
    if change.default_workspace_id is not UNSET:
        saved.default_workspace_id = _own_workspace(tx, asker, change.default_workspace_id)
    if saved.password_hash != present.password_hash:
        saved.authorization_updated_at = now
        tx.run(END_OTHER_SESSIONS, user_id=asker.id, kept=asker.session or b"")
        letters.tell_of_new_password(tx, outbox, present, now)
    if (saved.password_hash, saved.email_key) != (present.password_hash, present.email_key):
        tx.run(FORGET_CODES, the_user=asker.id, now=now)
    save(tx, saved)
    _rename_memberships(tx, present, saved)
    _record(tx, "updated", present, saved, asker.id, now)
    return saved


def rename(tx: Write, user_id: int, fullname: str | None, email: str | None, by: int, now: datetime) -> None:
    """Change somebody's name or e-mail address on their behalf. Raises Invalid ``Email already exists.``."""
    present = tx.one(USER_FOR_UPDATE, user_id=user_id)
    saved = msgspec.structs.replace(
        present,
        fullname=present.fullname if fullname is None else rules.fullname(fullname),
        email=present.email if email is None else email,
        updated_at=now,
    )
    saved.email_key = saved.email.lower()
    if saved.email_key != present.email_key and tx.find(USER_BY_EMAIL, email_key_=saved.email_key) is not None:
        raise Invalid("Email already exists.")
    if saved.email_key != present.email_key:
        tx.run(FORGET_CODES, the_user=user_id, now=now)
    save(tx, saved)
    _rename_memberships(tx, present, saved)
    _record(tx, "updated", present, saved, by, now)


def _rename_memberships(tx: Write, before: UserRow, after: UserRow) -> None:
    """Memberships are found and sorted by name and address, so they keep both."""
    if (before.fullname, before.email_key) == (after.fullname, after.email_key):
        return
    names = {"name_key": after.fullname.casefold(), "email_key": after.email_key}
    for own in tx.all(OWN_ORGANIZATIONS, user_id=after.id):
        scope = Scope(organization_id=own.organization_id)
        tx.run(RENAME_ORGANIZATION_USER, scope, the_user=after.id, **names)
        tx.run(RENAME_WORKSPACE_USERS, scope, the_user=after.id, **names)


def reset_token(tx: Write, secrets: Secrets, user_id: int, by: int | None, now: datetime) -> str:
    """Give the user a fresh API token; the old one ends at once."""
    present = tx.one(USER_FOR_UPDATE, user_id=user_id)
    token = new_token()
    saved = msgspec.structs.replace(
        present,
        api_token_hash=secrets.fingerprint(token),
        api_token_sealed=secrets.seal(token, user_id),
        authorization_updated_at=now,
        updated_at=now,
    )
    save(tx, saved)
    _record(tx, "token_reset", present, saved, by, now)
    return token


def reset_password(tx: Write, outbox: Outbox, user_id: int, password: str, by: int | None, now: datetime) -> None:
    """Set a user's password, end all their sessions, and tell them by mail. Raises Invalid for a bad password."""
    present = tx.one(USER_FOR_UPDATE, user_id=user_id)
    stored = hash_password(rules.password(password))
    saved = msgspec.structs.replace(present, password_hash=stored, authorization_updated_at=now, updated_at=now)
    save(tx, saved)
    tx.run(END_OTHER_SESSIONS, user_id=user_id, kept=b"")
    tx.run(FORGET_CODES, the_user=user_id, now=now)
    letters.tell_of_new_password(tx, outbox, present, now)
    _record(tx, "password_reset", present, saved, by, now)


def save(tx: Write, saved: UserRow) -> None:
    """Store a user, whole."""
    tx.run(SAVE_USER, user_id=saved.id, **msgspec.structs.asdict(saved))


def _timezone(name: str) -> str:
    if not is_timezone(name):
        raise Invalid("Invalid timezone")
    return name


def _country(country_id: int | None) -> int | None:
    if country_id is not None and country_id not in COUNTRY_IDS:
        raise Invalid("Invalid country_id")
    return country_id


def _password(change: MeChange, present: UserRow) -> str | None:
    if not isinstance(change.password, str):
        return present.password_hash
    if not isinstance(change.current_password, str):
        raise Invalid("Current password must be present to change password")
    if not verify(present.password_hash, change.current_password):
        raise Invalid("Current password is not valid")
    return hash_password(rules.password(change.password))


def _own_workspace(tx: Read, asker: User, workspace_id: int | None) -> int:
    scopes = [
        Scope(organization_id=own.organization_id, workspace_id=workspace_id, user_id=asker.id)
        for own in tx.all(OWN_ORGANIZATIONS, user_id=asker.id)
    ]
    if workspace_id is None or not any(tx.find(ENTER, scope) for scope in scopes):
        raise Invalid("Invalid default_workspace_id")
    return workspace_id


def _record(tx: Write, action: str, before: UserRow, after: UserRow, by: int | None, now: datetime) -> None:
    record(tx, Change(PERSONAL, None, "user", after.id, action, public(before), public(after), by, now))


def public(row: UserRow) -> PublicUser:
    """What the log may hold of a user: no secrets."""
    return PublicUser(row.email, row.fullname, row.timezone, row.beginning_of_week, row.country_id)


def set_preferences(tx: Write, asker: User, change: PreferencesChange, now: datetime) -> None:
    """Change what clients keep for the asker. The first day of the week and the time zone are the user's own fields."""
    present = tx.one(USER_FOR_UPDATE, user_id=asker.id)
    stored = merged(present.preferences, change)
    saved = msgspec.structs.replace(present, preferences=stored, updated_at=now, **user_columns(change))
    save(tx, saved)
    _record(tx, "updated", present, saved, asker.id, now)
