"""What clients send and read of insights: trends, comparisons, profitability."""

import msgspec

from sundial.core.shapes import Id, Whole
from sundial.reports.schemas import Filters, Ids, IdsOrNone


class ComparativeWanted(Filters):
    """Which time to draw, and how long a step is."""

    resolution: str | None = None


class ComparativeStep(msgspec.Struct):
    """The time of one step, by the step's first day."""

    date: str
    total_seconds: int


class ComparativeGraph(msgspec.Struct):
    """Every step of the range."""

    resolution: str
    data: list[ComparativeStep]


class ComparativeReport(msgspec.Struct):
    """A line to lay beside another one."""

    graph: ComparativeGraph


class TrendsWanted(msgspec.Struct):
    """Whose trends: up to five ids. Earnings are those in the currency."""

    billable: bool | None = None
    currency: str | None = None
    start_date: str | None = None
    end_date: str | None = None
    ids: list[Id] | None = None
    resolution: str | None = None
    rounding: Whole | None = None
    rounding_minutes: Whole | None = None


class ProjectTrend(msgspec.Struct):
    """A project in one step. ``earnings`` are in hundredths, null for who may not see rates, as is the currency."""

    project_id: int
    name: str
    color: str
    currency: str | None
    total_seconds: int
    billable_seconds: int
    earnings: int | None


class ClientTrend(msgspec.Struct):
    """A client in one step. ``earnings`` are in hundredths, null for who may not see rates."""

    client_id: int
    name: str
    total_seconds: int
    billable_seconds: int
    earnings: int | None


class UserTrend(msgspec.Struct):
    """A user in one step. ``earnings`` are in hundredths, null for who may not see rates."""

    user_id: int
    name: str
    total_seconds: int
    billable_seconds: int
    earnings: int | None


class ProjectTrendsStep(msgspec.Struct):
    """One step, by its first day."""

    date: str
    projects: list[ProjectTrend]


class ClientTrendsStep(msgspec.Struct):
    """One step, by its first day."""

    date: str
    clients: list[ClientTrend]


class UserTrendsStep(msgspec.Struct):
    """One step, by its first day."""

    date: str
    users: list[UserTrend]


class ProjectTrendsGraph(msgspec.Struct):
    """Every step of the range."""

    resolution: str
    data: list[ProjectTrendsStep]


class ClientTrendsGraph(msgspec.Struct):
    """Every step of the range."""

    resolution: str
    data: list[ClientTrendsStep]


class UserTrendsGraph(msgspec.Struct):
    """Every step of the range."""

    resolution: str
    data: list[UserTrendsStep]


class ProjectTrendsReport(msgspec.Struct):
    """The trends of projects."""

    currency: str
    graph: ProjectTrendsGraph


class ClientTrendsReport(msgspec.Struct):
    """The trends of clients."""

    currency: str
    graph: ClientTrendsGraph


class UserTrendsReport(msgspec.Struct):
    """The trends of users."""

    currency: str
    graph: UserTrendsGraph


class PeriodsWanted(msgspec.Struct):
    """Two periods of the same length: the one between the days, and one that starts earlier."""

    billable: bool | None = None
    start_date: str | None = None
    end_date: str | None = None
    previous_period_start: str | None = None
    project_ids: Ids = None
    rounding: Whole | None = None
    rounding_minutes: Whole | None = None


class ProjectPeriods(msgspec.Struct):
    """A project's time in two periods, a number for each day. ``user_ids`` are those who tracked in the current one."""

    project_id: int
    user_ids: list[int]
    start: str
    end: str
    previousStart: str
    current_period_seconds: list[int]
    previous_period_seconds: list[int]


class ProfitabilityWanted(msgspec.Struct):
    """Whose earnings and costs: the projects that are in the currency."""

    currency: str | None = None
    billable: bool | None = None
    client_ids: IdsOrNone = None
    project_ids: Ids = None
    start_date: str | None = None
    end_date: str | None = None
    resolution: str | None = None
    rounding: Whole | None = None
    rounding_minutes: Whole | None = None


class ProfitabilityStep(msgspec.Struct):
    """What one step earned and cost, in hundredths, by the step's first day."""

    date: str
    earnings: int
    labour_cost: int


class ProfitabilityGraph(msgspec.Struct):
    """Every step of the range."""

    resolution: str
    data: list[ProfitabilityStep]


class ProfitabilityRow(msgspec.Struct):
    """What a project earned and cost, in hundredths."""

    project_id: int
    name: str
    color: str
    currency: str
    earnings: int
    labour_cost: int
    billable_seconds: int
    total_seconds: int


class ProfitabilityReport(msgspec.Struct):
    """What projects earn and cost."""

    currency: str
    graph: ProfitabilityGraph
    table: list[ProfitabilityRow]


class EmployeesWanted(msgspec.Struct):
    """Whose earnings and costs: the time that is in the currency. With a resolution a line for each step."""

    currency: str | None = None
    start_date: str | None = None
    end_date: str | None = None
    user_ids: Ids = None
    group_ids: Ids = None
    resolution: str | None = None
    rounding: Whole | None = None
    rounding_minutes: Whole | None = None
