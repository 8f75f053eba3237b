"""Installations that are killed."""

from pathlib import Path

import pytest

from tests.cli.command import Installation
from tests.postgres import Cluster


@pytest.fixture
def on_each_engine(engine: str, tmp_path: Path, request: pytest.FixtureRequest) -> Installation:
    """An empty installation on each database."""
    if engine == "sqlite":
        return Installation(tmp_path / "data")
    cluster: Cluster = request.getfixturevalue("cluster")
    return Installation(tmp_path / "data", database=cluster.new_database())
