"""What clients send and read of saved reports."""

from datetime import datetime
from typing import Annotated, Any

import msgspec
from msgspec import Meta

from sundial.core.shapes import Id


class SavedReportChange(msgspec.Struct):
    """A report to save, or what changes of one: nulls and absent fields stay. ``id`` matters in bulk only.

    ``params`` may be the text that was read.
    """

    id: Id | None = None
    name: str | None = None
    params: dict[str, Any] | str | None = None
    public: bool | None = None
    fixed_daterange: bool | None = None
    regenerate_token: bool | None = None


SavedReportChanges = Annotated[list[SavedReportChange], Meta(min_length=1, max_length=100)]


class SavedReportsToDelete(msgspec.Struct):
    """The reports that a bulk deletion takes."""

    ids: Annotated[list[Id], Meta(max_length=1000)]


class SavedReport(msgspec.Struct):
    """A saved report. ``params`` are a JSON text; ``uid`` is whoever saved it."""

    id: int
    name: str
    params: str
    public: bool
    fixed_daterange: bool
    token: str
    uid: int
    updated_at: datetime
    updated_by: int
    deleted_at: datetime | None
    scheduled_email_uids: list[int] = []
    scheduled_email_gids: list[int] = []
    is_commenting_enabled: bool = False
    isNAResource: bool = False
