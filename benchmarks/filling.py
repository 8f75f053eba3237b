"""A large organization in a moment: people, their places and groups, made inside the database by a few statements.

Each new row is a copy of one that the application itself wrote for the first account, but for what must differ.
"""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import CTE, LargeBinary, Table, Text, cast, func, insert, literal, make_url, null, select, true
from sqlalchemy.sql.compiler import SQLCompiler

from sundial.db.driver import driver_for
from sundial.groups.tables import group, group_user, group_workspace
from sundial.organizations.tables import organization_user
from sundial.users.tables import user, user_organization
from sundial.workspaces.tables import workspace, workspace_directory, workspace_user

# The application counts from 1,000,001 and will not get as far.
FIRST_USER, FIRST_ORGANIZATION_USER, FIRST_WORKSPACE_USER, FIRST_GROUP = 10_000_000, 20_000_000, 30_000_000, 40_000_000
GROUPS_OF_EACH = 2
# Names that are not in the order of the ids: multiples of one prime, modulo another.
STEP, NAMES = 7_919, 1_000_003


class Filler:
    """Fills the database behind a URL, which has one account with one workspace."""

    def __init__(self, url: str, workspace_id: int) -> None:
        self._driver = driver_for(make_url(url))
        self._connection = self._driver.connect()
        self._workspace = workspace.c.id == workspace_id
        directory = workspace_directory.c
        self.organization_id = self._number(select(directory.organization_id), directory.workspace_id == workspace_id)
        member = workspace_user.c
        self._owner_id = self._number(select(member.user_id), member.organization_id == self.organization_id)

    def fill(self, members: int, groups: int) -> None:
        """Have this many people in the workspace, the first account included, and this many groups with them."""
        self._connection.execute("BEGIN")
        people = _numbers(members - 1)
        self._add_people(people)
        self._add_groups(_numbers(groups), people, groups)
        self._connection.execute("COMMIT")
        if self._driver.dialect.name == "postgresql":
            # What autovacuum does by itself after a while; SQLite has nothing like it.
            self._connection.execute("VACUUM ANALYZE")
        self._connection.close()

    def _add_people(self, people: CTE) -> None:
        number = people.c.i
        name = literal("Member ") + func.substr(_text(1_000_000 + number * STEP % NAMES), 2)
        email = func.lower(func.replace(name, " ", ".")) + "@example.com"
        account = {
            "id": FIRST_USER + number,
            "email": email,
            "email_key": email,
            "fullname": name,
            "password_hash": null(),
            "api_token_hash": cast(email, LargeBinary),
            "accounts_id": _text(number),
        }
        place = {"user_id": FIRST_USER + number, "name_key": func.lower(name), "email_key": email}
        office = {**place, "id": FIRST_ORGANIZATION_USER + number, "role": literal("organization_user")}
        member = {**place, "id": FIRST_WORKSPACE_USER + number, "role": literal("user"), "ical_token": email}
        self._copy(user, user.c.id == self._owner_id, people, account)
        for table, values in ((user_organization, place), (organization_user, office), (workspace_user, member)):
            self._copy(table, table.c.user_id == self._owner_id, people, values)

    def _add_groups(self, groups: CTE, people: CTE, count: int) -> None:
        group_id, name = FIRST_GROUP + groups.c.i, literal("Group ") + _text(groups.c.i)
        shape = {"id": group_id, "name": name, "name_key": func.lower(name)}
        place = {"group_id": group_id, "workspace_id": workspace.c.id}
        self._copy(group, self._workspace, groups, shape, workspace)
        self._copy(group_workspace, self._workspace, groups, place, workspace)
        for number in range(GROUPS_OF_EACH):
            in_group = FIRST_GROUP + 1 + (people.c.i + number) % count
            member = {"group_id": in_group, "user_id": FIRST_USER + people.c.i}
            self._copy(group_user, self._workspace, people, member, workspace)

    def _copy(
        self, table: Table, where: Any, numbers: CTE, other: Mapping[str, Any], source: Table | None = None
    ) -> None:
        """Insert a row for each number: that of the source where this holds, but for the other values."""
        row: Any = table if source is None else source
        columns: list[Any] = [other.get(column.name, row.c.get(column.name)) for column in table.c]
        chosen = select(*columns).select_from(row.join(numbers, true())).where(where)
        self._run(insert(table).from_select(list(table.c), chosen))

    def _number(self, written: Any, where: Any) -> int:
        return self._run(written.where(where)).fetchone()[0]

    def _run(self, written: Any) -> Any:
        compiled = written.compile(dialect=self._driver.dialect, compile_kwargs={"literal_binds": True})
        assert isinstance(compiled, SQLCompiler)
        return self._connection.execute(str(compiled), ())


def _numbers(count: int) -> CTE:
    """The numbers from 1 to ``count``."""
    first = select(literal(1).label("i")).cte(recursive=True)
    return first.union_all(select(first.c.i + 1).where(first.c.i < count))


def _text(number: Any) -> Any:
    return cast(number, Text)
