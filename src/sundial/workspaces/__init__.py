"""Workspaces: where people track time together.

A workspace belongs to one organization for good and holds its own settings, members, projects, clients, tags and time
entries.
"""
