"""What a saved report may be. The sentences are those of the API."""

from collections.abc import Mapping
from functools import cache
from typing import Any, TypeVar

import msgspec

from sundial.access.plans import STARTER_OR_HIGHER, Plan
from sundial.core.errors import Invalid, PaymentRequired
from sundial.http.bodies import decode, decoder_for
from sundial.reports.detailed_schemas import SearchExport
from sundial.reports.schemas import Filters
from sundial.reports.summary_schemas import SummaryExport
from sundial.reports.weekly_schemas import WeeklyExport

Body = TypeVar("Body")

KINDS: Mapping[str, type[Filters]] = {"detailed": SearchExport, "summary": SummaryExport, "weekly": WeeklyExport}
"""The types of reports, and what each may be told. What it does not know of it ignores."""

LONGEST_NAME = 250
LONGEST_PARAMS = 65_536

_encoder = msgspec.json.Encoder(decimal_format="number")


def _verbatim(number: str) -> msgspec.Raw:
    return msgspec.Raw(number.encode())


_decoder = msgspec.json.Decoder(dict[str, Any], float_hook=_verbatim)


def check_plan(plan: Plan) -> None:
    """Raise PaymentRequired where reports cannot be saved."""
    if plan not in STARTER_OR_HIGHER:
        raise PaymentRequired("Available only for premium workspaces.")


def name(given: str | None) -> str:
    """A valid name, trimmed. Raises Invalid."""
    trimmed = (given or "").strip()
    if not trimmed:
        raise Invalid("saved report name field can't be blank")
    if len(trimmed) > LONGEST_NAME:
        raise Invalid(f"saved report name field must not be longer than {LONGEST_NAME} characters")
    return trimmed


def flag(field: str, given: bool | None) -> bool:
    """A flag that must be given. Raises Invalid."""
    if given is None:
        raise Invalid(f"saved report {field} can't be blank")
    return given


def params(given: dict[str, Any] | str | None, no_type: str) -> str:
    """Parameters as the text to keep. Raises Invalid: ``no_type`` where they are of no known report."""
    document = parsed(given) if isinstance(given, str) else given or {}
    found = report_type(document)
    if found is None:
        raise Invalid(no_type)
    body(KINDS[found], document)
    text = _encoder.encode(document).decode()
    if len(text) > LONGEST_PARAMS:
        raise Invalid(f"params must not be longer than {LONGEST_PARAMS} characters")
    return text


def parsed(text: str) -> dict[str, Any]:
    """Parameters from their text. Raises Invalid."""
    try:
        return _decoder.decode(text)
    except (msgspec.DecodeError, RecursionError) as error:
        raise Invalid("params must be an object") from error


def report_type(document: dict[str, Any]) -> str | None:
    """Which report parameters are of; None for no known one."""
    found = document.get("report_type", document.get("type"))
    return found if isinstance(found, str) and found in KINDS else None


def body(kind: type[Body], document: dict[str, Any]) -> Body:
    """Parameters as the body of a report's operation. Raises Invalid with a sentence that names the field."""
    return decode(_bodies(kind), _encoder.encode(document))


@cache
def _bodies(kind: type[Body]) -> msgspec.json.Decoder[Body]:
    return decoder_for(kind)
