"""Rates: what an hour is billed at, and what it costs, since when.

A billable rate is set for a workspace, a workspace user, a project, a project user or a task; the most specific one
that is valid when a time entry starts prices it. A labor cost is set for a workspace user or a project user. Each rate
is valid from its start until the next one of the same thing starts (`decisions.md, Rates`).
"""
