"""The ``sundial`` command: how people run and look after a server."""

from sundial.cli.commands import main

__all__ = ["main"]
