"""Workspaces over HTTP."""

from datetime import datetime

from sundial.access.askers import Membership, Officer, User
from sundial.access.permissions import GRANTS, OrganizationRole, Permission, names
from sundial.core.errors import Invalid, NotFound
from sundial.core.settings import Settings
from sundial.db.transaction import Read, Write
from sundial.http.operation import Door, Reply, Upload, operation
from sundial.organizations.schemas import Created, NewOrganization
from sundial.workspaces import actions, calendars, logos, preferences, rules, statistics
from sundial.workspaces.queries import GROUPS_COUNT, MEMBERS_COUNT, WORKSPACE, admins, mine
from sundial.workspaces.schemas import (
    Administrator,
    Constraints,
    ConstraintsSet,
    Logo,
    Statistics,
    Workspace,
    WorkspaceChange,
    WorkspacePreferences,
    WorkspacePreferencesChange,
)
from sundial.workspaces.views import calendar_url, constraints_view, logo_url, workspace_view

NO_WORKSPACE = Invalid("Workspace not found")


@operation("POST", "/organizations", Door.SIGNED_IN)
def create_organization(tx: Write, asker: User, body: NewOrganization, now: datetime) -> Created:
    """Create an organization with one workspace; the caller owns it."""
    founded = actions.found_organization(tx, asker, body, now)
    return Created(
        id=founded.organization_id,
        name=founded.organization_name,
        permissions=list(names(GRANTS[OrganizationRole.OWNER])),
        workspace_id=founded.workspace_id,
        workspace_name=founded.workspace_name,
    )


@operation(
    "POST",
    "/organizations/{organization_id}/workspaces",
    Permission.CREATE_WORKSPACE,
    stranger=NotFound("Organization not found/accessible"),
)
def create_workspace(tx: Write, asker: Officer, body: WorkspaceChange, now: datetime, settings: Settings) -> Workspace:
    """Create a workspace in an organization."""
    return workspace_view(actions.create(tx, asker, body, now), settings.public_url)


@operation("GET", "/workspaces/{workspace_id}", Permission.VIEW_WORKSPACE)
def get_workspace(tx: Read, asker: Membership, settings: Settings) -> Workspace:
    """A workspace, as the caller sees it."""
    return workspace_view(tx.one(WORKSPACE, asker.scope), settings.public_url)


@operation("PUT", "/workspaces/{workspace_id}", Permission.UPDATE_WORKSPACE, locks_place=True)
def update_workspace(
    tx: Write, asker: Membership, body: WorkspaceChange, now: datetime, settings: Settings
) -> Workspace:
    """Change a workspace; a field that is absent stays."""
    return workspace_view(actions.change_settings(tx, asker, body, now), settings.public_url)


@operation("GET", "/me/workspaces", Door.SIGNED_IN)
def list_my_workspaces(tx: Read, asker: User, settings: Settings, since: int | None = None) -> list[Workspace]:
    """The caller's workspaces in all organizations.

    With `since` (Unix time), those that changed from then on, or in which a member was added or changed.
    """
    moment = None if since is None else rules.moment(since)
    return [workspace_view(row, settings.public_url) for row in mine(tx, asker.id, moment)]


@operation("GET", "/workspaces", Door.SIGNED_IN)
def list_workspaces(tx: Read, asker: User, settings: Settings, since: int | None = None) -> list[Workspace]:
    """The same as `/me/workspaces`; no specification has it, but existing clients call it."""
    return list_my_workspaces(tx, asker, settings, since)


@operation(
    "GET", "/workspaces/{workspace_id}/time_entry_constraints", Permission.VIEW_WORKSPACE, invalid_id=NO_WORKSPACE
)
def get_time_entry_constraints(tx: Read, asker: Membership) -> Constraints:
    """Which fields a time entry must have."""
    return constraints_view(tx.one(WORKSPACE, asker.scope))


@operation(
    "POST",
    "/workspaces/{workspace_id}/time_entry_constraints",
    Permission.UPDATE_CONSTRAINTS,
    refused=Invalid(Permission.UPDATE_CONSTRAINTS.refusal),
    invalid_id=NO_WORKSPACE,
)
def set_time_entry_constraints(tx: Write, asker: Membership, body: Constraints, now: datetime) -> ConstraintsSet:
    """Set which fields a time entry must have; what is absent is no."""
    actions.set_constraints(tx, asker, body, now)
    return ConstraintsSet(wid=asker.workspace_id)


@operation("GET", "/workspaces/{workspace_id}/statistics", Permission.VIEW_WORKSPACE)
def get_workspace_statistics(tx: Read, asker: Membership) -> Statistics:
    """Who runs a workspace and how many are in it."""
    return Statistics(
        admins=[Administrator(admin.user_id, admin.name) for admin in admins(tx, asker.scope)],
        groups_count=tx.one(GROUPS_COUNT, asker.scope).number,
        members_count=tx.one(MEMBERS_COUNT, asker.scope).number,
    )


@operation(
    "GET",
    "/organizations/{organization_id}/workspaces/statistics",
    Permission.VIEW_ORGANIZATION,
    stranger=NotFound("Resource can not be found"),
)
def get_all_workspace_statistics(tx: Read, asker: Officer) -> dict[int, Statistics]:
    """The same for all workspaces that the caller may see, by workspace id."""
    return statistics.of_all(tx, asker)


@operation("GET", "/workspaces/{workspace_id}/logo", Permission.VIEW_WORKSPACE, invalid_id=NO_WORKSPACE)
def get_workspace_logo(tx: Read, asker: Membership, settings: Settings) -> Logo:
    """Where a workspace's logo is."""
    row = tx.one(WORKSPACE, asker.scope)
    return Logo(logo_url(row.id, row.logo_digest, settings.public_url))


@operation(
    "POST",
    "/workspaces/{workspace_id}/logo",
    Permission.UPDATE_WORKSPACE,
    invalid_id=NO_WORKSPACE,
    largest=logos.LARGEST_UPLOAD,
)
def set_workspace_logo(tx: Write, asker: Membership, body: Upload, now: datetime, settings: Settings) -> Logo:
    """Set a workspace's logo: a PNG, JPEG, GIF or WebP picture of at most 2 MB."""
    digest = logos.set_logo(tx, asker, body.content, now)
    return Logo(logo_url(asker.workspace_id, digest, settings.public_url))


@operation("DELETE", "/workspaces/{workspace_id}/logo", Permission.UPDATE_WORKSPACE, invalid_id=NO_WORKSPACE)
def delete_workspace_logo(tx: Write, asker: Membership, now: datetime, settings: Settings) -> Logo:
    """Remove a workspace's logo; the answer tells the picture that is shown instead."""
    logos.remove_logo(tx, asker, now)
    return Logo(logo_url(asker.workspace_id, None, settings.public_url))


@operation("GET", "/logos/{workspace_id}/{file}", Door.PUBLIC, base="", hidden=True)
def get_logo_picture(tx: Read, workspace_id: int, file: str) -> Reply[bytes]:
    """A logo's picture. Its address cannot be guessed, and pages that show it send no password."""
    return Reply(
        logos.picture(tx, workspace_id, file.removesuffix(".png")),
        media_type="image/png",
        headers={
            "Cache-Control": "public, max-age=31536000, immutable",
            "Content-Security-Policy": "default-src 'none'; sandbox",
            "Cross-Origin-Resource-Policy": "cross-origin",
        },
    )


@operation("GET", "/workspaces/{workspace_id}/preferences", Permission.VIEW_WORKSPACE, invalid_id=NO_WORKSPACE)
def get_workspace_preferences(tx: Read, asker: Membership) -> WorkspacePreferences:
    """A workspace's preferences."""
    return preferences.view(tx.one(WORKSPACE, asker.scope))


@operation("POST", "/workspaces/{workspace_id}/preferences", Permission.UPDATE_WORKSPACE, invalid_id=NO_WORKSPACE)
def set_workspace_preferences(
    tx: Write, asker: Membership, body: WorkspacePreferencesChange, now: datetime
) -> WorkspacePreferences:
    """Change a workspace's preferences; a field that is absent stays."""
    preferences.change(tx, asker, body, now)
    return preferences.view(tx.one(WORKSPACE, asker.scope))


@operation("POST", "/workspaces/{workspace_id}/ical/toggle", Permission.VIEW_WORKSPACE, invalid_id=NO_WORKSPACE)
def toggle_calendar(tx: Write, asker: Membership, now: datetime) -> str:
    """Switch the caller's own calendar feed of this workspace on or off; tells which: `on` or `off`."""
    return "on" if calendars.toggle(tx, asker, now) else "off"


@operation(
    "POST", "/workspaces/{workspace_id}/ical/reset", Permission.VIEW_WORKSPACE, invalid_id=NO_WORKSPACE, secret=True
)
def reset_calendar(tx: Write, asker: Membership, now: datetime) -> str:
    """Give the caller's calendar feed a new address, which is the answer; the old one ends."""
    return calendar_url(calendars.reset(tx, asker, now))
