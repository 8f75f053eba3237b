"""Logs: one line an event, as JSON for machines or as plain text for people; to standard error."""

import logging
import sys
from datetime import UTC, datetime

import msgspec

FORMATS = ("console", "json")


class JsonLines(logging.Formatter):
    """One JSON object a line; what is passed as ``extra={"fields": {...}}`` goes beside the message."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, object] = {
            "at": datetime.fromtimestamp(record.created, UTC),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
            **getattr(record, "fields", {}),
        }
        if record.exc_info:
            line["traceback"] = self.formatException(record.exc_info)
        return msgspec.json.encode(line).decode()


class ConsoleLines(logging.Formatter):
    """Time, level, message, and the fields behind it."""

    def format(self, record: logging.LogRecord) -> str:
        fields = "".join(f" {name}={value}" for name, value in getattr(record, "fields", {}).items())
        record.message = record.getMessage() + fields
        line = f"{self.formatTime(record)} {record.levelname.lower():<7} {record.message}"
        return f"{line}\n{self.formatException(record.exc_info)}" if record.exc_info else line


def set_up(kind: str) -> None:
    """Send all logs to standard error in this format."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines() if kind == "json" else ConsoleLines())
    logging.basicConfig(level=logging.INFO, handlers=[handler], force=True)
