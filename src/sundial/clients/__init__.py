"""Clients: whom a workspace works for. A project may have one.

An archived client keeps its projects, which are archived with it; restoring it can bring them back.
"""
