"""What every command needs: the settings, the open server, and one way to say what went wrong."""

import os
import sys
import tomllib
from collections.abc import Callable, Mapping
from functools import wraps
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

import click
import msgspec
from sqlalchemy import URL

from sundial.core.errors import Error
from sundial.core.settings import BadSetting, Settings, load
from sundial.db.driver import Again
from sundial.db.migrate import HEAD, MigrationFailed, recorded_revision
from sundial.wiring import Server, open_server

Arguments = ParamSpec("Arguments")
Result = TypeVar("Result")


def settings_from(environment: Mapping[str, str]) -> Settings:
    """The settings, with the defaults that depend on others filled in. Raises BadSetting."""
    file = environment.get("SUNDIAL_CONFIG")
    settings = load(environment, _toml(Path(file)) if file else {})
    data = Path(settings.data_dir).absolute()
    return msgspec.structs.replace(
        settings,
        data_dir=str(data),
        database=settings.database or _sqlite(data / "sundial.sqlite3"),
        public_url=(settings.public_url or f"http://{settings.host}:{settings.port}").rstrip("/"),
    )


def opened(settings: Settings) -> Server:
    """The server's parts, ready to be used. Makes the data directory. Raises BadSetting when it cannot."""
    data = Path(settings.data_dir)
    # Whoever else has an account on this machine must not read keys, data or backups.
    os.umask(0o077)
    try:
        data.mkdir(parents=True, exist_ok=True, mode=0o700)
        return open_server(settings)
    except OSError as error:
        raise BadSetting(f"The data directory {data} cannot be used: {error.strerror}") from error
    except ValueError as error:
        raise BadSetting(str(error)) from error


def current(settings: Settings) -> Server:
    """The same, over a database that is up to date. Raises MigrationFailed when it is not."""
    server = opened(settings)
    if recorded_revision(server.database) != HEAD:
        raise MigrationFailed("The database is empty or not up to date. Run: sundial migrate")
    return server


def told(command: Callable[Arguments, Result]) -> Callable[Arguments, Result]:
    """Say what went wrong in one line instead of a traceback."""

    @wraps(command)
    def telling(*arguments: Arguments.args, **options: Arguments.kwargs) -> Result:
        try:
            return command(*arguments, **options)
        except (BadSetting, MigrationFailed) as error:
            raise click.ClickException(str(error)) from error
        except Error as error:
            raise click.ClickException(error.sentence) from error
        except Again as error:
            raise click.ClickException(f"{error} Nothing was changed. Please try again.") from error

    return telling


def environment() -> Mapping[str, str]:
    """The process's environment."""
    return os.environ


def show(data: Any, as_json: bool, plain: str) -> None:
    """Print a result: as one JSON document for scripts, as a sentence for people."""
    click.echo(msgspec.json.encode(data).decode() if as_json else plain)


def asked(value: str | None, option: str, question: str, secret: bool = False) -> str:
    """An option's value, asked for on a terminal when it is missing. ``-`` reads one line from standard input."""
    try:
        if value == "-":
            return sys.stdin.buffer.readline().decode().rstrip("\r\n")
        if value is None:
            value = _prompted(option, question, secret)
        value.encode()
    except UnicodeError as error:
        raise click.ClickException(f"{option} is not valid UTF-8.") from error
    return value


def _prompted(option: str, question: str, secret: bool) -> str:
    if not sys.stdin.isatty():
        raise click.ClickException(f"Missing option {option}.")
    return click.prompt(question, hide_input=secret, confirmation_prompt=secret)


def _sqlite(path: Path) -> str:
    return URL.create("sqlite", database=str(path)).render_as_string()


def _toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text())
    except OSError as error:
        raise BadSetting(f"The settings file {path} cannot be read: {error.strerror}") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadSetting(f"The settings file {path} is not valid TOML: {error}") from error
