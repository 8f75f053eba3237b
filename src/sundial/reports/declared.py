"""How an operation of the reports is declared: who may call it, and what strangers and wrong ids are told."""

from functools import partial

from sundial.access.permissions import Permission
from sundial.core.errors import Forbidden, Invalid
from sundial.http.operation import REPORTS, operation

report_operation = partial(
    operation,
    "POST",
    needs=Permission.VIEW_WORKSPACE,
    base=REPORTS,
    stranger=Forbidden("Workspace not found/accessible"),
    invalid_ids={"workspace_id": Invalid("Invalid workspace id"), "project_id": Invalid("Invalid project id")},
    body_optional=True,
)
"""Declares a function as one, by its path."""
