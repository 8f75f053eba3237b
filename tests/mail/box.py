"""What was written to somebody, as the outbox holds it."""

import re

from sqlalchemy import bindparam, select

from sundial.db.statement import Query, Scope, scoped
from sundial.mail.outbox import PERSONAL
from sundial.mail.queries import Mail
from sundial.mail.tables import outbox
from sundial.wiring import create_worker
from tests.make import World

TO = Query(
    Mail,
    select(outbox)
    .where(outbox.c.organization_id == scoped("organization_id"), outbox.c.to_address == bindparam("address"))
    .order_by(outbox.c.created_at, outbox.c.id),
)


def letters(world: World, address: str, kind: str, organization_id: int = PERSONAL) -> list[Mail]:
    """The messages of a kind to somebody, oldest first."""
    found = world.server.database.read().all(TO, Scope(organization_id=organization_id), address=address)
    return [mail for mail in found if mail.kind == kind]


def work(world: World) -> None:
    """Let a worker do all that is due."""
    create_worker(world.server, world.clock).once()


def links(mail: Mail) -> list[str]:
    """The links in a message's text that lead to a page; the HTML has the same."""
    found = re.findall(r"http://sundial\.test/\S+", mail.text_part)
    for link in found:
        assert f'href="{link}"' in mail.html_part
    return found
