"""How the server behaves on every path: methods, headers, ids and parameters."""

import pytest

from tests.another import another
from tests.cast import Cast
from tests.make import Answer, World

NO_SUCH_PATH = [
    "/no/such/path",
    "//",
    "//nothing",
    "//api",
    "/api/v8/me",
    "/me/",
    "/workspaces/1/nothing",
    "/me%2Flogged",
]


def common(answer: Answer) -> dict[str, str | None]:
    return {name: answer.headers.get(name) for name in ("cache-control", "x-content-type-options", "content-type")}


@pytest.mark.parametrize("path", ["/status", "/me", "/me/workspaces", "//healthz", "/api/openapi.json"])
def test_a_slash_at_the_end_makes_no_difference(crew: Cast, path: str) -> None:
    plain, slashed = crew.alice.get(path), crew.alice.get(f"{path}/")

    assert plain.status == 200
    assert (slashed.status, slashed.content) == (plain.status, plain.content)


@pytest.mark.parametrize("path", ["/status", "/me", "/me/logged", "//healthz", "/no/such/path", "/workspaces/none"])
def test_head_answers_like_get_without_a_body(crew: Cast, path: str) -> None:
    got, head = crew.alice.get(path), crew.alice.send("HEAD", path)

    assert head.status == got.status
    assert head.content == b""
    assert head.headers["content-length"] == str(len(got.content))
    for headers in (got.headers, head.headers):
        headers.pop("x-request-id")
    assert head.headers == got.headers


@pytest.mark.parametrize(
    ("path", "methods"),
    [("/me", "GET HEAD PUT"), ("/me/sessions", "DELETE POST"), ("/status", "GET HEAD")],
)
def test_options_tells_the_methods(world: World, path: str, methods: str) -> None:
    answer = world.send("OPTIONS", path)

    assert answer.status == 200
    assert answer.content == b""
    assert sorted(answer.headers["allow"].split(", ")) == methods.split()


@pytest.mark.parametrize("method", ["PATCH", "DELETE", "POST"])
def test_a_method_that_a_path_does_not_have_is_refused(crew: Cast, method: str) -> None:
    answer = crew.alice.send(method, "/me")

    assert answer.status == 405
    assert answer.json == f"{method} is not allowed here."
    assert sorted(answer.headers["allow"].split(", ")) == ["GET", "HEAD", "OPTIONS", "PUT"]


@pytest.mark.parametrize("path", NO_SUCH_PATH)
def test_a_path_that_is_not_there(world: World, path: str) -> None:
    answer = world.send("POST", path)

    assert answer.status in (404, 405)
    if answer.status == 404:
        assert answer.json == "Not found"
        assert answer.headers["content-type"] == "application/json; charset=utf-8"


def test_every_answer_has_a_request_id_of_its_own(crew: Cast) -> None:
    answers = [
        crew.alice.get("/me"),
        crew.alice.get("/me"),
        crew.charlie.get(crew.workspace),
        crew.world.send("GET", "/me"),
        crew.world.send("GET", "/no/such/path"),
        crew.world.send("DELETE", "/me"),
        crew.world.send("GET", "//healthz"),
    ]
    ids = {answer.headers["x-request-id"] for answer in answers}

    assert len(ids) == len(answers)
    assert all(ids)


def test_no_answer_is_kept_by_browsers_or_taken_for_something_else(crew: Cast) -> None:
    json = {
        "cache-control": "no-cache",
        "x-content-type-options": "nosniff",
        "content-type": "application/json; charset=utf-8",
    }

    for path in ("/me", "/workspaces/none", "/no/such/path", "/status"):
        assert common(crew.alice.get(path)) == json


def test_pictures_may_be_kept(world: World) -> None:
    answer = world.send("GET", "//images/profile.png")

    assert common(answer) == {
        "cache-control": "public, max-age=3600",
        "x-content-type-options": "nosniff",
        "content-type": "image/png",
    }


def test_the_documentation_runs_no_scripts_and_loads_nothing_from_elsewhere(world: World) -> None:
    answer = world.send("GET", "/api/docs")

    assert answer.status == 200
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    policy = dict(part.split(" ", 1) for part in answer.headers["content-security-policy"].split("; "))
    assert policy["default-src"] == "'none'"
    assert policy["frame-ancestors"] == "'none'"
    assert "script-src" not in policy
    assert set(policy.values()) == {"'none'", "'self'"}
    assert answer.headers["referrer-policy"] == "no-referrer"


@pytest.mark.parametrize("file", ["../pages.py", "..%2Fpages.py", "%2e%2e/pages.py", "api.html", "%00", "", "."])
def test_only_static_files_are_served(world: World, file: str) -> None:
    for folder in ("static", "images"):
        assert world.send("GET", f"//{folder}/{file}").status in (400, 404)


BAD_IDS = ["none", "-1", "1.5", "0x10", "1e3", " 1", "1%20", "%00", "", "٣", "²", "9007199254740992", "1" * 5000]


@pytest.mark.parametrize("given", BAD_IDS, ids=lambda given: given[:20])
def test_an_id_that_is_none_is_refused(crew: Cast, given: str) -> None:
    workspace = crew.alice.get(f"/workspaces/{given}/statistics")
    assert (workspace.status, workspace.json) in [(400, "Missing or invalid workspace_id"), (404, "Not found")]

    renamed = crew.alice.put(f"/organizations/{given}", json={"name": "Mine"})
    assert renamed.status in (400, 404, 405)


def test_an_id_that_nothing_has_is_not_the_callers(crew: Cast) -> None:
    for given in ("0", "1", "9007199254740991", "0001"):
        answer = crew.alice.get(f"/workspaces/{given}")
        assert (answer.status, answer.json) == (403, "User does not have access to this resource.")


@pytest.mark.parametrize(
    "query",
    [
        "?unknown=1",
        "?unknown",
        "?=",
        "?&&",
        "?with_related_data=false&x=%00",
        "?%FF=%FF",
        "?a[]=1",
        "?" + "x=1&" * 2000,
    ],
)
def test_unknown_query_parameters_are_ignored(crew: Cast, query: str) -> None:
    assert crew.alice.get(f"/me{query}").status == 200


@pytest.mark.parametrize(
    "value", ["", "x", "1.5", "1e3", "%00", "9007199254740992", "-9007199254740992", "1" * 5000, "-"]
)
def test_a_query_parameter_of_the_wrong_kind_is_refused_by_name(crew: Cast, value: str) -> None:
    answer = crew.alice.get(f"/me/workspaces?since={value}")

    assert (answer.status, answer.json) == (400, "since must be an integer")


@pytest.mark.parametrize(
    ("value", "related"), [("true", True), ("TRUE", True), ("1", True), ("false", False), ("0", False)]
)
def test_a_flag_can_be_written_in_several_ways(crew: Cast, value: str, related: bool) -> None:
    me = crew.alice.get(f"/me?with_related_data={value}").json

    assert (me["workspaces"] is not None) is related


def test_other_sites_may_not_read_answers_by_default(crew: Cast) -> None:
    answer = crew.alice.get("/me", headers={"Origin": "https://elsewhere.example"})

    assert answer.status == 200
    assert not [name for name in answer.headers if name.startswith("access-control")]


def test_other_sites_that_are_listed_may_read_answers(crew: Cast) -> None:
    listed = "https://one.example, https://two.example"
    with another(crew.world, cors_origins=listed) as process:
        for origin, allowed in [("https://two.example", "https://two.example"), ("https://three.example", None)]:
            for path in ("/me", "/no/such/path"):
                answer = process.send("GET", path, headers={**crew.alice.basic, "Origin": origin})
                assert answer.headers.get("access-control-allow-origin") == allowed
                assert "access-control-allow-credentials" not in answer.headers
                exposed = answer.headers.get("access-control-expose-headers", "").split(", ")
                assert ({"X-Request-Id", "X-Toggl-Quota-Remaining", "Retry-After"} <= {*exposed}) is bool(allowed)


def test_a_listed_site_may_ask_before_it_changes_something(crew: Cast) -> None:
    asked = {
        "Origin": "https://one.example",
        "Access-Control-Request-Method": "PUT",
        "Access-Control-Request-Headers": "authorization,content-type",
    }
    with another(crew.world, cors_origins="https://one.example") as process:
        answer = process.send("OPTIONS", "/me", headers=asked)

    assert answer.status == 200
    assert answer.headers["access-control-allow-origin"] == "https://one.example"
    assert "PUT" in answer.headers["access-control-allow-methods"]
    assert answer.headers["access-control-allow-headers"] == "authorization,content-type"
