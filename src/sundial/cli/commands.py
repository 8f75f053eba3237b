"""The commands' tree."""

from pathlib import Path
from typing import Any

import click
import msgspec

from sundial import __version__
from sundial.cli.context import current, environment, opened, settings_from, show, told
from sundial.cli.doctor import doctor
from sundial.cli.outbox import outbox
from sundial.cli.people import organization, setup, user
from sundial.cli.serve import bring_up_to_date, serve
from sundial.cli.worker import jobs, worker
from sundial.core.clock import now
from sundial.db.migrate import backup, backup_to
from sundial.http.openapi import document
from sundial.wiring import described


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="sundial")
def main() -> None:
    """Team time tracking that needs no cloud.

    Settings come from SUNDIAL_* environment variables, or from the TOML file that SUNDIAL_CONFIG names.
    """


@main.command("migrate")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@told
def migrate_command(as_json: bool) -> None:
    """Bring the database up to date; SQLite is backed up first."""
    server = opened(settings_from(environment()))
    before, after = bring_up_to_date(server)
    same = "The database is up to date" if before == after else f"The database went from {before or 'empty'}"
    show({"before": before, "after": after}, as_json, f"{same}: revision {after}.")


@main.command("backup")
@click.argument("file", required=False, type=click.Path(path_type=Path, dir_okay=False))
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@told
def backup_command(file: Path | None, as_json: bool) -> None:
    """Copy the SQLite database, also while it is served, to FILE or into the data directory's backups."""
    server = current(settings_from(environment()))
    if server.database.url.get_backend_name() != "sqlite":
        raise click.ClickException("Back a PostgreSQL database up with its own tools, such as pg_dump.")
    if file is not None and file.exists():
        raise click.ClickException(f"{file} exists already.")
    directory = Path(server.settings.data_dir) / "backups"
    path = backup_to(server.database, file) if file else backup(server.database, directory, "manual", now())
    show({"file": str(path)}, as_json, f"Copied to {path}.")


@main.command("openapi")
@told
def openapi_command() -> None:
    """Print the API's OpenAPI 3.1 description."""
    described_api: dict[str, Any] = document(described(), __version__)
    click.echo(msgspec.json.format(msgspec.json.encode(described_api), indent=2).decode())


main.add_command(serve)
main.add_command(worker)
main.add_command(jobs)
main.add_command(outbox)
main.add_command(setup)
main.add_command(user)
main.add_command(organization)
main.add_command(doctor)
