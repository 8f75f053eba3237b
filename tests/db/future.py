"""The program as a later release could be: a copy of it with one migration more."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import sundial
from sundial.db.migrate import HEAD

NEXT = "9999_next"
MIGRATION = '''"""Another revision."""

import sqlalchemy as sa
from alembic import op

revision = "{revision}"
down_revision = "{before}"


def upgrade() -> None:
{body}
'''


class Program:
    """A program that can be run: this one, or a copy with one migration more."""

    def __init__(self, path: Path | None, data: Path, url: str) -> None:
        self.environment = {**os.environ, "SUNDIAL_DATA_DIR": str(data), "SUNDIAL_DATABASE": url}
        if path is not None:
            self.environment["PYTHONPATH"] = str(path)

    def start(self, *arguments: str) -> subprocess.Popen[str]:
        """Start a command of it."""
        return subprocess.Popen(
            [sys.executable, "-c", "from sundial.cli import main; main()", *arguments],
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run a command of it."""
        started = self.start(*arguments)
        output, errors = started.communicate(timeout=60)
        return subprocess.CompletedProcess(arguments, started.returncode, output, errors)


def copy_with(directory: Path, body: str) -> Path:
    """Copy the program and add a migration that runs ``body``; gives the copy's place in the import path."""
    package = Path(sundial.__file__).parent
    shutil.copytree(package, directory / "sundial")
    lines = "\n".join(f"    {line}" for line in body.splitlines())
    text = MIGRATION.format(revision=NEXT, before=HEAD, body=lines)
    (directory / "sundial" / "db" / "migrations" / "versions" / f"{NEXT}.py").write_text(text)
    return directory
