"""Reports as files: written whole while the data is read, and only then sent."""

from tempfile import TemporaryFile

from sundial.http.operation import Reply
from sundial.reports.render.sheets import Sheet, write_csv, write_pdf, write_xlsx
from sundial.reports.rules import check_choice

FORMATS = {
    "csv": ("text/csv; charset=utf-8", write_csv),
    "xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", write_xlsx),
    "pdf": ("application/pdf", write_pdf),
}


def check_extension(extension: str, allowed: tuple[str, ...] = tuple(FORMATS)) -> None:
    """Raise Invalid for a format that a report is not written in. Before anything is read."""
    check_choice("extension", extension, allowed)


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
