"""Whatever is sent to whichever operation, the server neither breaks nor answers out of form.

The requests are made from the API's own description: at its bounds, beyond them, and at random. The same ones are sent
every time.
"""

from collections.abc import Callable, Iterator, Sequence
from functools import cache
from typing import Any, cast

import msgspec
import pytest
import requests
import schemathesis
from hypothesis import HealthCheck, settings
from schemathesis.config import SchemathesisConfig
from schemathesis.generation.feedback import FeedbackSources
from schemathesis.pytest import _test_builder

from sundial import __version__
from sundial.http.openapi import document
from sundial.reports.render import pages
from sundial.wiring import described
from tests.cast import Cast, gather
from tests.conftest import ENGINES, Worlds

# Of the many preferences, each has tests of its own; here some at random will do.
FEWER = {"include-operation-id": "set_my_preferences", "phases": {"coverage": {"enabled": False}}}
DOCUMENT = document(described(), __version__)
API: Any = schemathesis.openapi.from_dict(
    DOCUMENT, config=cast(Any, SchemathesisConfig).from_dict({"operations": [FEWER]})
)
# The one would end the caller's token, the other takes the same as the preferences of all clients.
LEFT_OUT = {"reset_my_token", "set_my_client_preferences"}
OPERATIONS = sorted(
    {described["operationId"] for path in DOCUMENT["paths"].values() for described in path.values()} - LEFT_OUT
)
METHODS = frozenset({"GET", "POST", "PUT", "PATCH", "DELETE"})
REPEATABLE = settings(
    max_examples=10,
    derandomize=True,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@pytest.fixture(scope="module")
def crews(worlds: Worlds) -> Iterator[Sequence[Cast]]:
    """A cast on each engine. Reports that show the same are typeset once: most of what is sent shows nothing."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pages, "_typeset", cache(vars(pages)["_typeset"]))
        yield [gather(worlds.on(engine)) for engine in ENGINES]


@pytest.mark.parametrize("operation", OPERATIONS)
def test_no_request_breaks_the_server(operation: str, crews: Sequence[Cast]) -> None:
    # Whoever has no business in a place learns that, whatever else is asked: each is tried once.
    elsewhere: set[str] = set()

    def tried(case: Any) -> None:
        # The testing client knows of no newer methods.
        if case.method in METHODS:
            send_to_all(case, crews, elsewhere)

    requests_of(operation, tried)()


def requests_of(operation: str, test: Callable[[Any], None]) -> Callable[[], None]:
    """The test with all requests of an operation, which are made now: to make them all at once would keep them all."""
    return cast(Any, _test_builder).build_operation_test(
        config=API.config,
        operation=API.find_operation_by_id(operation),
        test_func=test,
        given_kwargs={},
        feedback=FeedbackSources(),
        explicit_settings=REPEATABLE,
    )


def send_to_all(case: Any, crews: Sequence[Cast], elsewhere: set[str]) -> None:
    """Send a request as it was generated, and to the crews' own places."""
    generated = dict(case.path_parameters)
    new = str(generated) not in elsewhere
    elsewhere.add(str(generated))
    for crew in crews:
        own = {"workspace_id": crew.place.workspace_id, "organization_id": crew.place.organization_id}
        places = {name: place for name, place in own.items() if name in generated}
        if new or not places:
            send(case, crew, generated)
        if places:
            send(case, crew, {**generated, **places})


def send(case: Any, crew: Cast, places: dict[str, Any]) -> None:
    """Send a generated request as Alice."""
    case.path_parameters = places
    sent = requests.Request(**case.as_transport_kwargs(base_url="http://sundial.test")).prepare()
    body = sent.body.encode() if isinstance(sent.body, str) else sent.body
    assert body is None or isinstance(body, bytes)
    headers = {name: str(value) for name, value in sent.headers.items() if name.lower() != "content-length"}

    answer = crew.world.send(str(sent.method), sent.path_url, body=body, headers={**headers, **crew.alice.basic})

    assert answer.status < 500, (sent.method, sent.url, body, answer)
    if answer.status >= 400:
        assert isinstance(msgspec.json.decode(answer.content), str)
