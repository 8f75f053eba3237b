"""docs/permissions.md is what the table of grants says."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_the_page_is_up_to_date(tmp_path: Path) -> None:
    made = tmp_path / "permissions.md"
    subprocess.run([sys.executable, str(ROOT / "scripts" / "permissions"), str(made)], check=True, timeout=60)

    stored = (ROOT / "docs" / "permissions.md").read_text()

    assert stored == made.read_text(), "Run: .venv/bin/python scripts/permissions"
