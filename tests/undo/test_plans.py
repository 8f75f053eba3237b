"""How the databases read the log: from its newest end, and no more of it than is asked for."""

import pytest

from sundial.undo.queries import BATCH, MADE, PAGES
from tests.db.test_plans import plan
from tests.make import World

VALUES = {"before_id": 1000, "the_kind": "tag", "the_entity": 5, "the_user": 3}


@pytest.mark.parametrize("filters", [(), ("kind",), ("user_id",), ("kind", "user_id")])
def test_a_page_comes_in_the_order_of_the_index(world: World, filters: tuple[str, ...]) -> None:
    found = plan(world, PAGES[filters, 50], **VALUES)

    assert "ix_changes_user" in found or "ix_changes_workspace" in found
    assert not any(word in found for word in ("Sort", "TEMP B-TREE"))


def test_batches_are_found_by_their_index(world: World) -> None:
    assert "ix_changes_batch" in plan(world, BATCH, the_batch=1)
    assert "ix_changes_batch" in plan(world, MADE, batch_ids=[1, 2])
