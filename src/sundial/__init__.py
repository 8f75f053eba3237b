"""Sundial: team time tracking that needs no cloud."""

__version__ = "0.1.0"
