"""The schema's history: it ends at what the tables describe, keeps all data, and never leaves half of a step."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.config import Config

from sundial.core.clock import now
from sundial.db import migrations
from sundial.db.engine import Database
from sundial.db.migrate import HEAD, REVISIONS, migrate, recorded_revision
from sundial.db.types import EPOCH, MICROSECOND, metadata
from sundial.wiring import TABLES
from sundial.workspaces.memberships import calendar_hash
from tests.db.future import NEXT, Program, copy_with
from tests.db.samples import AT, SAMPLES
from tests.postgres import Cluster

ADD_COLUMN = 'op.add_column("organizations", sa.Column("motto", sa.Text(), nullable=True))'
FAIL = f'{ADD_COLUMN}\nop.execute("DELETE FROM changes")\nop.execute("UPDATE nowhere SET x = 1")'


class Place:
    """A new database and a directory for its backups."""

    def __init__(self, url: str, directory: Path) -> None:
        self.url = url
        self.directory = directory
        self.backups = directory / "backups"
        self.database = Database(url)
        name = "sqlite" if self.database.url.get_backend_name() == "sqlite" else "postgresql+psycopg"
        self.engine = sa.create_engine(self.database.url.set(drivername=name), poolclass=sa.NullPool)

    def program(self, path: Path | None = None) -> Program:
        return Program(path, self.directory, self.url)

    def migrate(self) -> str | None:
        return migrate(self.database, self.backups, now())

    def content(self) -> dict[str, list[tuple[Any, ...]]]:
        """All rows of all tables."""
        found = sa.MetaData()
        with self.engine.connect() as connection:
            found.reflect(connection)
            return {
                table.name: sorted((tuple(row) for row in connection.execute(sa.select(table))), key=repr)
                for table in found.sorted_tables
            }


@pytest.fixture
def place(engine: str, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Place]:
    url = f"sqlite:///{tmp_path / 'sundial.sqlite3'}"
    if engine == "postgresql":
        cluster: Cluster = request.getfixturevalue("cluster")
        url = cluster.new_database()
    made = Place(url, tmp_path)
    yield made
    made.database.close()


def shape(engine: sa.Engine) -> dict[str, Any]:
    """What a database says of its tables, in no order."""
    with engine.connect() as connection:
        inspector = sa.inspect(connection)
        tables = [name for name in inspector.get_table_names() if name != "alembic_version"]
        return {name: table_shape(inspector, name) for name in tables}


def table_shape(inspector: sa.Inspector, name: str) -> dict[str, Any]:
    columns = [(c["name"], str(c["type"]), c["nullable"], c["default"]) for c in inspector.get_columns(name)]
    indexes = [(i["name"], i["column_names"], i["unique"], options(i)) for i in inspector.get_indexes(name)]
    references = [
        (f["name"], f["constrained_columns"], f["referred_table"], f["referred_columns"], f.get("options"))
        for f in inspector.get_foreign_keys(name)
    ]
    key = inspector.get_pk_constraint(name)
    checks = [(c["name"], c["sqltext"]) for c in inspector.get_check_constraints(name)]
    lists = {"columns": columns, "indexes": indexes, "references": references, "checks": checks}
    return {kind: sorted(map(repr, found)) for kind, found in lists.items()} | {
        "key": (key["name"], key["constrained_columns"])
    }


def options(index: Any) -> dict[str, str]:
    return {name: str(value) for name, value in index.get("dialect_options", {}).items()}


def upgrade(url: str, revision: str) -> None:
    """Bring a database to this revision."""
    config = Config()
    config.set_main_option("script_location", str(Path(migrations.__file__).parent).replace("%", "%%"))
    config.attributes["url"] = url
    command.upgrade(config, revision)


def insert(engine: sa.Engine, rows: Iterable[tuple[str, Mapping[str, Any]]]) -> None:
    """Put rows into tables, each with the columns that it has at the database's revision."""
    stored, found = engine.dialect.name == "sqlite", sa.MetaData()
    with engine.begin() as connection:
        # All at once: to ask for each table takes longer than everything else here.
        found.reflect(connection)
        for table, row in rows:
            values = {name: in_sqlite(value) if stored else value for name, value in row.items()}
            connection.execute(sa.insert(found.tables[table]).values(values))


def in_sqlite(value: Any) -> Any:
    return (value - EPOCH) // MICROSECOND if isinstance(value, datetime) else value


def test_the_migrations_end_at_what_the_tables_describe(
    place: Place, engine: str, tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest
) -> None:
    assert TABLES
    place.migrate()
    url = f"sqlite:///{tmp_path_factory.mktemp('described') / 'described.sqlite3'}"
    if engine == "postgresql":
        url = request.getfixturevalue("cluster").new_database()
    described = Place(url, place.directory)
    metadata.create_all(described.engine)

    assert shape(place.engine) == shape(described.engine)


@pytest.mark.parametrize("revision", REVISIONS)
def test_data_of_every_revision_survives_the_way_to_the_newest(place: Place, revision: str) -> None:
    upgrade(place.url, revision)
    insert(place.engine, SAMPLES[revision])
    before = place.content()

    place.migrate()

    after = place.content()
    assert recorded_revision(place.database) == HEAD
    assert {table: len(rows) for table, rows in before.items()}.items() <= {t: len(r) for t, r in after.items()}.items()
    assert [table for table, rows in before.items() if not rows] == [], "each table needs sample rows"


def test_calendars_of_before_are_found_by_their_tokens(place: Place) -> None:
    upgrade(place.url, "0004_time")
    insert(place.engine, SAMPLES["0004_time"])

    place.migrate()

    assert place.content()["calendar_directory"] == [(calendar_hash("secret"), 10, 22)]


def test_amounts_of_before_hold_from_the_beginning_and_price_what_was_tracked(place: Place) -> None:
    upgrade(place.url, "0005_calendars")
    insert(place.engine, SAMPLES["0005_calendars"])

    place.migrate()

    rates = sa.text(
        "SELECT level, level_id, type, task_id, project_id, user_id, amount FROM rates ORDER BY level, type"
    )
    entries = sa.text("SELECT id, billable_rate, labor_cost FROM time_entries ORDER BY id")
    ids = sa.text("SELECT count(*) FROM rates WHERE id < (SELECT next_id FROM id_counter)")
    with place.engine.connect() as connection:
        assert [tuple(row) for row in connection.execute(rates)] == [
            ("project", 42, "billable_rates", 0, 42, 0, 12050),
            ("project_user", 43, "labor_costs", 0, 42, 1, 1),
            ("workspace", 20, "billable_rates", 0, 0, 0, 12550),
            ("workspace_user", 22, "billable_rates", 0, 0, 1, 9950),
        ]
        assert [tuple(row) for row in connection.execute(entries)] == [(47, 12050, 1), (48, 9950, None)]
        assert connection.execute(ids).scalar() == 4


def test_who_was_taken_out_of_a_project_before_has_no_price_there_since(place: Place) -> None:
    upgrade(place.url, "0005_calendars")
    left = AT + timedelta(days=30)
    rows: list[tuple[str, Mapping[str, Any]]] = []
    for table, row in SAMPLES["0005_calendars"]:
        away = {"rate": 5000, "labor_cost": 1, "deleted_at": left} if table == "project_users" else {}
        later = {"start": left, "stop": left, "task_id": None, "project_id": 42} if row.get("id") == 48 else {}
        rows.append((table, {**row, **away, **later}))
    insert(place.engine, rows)

    place.migrate()

    rates = sa.text("SELECT amount FROM rates WHERE level = 'project_user' ORDER BY type, start")
    entries = sa.text("SELECT id, billable_rate, labor_cost FROM time_entries ORDER BY id")
    with place.engine.connect() as connection:
        assert list(connection.execute(rates).scalars()) == [5000, None, 1, None]
        assert [tuple(row) for row in connection.execute(entries)] == [(47, 5000, 1), (48, 12050, None)]


def test_a_second_time_changes_nothing(place: Place) -> None:
    first = place.migrate()
    content = place.content()

    assert (first, place.migrate()) == (None, HEAD)
    assert place.content() == content
    assert list(place.backups.glob("*.sqlite3")) == []


def test_a_database_of_a_newer_program_is_refused_and_left_alone(place: Place, tmp_path: Path) -> None:
    place.migrate()
    newer = place.program(copy_with(tmp_path / "newer", ADD_COLUMN)).run("migrate")
    assert newer.returncode == 0, newer.stderr
    content = place.content()

    refused = place.program().run("migrate")

    assert refused.returncode == 1
    assert NEXT in refused.stderr
    assert refused.stderr.count("\n") == 1
    assert place.content() == content
    assert place.content()["alembic_version"] == [(NEXT,)]


def test_a_migration_that_fails_leaves_everything_as_before(place: Place, tmp_path: Path) -> None:
    upgrade(place.url, HEAD)
    insert(place.engine, SAMPLES[HEAD])
    content, schema = place.content(), shape(place.engine)

    failed = place.program(copy_with(tmp_path / "newer", FAIL)).run("migrate")

    assert failed.returncode == 1
    assert "nowhere" in failed.stderr
    assert failed.stderr.count("\n") == 1
    assert (place.content(), shape(place.engine)) == (content, schema)


def test_several_processes_may_migrate_at_once(place: Place, tmp_path: Path) -> None:
    for program, backups in ((place.program(), 0), (place.program(copy_with(tmp_path / "newer", ADD_COLUMN)), 1)):
        started = [program.start("migrate") for _ in range(2)]

        ended = [process.communicate(timeout=60) for process in started]

        assert [process.returncode for process in started] == [0, 0], ended
        is_file = place.url.startswith("sqlite")
        assert len(list(place.backups.glob("*.sqlite3"))) == (backups if is_file else 0)
    assert place.content()["alembic_version"] == [(NEXT,)]


def test_every_revision_follows_the_one_before() -> None:
    assert len(SAMPLES) == len(REVISIONS)
    assert list(SAMPLES) == REVISIONS
