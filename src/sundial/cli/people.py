"""``sundial setup``, ``sundial user …`` and ``sundial organization …``."""

import click
import msgspec

from sundial.access.askers import User
from sundial.access.plans import Plan
from sundial.cli.context import asked, current, environment, opened, settings_from, show, told
from sundial.cli.serve import bring_up_to_date
from sundial.core.clock import now
from sundial.core.shapes import LARGEST_ID
from sundial.db.transaction import Write
from sundial.mail.outbox import Outbox
from sundial.organizations import actions as organizations
from sundial.organizations.queries import every
from sundial.organizations.schemas import NewOrganization
from sundial.users import actions as users
from sundial.users.queries import USER_BY_EMAIL, USERS, UserRow
from sundial.workspaces import actions as workspaces

EMAIL = click.option("--email", help="The person's e-mail address.")
PASSWORD = click.option("--password", help="Their password; - reads it from standard input.")
JSON = click.option("--json", "as_json", is_flag=True, help="Print JSON.")


class FirstAccount(msgspec.Struct):
    """What ``sundial setup`` made."""

    user_id: int
    organization_id: int
    workspace_id: int
    workspace_user_id: int
    api_token: str


@click.command()
@EMAIL
@PASSWORD
@click.option("--fullname", help="Their full name.")
@click.option("--organization", help="The organization's name.")
@click.option("--workspace", help="The first workspace's name.")
@click.option("--timezone", default="UTC", show_default=True, help="Their time zone, such as Europe/Berlin.")
@click.option(
    "--plan",
    type=click.Choice([plan.value for plan in Plan]),
    default=Plan.ENTERPRISE.value,
    show_default=True,
    help="What the organization may use.",
)
@JSON
@told
def setup(
    email: str | None,
    password: str | None,
    fullname: str | None,
    organization: str | None,
    workspace: str | None,
    timezone: str,
    plan: str,
    as_json: bool,
) -> None:
    """Create the first account, its organization and a workspace, on an empty database."""
    server = opened(settings_from(environment()))
    bring_up_to_date(server)
    if server.database.read().one(USERS).number > 0:
        raise click.ClickException("There are accounts already. More are created with: sundial user create")
    email = asked(email, "--email", "E-mail address")
    fullname = asked(fullname, "--fullname", "Full name")
    organization = asked(organization, "--organization", "Organization")
    workspace = asked(workspace, "--workspace", "Workspace")
    password = asked(password, "--password", "Password", secret=True)
    at = now()
    with server.database.write() as tx:
        created = users.create(
            tx, server.secrets, email=email, password=password, fullname=fullname, timezone=timezone, now=at
        )
        asker = User(id=created.user_id, fullname=fullname, timezone=timezone)
        body = NewOrganization(name=organization, workspace_name=workspace)
        founded = workspaces.found_organization(tx, asker, body, at)
        organizations.set_plan(tx, founded.organization_id, Plan(plan), None, at)
    account = FirstAccount(
        user_id=created.user_id,
        organization_id=founded.organization_id,
        workspace_id=founded.workspace_id,
        workspace_user_id=founded.workspace_user_id,
        api_token=created.api_token,
    )
    show(
        account, as_json, f"Created {email}. The API token is {created.api_token}\nStart the server with: sundial serve"
    )


@click.group()
def user() -> None:
    """Create people and help those who lost their password or token."""


@user.command("create")
@EMAIL
@PASSWORD
@click.option("--fullname", help="Their full name.")
@click.option("--timezone", default="UTC", show_default=True, help="Their time zone, such as Europe/Berlin.")
@JSON
@told
def create_user(email: str | None, password: str | None, fullname: str | None, timezone: str, as_json: bool) -> None:
    """Create a person who is in no organization yet."""
    server = current(settings_from(environment()))
    email = asked(email, "--email", "E-mail address")
    fullname = asked(fullname, "--fullname", "Full name")
    password = asked(password, "--password", "Password", secret=True)
    with server.database.write() as tx:
        created = users.create(
            tx, server.secrets, email=email, password=password, fullname=fullname, timezone=timezone, now=now()
        )
    show(created, as_json, f"Created {email}. The API token is {created.api_token}")


@user.command("reset-token")
@EMAIL
@JSON
@told
def reset_token(email: str | None, as_json: bool) -> None:
    """Give a person a fresh API token; the old one ends at once."""
    server = current(settings_from(environment()))
    email = asked(email, "--email", "E-mail address")
    with server.database.write() as tx:
        person = _person(tx, email)
        token = users.reset_token(tx, server.secrets, person.id, None, now())
    show({"user_id": person.id, "api_token": token}, as_json, f"The new API token of {email} is {token}")


@user.command("reset-password")
@EMAIL
@PASSWORD
@JSON
@told
def reset_password(email: str | None, password: str | None, as_json: bool) -> None:
    """Set a person's password; their sessions end at once."""
    server = current(settings_from(environment()))
    email = asked(email, "--email", "E-mail address")
    password = asked(password, "--password", "New password", secret=True)
    with server.database.write() as tx:
        person = _person(tx, email)
        users.reset_password(tx, Outbox(server.settings), person.id, password, None, now())
    show({"user_id": person.id}, as_json, f"{email} has a new password.")


def _person(tx: Write, email: str) -> UserRow:
    return tx.one(USER_BY_EMAIL, email_key_=email.strip().lower())


@click.group()
def organization() -> None:
    """List organizations and change their plans."""


@organization.command("list")
@JSON
@told
def list_organizations(as_json: bool) -> None:
    """List all organizations."""
    tx = current(settings_from(environment())).database.read()
    lines = every(tx)
    plain = [f"{line.id:>10}  {line.plan:<10}  {line.users:>6}  {line.name}" for line in lines]
    header = f"{'id':>10}  {'plan':<10}  {'users':>6}  name"
    show(lines, as_json, "\n".join([header, *plain]))


@organization.command("plan")
@click.argument("organization_id", type=click.IntRange(1, LARGEST_ID))
@click.argument("plan", type=click.Choice([plan.value for plan in Plan]))
@click.option(
    "--multi-workspace/--single-workspace", default=None, help="Allow several workspaces on the small plans, or not."
)
@JSON
@told
def set_plan(organization_id: int, plan: str, multi_workspace: bool | None, as_json: bool) -> None:
    """Put an organization on a plan."""
    server = current(settings_from(environment()))
    with server.database.write() as tx:
        organizations.set_plan(tx, organization_id, Plan(plan), multi_workspace, now())
    show({"organization_id": organization_id, "plan": plan}, as_json, f"Organization {organization_id} is on {plan}.")
