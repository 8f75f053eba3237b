"""Access: who is asking, and what they may do.

Signing in gives a User. Entering a workspace gives a Membership and entering an organization an Officer; both carry the
scope that statements bind and the permissions that operations need. Nothing else makes them.
"""
