"""Ids of another organization, in every place where an operation takes one, sent by the owner of their own.

They get nowhere: nothing of the other organization is told, nothing there changes, and nothing here refers to it.
"""

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from itertools import combinations, count, product

import pytest

from sundial.access.askers import Membership
from sundial.access.permissions import Role
from sundial.core.errors import Error
from sundial.http.binding import Binding
from sundial.http.errors import status_of
from sundial.wiring import described
from tests.make import Answer, World
from tests.rights.actors import PLACES, Actor
from tests.rights.bodies import Words, with_id
from tests.rights.places import Place, people, put_all
from tests.rights.requests import Request, body_kind, path_names, request
from tests.rights.rows import Reader, Rows, ids_in

PLACE_NAMES = {"organization_id", "workspace_id"}
THEIR_WORD = "Xanadu"
_numbers = count(1)


class Trial:
    """Two organizations that have nothing to do with each other, and what must stay as it is."""

    def __init__(self, world: World, rows: Reader, theirs: Place) -> None:
        (self.me,) = people(world, ("Owner here",))
        self._rows, self._world = rows, world
        self.own, self.theirs = Place(world, self.me, "Acme"), theirs
        self.their_ids = self.theirs.ids()
        self._before = self._there()
        self._ids_before = ids_in(self._before)

    def send(self, sent: Request) -> Answer:
        """Send a request as the owner of their own organization."""
        return sent.send(self._world, self.me)

    def leaks(self, answer: Answer, sent: Request) -> Iterator[str]:
        """What the answer tells of the other organization that was not in the request."""
        told = {int(digits) for digits in re.findall(rb"(?<![0-9A-Za-z_-])\d{7,16}(?![0-9A-Za-z_-])", answer.content)}
        known = {int(digits) for digits in re.findall(r"\d{7,16}", f"{sent.path} {sent.body}")}
        if THEIR_WORD.lower() in answer.content.decode(errors="replace").lower() or told & self._ids_before - known:
            yield f"{sent} tells {answer}"

    def traces(self) -> Iterator[str]:
        """What has changed in the other organization, and what here refers to it."""
        there = self._there()
        yield from (f"{name} has changed there" for name in there if there[name] != self._before[name])
        mentioned = ids_in(self._rows.of(self.own.organization_id)) & ids_in(there)
        if mentioned:
            yield f"{mentioned} of the others are mentioned here"

    def _there(self) -> Rows:
        return self._rows.of(self.theirs.organization_id)


Wording = Callable[[Place, int], Words]


def _nothing(own: Place, number: int) -> Words:
    return {}


def _sensible(own: Place, number: int) -> Words:
    """What most operations can do something with, so that they get as far as the ids."""
    return {
        "name": f"Another {number}",
        "emails": f"another.{number}@example.net",
        "workspaces": own.workspace_id,
        "workspace_id": own.workspace_id,
        "op": "add",
        "path": "/users",
    }


def _of_workspaces(own: Place, number: int) -> Words:
    return {**_sensible(own, number), "path": "/workspaces"}


WORDINGS: tuple[Wording, ...] = (_nothing, _sensible, _of_workspaces)


@pytest.fixture(scope="module")
def theirs(world: World) -> Place:
    """The other organization, with one thing of each kind. It is one for all tests: none may change anything in it."""
    (other,) = people(world, (f"{THEIR_WORD} owner",))
    place = Place(world, other, THEIR_WORD)
    place.ids()
    return place


@pytest.fixture
def trial(world: World, rows: Reader, theirs: Place) -> Trial:
    """Two organizations."""
    return Trial(world, rows, theirs)


def with_places(binding: Binding) -> bool:
    return binding.entrance is not None


def other_ids(binding: Binding) -> list[str]:
    """The path parameters that take ids of things; those of bulk edits take several, as a text."""
    return [name for name, _ in binding.path if name.endswith("_id") and name not in PLACE_NAMES]


def with_other_ids(binding: Binding) -> bool:
    return bool(other_ids(binding))


def with_things_of_a_workspace(binding: Binding) -> bool:
    return with_other_ids(binding) and binding.asker_type is Membership


def with_parameters(binding: Binding) -> bool:
    # Setting pages takes a second; what is on them comes the same way as into other files.
    if binding.operation.name.endswith("_as_pages"):
        return False
    return bool(binding.query) or body_kind(binding) is not None


def refused(answer: Answer) -> bool:
    """Whether nothing was done: a bulk edit says so of each thing."""
    return 400 <= answer.status < 500 or (answer.status == 200 and answer.json["success"] == [])


def every(wanted: Callable[[Binding], bool]) -> pytest.MarkDecorator:
    """Each registered operation of this kind in turn."""
    return pytest.mark.parametrize(
        "binding", [binding for binding in described() if wanted(binding)], ids=lambda binding: binding.operation.name
    )


@every(with_places)
def test_a_place_of_others_is_entered_by_no_path(trial: Trial, binding: Binding) -> None:
    assert binding.entrance is not None
    operation, entered = binding.operation, binding.entrance.path_name
    stranger: Error = operation.stranger or PLACES[entered][1]
    wrong: list[str] = []

    for theirs in _subsets(PLACE_NAMES & {*path_names(binding)}):
        sent = request(binding, _with(trial.own, {name: trial.theirs.value(name) for name in theirs}))
        answer = trial.send(sent)

        refusal = stranger if entered in theirs else operation.mismatch or operation.refused
        if (answer.status, answer.json) != (status_of(refusal), refusal.sentence):
            wrong.append(f"{sent} gets {answer} instead of {refusal.sentence!r}")
        wrong += trial.leaks(answer, sent)
    assert not [*wrong, *trial.traces()]


@every(with_other_ids)
def test_a_thing_of_others_is_reached_by_no_path(trial: Trial, binding: Binding) -> None:
    wrong: list[str] = []

    for name in other_ids(binding):
        number = trial.theirs.value(name)
        sent = request(binding, _with(trial.own, {name: number}))
        answer = trial.send(sent)

        if not refused(answer):
            wrong.append(f"{sent} gets {answer}")
        wrong += trial.leaks(answer, sent)
    assert not [*wrong, *trial.traces()]


@every(with_things_of_a_workspace)
def test_a_thing_of_another_workspace_is_reached_by_no_path(world: World, rows: Reader, binding: Binding) -> None:
    owner, admin = people(world, ("Owner", "Admin of the first"))
    place = Place(world, owner, "Acme")
    put_all(place, Actor("an admin", role=Role.ADMIN), [admin])
    beside = place.beside()
    things = {name: beside.value(name) for name in other_ids(binding)}
    before = rows.of(place.organization_id)

    answer = request(binding, _with(place, things)).send(world, admin)

    assert refused(answer), answer
    assert rows.of(place.organization_id) == before


@every(with_parameters)
def test_ids_of_others_do_nothing_in_a_query_or_a_body(trial: Trial, binding: Binding) -> None:
    wrong: list[str] = []

    for sent in [*_queries(trial, binding), *_bodies(trial, binding)]:
        answer = trial.send(sent)

        if answer.status >= 500 or answer.status == 401:
            wrong.append(f"{sent} gets {answer}")
        wrong += trial.leaks(answer, sent)
    assert not [*wrong, *trial.traces()]


def _queries(trial: Trial, binding: Binding) -> Iterator[Request]:
    for wanted in binding.query:
        for number in trial.their_ids.values():
            if wanted.kind in (int, str):
                yield request(binding, trial.own.value, query={wanted.name: str(number)})


def _bodies(trial: Trial, binding: Binding) -> Iterator[Request]:
    kind = body_kind(binding)
    if kind is None:
        return
    seen: set[bytes | None] = set()
    # What a person keeps for themselves is large and can refer to places only.
    ids = trial.their_ids if binding.entrance else {name: trial.their_ids[name] for name in PLACE_NAMES}
    for number, wording in product(ids.values(), WORDINGS):
        for body in with_id(kind, wording(trial.own, next(_numbers)), number):
            sent = request(binding, trial.own.value, body)
            if sent.body not in seen:
                seen.add(sent.body)
                yield sent


def _with(place: Place, others: Mapping[str, str]) -> Callable[[str], str]:
    """Path parameters of this place, but for the others."""
    return lambda name: others[name] if name in others else place.value(name)


def _subsets(names: Collection[str]) -> list[set[str]]:
    """All that are not empty."""
    return [set(some) for size in range(1, len(names) + 1) for some in combinations(sorted(names), size)]
