"""Profitability as sheets."""

from collections.abc import Iterable

from sundial.access.askers import Membership
from sundial.core.periods import ONE_DAY
from sundial.db.transaction import Read
from sundial.reports import things
from sundial.reports.buckets import Buckets
from sundial.reports.margins import Balance
from sundial.reports.profitability import Employees, Projects
from sundial.reports.render.sheets import Cell, Column, Kind, Row, Sheet
from sundial.reports.rules import Range


def of_projects(tx: Read, asker: Membership, found: Projects) -> Sheet:
    """A line for each project."""
    leading = [Column("Project", width=3), Column("Client", width=2)]
    rows = [Row([one.name, one.client_name, *balance.figures]) for one, balance in found.rows]
    return Sheet(
        title="Project profitability",
        workspace=things.workspace_name(tx, asker),
        period=_period(found.drawn.days),
        columns=[*leading, *_figures(found.currency)],
        rows=rows,
        totals=lambda: [["Total", None, *_total(balance for _, balance in found.rows).figures]],
    )


def of_employees(tx: Read, asker: Membership, found: Employees, stepped: bool) -> Sheet:
    """A line for each person; if stepped, for each step that they have time in."""
    leading = [Column("User", width=3), Column("Email", width=3)]
    days = [Column("From", Kind.DATE), Column("To", Kind.DATE)] if stepped else []
    rows = [
        Row([*(_days(found.drawn.steps, found.drawn.days, step) if stepped else ()), one.name, one.email, *figures])
        for step, one, balance in found.rows
        for figures in [balance.figures]
    ]
    empty: list[Cell] = [None] * (len(days) + len(leading) - 1)
    return Sheet(
        title="Employee profitability",
        workspace=things.workspace_name(tx, asker),
        period=_period(found.drawn.days),
        columns=[*days, *leading, *_figures(found.currency)],
        rows=rows,
        totals=lambda: [["Total", *empty, *_total(balance for _, _, balance in found.rows).figures]],
    )


def _figures(currency: str) -> list[Column]:
    return [
        Column("Tracked", Kind.DURATION),
        Column("Billable", Kind.DURATION),
        Column(f"Earnings ({currency})", Kind.AMOUNT),
        Column(f"Labor cost ({currency})", Kind.AMOUNT),
        Column(f"Profit ({currency})", Kind.AMOUNT),
        Column("Margin", Kind.PERCENT),
    ]


def _total(balances: Iterable[Balance]) -> Balance:
    whole = Balance()
    for balance in balances:
        whole.merge(balance)
    return whole


def _days(steps: Buckets, days: Range, step: int) -> list[Cell]:
    last = steps.dates[step + 1] - ONE_DAY if step + 1 < len(steps.dates) else days.last_day
    return [steps.dates[step], last]


def _period(days: Range) -> str:
    return f"{days.first_day} - {days.last_day}"
