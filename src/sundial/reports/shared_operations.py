"""Saved reports by their tokens, over HTTP: a public one is anybody's to read who has the token."""

from datetime import datetime

from sundial.access.askers import User
from sundial.access.enter import Workspaces
from sundial.access.secrets import Secrets
from sundial.core.settings import Settings
from sundial.db.transaction import Read
from sundial.http.operation import REPORTS, Door, Reply, operation
from sundial.reports.exports import AnyFile, check_extension, export
from sundial.reports.shared import admit, opened
from sundial.reports.shared_results import shared_report, shared_sheet
from sundial.reports.shared_schemas import SharedPost, SharedReport

SHARED = "/shared/{report_token}"
FILE = "report"
UNLISTED = {"X-Robots-Tag": "noindex", "Cache-Control": "no-store"}
"""Who has the address may read it, so it must not be kept or found."""


@operation("POST", SHARED, Door.ANYBODY, base=REPORTS, body_optional=True)
def open_shared_report(
    tx: Read,
    asker: User | None,
    report_token: str,
    body: SharedPost,
    now: datetime,
    secrets: Secrets,
    places: Workspaces,
    settings: Settings,
) -> Reply[SharedReport]:
    """A saved report as it is now, run as its owner: a public one for anybody, a private one for owner and admins.

    Days can be chosen unless they are fixed; filters narrow what was saved. Pages of a detailed report as usual.
    """
    report = opened(tx, admit(tx, secrets, places, asker, report_token), body, now)
    found, headers = shared_report(tx, report, settings.public_url, now)
    return Reply(found, headers={**headers, **UNLISTED})


@operation("POST", f"{SHARED}/{{extension}}", Door.ANYBODY, base=REPORTS, body_optional=True)
def export_shared_report(
    tx: Read,
    asker: User | None,
    report_token: str,
    extension: str,
    body: SharedPost,
    now: datetime,
    secrets: Secrets,
    places: Workspaces,
) -> AnyFile:
    """A saved report as it is now as csv, xlsx or pdf, in which `display_mode` chooses between dates and times."""
    check_extension(extension)
    report = opened(tx, admit(tx, secrets, places, asker, report_token), body, now)
    file = export(extension, shared_sheet(tx, report, now, pages=extension == "pdf"), FILE)
    file.headers = {**file.headers, **UNLISTED}
    return file
