"""A line for each request, where that is wanted."""

import logging

import msgspec
import pytest

from sundial.wiring import create_app
from tests.make import World, person


@pytest.mark.parametrize("wanted", [True, False])
def test_requests_are_logged_where_that_is_set(world: World, caplog: pytest.LogCaptureFixture, wanted: bool) -> None:
    settings = msgspec.structs.replace(world.server.settings, access_log=wanted)
    server = msgspec.structs.replace(world.server, settings=settings)
    ada = person(World(server, create_app(server, world.clock), world.clock), "Ada")

    with caplog.at_level(logging.INFO, logger="sundial.access"):
        answer = ada.get("/me/id")

    lines = [record for record in caplog.records if record.name == "sundial.access"]
    assert len(lines) == int(wanted)
    for line in lines:
        fields = vars(line)["fields"]
        assert (fields["method"], fields["path"], fields["status"]) == ("GET", "/api/v9/me/id", 200)
        assert fields["request_id"] == answer.headers["x-request-id"]
        assert ada.token not in str(fields)
