"""Invitations: how people come into an organization.

An invitation names an e-mail address, workspaces with roles, and groups. Its code, in a link that can be copied, lets a
new person in with a name and a password, and an existing one as themselves. It expires after 30 days. The invited have
their places at once (`active` false) and take them when they accept.
"""
