"""What the README and the pages tell people to type works, word by word, and gives the answers that it shows."""

import subprocess
from itertools import pairwise
from pathlib import Path
from typing import Any

import msgspec
import pytest

from sundial.core.settings import Settings
from tests.docs.readme import ADDRESS, ROOT, Block, answer, blocks, setting_names, shows
from tests.serving import environment, serving

BETWEEN = "---- the next block ----"


PAGES = ("people", "time", "undo", "rates", "reports", "alerts", "track-reminders", "word-gets-out")
WALKS = ("README.md", *(f"docs/{name}.md" for name in PAGES))


@pytest.mark.parametrize("page", WALKS)
def test_the_walk_gives_the_answers_that_are_shown(tmp_path: Path, page: str) -> None:
    found = blocks(ROOT / page)
    (setup,) = [block.text for block in found if block.kind == "sh setup"]
    walk = [block for block in found if block.kind == "sh walk"]
    bash(setup, tmp_path)

    with serving(tmp_path) as url:
        printed = bash(script(walk, url), tmp_path).split(BETWEEN)

    shown = expected(found, walk)
    assert len(shown) >= 6
    for block, text in zip(walk, printed, strict=True):
        actual = msgspec.json.decode(text)
        assert shows(shown[block.text], actual), f"{block.text}\nshows {shown[block.text]}\n\nnot {actual}"


def test_the_table_of_settings_has_all_of_them() -> None:
    assert sorted(setting_names()) == sorted(f"SUNDIAL_{name.upper()}" for name in Settings.__struct_fields__)


def script(walk: list[Block], url: str) -> str:
    """The walk as one script, against the server at ``url``."""
    text = f"\necho '{BETWEEN}'\n".join(block.text for block in walk)
    assert text.count(ADDRESS) == 1
    return text.replace(ADDRESS, url)


def expected(found: list[Block], walk: list[Block]) -> dict[str, Any]:
    """The answer that is shown below each block of the walk."""
    shown = {one.text: answer(other.text) for one, other in pairwise(found) if one in walk and other.kind == "json"}
    assert len(shown) == len(walk)
    return shown


def bash(text: str, directory: Path) -> str:
    """Run a script and give what it printed."""
    done = subprocess.run(
        ["bash", "-e", "-u", "-o", "pipefail", "-c", text],
        cwd=directory,
        env=environment(directory),
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, f"{text}\n{done.stdout}\n{done.stderr}"
    return done.stdout
