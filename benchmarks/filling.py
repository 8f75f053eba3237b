"""A large organization in a moment: people, their places and groups, made inside the database by a few statements.

Each new row is a copy of one that the application itself wrote (the first account's), but for what must differ.
"""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import CTE, LargeBinary, Table, Text, cast, func, insert, literal, make_url, null, select, true
from sqlalchemy.sql.compiler import SQLCompiler

from sundial.db.driver import Connection, Driver, driver_for
from sundial.groups.tables import group, group_user, group_workspace
from sundial.organizations.tables import organization_user
from sundial.users.tables import user, user_organization
from sundial.workspaces.tables import workspace, workspace_directory, workspace_user

# Where `setup` leaves off is below, and what the application hands out later starts from 1,000,001.
FIRST_USER, FIRST_ORGANIZATION_USER, FIRST_WORKSPACE_USER, FIRST_GROUP = 10_000_000, 20_000_000, 30_000_000, 40_000_000
GROUPS_OF_EACH = 2
# So that the order of the names is not that of the ids.
STRIDE, SPREAD = 7919, 1_000_003


class Filler:
    """Fills the database behind a URL, which has one account with one workspace."""

    def __init__(self, url: str, workspace_id: int) -> None:
        self._driver: Driver = driver_for(make_url(url))
        self._connection: Connection = self._driver.connect()
        self.workspace_id = workspace_id
        self.organization_id: int = self._value(
            select(workspace_directory.c.organization_id).where(workspace_directory.c.workspace_id == workspace_id)
        )
        self._owner_id: int = self._value(
            select(workspace_user.c.user_id).where(workspace_user.c.organization_id == self.organization_id)
        )

    def fill(self, members: int, groups: int) -> None:
        """Have this many people in the workspace, the first account included, and this many groups with them."""
        self._connection.execute("BEGIN")
        self._add_people(_numbers(members - 1))
        if groups:
            self._add_groups(_numbers(groups), _numbers(members - 1), groups)
        self._connection.execute("COMMIT")
        if self._driver.dialect.name == "postgresql":
            # What autovacuum does by itself after a while; SQLite has nothing like it.
            self._connection.execute("VACUUM ANALYZE")
        self._connection.close()

    def _add_people(self, numbers: CTE) -> None:
        name = literal("Member ") + func.substr(_text(1_000_000 + numbers.c.i * STRIDE % SPREAD), 2)
        email = func.lower(func.replace(name, " ", ".")) + "@example.com"
        keys = {"user_id": FIRST_USER + numbers.c.i, "name_key": func.lower(name), "email_key": email}
        account = {
            "id": FIRST_USER + numbers.c.i,
            "email": email,
            "email_key": email,
            "fullname": name,
            "password_hash": null(),
            "api_token_hash": cast(email, LargeBinary),
            "accounts_id": _text(numbers.c.i),
        }
        self._copy(user, numbers, user.c.id == self._owner_id, account)
        self._copy(
            user_organization, numbers, user_organization.c.user_id == self._owner_id, {"user_id": keys["user_id"]}
        )
        place = {**keys, "id": FIRST_ORGANIZATION_USER + numbers.c.i, "role": literal("organization_user")}
        self._copy(organization_user, numbers, organization_user.c.user_id == self._owner_id, place)
        membership = {**keys, "id": FIRST_WORKSPACE_USER + numbers.c.i, "role": literal("user"), "ical_token": email}
        self._copy(workspace_user, numbers, workspace_user.c.user_id == self._owner_id, membership)

    def _add_groups(self, numbers: CTE, people: CTE, count: int) -> None:
        group_id, name = FIRST_GROUP + numbers.c.i, literal("Group ") + _text(numbers.c.i)
        of_workspace = workspace.c.id == self.workspace_id
        shape = {"id": group_id, "name": name, "name_key": func.lower(name)}
        self._copy(group, numbers, of_workspace, shape, workspace)
        self._copy(
            group_workspace, numbers, of_workspace, {"group_id": group_id, "workspace_id": workspace.c.id}, workspace
        )
        for number in range(GROUPS_OF_EACH):
            in_group = FIRST_GROUP + 1 + (people.c.i + number) % count
            self._copy(
                group_user, people, of_workspace, {"group_id": in_group, "user_id": FIRST_USER + people.c.i}, workspace
            )

    def _copy(
        self, table: Table, numbers: CTE, where: Any, other: Mapping[str, Any], source: Table | None = None
    ) -> None:
        """Insert a row for each number: the one row of the source that is meant, but for the other values."""
        row: Any = table if source is None else source
        columns: list[Any] = [other[column.name] if column.name in other else row.c[column.name] for column in table.c]
        chosen = select(*columns).select_from(row.join(numbers, true())).where(where)
        self._run(insert(table).from_select(list(table.c), chosen))

    def _value(self, written: Any) -> int:
        return self._run(written).fetchone()[0]

    def _run(self, written: Any) -> Any:
        compiled = written.compile(dialect=self._driver.dialect, compile_kwargs={"literal_binds": True})
        assert isinstance(compiled, SQLCompiler)
        return self._connection.execute(str(compiled), ())


def _numbers(count: int) -> CTE:
    """The numbers from 1 to ``count``."""
    first = select(literal(1).label("i")).cte("numbers", recursive=True)
    return first.union_all(select(first.c.i + 1).where(first.c.i < count))


def _text(number: Any) -> Any:
    return cast(number, Text)
