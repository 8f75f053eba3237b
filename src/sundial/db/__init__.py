"""The database: one schema for SQLite and PostgreSQL, statements built once, two kinds of transaction.

SQLAlchemy writes the SQL; the drivers run it. A statement is compiled once per process into text and processors, and
its rows come back as msgspec Structs (`statement.py`). Only `Read` and `Write` (`transaction.py`) can run one.
"""
