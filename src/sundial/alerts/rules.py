"""What an alert may be, and which thresholds something has reached. The sentences are those of the API."""

from collections.abc import Sequence
from enum import StrEnum

import msgspec

from sundial.access.permissions import Role
from sundial.core.errors import Invalid

MOST_THRESHOLDS = 10
LARGEST = 1_000_000
LARGEST_SHARE = 1_000


class SourceKind(StrEnum):
    """What an alert looks at: one project, or each active project of the workspace on its own."""

    PROJECT = "project"
    WORKSPACE = "workspace"


class ThresholdType(StrEnum):
    """What is measured: a share of the estimate or of the fixed fee, tracked hours, or a billable amount."""

    PERCENTAGE = "percentage"
    HOURS = "hours"
    AMOUNT = "amount"


PROJECT_MANAGER = "project_manager"
ROLES = (*(role.value for role in Role), PROJECT_MANAGER)
OBJECT_TYPES = {SourceKind.PROJECT: 1, SourceKind.WORKSPACE: 2}


class Draft(msgspec.Struct):
    """An alert as somebody wants it."""

    source_kind: str = ""
    project_id: int | None = None
    threshold_type: str = ""
    thresholds: list[int] = []
    receiver_roles: list[str] = []
    receiver_users: list[int] = []


def checked(draft: Draft, project_found: bool) -> Draft:
    """An alert that is possible, its thresholds in order and nothing twice. Raises Invalid.

    ``project_found`` tells whether the project, where there is one, is in the workspace.
    """
    _check_blanks(draft, project_found)
    largest = LARGEST_SHARE if draft.threshold_type == ThresholdType.PERCENTAGE else LARGEST
    if not all(1 <= one <= largest for one in draft.thresholds):
        raise Invalid("threshold out of range")
    if draft.source_kind not in list(SourceKind):
        raise Invalid("source kind out of range")
    if draft.threshold_type not in list(ThresholdType):
        raise Invalid("threshold type out of range")
    if not set(draft.receiver_roles) <= set(ROLES):
        raise Invalid("receiver role out of range")
    if len(draft.thresholds) > MOST_THRESHOLDS or len(set(draft.thresholds)) < len(draft.thresholds):
        raise Invalid(f"thresholds must be 1 to {MOST_THRESHOLDS} different numbers")
    return msgspec.structs.replace(
        draft,
        thresholds=sorted(draft.thresholds),
        receiver_roles=[role for role in ROLES if role in draft.receiver_roles],
        receiver_users=sorted(set(draft.receiver_users)),
    )


def reached(thresholds: Sequence[int], value: int) -> int:
    """The highest threshold that a value has reached, 0 for none."""
    return max((one for one in thresholds if one <= value), default=0)


def crossed(thresholds: Sequence[int], before: int, value: int) -> list[int]:
    """The thresholds that are reached now and were not before, in order."""
    return [one for one in thresholds if before < one <= value]


def _check_blanks(draft: Draft, project_found: bool) -> None:
    if not draft.source_kind:
        raise Invalid("source kind can't be blank")
    if draft.source_kind == SourceKind.PROJECT and not (draft.project_id and project_found):
        raise Invalid("project can't be blank")
    if draft.source_kind == SourceKind.WORKSPACE and draft.project_id:
        raise Invalid("project not supported for this source kind")
    if not draft.threshold_type:
        raise Invalid("threshold type can't be blank")
    if not draft.thresholds:
        raise Invalid("thresholds can't be blank")
    if not draft.receiver_roles and not draft.receiver_users:
        raise Invalid("receivers can't be blank")
