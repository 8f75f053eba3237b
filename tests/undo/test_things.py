"""Taking back what was done to projects, tasks, clients and tags."""

import pytest

from sundial.access.permissions import NO_ACCESS, ONLY_ADMINS_MANAGE_TAGS, Permission, Role
from tests.cast import Cast
from tests.make import Person, colleague, person
from tests.people.backstage import member_path
from tests.time_entries.diary import diary
from tests.undo.backstage import SINCE, undo
from tests.undo.things import change, create, delete, named

Case = tuple[str, str]
KINDS: list[Case] = [("project", "projects"), ("client", "clients"), ("tag", "tags"), ("task", "tasks")]
NAME_TAKEN = (400, "Name has already been taken")
every = pytest.mark.parametrize(("kind", "what"), KINDS, ids=[kind for kind, _ in KINDS])


def where(cast: Cast, what: str, by: Person | None = None) -> str:
    """The end of the path of a list; tasks are in a project that whoever makes it manages."""
    if what != "tasks":
        return what
    return f"projects/{create(cast, 'projects', by, name=f'Project of {(by or cast.alice).name}')['id']}/tasks"


@every
def test_a_creation(cast: Cast, kind: str, what: str) -> None:
    what = where(cast, what)
    made = create(cast, what, name="Atlas")

    assert undo(cast).take_back() == [(kind, made["id"], "deleted")]

    assert named(cast, what) == {}
    create(cast, what, name="Atlas")


@every
def test_a_change(cast: Cast, kind: str, what: str) -> None:
    what = where(cast, what)
    made = create(cast, what, name="Atlas")
    change(cast, what, made["id"], name="Bathos")

    assert undo(cast).take_back() == [(kind, made["id"], "changed back")]

    assert named(cast, what) == {"Atlas": made["id"]}


@every
def test_a_deletion(cast: Cast, kind: str, what: str) -> None:
    what = where(cast, what)
    made = create(cast, what, name="Atlas")
    delete(cast, what, made["id"])

    assert undo(cast).take_back() == [(kind, made["id"], "restored")]

    assert named(cast, what) == {"Atlas": made["id"]}


@every
def test_what_was_taken_back_comes_again(cast: Cast, kind: str, what: str) -> None:
    what = where(cast, what)
    made = create(cast, what, name="Atlas")
    change(cast, what, made["id"], name="Bathos")
    delete(cast, what, made["id"])
    for action in ("restored", "deleted", "restored"):
        assert undo(cast).take_back() == [(kind, made["id"], action)]
    log = [one for one in undo(cast).changes(f"?entity_id={made['id']}&kind={kind}") if one["user_id"]]

    assert [one["action"] for one in log] == ["updated", "deleted", "updated", "deleted", "updated", "created"]
    assert undo(cast).take_back(log[-2]["id"]) == [(kind, made["id"], "changed back")]
    assert undo(cast).take_back(log[-1]["id"]) == [(kind, made["id"], "deleted")]
    assert undo(cast).refused(log[-1]["id"]) == (409, SINCE)


@every
def test_a_name_that_is_taken_meanwhile(cast: Cast, kind: str, what: str) -> None:
    what = where(cast, what)
    sentence = (400, "a tag with the name 'Atlas' already exists") if kind == "tag" else NAME_TAKEN
    made, other = create(cast, what, name="Atlas"), create(cast, what, name="Bathos")
    change(cast, what, made["id"], name="Cassis")
    renamed = undo(cast).last()
    change(cast, what, other["id"], name="Atlas")

    assert undo(cast).refused(renamed) == sentence

    change(cast, what, other["id"], name="Cassandra")
    undo(cast).take_back(renamed)
    delete(cast, what, made["id"])
    deleted = undo(cast).last()
    create(cast, what, name="Atlas")
    assert undo(cast).refused(deleted) == sentence
    assert named(cast, what).keys() == {"Atlas", "Cassandra"}


@every
def test_a_change_that_has_changed_since(cast: Cast, kind: str, what: str) -> None:
    what = where(cast, what)
    made = create(cast, what, name="Atlas")
    created = undo(cast).last()
    change(cast, what, made["id"], name="Bathos")

    assert undo(cast).refused(created) == (409, SINCE)
    assert named(cast, what) == {"Bathos": made["id"]}


@every
def test_a_user_takes_back_what_they_made(cast: Cast, kind: str, what: str) -> None:
    what = where(cast, what, cast.bob)
    made = create(cast, what, cast.bob, name="Atlas")
    change(cast, what, made["id"], cast.bob, name="Bathos")

    assert undo(cast, cast.bob).take_back() == [(kind, made["id"], "changed back")]


REFUSED = {
    "project": (403, NO_ACCESS),
    "client": (403, NO_ACCESS),
    "tag": (403, ONLY_ADMINS_MANAGE_TAGS),
    "task": (403, NO_ACCESS),
}


@every
def test_who_lost_the_right_to_do_it_by_hand(cast: Cast, kind: str, what: str) -> None:
    dora = colleague(person(cast.world, "Dora"), cast.place, Role.PROJECTLEAD)
    what = where(cast, what)
    made = create(cast, what, name="Atlas")
    change(cast, what, made["id"], dora, name="Bathos")
    cast.alice.put(member_path(cast, dora), {"role": "teamlead"})

    assert undo(cast, dora).refused() == REFUSED[kind]

    assert named(cast, what) == {"Bathos": made["id"]}


def test_what_is_in_use_by_now_is_not_deleted(cast: Cast) -> None:
    client = create(cast, "clients", name="Customer")
    project = create(cast, "projects", name="Atlas", client_id=client["id"])
    task = create(cast, f"projects/{project['id']}/tasks", name="Design")
    diary(cast).add(project_id=project["id"], task_id=task["id"])
    in_use = (409, "It is in use by now; take back the later changes first.")

    for kind, made in (("client", client), ("project", project), ("task", task)):
        assert undo(cast).refused(undo(cast).last(f"?kind={kind}&entity_id={made['id']}")) == in_use

    for one in undo(cast).changes():
        undo(cast).take_back(one["id"])
    assert diary(cast).list() == []
    assert named(cast, "clients") == named(cast, "projects") == {}


def test_a_tag_in_use_is_deleted_and_comes_back_to_its_entries(cast: Cast) -> None:
    tag = create(cast, "tags", name="urgent")
    created = undo(cast).last()
    diary(cast).add(tag_ids=[tag["id"]])

    undo(cast).take_back(created)
    assert diary(cast).list()[0]["tags"] == []

    undo(cast).take_back()
    assert diary(cast).list()[0]["tags"] == ["urgent"]


def test_what_is_missing_is_named(cast: Cast) -> None:
    client = create(cast, "clients", name="Customer")
    project = create(cast, "projects", name="Atlas", client_id=client["id"])
    task = create(cast, f"projects/{project['id']}/tasks", name="Design")
    entry = diary(cast).add(project_id=project["id"], task_id=task["id"])
    diary(cast).put(entry, project_id=0)
    moved = undo(cast).last()
    change(cast, "projects", project["id"], client_id=None)
    unassigned = undo(cast).last()
    delete(cast, "clients", client["id"])

    assert undo(cast).refused(unassigned) == (409, gone(f"client {client['id']}"))
    delete(cast, f"projects/{project['id']}/tasks", task["id"])
    assert undo(cast).refused(moved) == (409, gone(f"task {task['id']}"))
    task_deleted = undo(cast).last()
    delete(cast, "projects", project["id"])
    assert undo(cast).refused(moved) == (409, gone(f"project {project['id']}, task {task['id']}"))
    assert undo(cast).refused(task_deleted) == (409, gone(f"project {project['id']}"))


def gone(what: str) -> str:
    return f"It refers to what is deleted by now: {what}. Take that back first."


def test_tags_where_only_admins_manage_them(cast: Cast) -> None:
    create(cast, "tags", cast.bob, name="urgent")
    cast.alice.put(cast.workspace, {"only_admins_may_create_tags": True})

    assert undo(cast, cast.bob).refused() == (403, Permission.MANAGE_TAGS.refusal)
    undo(cast).take_back()
