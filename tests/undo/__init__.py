"""Tests of the log of changes and of taking changes back."""
