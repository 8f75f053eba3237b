"""How Alembic reaches the database: one transaction for everything, one migrating process at a time."""

from typing import Any

from alembic import context
from sqlalchemy import create_engine, event, make_url, text

# The name of the advisory lock: any fixed number will do.
MIGRATING = 72261471

url = make_url(context.config.attributes["url"])
sqlite = url.get_backend_name() == "sqlite"
arguments: dict[str, Any] = {"isolation_level": None, "timeout": 60} if sqlite else {}
engine = create_engine(url.set(drivername="sqlite" if sqlite else "postgresql+psycopg"), connect_args=arguments)

if sqlite:

    @event.listens_for(engine, "begin")
    def _begin(connection: Any) -> None:
        # Python's sqlite3 would leave the schema changes outside of the transaction.
        connection.exec_driver_sql("BEGIN IMMEDIATE")


with engine.connect() as connection, connection.begin():
    if not sqlite:
        connection.execute(text("SELECT pg_advisory_xact_lock(:name)"), {"name": MIGRATING})
    context.configure(connection=connection, render_as_batch=sqlite)
    context.run_migrations()
