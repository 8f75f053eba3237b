"""The commands' tree: help for everything, the version, the API's description."""

import json
from collections.abc import Iterator

import click
import pytest
from click.testing import CliRunner

from sundial import __version__
from sundial.cli import main
from tests.cli.command import Installation
from tests.make import World


def paths(command: click.Command, *path: str) -> Iterator[tuple[str, ...]]:
    """The words of every command."""
    yield path
    if isinstance(command, click.Group):
        for name, inner in command.commands.items():
            yield from paths(inner, *path, name)


@pytest.mark.parametrize("path", list(paths(main)), ids=" ".join)
def test_every_command_explains_itself(path: tuple[str, ...]) -> None:
    done = CliRunner().invoke(main, [*path, "--help"])

    usage, *lines = done.output.splitlines()
    assert done.exit_code == 0
    assert usage.startswith(f"Usage: {' '.join(('main', *path))}")
    assert lines[1].strip().endswith((".", "…", "...")) or lines[2].strip()
    assert all(option.help for option in options(path)), path


def options(path: tuple[str, ...]) -> list[click.Option]:
    command: click.Command = main
    for name in path:
        assert isinstance(command, click.Group)
        command = command.commands[name]
    return [option for option in command.params if isinstance(option, click.Option)]


def test_help_and_version_need_no_settings(installation: Installation) -> None:
    told = installation.run("--help", nonsense="1")
    version = installation.run("--version")

    assert told.code == 0
    assert "SUNDIAL_CONFIG" in told.output
    assert version.output == f"sundial, version {__version__}\n"
    assert not installation.directory.exists()


def test_an_unknown_command_is_told(installation: Installation) -> None:
    done = installation.run("sevre")

    assert done.code == 2
    assert "No such command 'sevre'" in done.errors.splitlines()[-1]


def test_the_description_is_the_one_that_is_served(installation: Installation, world: World) -> None:
    done = installation.run("openapi")

    assert (done.code, done.errors) == (0, "")
    assert json.loads(done.output) == world.send("GET", "/api/openapi.json").json


def test_migrating_tells_from_where_to_where(on_each_engine: Installation) -> None:
    first = on_each_engine.run("migrate")
    second = on_each_engine.run("migrate", "--json").json

    assert (first.code, first.errors) == (0, "")
    assert first.output.startswith("The database went from empty: revision ")
    assert second["before"] == second["after"]
    assert second["after"] in first.output
