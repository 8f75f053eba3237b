"""Whose saved reports somebody sees and changes, and who makes them public."""

import pytest

from sundial.access.permissions import OrganizationRole, Role
from tests.cast import Cast
from tests.make import colleague, person
from tests.people.backstage import member_path
from tests.reports.saved import names, path, post, save

ONLY_ADMINS = (403, "Public reports can be saved only by admins.")
STRANGER = (404, "Workspace not found/accessible.")


def test_others_see_what_is_public(cast: Cast) -> None:
    mine, public = save(cast, name="Mine"), save(cast, name="Public", public=True)
    own = save(cast, cast.bob, name="Bob's")

    assert names(cast, person=cast.bob) == ["Bob's", "Public"]
    assert cast.bob.get(path(cast, public)).json == public
    assert cast.bob.get(path(cast, own)).json == own
    hidden = cast.bob.get(path(cast, mine))
    assert (hidden.status, hidden.json) == (404, f"Report ID {mine['id']} not found/accessible.")


def test_admins_see_and_change_all(cast: Cast) -> None:
    own = save(cast, cast.bob, name="Bob's")
    chief = colleague(person(cast.world, "Chief"), cast.place, Role.USER, OrganizationRole.ADMIN)

    assert names(cast) == names(cast, person=chief) == ["Bob's"]
    changed = chief.put(path(cast, own), {"name": "Known"}).json
    assert (changed["name"], changed["uid"], changed["updated_by"]) == ("Known", cast.bob.id, chief.id)
    assert cast.alice.delete(path(cast, own)).status == 200


@pytest.mark.parametrize("role", [Role.PROJECTLEAD, Role.TEAMLEAD, Role.USER])
def test_only_admins_make_reports_public(cast: Cast, role: Role) -> None:
    dora = colleague(person(cast.world, "Dora"), cast.place, role)
    own = save(cast, dora, name="Dora's")

    saved = post(cast, dora, public=True)
    changed = dora.put(path(cast, own), {"public": True})
    together = dora.put(path(cast), [{"id": own["id"], "public": True}])

    assert {(answer.status, answer.json) for answer in (saved, changed, together)} == {ONLY_ADMINS}
    assert dora.get(path(cast)).json == [own]


def test_public_ones_of_others_can_be_read_only(cast: Cast) -> None:
    public = save(cast, public=True)

    changed = cast.bob.put(path(cast, public), {"name": "Mine now", "public": False})
    together = cast.bob.put(path(cast), [{"id": public["id"], "regenerate_token": True}])
    deleted = cast.bob.delete(path(cast, public))
    cleared = cast.bob.patch(f"{path(cast)}/bulk_delete", {"ids": [public["id"]]})

    assert (changed.status, changed.json) == (together.status, together.json) == ONLY_ADMINS
    assert (deleted.status, deleted.json) == (404, f"Report ID {public['id']} not found/accessible.")
    assert (cleared.status, cleared.json) == (
        404,
        "Some IDs were not found: Only 0 Saved Reports found for 1 given IDs.",
    )
    assert cast.alice.get(path(cast, public)).json == public


def test_who_is_no_admin_any_more_can_take_their_report_back(cast: Cast) -> None:
    erin = colleague(person(cast.world, "Erin"), cast.place, Role.ADMIN)
    public = save(cast, erin, public=True)
    assert cast.alice.put(member_path(cast, erin), {"role": "user"}).status == 200

    renamed = erin.put(path(cast, public), {"name": "Still public"})
    taken_back = erin.put(path(cast, public), {"name": "Mine", "public": False})

    assert (renamed.status, renamed.json) == ONLY_ADMINS
    assert (taken_back.json["name"], taken_back.json["public"]) == ("Mine", False)
    assert names(cast, person=cast.bob) == []


def test_strangers_find_no_workspace(cast: Cast) -> None:
    report, charlie = save(cast, public=True), cast.charlie

    answers = [
        charlie.get(path(cast)),
        post(cast, charlie),
        charlie.put(path(cast), [{"id": report["id"]}]),
        charlie.patch(f"{path(cast)}/bulk_delete", {"ids": [report["id"]]}),
        charlie.get(path(cast, report)),
        charlie.put(path(cast, report), {"name": "x"}),
        charlie.delete(path(cast, report)),
    ]

    assert {(answer.status, answer.json) for answer in answers} == {STRANGER}
    assert cast.alice.get(path(cast)).json == [report]
