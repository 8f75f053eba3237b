"""`sundial user …` and `sundial organization …`."""

import pytest

from tests.cli.command import PASSWORD, Installation

NEW = ["user", "create", "--fullname", "Bob", "--password", PASSWORD, "--json"]


def test_a_created_user_signs_in_and_is_in_no_organization(on_each_engine: Installation) -> None:
    on_each_engine.setup()

    created = on_each_engine.run(*NEW, "--email", "bob@example.com").json

    assert list(created) == ["user_id", "api_token"]
    assert on_each_engine.signs_in(created["api_token"], "api_token")
    assert on_each_engine.signs_in("BOB@example.com", PASSWORD)
    assert [line["users"] for line in on_each_engine.run("organization", "list", "--json").json] == [1]


def test_an_address_is_given_once(used: Installation) -> None:
    refusal = used.run(*NEW, "--email", "ADA@example.com").refusal

    assert refusal == "user with this email already exists"


def test_a_new_token_replaces_the_old_one(used: Installation) -> None:
    reset = ["user", "reset-token", "--email", "Ada@example.com", "--json"]

    old, new = (used.run(*reset).json["api_token"] for _ in range(2))

    assert not used.signs_in(old, "api_token")
    assert used.signs_in(new, "api_token")


def test_a_new_password_replaces_the_old_one(used: Installation) -> None:
    done = used.run("user", "reset-password", "--email", "ada@example.com", "--password", "-", typed="new horse\n")

    assert (done.code, done.errors) == (0, "")
    assert "new horse" not in done.output
    assert used.signs_in("ada@example.com", "new horse")
    assert not used.signs_in("ada@example.com", PASSWORD)


@pytest.mark.parametrize(
    "command",
    [["user", "reset-token"], ["user", "reset-password", "--password", PASSWORD]],
    ids=["reset-token", "reset-password"],
)
def test_somebody_unknown_is_told(used: Installation, command: list[str]) -> None:
    assert used.run(*command, "--email", "eve@example.com").refusal == "There is no user with this email."


def test_a_database_that_is_not_there_yet_says_what_to_do(installation: Installation) -> None:
    assert "sundial migrate" in installation.run(*NEW, "--email", "bob@example.com").refusal


def test_organizations_are_listed_for_people(used: Installation) -> None:
    header, line = used.run("organization", "list").output.splitlines()

    assert header.split() == ["id", "plan", "users", "name"]
    assert line.split()[2:] == ["1", "Acme"]


def test_a_plan_is_set(used: Installation) -> None:
    (before,) = used.run("organization", "list", "--json").json

    told = used.run("organization", "plan", str(before["id"]), "premium", "--json").json

    assert told == {"organization_id": before["id"], "plan": "premium"}
    assert used.run("organization", "list", "--json").json == [{**before, "plan": "premium"}]


def test_an_unknown_organization_is_told(used: Installation) -> None:
    assert used.run("organization", "plan", "1", "free").refusal == "There is no organization with this id."


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["1", "gold"], "'gold' is not one of 'free', 'starter', 'premium', 'enterprise'"),
        (["99999999999999999999", "free"], "99999999999999999999 is not in the range"),
    ],
)
def test_arguments_that_make_no_sense_are_told(used: Installation, arguments: list[str], said: str) -> None:
    done = used.run("organization", "plan", *arguments)

    assert done.code == 2
    assert said in done.errors.splitlines()[-1]
