"""Groups: people of an organization who are put into workspaces together.

Whoever is in a group is in all workspaces that the group is assigned to, and leaves those that they are in through the
group alone when they leave it.
"""
