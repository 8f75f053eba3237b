"""What clients send and read of an alert. The mixed spelling of the names is the API's own."""

from datetime import datetime

import msgspec
from msgspec import UNSET, UnsetType

from sundial.core.money import Money
from sundial.core.shapes import Id, Whole


class AlertChange(msgspec.Struct):
    """An alert to create, or what is to be changed of one."""

    project_id: Id | UnsetType | None = UNSET
    receiver_roles: list[str] | UnsetType | None = UNSET
    receiver_users: list[Id] | UnsetType | None = UNSET
    source_kind: str | UnsetType | None = UNSET
    threshold_type: str | UnsetType | None = UNSET
    thresholds: list[Whole] | UnsetType | None = UNSET


class AlertError(msgspec.Struct):
    """Why an alert can tell nothing at present."""

    code: str
    message: str


class AlertWithMeta(msgspec.Struct):
    """An alert, with what is told of its project; an alert for a workspace has no project."""

    billable: bool | None
    client_id: int | None
    client_name: str | None
    errors: list[AlertError]
    estimated_hours: int | None = msgspec.field(name="estimatedHours")
    id: int
    is_fixed_fee: bool | None = msgspec.field(name="isFixedFee")
    is_private: bool | None = msgspec.field(name="isPrivate")
    object_type: int
    project_color: str | None
    project_id: int | None
    project_name: str | None
    receiver_groups: list[int]
    receiver_roles: list[str]
    receiver_users: list[int]
    receiver_users_name: list[str]
    receivers: int
    source_kind: str
    threshold: int
    threshold_type: str
    thresholds: list[int]
    wid: int


class Candidate(msgspec.Struct):
    """Somebody whom an alert is for. Who would get no mail has the reason why."""

    user_id: int
    name: str
    why_not: str | None


class ProjectPreview(msgspec.Struct):
    """What an alert would tell of a project now.

    Time is in seconds and money in the project's currency, null where the other of them is measured; money is null
    too for who may not see rates. ``share`` is in whole per cent, null where nothing is the whole.
    """

    project_id: int
    project_name: str
    client_name: str | None
    measured_seconds: int | None
    whole_seconds: int | None
    measured_amount: Money | None
    whole_amount: Money | None
    currency: str | None
    share: int | None
    reached: list[int]
    reached_before: int | None
    next_threshold: int | None
    would_send: bool
    threshold: int | None
    why_not: str | None
    receivers: list[Candidate]


class Mail(msgspec.Struct):
    """What became of a message."""

    id: int
    state: str
    attempts: int
    sent_at: datetime | None
    server_said: str | None


class AlertDelivery(msgspec.Struct):
    """What somebody was told: what was measured, against what, and what became of the message."""

    id: int
    alert_id: int
    project_id: int
    project_name: str
    threshold_type: str
    threshold: int
    crossed: list[int]
    measured_seconds: int | None
    whole_seconds: int | None
    measured_amount: Money | None
    whole_amount: Money | None
    currency: str | None
    user_id: int
    user_name: str
    created_at: datetime
    mail: Mail
