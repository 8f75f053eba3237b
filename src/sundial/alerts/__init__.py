"""Alerts: somebody is told when a project's time or money reaches a threshold.

They follow the log of changes: within a minute of a change each project that it touches is measured, and each threshold
that is crossed upward is one mail to each receiver. A project that falls below a threshold can cross it again.
"""
