"""``sundial outbox``: messages that were written, and what became of them."""

from collections.abc import Sequence
from heapq import nlargest

import click

from sundial.cli.context import current, environment, settings_from, show, told
from sundial.core.clock import now
from sundial.core.shapes import LARGEST_ID
from sundial.db.statement import Scope
from sundial.db.transaction import Read
from sundial.jobs.queue import forget
from sundial.mail.outbox import KIND, PERSONAL
from sundial.mail.queries import DISCARD, LIST, ONE, STATES, WAITING, Listed, Mail
from sundial.mail.rules import sender
from sundial.mail.sending import Line, Outcome, send, take
from sundial.organizations.queries import KNOWN
from sundial.wiring import Server

MAIL_ID = click.IntRange(1, LARGEST_ID)
EVERYTHING = 1_000_000


@click.group()
def outbox() -> None:
    """Look at mail that was written, and send or discard it."""


@outbox.command("list")
@click.option("--state", type=click.Choice(STATES), help="Only messages in this state.")
@click.option("--limit", type=click.IntRange(1, 100_000), default=50, show_default=True, help="How many, at most.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@told
def list_mails(state: str | None, limit: int, as_json: bool) -> None:
    """List messages, the newest first."""
    found = _newest(current(settings_from(environment())).database.read(), [state], limit)
    show(found, as_json, "\n".join(map(_line, found)) or "There are none.")


@outbox.command("show")
@click.argument("mail_id", type=MAIL_ID)
@click.option("--html", is_flag=True, help="Print the HTML part instead of the text.")
@told
def show_mail(mail_id: int, html: bool) -> None:
    """Print a message: to whom it goes, what it says, and what became of it."""
    server = current(settings_from(environment()))
    mail = _mail(server.database.read(), mail_id)
    if html:
        click.echo(mail.html_part)
        return
    name, address = sender(server.settings)
    lines = [
        f"From: {name} <{address}>",
        f"To: {mail.to_name} <{mail.to_address}>" if mail.to_name else f"To: {mail.to_address}",
        f"Subject: {mail.subject}",
        f"Date: {mail.created_at:%Y-%m-%d %H:%M:%S} UTC",
        f"State: {_state(mail)}",
        "",
        mail.text_part or "What it said is forgotten.",
    ]
    click.echo("\n".join(lines))


@outbox.command("send")
@click.argument("mail_ids", type=MAIL_ID, nargs=-1)
@click.option("--all", "everything", is_flag=True, help="All that wait to be sent.")
@click.option("--dry-run", is_flag=True, help="Only say what would be sent.")
@told
def send_mails(mail_ids: tuple[int, ...], everything: bool, dry_run: bool) -> None:
    """Send messages now, the oldest first; by their ids also those that failed."""
    server = current(settings_from(environment()))
    if everything == bool(mail_ids):
        raise click.UsageError("Say which messages: their ids, or --all.")
    read = server.database.read()
    if everything:
        chosen: Sequence[Listed | Mail] = _newest(read, WAITING, EVERYTHING)[::-1]
    else:
        chosen = [_mail(read, mail_id) for mail_id in mail_ids]
    if dry_run:
        click.echo("\n".join(map(_line, chosen)) or "There are none.")
        return
    if not server.settings.smtp_url:
        raise click.ClickException("SUNDIAL_SMTP_URL is not set, so there is no server to send through.")
    _send(server, chosen)


@outbox.command("discard")
@click.argument("mail_ids", type=MAIL_ID, nargs=-1, required=True)
@click.option("--yes", is_flag=True, help="Do not ask.")
@told
def discard_mails(mail_ids: tuple[int, ...], yes: bool) -> None:
    """Have messages not sent: they stay in the list as discarded."""
    database = current(settings_from(environment())).database
    mails = [_mail(database.read(), mail_id) for mail_id in mail_ids]
    if not yes:
        click.confirm(f"{len(mails)} messages will never be sent. Discard them?", abort=True)
    number = 0
    for mail in mails:
        with database.write() as tx:
            if tx.run(DISCARD, Scope(organization_id=mail.organization_id), mail_id=mail.id):
                forget(tx, KIND, f"{mail.organization_id}/{mail.id}", now())
                number += 1
    click.echo(f"{number} discarded." + ("" if number == len(mails) else " The others were sent already."))


def _send(server: Server, mails: Sequence[Listed | Mail]) -> None:
    line, left = Line(server.settings), 0
    try:
        for number, mail in enumerate(mails, 1):
            outcome = _send_one(server, mail, line)
            said = f": {outcome.said}" if outcome.said else ""
            click.echo(f"{number}/{len(mails)}  {mail.id}  {mail.to_address}  {outcome.state}{said}")
            left += outcome.state != "sent"
            if line.is_down:
                raise click.ClickException(f"The mail server cannot be used now. {len(mails) - number} more wait.")
    finally:
        line.close()
    if left:
        raise click.exceptions.Exit(1)


def _send_one(server: Server, mail: Listed | Mail, line: Line) -> Outcome:
    claim = take(server.database, mail.organization_id, mail.id, now)
    return send(claim, claim.jobs[0], line) if claim else Outcome("sending", "a worker is at it")


def _newest(tx: Read, states: Sequence[str | None], most: int) -> list[Listed]:
    """The newest messages of all organizations, one organization after the other."""
    organizations = [PERSONAL, *(known.organization_id for known in tx.all(KNOWN))]
    found = (
        mail
        for number in organizations
        for state in states
        for mail in tx.all(LIST, Scope(organization_id=number), of_state=state, most=most)
    )
    return nlargest(most, found, key=lambda mail: (mail.created_at, mail.id))


def _mail(tx: Read, mail_id: int) -> Mail:
    for number in [PERSONAL, *(known.organization_id for known in tx.all(KNOWN))]:
        mail = tx.find(ONE, Scope(organization_id=number), mail_id=mail_id)
        if mail is not None:
            return mail
    raise click.ClickException(f"There is no message {mail_id}.")


def _line(mail: Listed | Mail) -> str:
    return f"{mail.id}  {mail.created_at:%Y-%m-%d %H:%M}  {mail.to_address}  {mail.subject}  {_state(mail)}"


def _state(mail: Listed | Mail) -> str:
    said = f" ({mail.server_said})" if mail.server_said else ""
    tried = f", tried {mail.attempts} times" if mail.attempts > 1 else ""
    return f"{mail.state}{tried}{said}"
