"""Every operation, tried by everybody: who may not is refused with the declared words, who may is not.

What is expected comes from the operation's declaration and from the tables of `access.permissions`. An operation is
tried as soon as it is registered.
"""

from collections.abc import Iterator, Mapping

import pytest

from sundial.http.binding import Binding
from sundial.http.errors import status_of
from sundial.wiring import described
from tests.make import Answer, Person, World
from tests.rights.actors import ACTORS, Actor, Expected, expected
from tests.rights.places import people, populated
from tests.rights.requests import request
from tests.rights.rows import PEOPLE, Reader, Rows


@pytest.mark.parametrize("binding", described(), ids=lambda binding: binding.operation.name)
def test_everybody_gets_what_the_tables_say(world: World, rows: Reader, binding: Binding) -> None:
    persons = dict(zip(ACTORS, people(world, (actor.name for actor in ACTORS)), strict=True))
    trial = Trial(world, rows, binding, persons)

    wrong = [*trial.of_the_refused(), *trial.of_the_allowed()]

    assert not wrong, "\n".join(wrong)


class Trial:
    """One operation, tried by everybody; tells what they should not have read."""

    def __init__(self, world: World, rows: Reader, binding: Binding, persons: Mapping[Actor, Person]) -> None:
        self._world, self._rows, self._binding, self._persons = world, rows, binding, persons
        self._wanted = {actor: expected(binding, actor) for actor in ACTORS}
        self._prepare()

    def of_the_refused(self) -> Iterator[str]:
        for actor, wanted in self._wanted.items():
            if wanted.error is not None:
                yield from _differences(actor, wanted, self._send(actor))
        if self._changed():
            yield "a refused request changed something"

    def of_the_allowed(self) -> Iterator[str]:
        for actor, wanted in self._wanted.items():
            if wanted.error is None:
                yield from _differences(actor, wanted, self._send(actor))
                if self._binding.writes and self._changed():
                    # It must not be in the way of the next.
                    self._prepare()

    def _prepare(self) -> None:
        self._place = populated(self._world, self._persons)
        self._request = request(self._binding, self._place.value)
        self._before = self._present()

    def _changed(self) -> bool:
        return self._present() != self._before

    def _present(self) -> Rows:
        rows = self._rows.of(self._place.organization_id)
        # Whoever changed their own account changed nothing of others.
        return {name: of_table for name, of_table in rows.items() if name != PEOPLE}

    def _send(self, actor: Actor) -> Answer:
        return self._request.send(self._world, self._persons[actor] if actor.signed_in else None)


def _differences(actor: Actor, wanted: Expected, answer: Answer) -> list[str]:
    if wanted.error is None:
        refusals = [(status_of(error), error.sentence) for error in wanted.not_these]
        refused = answer.status == 401 or answer.status >= 500 or (answer.status, _sentence(answer)) in refusals
        return [f"{actor.name} may, and reads {answer}"] if refused else []
    status = status_of(wanted.error)
    words = (answer.content or None) if status == 401 else _sentence(answer)
    right = answer.status == status and words == (wanted.error.sentence or None)
    return [] if right else [f"{actor.name} should read {status} {wanted.error.sentence!r}, and reads {answer}"]


def _sentence(answer: Answer) -> str | None:
    return answer.json if answer.content.startswith(b'"') else None
