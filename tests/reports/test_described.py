"""What the OpenAPI document says of reports."""

from tests.make import World


def test_a_plan_may_not_include_a_report(world: World) -> None:
    paths = world.send("GET", "/api/openapi.json").json["paths"]

    reports = {
        path: methods["post"] for path, methods in paths.items() if path.startswith(("/reports/api/v3", "/insights"))
    }
    assert len(reports) > 30
    assert [path for path, post in reports.items() if "402" not in post["responses"]] == []
