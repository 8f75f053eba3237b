"""What the database holds of an organization: to see that nothing has changed, or who is mentioned."""

from typing import Any

from sqlalchemy import BigInteger, bindparam, select
from sqlalchemy.sql.compiler import SQLCompiler

from sundial.db.driver import Connection
from sundial.db.types import metadata
from sundial.organizations.tables import organization_user
from sundial.users.tables import user
from tests.make import World

Rows = dict[str, list[dict[str, Any]]]
PEOPLE = user.name
FIRST_ID = 1_000_000


class Reader:
    """Reads an organization's rows, past the application."""

    def __init__(self, world: World) -> None:
        self._connection: Connection = world.server.database.driver.connect()
        one = bindparam("one", type_=BigInteger())
        of_organization = [table for table in metadata.tables.values() if "organization_id" in table.c]
        colleagues = select(organization_user.c.user_id).where(organization_user.c.organization_id == one)
        written = {
            **{table: select(table).where(table.c.organization_id == one) for table in of_organization},
            user: select(user).where(user.c.id.in_(colleagues)),
        }
        self._selects: list[tuple[Any, str]] = []
        for table, statement in written.items():
            compiled = statement.order_by(*table.primary_key).compile(dialect=world.server.database.driver.dialect)
            assert isinstance(compiled, SQLCompiler)
            self._selects.append((table, str(compiled)))

    def of(self, organization_id: int) -> Rows:
        """All rows of an organization and of the people in it, by table."""
        return {table.name: self._read(table, text, organization_id) for table, text in self._selects}

    def close(self) -> None:
        """Give the connection up."""
        self._connection.close()

    def _read(self, table: Any, text: str, organization_id: int) -> list[dict[str, Any]]:
        rows = self._connection.execute(text, (organization_id,)).fetchall()
        return [dict(zip(table.c.keys(), row, strict=True)) for row in rows]


def ids_in(rows: Rows) -> set[int]:
    """All ids that these rows have or mention, but for those that each organization counts from one."""
    return {
        value
        for table in rows.values()
        for row in table
        for name, value in row.items()
        if (name == "id" or name.endswith("_id")) and isinstance(value, int) and value >= FIRST_ID
    }
