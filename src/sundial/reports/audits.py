"""Audits: a summary of only those groups that are remarkable, such as those with much time, or with none at all."""

from collections.abc import Iterable
from typing import Any

import msgspec
from sqlalchemy import bindparam, or_, select

from sundial.access.askers import Membership
from sundial.access.plans import Plan
from sundial.clients.tables import client
from sundial.core.errors import PaymentRequired
from sundial.core.rounding import shown_amount
from sundial.db.statement import Query, Written, scoped
from sundial.db.transaction import Read
from sundial.db.types import Flag, among
from sundial.projects.queries import may_see
from sundial.projects.queries import sees_all as sees_all_projects
from sundial.projects.tables import project
from sundial.reports import whose
from sundial.reports.amounts import exact_by_currency
from sundial.reports.axes import Named, NamedProject, Thing, order, project_columns, thing_of, thing_of_project
from sundial.reports.summary_schemas import Audit, GroupFilter, SubGroup, SummaryPost
from sundial.users.tables import user
from sundial.workspaces.tables import workspace_user

NOT_IN_PLAN = "Workspace needs to have this feature enabled"
Groups = list[tuple[Thing, list[SubGroup]]]


def _in(column: Any, name: str) -> Written:
    """The condition that a thing is among those of a filter, if there is that filter."""
    return or_(~bindparam(f"by_{name}", type_=Flag()), among(column, name))


PROJECTS = Query(
    NamedProject,
    project_columns().where(
        project.c.organization_id == scoped("organization_id"),
        project.c.workspace_id == scoped("workspace_id"),
        project.c.deleted_at.is_(None),
        project.c.active,
        may_see(),
        _in(project.c.id, "project_ids"),
        _in(project.c.client_id, "client_ids"),
    ),
)
CLIENTS = Query(
    Named,
    select(client.c.id, client.c.name).where(
        client.c.organization_id == scoped("organization_id"),
        client.c.workspace_id == scoped("workspace_id"),
        client.c.deleted_at.is_(None),
        ~client.c.archived,
        _in(client.c.id, "client_ids"),
    ),
)
USERS = Query(
    Named,
    select(user.c.id, user.c.fullname.label("name"))
    .join(workspace_user, workspace_user.c.user_id == user.c.id)
    .where(
        workspace_user.c.organization_id == scoped("organization_id"),
        workspace_user.c.workspace_id == scoped("workspace_id"),
        workspace_user.c.deleted_at.is_(None),
        workspace_user.c.joined,
        ~workspace_user.c.inactive,
        _in(workspace_user.c.user_id, "user_ids"),
        # Of whom somebody does not see all time they cannot say that there is none.
        or_(bindparam("sees_all", type_=Flag()), workspace_user.c.user_id == scoped("user_id")),
    ),
)


def check(asker: Membership, audit: Audit | None) -> None:
    """Raise PaymentRequired for an audit that the plan does not include. The usual values are no audit."""
    if audit is None or asker.plan is not Plan.FREE:
        return
    limits = () if audit.group_filter is None else msgspec.structs.astuple(audit.group_filter)
    if audit.show_empty_groups or audit.show_tracked_groups is False or any(limit is not None for limit in limits):
        raise PaymentRequired(NOT_IN_PLAN)


def audited(
    tx: Read, asker: Membership, wanted: SummaryPost, grouping: str, default_currency: str, groups: Groups
) -> Groups:
    """The groups that an audit is about. Limits of amounts mean nothing to those who see none."""
    audit = wanted.audit
    if audit is None:
        return groups
    found = [] if audit.show_tracked_groups is False else groups
    if audit.show_empty_groups:
        tracked = {thing.id for thing, _ in groups}
        empty = ((thing, list[SubGroup]()) for thing in _things(tx, asker, wanted, grouping) if thing.id not in tracked)
        found = sorted([*found, *empty], key=lambda group: order(group[0]))
    limits = audit.group_filter
    if limits is None:
        return found
    currency = (limits.currency or default_currency).upper() if whose.sees_amounts(asker) else None
    return [group for group in found if _passes(group[1], limits, currency)]


def _passes(subs: list[SubGroup], limits: GroupFilter, currency: str | None) -> bool:
    seconds = sum(sub.seconds for sub in subs)
    if not _within(seconds, limits.min_duration_seconds, limits.max_duration_seconds):
        return False
    if currency is None or (limits.min_amount_cents is None and limits.max_amount_cents is None):
        return True
    exact = exact_by_currency(rate for sub in subs for rate in sub.rates or ()).get(currency, 0)
    return _within(shown_amount(exact), limits.min_amount_cents, limits.max_amount_cents)


def _within(number: int, least: int | None, most: int | None) -> bool:
    return (least is None or number >= least) and (most is None or number <= most)


def _things(tx: Read, asker: Membership, wanted: SummaryPost, grouping: str) -> Iterable[Thing]:
    """All things that could have time; of tags there are too many combinations."""
    filters: dict[str, Any] = {}
    for name in ("project_ids", "client_ids", "user_ids"):
        given: list[int | None] | None = getattr(wanted, name)
        filters |= {name: [one for one in given or () if one is not None], f"by_{name}": given is not None}
    match grouping:
        case "projects":
            seen = tx.all(PROJECTS, asker.scope, **filters, sees_all=sees_all_projects(asker))
            return map(thing_of_project, seen)
        case "clients":
            return (thing_of(one.id, one.name) for one in tx.all(CLIENTS, asker.scope, **filters))
        case "users":
            people = tx.all(USERS, asker.scope, **filters, sees_all=whose.sees_all(asker))
            return (thing_of(one.id, one.name) for one in people)
        case _:
            return ()
