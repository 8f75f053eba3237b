"""The process that makes pages: what they show comes in on standard input, a PDF goes out on standard output.

It is a process of its own because five thousand rows need a gigabyte while they are laid out. That memory is given
back, it has a limit, and what takes too long can be ended. Run by `pages.py`, as
``python -m sundial.reports.render.typesetting``.
"""

import resource
import sys
from importlib.resources import files

import typst

MOST_MEMORY = 3 * 2**30
"""Of addresses, which are more than the memory in use: fonts and the program are mapped."""


def main() -> None:
    """Typeset one report."""
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    template = files("sundial.reports.render").joinpath("report.typ").read_bytes()
    sources = {"main": template, "data.json": sys.stdin.buffer.read()}
    # Tags would make files five times as long. That there can be several sources is documented, but not typed.
    document = typst.compile(sources, pdf_tags=False)  # pyright: ignore[reportArgumentType]
    sys.stdout.buffer.write(document)


if __name__ == "__main__":
    main()
