"""`sundial backup`, and what `sundial doctor` says of an exchanged secret key."""

import json
import shutil
from pathlib import Path

from tests.cli.command import Installation


def test_a_copy_can_be_served_instead_of_the_original(installation: Installation, tmp_path: Path) -> None:
    installation.setup()
    copy = tmp_path / "copy.sqlite3"

    told = installation.run("backup", str(copy), "--json").json

    assert told == {"file": str(copy)}
    assert copy.stat().st_mode & 0o077 == 0
    listed = installation.run("organization", "list", "--json", database=f"sqlite:///{copy}").json
    assert listed == installation.run("organization", "list", "--json").json != []


def test_without_a_name_it_lies_with_the_other_backups(installation: Installation) -> None:
    installation.setup()

    told = installation.run("backup", "--json").json

    assert Path(told["file"]).parent == installation.directory / "backups"
    assert Path(told["file"]).read_bytes().startswith(b"SQLite format 3")


def test_a_file_that_is_there_is_not_overwritten(installation: Installation, tmp_path: Path) -> None:
    installation.setup()
    present = tmp_path / "present"
    present.write_text("mine")

    assert installation.run("backup", str(present)).refusal == f"{present} exists already."
    assert present.read_text() == "mine"


def test_doctor_notices_a_secret_key_that_opens_nothing(installation: Installation) -> None:
    installation.setup()
    key = installation.directory / "secret.key"
    shutil.copy(key, installation.directory / "kept")
    key.write_text("ab" * 32)

    done = installation.run("doctor", "--json")

    wrong = [finding for finding in json.loads(done.output) if not finding["ok"]]
    assert [finding["check"] for finding in wrong] == ["secret key"]
    assert "reset-token" in wrong[0]["advice"]
    assert done.code == 1

    shutil.copy(installation.directory / "kept", key)
    assert installation.run("doctor").code == 0
