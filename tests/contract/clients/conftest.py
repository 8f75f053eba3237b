"""A running server with one account, for the clients that are driven against it."""

from collections.abc import Iterator

import pytest

from tests.serving import Account, serving, setup

EMAIL, PASSWORD = "ada@example.com", "correct horse"


class Served:
    """A running server, and the account on it."""

    def __init__(self, url: str, account: Account) -> None:
        self.url = url
        self.account = account


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A server of its own for each module."""
    directory = tmp_path_factory.mktemp("site")
    account = setup(directory, email=EMAIL, password=PASSWORD)
    with serving(directory) as url:
        yield Served(url, account)
