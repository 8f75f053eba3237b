"""Organization users: a person's place in an organization, above their places in its workspaces.

The owner and the organization admins manage them. Ownership passes on when both sides have agreed.
"""
