"""Whose rows a statement touches: nothing may read or change an organization's rows without naming the organization.

Each organization's table in a statement must be *tied*: a condition that all of its rows have to meet compares its
``organization_id`` with the scope's bind parameter, or with the ``organization_id`` of a table that is tied. Comparing
with anything else, or only in one of several alternatives, ties nothing.
"""

from collections.abc import Iterable, Iterator
from typing import Any, cast

from sqlalchemy import BindParameter, Delete, Insert, Join, Select, Subquery, Table, Update
from sqlalchemy.sql import operators, visitors
from sqlalchemy.sql.elements import BinaryExpression, BooleanClauseList, ClauseElement, ColumnClause, TextClause
from sqlalchemy.sql.selectable import CTE, Alias, FromClause

from sundial.db.types import is_tenant

TENANT_KEY = "organization_id"
SCOPE = "scope_"
SCOPED = f"{SCOPE}{TENANT_KEY}"

# "Rows of the first are of the organization if those of the second are." The scope stands for its own organization.
Tie = tuple[Any, Any]


class Unscoped(Exception):
    """A statement over an organization's data that does not bind the organization."""


def check_tenant(written: ClauseElement, text: str) -> None:
    """Refuse a statement that could touch two organizations' rows, or raw text in it, which nobody can check.

    ``text`` is the statement as the error shows it. Raises Unscoped.
    """
    touched: set[Any] = set()
    ties: list[Tie] = []
    for element in visitors.iterate(written):
        if isinstance(element, TextClause):
            raise Unscoped(f"raw text in: {text}")
        touched.update(_touched(element))
        ties.extend(_ties(element))
    if loose := sorted(table.name for table in touched - _tied(ties) if _is_tenant_table(table)):
        raise Unscoped(f"{loose} not tied to an organization in: {text}")


def _touched(element: Any) -> Iterator[Any]:
    """The tables whose rows this part of a statement reads or changes."""
    if isinstance(element, ColumnClause):
        yield cast(Any, element).table
    elif isinstance(element, (Insert, Update, Delete)):
        yield element.table
    elif isinstance(element, Select):
        for source in _sources(element):
            yield from (end for end in _ends(source) if not isinstance(end, Join))


def _ties(element: Any) -> Iterator[Tie]:
    if isinstance(element, (Select, Update, Delete)):
        for left, right in _equalities(_where(element)):
            yield from ((left, right), (right, left))
    if isinstance(element, Select):
        for source in _sources(element):
            yield from _ties_of_join(source)
    elif isinstance(element, (Subquery, CTE)):
        yield from ((element, _owner(column)) for column in element.element.exported_columns if _is_key(column))
    elif isinstance(element, Insert) and any(_owner(inner) == SCOPED for inner in visitors.iterate(element)):
        yield element.table, SCOPED
        yield from ((column.table, SCOPED) for column in getattr(element, "excluded", ()))


def _ties_of_join(source: Any) -> Iterator[Tie]:
    """An outer join's condition decides only which rows of its right side appear; a full one's decides nothing."""
    if not isinstance(source, Join) or source.full:
        return
    right = set(_ends(source.right))
    for one, other in _equalities(source.onclause):
        for tied, to in ((one, other), (other, one)):
            if not source.isouter or tied in right:
                yield tied, to
    yield from _ties_of_join(source.left)
    if not source.isouter:
        yield from _ties_of_join(source.right)


def _equalities(condition: Any) -> Iterator[Tie]:
    """What the condition always compares: its own equality, or those that it joins by AND."""
    if isinstance(condition, BooleanClauseList) and condition.operator is operators.and_:
        for clause in condition.clauses:
            yield from _equalities(clause)
    elif isinstance(condition, BinaryExpression) and condition.operator is operators.eq:
        left, right = _owner(condition.left), _owner(condition.right)
        if left is not None and right is not None:
            yield left, right


def _tied(ties: Iterable[Tie]) -> set[Any]:
    tied: set[Any] = {SCOPED}
    found = True
    while found:
        found = {one for one, other in ties if other in tied} - tied
        tied |= found
    return tied


def _where(element: Any) -> Any:
    return element.whereclause


def _sources(element: Any) -> list[FromClause]:
    return list(element.get_final_froms())


def _ends(source: Any) -> Iterator[Any]:
    if isinstance(source, Join):
        yield from _ends(source.left)
        yield from _ends(source.right)
    else:
        yield source


def _owner(side: Any) -> Any:
    """The table whose organization this is, the scope's own name for its bind parameter, or None."""
    if isinstance(side, BindParameter):
        return SCOPED if side.key == SCOPED else None
    return side.table if _is_key(side) else None


def _is_key(side: Any) -> bool:
    return isinstance(side, ColumnClause) and side.name == TENANT_KEY


def _is_tenant_table(table: Any) -> bool:
    if isinstance(table, Alias):
        return _is_tenant_table(cast(Any, table).element)
    return isinstance(table, Table) and is_tenant(cast(Any, table))
