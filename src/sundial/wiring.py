"""How the parts become a server: the one place, beside the commands, that knows every slice."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from pathlib import Path
from types import ModuleType
from typing import Any

import msgspec

from sundial import __version__
from sundial.access import tables as access_tables
from sundial.access.askers import Membership, Officer
from sundial.access.enter import Workspaces, enter_organization
from sundial.access.gate import Gate
from sundial.access.quotas import Quotas
from sundial.access.secrets import Secrets, load_key
from sundial.alerts import following as following_alerts
from sundial.alerts import operations as alerts
from sundial.alerts import tables as alerts_tables
from sundial.changes import tables as changes_tables
from sundial.clients import operations as clients
from sundial.clients import tables as clients_tables
from sundial.core.clock import Clock, now
from sundial.core.settings import Settings, split
from sundial.db import ids
from sundial.db.engine import Database
from sundial.favorites import operations as favorites
from sundial.favorites import tables as favorites_tables
from sundial.groups import operations as groups
from sundial.groups import tables as groups_tables
from sundial.http import tables as http_tables
from sundial.http.app import App, build
from sundial.http.binding import Binding, bind
from sundial.http.chores import Chore, Chores
from sundial.http.metrics import metrics_in
from sundial.http.operation import Entrance, operations_in
from sundial.http.requests import Requests
from sundial.http.responder import Responder
from sundial.invitations import operations as invitations
from sundial.invitations import tables as invitations_tables
from sundial.jobs import tables as jobs_tables
from sundial.jobs.worker import Periodic, Poll, Task, Worker
from sundial.mail import tables as mail_tables
from sundial.mail import tidying
from sundial.mail.outbox import Outbox
from sundial.mail.sending import Sending
from sundial.me import operations as me
from sundial.members import operations as members
from sundial.members.views import Views
from sundial.organization_users import operations as organization_users
from sundial.organization_users import tables as organization_users_tables
from sundial.organizations import operations as organizations
from sundial.organizations import tables as organizations_tables
from sundial.organizations.queries import KNOWN
from sundial.projects import groups_operations as project_groups
from sundial.projects import lists_operations as project_lists
from sundial.projects import operations as projects
from sundial.projects import tables as projects_tables
from sundial.projects import users_operations as project_users
from sundial.rates import operations as rates
from sundial.rates import tables as rates_tables
from sundial.rates.actions import activate_due
from sundial.reference import operations as reference
from sundial.reports import detailed_operations as detailed_reports
from sundial.reports import details_operations as details_reports
from sundial.reports import filters_operations as report_filters
from sundial.reports import insights_operations as insights
from sundial.reports import saved_operations as saved_reports
from sundial.reports import shared_operations as shared_reports
from sundial.reports import summary_operations as summary_reports
from sundial.reports import tables as reports_tables
from sundial.reports import totals_operations as report_totals
from sundial.reports import weekly_operations as weekly_reports
from sundial.tags import operations as tags
from sundial.tags import tables as tags_tables
from sundial.tasks import operations as tasks
from sundial.tasks import tables as tasks_tables
from sundial.time_entries import calendar_operations as calendars
from sundial.time_entries import operations as time_entries
from sundial.time_entries import sharing_operations as sharing
from sundial.time_entries import tables as time_entries_tables
from sundial.track_reminders import operations as track_reminders
from sundial.track_reminders import rounds as track_reminder_rounds
from sundial.track_reminders import tables as track_reminders_tables
from sundial.undo import operations as undo
from sundial.users import lost_passwords, lost_passwords_operations
from sundial.users import operations as users
from sundial.users import tables as users_tables
from sundial.web import operations as web
from sundial.web.health import Health
from sundial.web.manual import Manual
from sundial.workspaces import operations as workspaces
from sundial.workspaces import tables as workspaces_tables

OPERATIONS: Sequence[ModuleType] = (
    reference,
    users,
    lost_passwords_operations,
    organizations,
    workspaces,
    members,
    groups,
    organization_users,
    invitations,
    tags,
    clients,
    projects,
    project_lists,
    project_users,
    project_groups,
    tasks,
    rates,
    favorites,
    time_entries,
    sharing,
    calendars,
    summary_reports,
    report_totals,
    weekly_reports,
    undo,
    track_reminders,
    report_filters,
    insights,
    detailed_reports,
    details_reports,
    saved_reports,
    shared_reports,
    alerts,
    me,
    web,
)
TABLES: Sequence[ModuleType] = (
    ids,
    http_tables,
    access_tables,
    changes_tables,
    users_tables,
    organizations_tables,
    workspaces_tables,
    groups_tables,
    invitations_tables,
    organization_users_tables,
    tags_tables,
    clients_tables,
    projects_tables,
    tasks_tables,
    favorites_tables,
    time_entries_tables,
    rates_tables,
    reports_tables,
    jobs_tables,
    mail_tables,
    alerts_tables,
    track_reminders_tables,
)


CHORES: Sequence[Chore] = (Chore(activate_due, timedelta(seconds=1)),)


class Server(msgspec.Struct):
    """What one process serves with."""

    settings: Settings
    database: Database
    secrets: Secrets
    gate: Gate


def open_server(settings: Settings) -> Server:
    """Open the database and the keys. Raises ValueError for a bad database URL or key."""
    database = Database(settings.database)
    secrets = Secrets(load_key(Path(settings.data_dir), settings.secret_key))
    return Server(settings, database, secrets, Gate(database, secrets, Outbox(settings)))


def metrics_directory(settings: Settings) -> Path:
    """Where the server's processes keep their numbers."""
    return Path(settings.data_dir) / "run" / "metrics"


def bindings(provided: Mapping[type, Any], places: Workspaces) -> list[Binding]:
    """All operations, ready to be called. ``provided`` are the things of which a server has one."""
    entrances = {
        Membership: Entrance("workspace_id", places.enter, places.enter_to_lock),
        Officer: Entrance("organization_id", enter_organization),
    }
    things = {**provided, Workspaces: places}
    return [bind(operation, entrances, things) for operation in operations_in(*OPERATIONS)]


def described() -> list[Binding]:
    """All operations, only to be described."""
    return bindings(dict.fromkeys((Settings, Secrets, Gate, Quotas, Manual, Health, Views, Outbox)), Workspaces())


def create_app(server: Server, clock: Clock = now, chores: Sequence[Chore] = CHORES) -> App:
    """The WSGI application."""
    settings = server.settings
    metrics = metrics_in(metrics_directory(settings))
    server.database.counted = metrics.connections.inc
    manual = Manual(__version__)
    quotas = Quotas(server.database, settings.quota_per_hour)
    quota = quotas.for_http()
    bound = bindings(
        {
            Settings: settings,
            Secrets: server.secrets,
            Gate: server.gate,
            Quotas: quotas,
            Manual: manual,
            Views: Views(server.secrets, settings),
            Outbox: Outbox(settings),
            Health: Health(server.database, metrics),
        },
        Workspaces(),
    )
    manual.bindings = bound
    proxies = split(settings.trusted_proxies)
    requests = Requests(server.gate.sign_in, settings.public_url, proxies, settings.access_log)
    by_the_way = Chores(server.database, chores)
    responders = [Responder(each, server.database, requests, clock, metrics, quota, by_the_way) for each in bound]
    return build(responders, split(settings.cors_origins), quota)


def create_worker(server: Server, clock: Clock = now) -> Worker:
    """What does the work for later, beside a server or alone."""
    outbox = Outbox(server.settings)
    tasks: Sequence[Task] = (
        Sending(server.settings, clock).task(),
        following_alerts.task(outbox),
        tidying.task(lambda tx: [known.organization_id for known in tx.all(KNOWN)]),
        lost_passwords.task(server.secrets, outbox),
        lost_passwords.tidy_task(),
        track_reminder_rounds.task(outbox, server.settings.reminder_hour),
    )
    periodic: Sequence[Periodic] = (tidying.DAILY, lost_passwords.DAILY, track_reminder_rounds.OFTEN)
    polls: Sequence[Poll] = (following_alerts.POLL,)
    return Worker(server.database, tasks, periodic, polls, clock, metrics_in(metrics_directory(server.settings)).job)
