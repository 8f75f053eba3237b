"""Databases that are up to date: one is migrated for a run on each engine, and whoever needs a new one gets a copy."""

import shutil
from collections.abc import Callable
from pathlib import Path

from sundial.core.clock import now
from sundial.db.engine import Database
from sundial.db.migrate import migrate
from tests.postgres import Cluster


class Migrated:
    """Makes them, on either engine."""

    def __init__(self, cluster: Callable[[], Cluster], directory: Path) -> None:
        self._cluster = cluster
        self._directory = directory
        self._made: dict[str, str] = {}

    def new(self, engine: str, directory: Path) -> str:
        """The address of a new one in which nothing is yet; a file is put into this directory."""
        original = self._original(engine)
        if engine == "postgresql":
            return self._cluster().copy_of(original)
        return _address(shutil.copy(original.removeprefix("sqlite:///"), directory / "sundial.sqlite3"))

    def _original(self, engine: str) -> str:
        if engine not in self._made:
            url = self._cluster().new_database() if engine == "postgresql" else _address(self._directory / "original")
            database = Database(url)
            migrate(database, self._directory / "backups", now())
            # Nobody may be connected to what is copied.
            database.close()
            self._made[engine] = url
        return self._made[engine]


def _address(file: Path | str) -> str:
    return f"sqlite:///{file}"
