"""Bringing a database to the revision that this program needs.

Alembic does it, in a process of its own: a server whose database is current should not pay for loading it. On SQLite
the database is copied first. A database that a newer program has changed is refused.
"""

import os
import subprocess
import sys
from datetime import datetime
from pathlib import Path

import msgspec
from sqlalchemy import String, column, select, table

from sundial.db.driver import Again, Lost
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
    """The revision of a database, None for an empty one. Raises Lost when it cannot be reached."""
    try:
        found = database.read().find(RECORDED)
    except Again as error:
        raise Lost("The connection to the database was lost.") from error
    except Exception as error:
        if database.driver.lacks_table(error):
            return None
        raise
    return found.version_num if found else None


def migrate(database: Database, backups: Path, now: datetime) -> str | None:
    """Bring the database to the newest revision and give the one that it had, None for an empty one.

    Raises MigrationFailed when it was made by a newer program or a migration fails; the database is then as it was.
    """
    recorded = recorded_revision(database)
    if recorded == HEAD:
        return recorded
    if recorded is not None and recorded not in REVISIONS:
        raise MigrationFailed(
            f"The database is at revision {recorded}, which this program does not know: a newer Sundial has used it. "
            "Install that version or restore a backup."
        )
    if recorded is not None and database.url.get_backend_name() == "sqlite":
        backup(database, backups, f"before-{HEAD}", now)
    url = database.url.render_as_string(hide_password=False)
    done = subprocess.run(
        [sys.executable, "-m", "sundial.db.migrations"],
        env={**os.environ, "SUNDIAL_MIGRATE_URL": url},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        raise MigrationFailed(f"The database could not be brought up to date:\n{done.stderr.strip()}")
    return recorded


def backup(database: Database, directory: Path, label: str, now: datetime) -> Path:
    """Copy an SQLite database, consistent even while it is written to; the five newest copies are kept."""
    directory.mkdir(parents=True, exist_ok=True)
    path = directory / f"{now:%Y%m%dT%H%M%SZ}-{label}.sqlite3"
    database.run_aside("VACUUM INTO ?", (str(path),))
    path.chmod(0o600)
    for old in sorted(directory.glob("*.sqlite3"))[:-BACKUPS_KEPT]:
        old.unlink()
    return path
