"""Bodies that clients send: what is read, what is refused, and that a refused one leaves nothing behind."""

import io
import json as jsonlib
from typing import Any

import falcon.testing
import pytest

from sundial.core.errors import Invalid
from sundial.http.bodies import decode, decoder_for
from tests.cast import Cast
from tests.make import Answer

LIMIT = 1024 * 1024
NOT_JSON = "JSON is not valid"
TOO_LARGE = "The body must not be larger than 1048576 bytes."


def put(cast: Cast, body: bytes, headers: dict[str, str] | None = None) -> Answer:
    """Send bytes as a change of the workspace."""
    return cast.alice.put(cast.workspace, body=body, headers=headers or {})


def told(answer: Answer) -> tuple[int, Any]:
    return answer.status, answer.json


def test_the_content_type_does_not_matter(cast: Cast) -> None:
    for kind in (None, "", "text/plain", "application/json; charset=latin-1", "nonsense", "image/png"):
        body = jsonlib.dumps({"name": f"Büro ({kind})"}, ensure_ascii=False).encode()

        answer = put(cast, body, {} if kind is None else {"Content-Type": kind})

        assert (answer.status, answer.json["name"]) == (200, f"Büro ({kind})")


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b" ",
        b"{",
        b"{}{}",
        b"{name: 1}",
        b"{'name': 'x'}",
        b'{"name": "x",}',
        b'{"name": NaN}',
        b'{"name": "x"} trailing',
        b'{"name": "\xff"}',
        b"\xff\xfe{\x00}\x00",
        b'\xef\xbb\xbf{"name": "x"}',
        b'{"name": "a\x00b"}',
        b'{"name": "a\nb"}',
        b'{"name": "\\ud800"}',
        b'{"name": "\\udc00\\ud800"}',
        b'{"\\ud800": 1}',
        b'{"unknown": "\\ud800"}',
        b'{"unknown": ' + b"[" * 100_000 + b"]" * 100_000 + b"}",
        b"name=Main",
        b"--x\r\nContent-Disposition: form-data; name=name\r\n\r\nMain\r\n--x--",
    ],
    ids=range(21),
)
def test_what_is_not_json_is_refused(crew: Cast, body: bytes) -> None:
    assert told(put(crew, body)) == (400, NOT_JSON)
    assert crew.alice.get(crew.workspace).json["name"] == "Main"


@pytest.mark.parametrize("body", [b"null", b"1", b'"name"', b"[]", b'[{"name": "x"}]', b"true"])
def test_a_body_that_is_no_object_is_refused(crew: Cast, body: bytes) -> None:
    assert told(put(crew, body)) == (400, "body must be an object")


@pytest.mark.parametrize(
    ("field", "values", "sentence"),
    [
        ("name", ["1", "true", "[]", "{}"], "name must be a string or null"),
        ("rounding", ['"1"', "1.5", "true", "[]", '"up"'], "rounding must be an integer or null"),
        ("rounding", ["1e400"], "rounding is out of range"),
        ("rounding", ["2", "-2", "9007199254740991"], "rounding must be one of -1, 0, 1"),
        ("rounding", ["9007199254740992"], "rounding must be at most 9007199254740991"),
        ("rounding", ["-9007199254740992"], "rounding must be at least -9007199254740991"),
        ("reports_collapse", ["0", "1", '"true"', "[]"], "reports_collapse must be true or false or null"),
        ("reports_collapse", ["null"], "reports_collapse must not be null"),
        ("default_currency", ['"EURO"', '""', '"\\u20ac"'], None),
        ("default_hourly_rate", ['"10"', "true", "[1]"], "default_hourly_rate must be a number"),
        ("default_hourly_rate", ["1.001", "1e-3", "0.1e-9"], "default_hourly_rate must have at most two decimals"),
        ("default_hourly_rate", ["1e8", "1e400", "1e999999999", "9" * 30], None),
        ("admins", ["{}", '"1"', "1"], "admins must be a list or null"),
        ("admins", ['["1"]', "[1, null]", "[[]]"], None),
        ("admins", ["[-1]"], None),
        (
            "rate_change_mode",
            ['"tomorrow"'],
            "rate_change_mode must be one of start-today, override-current, override-all",
        ),
        ("name", ['"a\\u0000b"', '"\\u0000"'], "name must not contain NUL characters"),
    ],
)
def test_a_field_of_the_wrong_kind_is_refused_by_name(
    crew: Cast, field: str, values: list[str], sentence: str | None
) -> None:
    before = crew.alice.get(crew.workspace).json
    for value in values:
        other = "default_currency" if field == "name" else "name"
        body = f'{{"{other}": "EUR", "{field}": {value}}}'

        answer = put(crew, body.encode())

        assert answer.status == 400, value
        assert answer.json.startswith(field), value
        assert sentence is None or answer.json == sentence
    assert crew.alice.get(crew.workspace).json == before


@pytest.mark.parametrize("field", ["rounding", "default_hourly_rate", "admins"])
def test_a_huge_number_is_refused(crew: Cast, field: str) -> None:
    for value in ("1" * 20, "1" * 5000, "-" + "1" * 5000, "1" * 500_000):
        answer = put(crew, f'{{"name": "Changed", "{field}": {value}}}'.encode())

        assert answer.status == 400
        assert answer.json.startswith(field) or answer.json == NOT_JSON
    assert crew.alice.get(crew.workspace).json["name"] == "Main"


def test_a_huge_number_that_is_not_read_harms_nothing(cast: Cast) -> None:
    for value in ("1" * 20, "1" * 5000, "1" * 500_000, "1e999999999"):
        assert put(cast, f'{{"name": "Changed", "unknown": {value}}}'.encode()).status == 200


def test_unknown_fields_are_ignored(cast: Cast) -> None:
    answer = put(cast, b'{"name": "Changed", "id": 1, "organization_id": 2, "nested": {"deep": [1, {"x": null}]}}')

    assert (answer.status, answer.json["name"]) == (200, "Changed")
    assert answer.json["id"] == cast.place.workspace_id


def test_of_a_field_that_is_sent_twice_the_last_counts(cast: Cast) -> None:
    assert put(cast, b'{"name": "First", "name": "Last"}').json["name"] == "Last"


def test_a_nul_deep_inside_is_found(crew: Cast) -> None:
    for body, sentence in [
        (b'{"unknown": {"deep": ["a", "\\u0000"]}}', "unknown.deep[1] must not contain NUL characters"),
        (b'{"\\u0000": 1}', "a field's name must not contain NUL characters"),
    ]:
        assert told(put(crew, body)) == (400, sentence)


def test_what_looks_like_a_nul_is_none(cast: Cast) -> None:
    assert put(cast, b'{"name": "\\\\u0000"}').json["name"] == "\\u0000"


def test_no_depth_is_too_much_for_the_search_for_nul() -> None:
    """Just before the decoder itself gives up, walking through what it has read goes deeper than it went."""
    decoder = decoder_for(dict[str, Any])
    told: set[str] = set()
    for depth in range(800, 1050):
        with pytest.raises(Invalid) as refused:
            decode(decoder, b'{"unknown": ' + b"[" * depth + b'"\\u0000"' + b"]" * depth + b"}")
        told.add(refused.value.sentence.replace("[0]", ""))

    assert told == {"unknown must not contain NUL characters", NOT_JSON}


@pytest.mark.parametrize("depth", [50, 200, 400, 800, 1500, 20_000])
def test_nesting_harms_nothing_even_with_a_nul_in_it(crew: Cast, depth: int) -> None:
    inner = b"[" * depth + b'"\\u0000"' + b"]" * depth

    answer = put(crew, b'{"name": "Changed", "unknown": ' + inner + b"}")

    assert answer.status == 400
    assert answer.json == NOT_JSON or "must not contain NUL characters" in answer.json
    assert crew.alice.get(crew.workspace).json["name"] == "Main"


def test_a_body_as_large_as_allowed_is_read(cast: Cast) -> None:
    frame = b'{"name": "Changed", "unknown": ""}'
    body = frame[:-2] + b"x" * (LIMIT - len(frame)) + frame[-2:]

    assert len(body) == LIMIT
    assert put(cast, body).status == 200


def test_a_body_that_is_too_large_is_refused(crew: Cast) -> None:
    answer = put(crew, jsonlib.dumps({"name": "x" * LIMIT}).encode())

    assert told(answer) == (413, TOO_LARGE)


class Endless(io.RawIOBase):
    """A body that never ends; counts what is read of it."""

    def __init__(self) -> None:
        self.taken = 0

    def read(self, size: int = -1) -> bytes:
        assert size >= 0, "read without a limit"
        self.taken += size
        return b" " * size


def put_with_length(crew: Cast, body: io.RawIOBase, length: str | None) -> tuple[str, Any]:
    """Send a body of which the server is told another length; no client of the tests would do that."""
    environ: dict[str, Any] = falcon.testing.create_environ(
        method="PUT", path=f"/api/v9{crew.workspace}", headers=crew.alice.basic
    )
    environ["wsgi.input"] = body
    environ.pop("CONTENT_LENGTH", None)
    if length is not None:
        environ["CONTENT_LENGTH"] = length
    caught = falcon.testing.StartResponseMock()
    content = b"".join(crew.world.app(environ, caught))
    return str(caught.status)[:3], jsonlib.loads(content)


@pytest.mark.parametrize("length", [None, "", "0", "10", str(10 * LIMIT)])
def test_a_length_that_is_wrong_or_missing_does_not_help(crew: Cast, length: str | None) -> None:
    body = Endless()

    assert put_with_length(crew, body, length) == ("413", TOO_LARGE)
    assert body.taken <= LIMIT + 1


@pytest.mark.parametrize("length", ["x", "-1", "1.5", "1 2", "0x10"])
def test_a_length_that_is_no_number_is_refused(crew: Cast, length: str) -> None:
    status, sentence = put_with_length(crew, Endless(), length)

    assert status == "400"
    assert "Content-Length" in sentence


def test_a_body_where_none_is_expected_is_not_read(cast: Cast) -> None:
    assert cast.alice.get("/me", body=b"nonsense").status == 200
    assert cast.alice.post("/me/reset_token", body=b"nonsense").status == 200
