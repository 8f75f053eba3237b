"""Reports as files: written whole while the data is read, and only then sent."""

from tempfile import TemporaryFile
from typing import Annotated

from sundial.access.askers import Membership
from sundial.access.plans import STARTER_OR_HIGHER
from sundial.core.errors import PaymentRequired
from sundial.http.operation import Reply
from sundial.reports.render.sheets import Sheet, write_csv, write_pdf, write_xlsx
from sundial.reports.rules import check_choice

CSV = "text/csv"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PDF = "application/pdf"
FORMATS = {
    "csv": (f"{CSV}; charset=utf-8", write_csv),
    "xlsx": (XLSX, write_xlsx),
    "pdf": (PDF, write_pdf),
}
ValuesFile = Reply[Annotated[bytes, CSV, XLSX]]
PagesFile = Reply[Annotated[bytes, PDF]]
AnyFile = Reply[Annotated[bytes, CSV, XLSX, PDF]]
"""What operations answer with, as the description of the API tells it."""

VALUES = ("csv", "xlsx")
"""The formats that other programs read."""


def check_extension(extension: str, allowed: tuple[str, ...] = tuple(FORMATS)) -> None:
    """Raise Invalid for a format that a report is not written in. Before anything is read."""
    check_choice("extension", extension, allowed)


def require_exportable(asker: Membership, extension: str) -> None:
    """Raise Invalid for a format that tables of values are not written in, PaymentRequired for one not in the plan."""
    check_extension(extension, VALUES)
    if extension == "xlsx" and asker.plan not in STARTER_OR_HIGHER:
        raise PaymentRequired("Workspace needs to have this feature enabled")


def export(extension: str, sheet: Sheet, name: str) -> Reply[bytes]:
    """A sheet as a file to be kept under a name, which is plain ASCII without the extension.

    In a file from the beginning: what is too big for memory fits, and an error while it is written is still an answer.
    Raises Invalid for an unknown format, and for what is too big for pages.
    """
    check_extension(extension)
    media_type, write = FORMATS[extension]
    file = TemporaryFile()  # noqa: SIM115 - whoever sends it closes it
    try:
        write(sheet, file)
    except BaseException:
        file.close()
        raise
    headers = {"Content-Disposition": f'attachment; filename="{name}.{extension}"'}
    return Reply(b"", headers=headers, media_type=media_type, file=file)
