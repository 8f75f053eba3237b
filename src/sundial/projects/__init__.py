"""Projects: what time is tracked for, and who may track it.

A public project is open to everybody in the workspace, a private one to its project users, its project groups and those
who may see all projects. A project user may be a manager of the project, and has rates of their own there.
"""
