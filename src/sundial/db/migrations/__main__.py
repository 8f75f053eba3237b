"""Run all migrations that a database lacks, in one transaction: ``python -m sundial.db.migrations``."""

import os
import sys
from pathlib import Path

from alembic import command
from alembic.config import Config

from sundial.db.driver import in_one_line


def main() -> int:
    """Migrate the database of ``SUNDIAL_MIGRATE_URL``; a failure is told in one line on standard error."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    config.attributes["url"] = os.environ["SUNDIAL_MIGRATE_URL"]
    try:
        command.upgrade(config, "head")
    except Exception as error:
        # What the driver says, without the statement and the links that SQLAlchemy adds.
        said: Exception = getattr(error, "orig", None) or error
        sys.stderr.write(f"{type(said).__name__}: {in_one_line(said)}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
