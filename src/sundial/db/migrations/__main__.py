"""Run all migrations that a database lacks, in one transaction: ``python -m sundial.db.migrations``."""

import os
import sys
from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy.exc import SQLAlchemyError


def main() -> int:
    """Migrate the database of ``SUNDIAL_MIGRATE_URL``; a failure is told on standard error."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    config.attributes["url"] = os.environ["SUNDIAL_MIGRATE_URL"]
    try:
        command.upgrade(config, "head")
    except SQLAlchemyError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
