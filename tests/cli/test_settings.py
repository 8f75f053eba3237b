"""Settings that commands refuse: in one line that says which, and what to do."""

import sqlite3
from pathlib import Path

import pytest

from tests.cli.command import Installation
from tests.postgres import free_port


def refused(installation: Installation, **settings: str) -> str:
    return installation.run("organization", "list", **settings).refusal


def test_an_unknown_setting_is_refused_with_a_suggestion(used: Installation) -> None:
    assert refused(used, databse="x") == "There is no setting SUNDIAL_DATABSE. Did you mean SUNDIAL_DATABASE?"


def test_the_environment_wins_over_the_file(used: Installation, tmp_path: Path) -> None:
    file = tmp_path / "sundial.toml"
    file.write_text('data_dir = "/nowhere/at/all"\nport = 1234\n')

    assert used.run("organization", "list", config=str(file)).code == 0


def test_the_file_alone_is_enough(used: Installation, tmp_path: Path) -> None:
    file = tmp_path / "sundial.toml"
    file.write_text(f'data_dir = "{used.directory}"\n')
    alone = Installation(tmp_path, config=str(file))
    del alone.settings["SUNDIAL_DATA_DIR"]

    assert "Acme" in alone.run("organization", "list").output


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"prt = 8080", "There is no setting prt in the settings file. Did you mean port?"),
        (b"port = ", "is not valid TOML"),
        (b"host = '\xff'", "is not valid TOML"),
    ],
)
def test_a_bad_settings_file_is_told(used: Installation, tmp_path: Path, content: bytes, said: str) -> None:
    file = tmp_path / "sundial.toml"
    file.write_bytes(content)

    assert said in refused(used, config=str(file))


def test_a_missing_settings_file_is_told(used: Installation, tmp_path: Path) -> None:
    assert refused(used, config=str(tmp_path / "no.toml")).endswith("no.toml cannot be read: No such file or directory")


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("port", "many", "SUNDIAL_PORT cannot be used: Expected `int`, got `str`."),
        ("secret_key", "1234", "SUNDIAL_SECRET_KEY must be 64 hexadecimal digits"),
        ("database", "nonsense", "SUNDIAL_DATABASE"),
        ("database", "mysql://localhost/x", "SUNDIAL_DATABASE must begin with sqlite or postgresql, not mysql"),
        ("database", "postgresql://localhost:port/x", "SUNDIAL_DATABASE"),
        ("database", "sqlite://", "SUNDIAL_DATABASE needs a file"),
        ("database", "sqlite:////nowhere/at/all.sqlite3", "/nowhere/at/all.sqlite3 cannot be opened"),
    ],
)
def test_a_value_that_cannot_be_used_is_told(used: Installation, name: str, value: str, said: str) -> None:
    assert said in refused(used, **{name: value})


def test_a_database_that_does_not_answer_is_told_without_its_password(used: Installation) -> None:
    said = refused(used, database=f"postgresql://sundial:hush@127.0.0.1:{free_port()}/sundial")

    assert said.startswith("The database cannot be reached")
    assert "hush" not in said


def test_a_data_directory_that_is_a_file_is_told(used: Installation, tmp_path: Path) -> None:
    (tmp_path / "file").touch()

    assert "cannot be used" in refused(used, data_dir=str(tmp_path / "file"))


@pytest.mark.parametrize("content", [b"", b"1234\n", b"\xff\xfe\n"])
def test_a_damaged_key_is_told_and_kept(installation: Installation, content: bytes) -> None:
    key = installation.directory / "secret.key"
    key.parent.mkdir()
    key.write_bytes(content)

    assert "secret.key must be 64 hexadecimal digits" in refused(installation)
    assert key.read_bytes() == content


def test_a_damaged_database_is_told(installation: Installation) -> None:
    installation.directory.mkdir()
    path = installation.directory / "sundial.sqlite3"
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE alembic_version (version_num TEXT)")
    path.write_bytes(path.read_bytes()[:4096] + b"\xff" * 4096)

    assert "The database cannot be used" in refused(installation)


def test_a_folder_with_an_odd_name_works(tmp_path: Path) -> None:
    odd = Installation(tmp_path / "a b%20?x=1#é'")

    odd.setup()

    assert (odd.directory / "sundial.sqlite3").exists()
