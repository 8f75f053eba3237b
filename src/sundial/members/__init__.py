"""Members: workspace users, each a person's place in one workspace.

A workspace user has a role, may be invited but not joined yet, may be switched off (`inactive`) or removed. Whoever is
in a workspace only through a group (`is_direct` false) leaves it with the group. Tracked time stays whatever happens.
"""
