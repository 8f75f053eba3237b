"""A large organization in a moment: people, their places and groups, made inside the database by a few statements.

Each new row is a copy of one that the application itself wrote for the first account, but for what must differ.
"""

from collections.abc import Generator, Mapping
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from sqlalchemy import (
    CTE,
    BigInteger,
    Index,
    LargeBinary,
    Table,
    Text,
    bindparam,
    cast,
    func,
    insert,
    literal,
    make_url,
    null,
    select,
    true,
    update,
)
from sqlalchemy.schema import CreateIndex, DropIndex
from sqlalchemy.sql.compiler import SQLCompiler

from benchmarks.servers import Installation
from sundial.access.secrets import Secrets, load_key
from sundial.db.driver import driver_for
from sundial.db.statement import Command, Scope
from sundial.groups.tables import group, group_user, group_workspace
from sundial.organizations.tables import organization_user
from sundial.users.tables import user, user_organization
from sundial.workspaces.tables import workspace, workspace_directory, workspace_user

# The application counts from 1,000,001 and will not get as far.
FIRST_USER, FIRST_ORGANIZATION_USER, FIRST_WORKSPACE_USER, FIRST_GROUP = 10_000_000, 20_000_000, 30_000_000, 40_000_000
GROUPS_OF_EACH = 2
# Names that are not in the order of the ids: multiples of one prime, modulo another.
STEP, NAMES = 7_919, 1_000_003
TOKEN = Command(update(user).values(api_token_hash=bindparam("token_hash")).where(user.c.id == bindparam("the_user")))


class Filler:
    """Fills a database that has one account with one workspace."""

    def __init__(self, installation: Installation) -> None:
        self.driver = driver_for(make_url(installation.database))
        self._connection = self.driver.connect()
        self._secrets = Secrets(load_key(installation.directory, None))
        self._dropped: list[Index] = []
        self.workspace_id: int = installation.ids["workspace_id"]
        self._workspace = workspace.c.id == self.workspace_id
        directory = workspace_directory.c
        self.organization_id = self._number(
            select(directory.organization_id), directory.workspace_id == self.workspace_id
        )
        member = workspace_user.c
        self.owner_id = self._number(select(member.user_id), member.organization_id == self.organization_id)

    def begin(self) -> None:
        """Start the one transaction in which everything is added."""
        if self.driver.dialect.name == "postgresql":
            # What is added refers to what is there; to check it takes longer than to add it.
            self._connection.execute("SET session_replication_role = replica")
            self._connection.execute("SET maintenance_work_mem = '512MB'")
        else:
            self._connection.execute("PRAGMA foreign_keys = OFF")
            # Nobody needs it back if it fails, so nothing is written twice. The server goes back to the log.
            self._connection.execute("PRAGMA journal_mode = OFF")
            self._connection.execute("PRAGMA cache_size = -500000")
        self._connection.execute("BEGIN")

    def finish(self) -> None:
        """Keep what was added."""
        self._connection.execute("COMMIT")
        if self.driver.dialect.name == "postgresql":
            # What autovacuum does by itself after a while; SQLite has nothing like it.
            self._connection.execute("VACUUM ANALYZE")
        for index in self._dropped:
            self._connection.execute(str(CreateIndex(index).compile(dialect=self.driver.dialect)))

    def close(self) -> None:
        """Give the connection up."""
        self._connection.close()

    def add_people(self, members: int, groups: int) -> None:
        """Have this many people in the workspace, the first account included, and this many groups with them."""
        people = numbers(members - 1)
        self._add_people(people)
        self._add_groups(numbers(groups), people, groups)

    def run(self, written: Any) -> Any:
        """Run a statement with its values written into it, and give its cursor."""
        compiled = written.compile(dialect=self.driver.dialect, compile_kwargs={"literal_binds": True})
        assert isinstance(compiled, SQLCompiler)
        return self._connection.execute(str(compiled), ())

    def drop_indexes(self, table: Table) -> None:
        """Do without a table's indexes until everything is added: millions of rows are sorted sooner than sorted in."""
        for index in table.indexes:
            self._connection.execute(str(DropIndex(index).compile(dialect=self.driver.dialect)))
            self._dropped.append(index)

    def run_command(self, command: Command) -> None:
        """Run one of the application's commands that binds nothing but the organization."""
        compiled = command.compiled(self.driver.dialect)
        scope = Scope(organization_id=self.organization_id)
        self._connection.execute(compiled.sql, compiled.parameters(scope, {}))

    def execute(self, sql: str) -> None:
        """Run a statement that is written by hand."""
        self._connection.execute(sql)

    def moment(self, seconds: Any) -> Any:
        """A Unix time as the database stores moments."""
        return func.to_timestamp(seconds) if self.driver.dialect.name == "postgresql" else seconds * 1_000_000

    def give_token(self, user_id: int) -> str:
        """An API token that signs somebody in."""
        token = f"token-of-{user_id}"
        compiled = TOKEN.compiled(self.driver.dialect)
        values = {"token_hash": self._secrets.fingerprint(token), "the_user": user_id}
        self._connection.execute(compiled.sql, compiled.parameters(None, values))
        return token

    def add(self, table: Table, rows: Any, values: Mapping[str, Any], where: Any = None) -> None:
        """Insert a row of these values for each one that is selected from; columns that are not named become null."""
        chosen = select(*(values.get(column.name, null()) for column in table.c)).select_from(rows)
        self.run(insert(table).from_select(list(table.c), chosen if where is None else chosen.where(where)))

    def add_named(
        self, table: Table, name: str, first_id: int, rows: CTE, today: datetime, more: Mapping[str, Any] | None = None
    ) -> None:
        """Insert a row of the workspace for each number: Name 1, Name 2 and so on, with the ids from the first."""
        at = self.moment(literal(int(today.timestamp())))
        named = literal(f"{name} ") + as_text(rows.c.i)
        values = {
            "organization_id": literal(self.organization_id),
            "workspace_id": literal(self.workspace_id),
            "id": first_id + rows.c.i - 1,
            "name": named,
            "name_key": func.lower(named),
            "created_at": at,
            "at": at,
        }
        self.add(table, rows, {**values, **(more or {})})

    def _add_people(self, people: CTE) -> None:
        number = people.c.i
        name = literal("Member ") + func.substr(as_text(1_000_000 + number * STEP % NAMES), 2)
        email = func.lower(func.replace(name, " ", ".")) + "@example.com"
        account = {
            "id": FIRST_USER + number,
            "email": email,
            "email_key": email,
            "fullname": name,
            "password_hash": null(),
            "api_token_hash": cast(email, LargeBinary),
            "accounts_id": as_text(number),
        }
        place = {"user_id": FIRST_USER + number, "name_key": func.lower(name), "email_key": email}
        office = {**place, "id": FIRST_ORGANIZATION_USER + number, "role": literal("organization_user")}
        member = {**place, "id": FIRST_WORKSPACE_USER + number, "role": literal("user"), "ical_token": email}
        self._copy(user, user.c.id == self.owner_id, people, account)
        for table, values in ((user_organization, place), (organization_user, office), (workspace_user, member)):
            self._copy(table, table.c.user_id == self.owner_id, people, values)

    def _add_groups(self, groups: CTE, people: CTE, count: int) -> None:
        group_id, name = FIRST_GROUP + groups.c.i, literal("Group ") + as_text(groups.c.i)
        shape = {"id": group_id, "name": name, "name_key": func.lower(name)}
        place = {"group_id": group_id, "workspace_id": workspace.c.id}
        self._copy(group, self._workspace, groups, shape, workspace)
        self._copy(group_workspace, self._workspace, groups, place, workspace)
        for number in range(GROUPS_OF_EACH):
            in_group = FIRST_GROUP + 1 + (people.c.i + number) % count
            member = {"group_id": in_group, "user_id": FIRST_USER + people.c.i}
            self._copy(group_user, self._workspace, people, member, workspace)

    def _copy(self, table: Table, where: Any, rows: CTE, other: Mapping[str, Any], source: Table | None = None) -> None:
        """Insert a row for each number: that of the source where this holds, but for the other values."""
        row: Any = table if source is None else source
        values = {column.name: other.get(column.name, row.c.get(column.name)) for column in table.c}
        self.add(table, row.join(rows, true()), values, where)

    def _number(self, written: Any, where: Any) -> int:
        return self.run(written.where(where)).fetchone()[0]


@contextmanager
def filling(installation: Installation) -> Generator[Filler]:
    """What fills an installation; what it added is there when the block ends."""
    filler = Filler(installation)
    try:
        filler.begin()
        yield filler
        filler.finish()
    finally:
        filler.close()


def numbers(count: int) -> CTE:
    """The numbers from 1 to ``count``."""
    first = select(cast(1, BigInteger).label("i")).cte(recursive=True)
    return first.union_all(select(first.c.i + 1).where(first.c.i < count))


def as_text(number: Any) -> Any:
    """A number as a text."""
    return cast(number, Text)
