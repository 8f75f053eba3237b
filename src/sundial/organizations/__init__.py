"""Organizations: the tenant.

An organization has a plan, an owner, users and workspaces; its data never mixes with another's.
"""
