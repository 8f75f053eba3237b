"""The ``sundial`` command: how people run and look after a server."""

import gc

# What is loaded stays. To look through it for garbage again and again takes an eighth of the time until a command runs.
gc.disable()

from sundial.cli.commands import main  # noqa: E402 what is imported here is most of the program

gc.freeze()
gc.enable()

__all__ = ["main"]
