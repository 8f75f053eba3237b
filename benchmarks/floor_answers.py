"""What an answer must cost: the rows of the bare aggregate, with names, as JSON with the fields of a report.

There are no rates: every hour bills the same.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import msgspec

from sundial.core.encoding import encoder
from sundial.db.driver import Connection
from sundial.reports.schemas import Rate
from sundial.reports.summary_schemas import Group, SubGroup, Summary
from sundial.reports.weekly_schemas import WeeklyRow

RATE, CURRENCY, HOUR, DAYS = 9_000, "USD", 3600, 7
USERS = "SELECT id, fullname FROM users"
PROJECTS = """
SELECT projects.id, projects.name, projects.color, clients.name FROM projects
LEFT JOIN clients ON clients.organization_id = projects.organization_id AND clients.id = projects.client_id
WHERE projects.organization_id = {organization_id}
"""
Row = Sequence[Any]
"""A project, a user, the seconds and the billable ones; in a week also the day, counted from 1970."""


class Project(msgspec.Struct):
    """What is shown of a project. There is one without anything, for time that has none."""

    id: int | None = None
    name: str | None = None
    color: str | None = None
    client: str | None = None


class Names:
    """Reads the names of people and projects."""

    def __init__(self, connection: Connection, organization_id: int) -> None:
        self._connection = connection
        self._projects = PROJECTS.format(organization_id=organization_id)

    def users(self) -> dict[int, str]:
        """The names of people, by id."""
        return dict(self._connection.execute(USERS, ()).fetchall())

    def projects(self) -> dict[int | None, Project]:
        """The projects, by id."""
        rows: list[Row] = self._connection.execute(self._projects, ()).fetchall()
        return {None: Project()} | {row[0]: Project(*row) for row in rows}


def summary(rows: Iterable[Row], names: Names) -> bytes:
    """A summary by projects and people."""
    users, groups = names.users(), dict[int | None, Group]()
    projects = names.projects()
    for project_id, user_id, seconds, billable in rows:
        group = groups.get(project_id)
        if group is None:
            project = projects[project_id]
            shown = () if project.name is None else (project.name,)
            group = groups[project_id] = Group(project_id, shown, 0, [])
            if project.color is not None:
                group.project_color = group.project_hex_color = project.color
        group.seconds += seconds
        rates = [Rate(billable, RATE, CURRENCY)] if billable else []
        amount = (billable * RATE + HOUR // 2) // HOUR
        group.sub_groups.append(SubGroup(user_id, users[user_id], seconds, billable, amount, rates))
    return encoder.encode(Summary([group for _, group in sorted(groups.items(), key=lambda one: one[1].names)]))


def weekly(rows: Iterable[Row], names: Names) -> bytes:
    """A week: a row for each person in each project."""
    users, projects = names.users(), names.projects()
    lines: dict[tuple[int | None, int], tuple[list[int], list[int]]] = {}
    for project_id, user_id, seconds, billable, day in rows:
        line = lines.get((project_id, user_id))
        if line is None:
            line = lines[project_id, user_id] = [0] * DAYS, [0] * DAYS
        line[0][day % DAYS], line[1][day % DAYS] = seconds, billable
    found: list[WeeklyRow] = []
    for (project_id, user_id), (seconds, billable) in lines.items():
        project = projects[project_id]
        found.append(
            WeeklyRow(
                user_id,
                users[user_id],
                project_id,
                project.name,
                project.color,
                project.color,
                project.client,
                None,
                None,
                CURRENCY,
                RATE,
                seconds,
                billable,
                [(bills * RATE + HOUR // 2) // HOUR for bills in billable],
            )
        )
    return encoder.encode(found)


ANSWERS: Mapping[str, Callable[[Iterable[Row], Names], bytes]] = {"summary": summary, "weekly": weekly}
"""What makes the answer of each kind of report."""
