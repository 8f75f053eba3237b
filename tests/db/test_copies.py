"""Copies of an SQLite file: made before it is migrated, whole, and not too many of them."""

import sqlite3
from datetime import datetime
from pathlib import Path

from sundial.core.clock import now
from sundial.db.engine import Database
from sundial.db.migrate import BACKUPS_KEPT, HEAD, backup
from sundial.db.types import EPOCH
from tests.db.future import NEXT, copy_with
from tests.db.rows import add, name_of, new_scope
from tests.db.samples import SAMPLES
from tests.db.test_migrations import Place, insert


def test_before_an_sqlite_file_is_migrated_it_is_copied(tmp_path: Path) -> None:
    place = Place(f"sqlite:///{tmp_path / 'sundial.sqlite3'}", tmp_path)
    place.migrate()
    insert(place.engine, SAMPLES[HEAD])
    content = place.content()

    place.program(copy_with(tmp_path / "newer", 'op.execute("DELETE FROM changes")')).run("migrate")
    (copy,) = place.backups.glob("*.sqlite3")
    place.database.close()
    for left in tmp_path.glob("sundial.sqlite3*"):
        left.unlink()
    copy.rename(tmp_path / "sundial.sqlite3")

    assert NEXT in copy.name
    assert place.content() == content
    assert place.migrate() == HEAD


def test_a_copy_is_whole_while_others_write_and_only_the_newest_are_kept(tmp_path: Path) -> None:
    place = Place(f"sqlite:///{tmp_path / 'sundial.sqlite3'}", tmp_path)
    place.migrate()
    written, unfinished = new_scope(), new_scope()
    with place.database.write() as tx:
        add(tx, written)
    other = Database(place.url)

    with other.write() as tx:
        add(tx, unfinished)
        copies = [
            backup(place.database, place.backups, "test", datetime(2026, 1, day, tzinfo=EPOCH.tzinfo))
            for day in range(1, BACKUPS_KEPT + 3)
        ]

    kept = sorted(place.backups.glob("*.sqlite3"))
    assert kept == copies[2:]
    assert [copy.stat().st_mode & 0o777 for copy in kept] == [0o600] * BACKUPS_KEPT
    restored = Database(f"sqlite:///{kept[-1]}")
    assert (name_of(restored, written), name_of(restored, unfinished)) == ("Acme", None)


def test_a_copy_that_was_not_finished_is_not_taken_for_one(tmp_path: Path) -> None:
    place = Place(f"sqlite:///{tmp_path / 'sundial.sqlite3'}", tmp_path)
    place.migrate()
    at = now()
    expected = backup(place.database, place.backups, "test", at)
    expected.rename(expected.with_suffix(".unfinished"))

    copy = backup(place.database, place.backups, "test", at)

    assert {path.name for path in place.backups.iterdir()} == {".lock", copy.name}
    with sqlite3.connect(copy) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
