"""PDF: pages that one would send to a client, in any script."""

import subprocess
import sys
import threading
from itertools import islice
from typing import BinaryIO

from sundial.core.errors import Invalid, Unavailable
from sundial.reports.render.layout import lay_out
from sundial.reports.render.sheets import Sheet

MOST_ROWS = 5_000
MOST_CHARACTERS = 1_500_000
LONGEST_SECONDS = 30
TOO_BIG = Invalid("The report is too big to be exported as PDF: choose a shorter period or fewer projects, or use CSV.")
BUSY = Unavailable("Another report is being exported as PDF. Try again in a minute.")

# One at a time: each needs memory for all its pages at once.
_typesetting = threading.Lock()


def write(sheet: Sheet, file: BinaryIO) -> None:
    """Write a sheet. Raises Invalid when it has too much for pages, Unavailable when others are being written."""
    rows = list(islice(sheet.rows, MOST_ROWS + 1))
    if len(rows) > MOST_ROWS:
        raise TOO_BIG.fresh()
    if sum(len(cell) for row in rows for cell in row.cells if isinstance(cell, str)) > MOST_CHARACTERS:
        raise TOO_BIG.fresh()
    file.write(_typeset(lay_out(sheet, rows, sheet.totals())))


def _typeset(shown: bytes) -> bytes:
    if not _typesetting.acquire(timeout=LONGEST_SECONDS):
        raise BUSY.fresh()
    try:
        command = [sys.executable, "-P", "-m", "sundial.reports.render.typesetting"]
        done = subprocess.run(command, input=shown, capture_output=True, timeout=LONGEST_SECONDS, check=False)  # noqa: S603
    except subprocess.TimeoutExpired as error:
        raise TOO_BIG.fresh() from error
    finally:
        _typesetting.release()
    if done.returncode < 0:
        # It ended itself: there was no more memory.
        raise TOO_BIG.fresh()
    if done.returncode > 0:
        raise RuntimeError(done.stderr.decode(errors="replace"))
    return done.stdout
