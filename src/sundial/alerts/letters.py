"""What people are told when a project has reached a threshold."""

import msgspec

from sundial.alerts.measures import Figures, Measure
from sundial.alerts.people import Person
from sundial.alerts.queries import AlertRow
from sundial.alerts.rules import PROJECT_MANAGER, SourceKind, ThresholdType
from sundial.alerts.words import full_name, hours, money, threshold, thresholds
from sundial.core.rounding import HOUR
from sundial.mail.letters import Letter, Stationery

STATIONERY = Stationery("sundial.alerts", "alert")
# In a subject: what was reached must fit beside it.
LONGEST_NAME = 100
ROLES = {
    "admin": "admins",
    "projectlead": "project leads",
    "teamlead": "team leads",
    "user": "users",
    PROJECT_MANAGER: "managers of the project",
}


class Crossing(msgspec.Struct, frozen=True):
    """Thresholds that a project has crossed."""

    alert: AlertRow
    project: Figures
    measure: Measure
    crossed: list[int]

    @property
    def highest(self) -> int:
        """The threshold that is told."""
        return self.crossed[-1]


def why(alert: AlertRow, person: Person, named: bool) -> str:
    """Why somebody is told: what an alert does."""
    if named:
        return "names you"
    if person.role.value in alert.receiver_roles:
        return f"is for {ROLES[person.role.value]}"
    return f"is for {ROLES[PROJECT_MANAGER]}"


def letter(crossing: Crossing, workspace: str, reason: str, sees_rates: bool, public_url: str) -> Letter:
    """The letter about a crossing. Amounts are only for who may see rates."""
    name, reached = crossing.project.name, f"has reached {_reached(crossing, sees_rates)}"
    return STATIONERY.write(
        {
            "subject": f"{_short(name)} {reached}",
            "headline": f"{name} {reached}",
            "facts": _facts(crossing, workspace, sees_rates),
            "why": f"You get this because an alert in the workspace {workspace} {reason}.",
            "public_url": public_url,
        }
    )


def _short(name: str) -> str:
    return name if len(name) <= LONGEST_NAME else f"{name[: LONGEST_NAME - 1].rstrip()}…"


def _reached(crossing: Crossing, sees_rates: bool) -> str:
    kind, measure = crossing.alert.threshold_type, crossing.measure
    if kind is ThresholdType.AMOUNT and not sees_rates:
        return "the amount of an alert"
    said = threshold(kind, crossing.highest, crossing.project.currency)
    if kind is ThresholdType.HOURS:
        return f"{said} of tracked time"
    if kind is ThresholdType.AMOUNT:
        return f"{said} of billable amount"
    if measure.unit == "seconds":
        return f"{said} of its {_estimated(measure.whole or 0)}"
    return f"{said} of its fixed fee" + (f" of {_whole(crossing)}" if sees_rates else "")


def _estimated(seconds: int) -> str:
    number, _, unit = hours(seconds).partition(" ")
    return f"{number} estimated {unit}"


def _facts(crossing: Crossing, workspace: str, sees_rates: bool) -> list[tuple[str, str]]:
    alert, project, measure = crossing.alert, crossing.project, crossing.measure
    facts = [("Project", full_name(project)), ("Workspace", workspace)]
    if measure.unit == "seconds":
        facts.append(("Tracked", hours(measure.measured)))
        if measure.whole is not None:
            facts.append(("Estimated for this period" if measure.since else "Estimated", hours(measure.whole)))
    elif sees_rates:
        facts.append(("Billable amount", money(measure.exact // HOUR, project.currency)))
        if measure.whole is not None:
            facts.append(("Fixed fee", _whole(crossing)))
    if measure.whole is not None:
        facts.append(("Reached", f"{measure.value} %"))
    if alert.threshold_type is not ThresholdType.AMOUNT or sees_rates:
        said = thresholds(alert.threshold_type, alert.thresholds, project.currency)
        facts.append(("Alert at", f"{said}, of each project" if alert.source_kind is SourceKind.WORKSPACE else said))
        if len(crossing.crossed) > 1:
            crossed = thresholds(alert.threshold_type, crossing.crossed, project.currency)
            facts.append(("Crossed at once", crossed))
    return facts


def _whole(crossing: Crossing) -> str:
    return money(crossing.measure.of or 0, crossing.project.currency)
