"""Users: the people who sign in. A user is global; their place in an organization or a workspace is a membership.

A user has an e-mail address, a password and an API token, a time zone and a first day of the week, and preferences that
clients keep for them.
"""
