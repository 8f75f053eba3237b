"""`sundial setup`: from nothing to the first account."""

from collections.abc import Iterator

import pytest

from tests.cli.command import COMMAND, PASSWORD, Installation
from tests.cli.terminal import Terminal

OPTIONS = {
    "--email": "ada@example.com",
    "--fullname": "Ada Byron",
    "--organization": "Acme",
    "--workspace": "Main",
    "--password": PASSWORD,
}


def options(**changed: str | None) -> list[str]:
    """All options, with some changed or left out (None)."""
    given = {**OPTIONS, **{f"--{name}": value for name, value in changed.items()}}
    return [word for name, value in given.items() if value is not None for word in (name, value)]


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """An installation whose database is up to date and empty, and stays so."""
    made = Installation(tmp_path_factory.mktemp("empty") / "data")
    assert made.run("migrate").code == 0
    yield made
    assert made.run("organization", "list", "--json").json == []


def test_it_makes_an_account_that_signs_in(on_each_engine: Installation) -> None:
    made = on_each_engine.setup()

    assert list(made) == ["user_id", "organization_id", "workspace_id", "workspace_user_id", "api_token"]
    assert all(isinstance(made[name], int) for name in made if name != "api_token")
    assert on_each_engine.signs_in(made["api_token"], "api_token")
    assert on_each_engine.signs_in("ada@example.com", PASSWORD)
    assert on_each_engine.run("organization", "list", "--json").json == [
        {"id": made["organization_id"], "name": "Acme", "plan": "enterprise", "users": 1}
    ]


def test_it_tells_people_what_comes_next(installation: Installation) -> None:
    done = installation.run("setup", *options(), "--plan", "free", "--timezone", "Europe/Berlin")

    assert done.code == 0
    assert "ada@example.com" in done.output
    assert "sundial serve" in done.output
    assert PASSWORD not in done.output


def test_a_database_with_accounts_is_refused_and_stays(used: Installation) -> None:
    before = used.run("organization", "list").output

    refusal = used.run("setup", *options(email="eve@example.com")).refusal

    assert "accounts already" in refusal
    assert "sundial user create" in refusal
    assert used.run("organization", "list").output == before


@pytest.mark.parametrize("name", OPTIONS)
def test_without_a_terminal_a_missing_option_is_named(empty: Installation, name: str) -> None:
    refusal = empty.run("setup", *options(**{name.removeprefix("--"): None})).refusal

    assert refusal == f"Missing option {name}."


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"email": "ada"}, "Invalid email"),
        ({"email": ""}, "Invalid email"),
        ({"password": "short"}, "Password should be at least 6 characters"),
        ({"timezone": "Europe/Atlantis"}, "Invalid timezone"),
        ({"organization": " "}, "Field 'name' cannot be empty."),
        ({"fullname": "A\x07B"}, "Invalid fullname"),
    ],
)
def test_a_value_that_cannot_be_used_makes_nothing(empty: Installation, changed: dict[str, str], said: str) -> None:
    assert empty.run("setup", *options(**changed)).refusal == said


def test_an_option_that_is_no_text_is_refused(empty: Installation) -> None:
    refusal = empty.run("setup", *options(), "--password", b"p\xffssword").refusal

    assert refusal == "--password is not valid UTF-8."


def test_the_password_comes_from_standard_input(installation: Installation) -> None:
    installation.run("setup", *options(password="-"), typed="päss word \r\nsomething else\n")

    assert installation.signs_in("ada@example.com", "päss word ")


def test_on_a_terminal_it_asks_for_what_is_missing(installation: Installation) -> None:
    given = options(email=None, fullname=None, workspace=None, password=None)

    with Terminal([*COMMAND, "setup", *given, "--json"], installation.environment) as terminal:
        terminal.answer("E-mail address", "ada@example.com")
        terminal.answer("Full name", "Ada Byron")
        terminal.answer("Workspace", "Main")
        terminal.answer("Password", PASSWORD)
        terminal.answer("Repeat", "another horse")
        terminal.answer("Password", PASSWORD)
        terminal.answer("Repeat", PASSWORD)
        assert terminal.end() == 0

    assert PASSWORD not in terminal.seen
    assert "api_token" in terminal.seen
    assert installation.signs_in("ada@example.com", PASSWORD)
