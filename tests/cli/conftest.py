"""Installations for commands to work on."""

from pathlib import Path

import pytest

from tests.cli.command import Installation
from tests.postgres import Cluster


@pytest.fixture
def installation(tmp_path: Path) -> Installation:
    """An empty installation on SQLite."""
    return Installation(tmp_path / "data")


@pytest.fixture
def on_each_engine(engine: str, tmp_path: Path, request: pytest.FixtureRequest) -> Installation:
    """An empty installation on each database."""
    if engine == "sqlite":
        return Installation(tmp_path / "data")
    cluster: Cluster = request.getfixturevalue("cluster")
    return Installation(tmp_path / "data", database=cluster.new_database())


@pytest.fixture(scope="module")
def used(tmp_path_factory: pytest.TempPathFactory) -> Installation:
    """An installation on SQLite with Ada's account in it, which the tests of a module share."""
    made = Installation(tmp_path_factory.mktemp("used") / "data")
    made.setup()
    return made
