"""The words of a reminder."""

from collections.abc import Sequence
from datetime import date

from sundial.mail.letters import Letter, Stationery
from sundial.track_reminders.due import Period
from sundial.track_reminders.rules import shown, threshold_seconds

STATIONERY = Stationery("sundial.track_reminders", "reminder")
SHORT, LONG = "%A {day} %B", "%A {day} %B %Y"


def letter(name: str, workspace_name: str, period: Period, seconds: int, hundredths: int, url: str) -> Letter:
    """What somebody is told who tracked so many seconds of the expected hundredths of hours."""
    days = (period.first, period.last)
    return STATIONERY.write(
        {
            "name": name,
            "workspace": workspace_name,
            "tracked": shown(seconds),
            "expected": shown(threshold_seconds(hundredths)),
            "days": _days(days, SHORT),
            "full_days": _days(days, LONG),
            "each": "day" if period.first == period.last else "week",
            "url": url,
        }
    )


def _days(days: Sequence[date], form: str) -> str:
    first, last = (day.strftime(form.format(day=day.day)) for day in days)
    return f"on {first}" if first == last else f"from {first} to {last}"
