"""Opening a saved report by its token: whoever may, reads what its owner sees now, or less."""

from datetime import datetime

import msgspec

from sundial.access.askers import Membership, User
from sundial.access.enter import Workspaces
from sundial.access.permissions import Permission
from sundial.access.secrets import Secrets
from sundial.core.errors import Forbidden, Invalid, NotFound
from sundial.db.statement import Scope
from sundial.db.transaction import Read
from sundial.reports import rules, saved_rules, shared_rules
from sundial.reports.entries import WORKSPACE
from sundial.reports.rules import Rounding
from sundial.reports.saved_queries import BY_TOKEN, ONE, SavedReportRow, runs_all
from sundial.reports.schemas import Filters
from sundial.reports.shared_rules import Json
from sundial.reports.shared_schemas import SharedPost
from sundial.users.queries import PREFERENCES, USER, UserRow

INVALID_TOKEN = Forbidden("Invalid token")
NO_OWNER = Forbidden("Workspace was not found or the report's owner is no longer active on it")
NO_TYPE = Invalid("report_type does not exist in params")
NOTHING: frozenset[Permission] = frozenset()
AMOUNTS = frozenset({Permission.VIEW_RATES, Permission.VIEW_LABOR_COSTS})
INTERNAL = frozenset({Permission.VIEW_LABOR_COSTS, Permission.VIEW_EMAILS})
"""What nobody reads who has nothing but a token, whatever the owner sees."""


class Admitted(msgspec.Struct):
    """A report that somebody may read, and as whom it is run. ``trusted``: see `shared_rules`."""

    row: SavedReportRow
    trusted: bool
    owner: UserRow
    asker: Membership


class Opened(msgspec.Struct):
    """A report with the parameters to run it with."""

    row: SavedReportRow
    trusted: bool
    asker: Membership
    saved: Json
    sent: Json
    params: Json
    report_type: str
    hide_amounts: bool


def admit(tx: Read, secrets: Secrets, places: Workspaces, reader: User | None, token: str) -> Admitted:
    """Let somebody, who may be nobody, come to the report of a token.

    Raises NotFound for an unknown token, Forbidden for who may not read it and when its owner has lost their place,
    PaymentRequired.
    """
    found = tx.one(BY_TOKEN, the_token=secrets.fingerprint(token))
    scope = Scope(organization_id=found.organization_id, workspace_id=found.workspace_id)
    row = tx.one(ONE, scope, report_id=found.report_id)
    trusted = reader is not None and _trusts(tx, places, reader, row)
    if not row.public and not trusted:
        raise INVALID_TOKEN.fresh()
    try:
        owner = tx.one(USER, user_id=row.user_id)
        asker = places.enter(tx, User(owner.id, owner.fullname, owner.timezone), row.workspace_id)
    except (Forbidden, NotFound) as error:
        raise NO_OWNER.fresh() from error
    saved_rules.check_plan(asker.plan)
    return Admitted(row, trusted, owner, asker)


def opened(tx: Read, admitted: Admitted, given: SharedPost, now: datetime) -> Opened:
    """A report with what a request says. Raises Invalid for parameters that nothing can be run with."""
    row, trusted, asker = admitted.row, admitted.trusted, admitted.asker
    saved, sent = saved_rules.parsed(row.params), shared_rules.sent(given)
    report_type = saved_rules.report_type(saved)
    if report_type is None:
        raise NO_TYPE.fresh()
    hide_amounts = saved.get("hide_amounts") is True
    hidden = (AMOUNTS if hide_amounts else NOTHING) | (NOTHING if trusted else INTERNAL)
    return Opened(
        row=row,
        trusted=trusted,
        asker=msgspec.structs.replace(asker, permissions=asker.permissions - hidden, lent=not trusted),
        saved=saved,
        sent=sent,
        params=_params(tx, admitted, {**saved, "report_type": report_type}, sent, now),
        report_type=report_type,
        hide_amounts=hide_amounts,
    )


def _trusts(tx: Read, places: Workspaces, reader: User, row: SavedReportRow) -> bool:
    """Whether a report is somebody's to read in any case: its owner's, and that of who runs the workspace's reports."""
    if reader.id == row.user_id:
        return True
    try:
        return runs_all(places.enter(tx, reader, row.workspace_id))
    except Forbidden:
        return False


def _params(tx: Read, admitted: Admitted, saved: Json, sent: Json, now: datetime) -> Json:
    owner, fixed, trusted = admitted.owner, admitted.row.fixed_daterange, admitted.trusted
    limits = saved_rules.body(Filters, saved)
    asks_to_round = any(name in sent for name in shared_rules.ROUNDING)
    rounded = asks_to_round and not trusted and _rounding(tx, admitted.asker, limits).minutes > 0
    current = shared_rules.with_period(saved, fixed, owner.timezone, owner.beginning_of_week, now)
    params = shared_rules.combined(current, fixed, limits, sent, trusted=trusted, rounded=rounded)
    return shared_rules.with_days(params, owner.timezone, now)


def _rounding(tx: Read, asker: Membership, limits: Filters) -> Rounding:
    """How the report's time is rounded if the reader says nothing."""
    place, preferences = tx.one(WORKSPACE, asker.scope), tx.one(PREFERENCES, user_id=asker.user.id).preferences
    return rules.rounding(limits, preferences, Rounding(place.rounding, place.rounding_minutes))
