"""A server that exports nothing does not carry the libraries for exports."""

import subprocess
import sys
from pathlib import Path

START = """
import sys
from sundial.cli.context import settings_from
from sundial.cli.serve import load
from sundial.http.metrics import fresh_directory
from sundial.wiring import metrics_directory

import sundial.reports.render.sheets
settings = settings_from({"SUNDIAL_DATA_DIR": sys.argv[1]})
fresh_directory(metrics_directory(settings))
load(settings)
print(*sys.modules)
"""


def test_a_server_starts_without_the_libraries_for_exports(tmp_path: Path) -> None:
    done = subprocess.run([sys.executable, "-c", START, str(tmp_path)], capture_output=True, text=True, timeout=60)
    loaded = set(done.stdout.split())

    assert {"sundial.wiring", "sundial.reports.render.sheets"} <= loaded, done.stderr
    assert loaded & {"xlsxwriter", "typst", "sundial.reports.render.workbook", "sundial.reports.render.pages"} == set()
