"""Bringing a database to the revision that this program needs.

Alembic does it, in a process of its own: a server whose database is current should not pay for loading it. On SQLite
the database is copied first. A database that a newer program has changed is refused.
"""

import fcntl
import os
import subprocess
import sys
from collections.abc import Generator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import msgspec
from sqlalchemy import String, column, select, table

from sundial.core.errors import Unavailable
from sundial.db.driver import in_one_line
from sundial.db.engine import Database
from sundial.db.statement import Query

VERSIONS = Path(__file__).parent / "migrations" / "versions"
REVISIONS = sorted(file.stem for file in VERSIONS.glob("[0-9]*.py"))
HEAD = REVISIONS[-1]
BACKUPS_KEPT = 5


class Revision(msgspec.Struct):
    """Where a database is."""

    version_num: str


class MigrationFailed(Exception):
    """The database could not be brought up to date; the message says why."""


RECORDED = Query(Revision, select(column("version_num", String)).select_from(table("alembic_version")))


def recorded_revision(database: Database) -> str | None:
    """The revision of a database, None for an empty one. Raises Unavailable when it cannot be reached or read."""
    try:
        found = database.read().find(RECORDED)
    except Unavailable:
        raise
    except Exception as error:
        if database.driver.lacks_table(error):
            return None
        raise Unavailable(f"The database cannot be used: {in_one_line(error)}") from error
    return found.version_num if found else None


def migrate(database: Database, backups: Path, now: datetime) -> str | None:
    """Bring the database to the newest revision and give the one that it had, None for an empty one.

    Raises MigrationFailed when it was made by a newer program or a migration fails; the database is then as it was.
    """
    recorded = recorded_revision(database)
    if recorded == HEAD:
        return recorded
    with _alone(backups):
        # Another process may have come first.
        recorded = recorded_revision(database)
        if recorded != HEAD:
            _migrate(database, recorded, backups, now)
    return recorded


def backup_to(database: Database, path: Path) -> Path:
    """Copy an SQLite database to this file; it appears there whole or not at all."""
    draft = path.with_suffix(".unfinished")
    draft.unlink(missing_ok=True)
    database.run_aside("VACUUM INTO ?", (str(draft),))
    draft.chmod(0o600)
    with draft.open("rb") as file:
        os.fsync(file.fileno())
    return draft.replace(path)


def backup(database: Database, directory: Path, label: str, now: datetime) -> Path:
    """Copy an SQLite database, consistent even while it is written to; the five newest copies are kept."""
    directory.mkdir(parents=True, exist_ok=True)
    path = backup_to(database, directory / f"{now:%Y%m%dT%H%M%SZ}-{label}.sqlite3")
    for old in sorted(directory.glob("*.sqlite3"))[:-BACKUPS_KEPT]:
        old.unlink()
    return path


@contextmanager
def _alone(backups: Path) -> Generator[None]:
    """Have the processes of this machine migrate one after the other, each with its backup."""
    try:
        backups.mkdir(parents=True, exist_ok=True, mode=0o700)
        lock = (backups / ".lock").open("w")
    except OSError as error:
        raise MigrationFailed(f"{backups} cannot be written: {error.strerror}") from error
    with lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _migrate(database: Database, recorded: str | None, backups: Path, now: datetime) -> None:
    if recorded is not None and recorded not in REVISIONS:
        raise MigrationFailed(
            f"The database is at revision {recorded}, which this program does not know: a newer Sundial has used it. "
            "Install that version or restore a backup."
        )
    if recorded is not None and database.url.get_backend_name() == "sqlite":
        backup(database, backups, f"before-{HEAD}", now)
    url = database.url.render_as_string(hide_password=False)
    done = subprocess.run(
        # -P: not even a folder named like one of our libraries, where the command is run, may come in between.
        [sys.executable, "-P", "-m", "sundial.db.migrations"],
        env={**os.environ, "SUNDIAL_MIGRATE_URL": url},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        raise MigrationFailed(f"The database could not be brought up to date, and is as it was: {done.stderr.strip()}")
