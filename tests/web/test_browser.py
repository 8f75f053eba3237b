"""The pages that letters lead to, in a browser: what somebody reads, types and presses there."""

import re
from collections.abc import Iterator
from shutil import which
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright
from tests.cli.command import Installation
from tests.cli.server import Server
from tests.make import basic

OPTIONS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PASSWORD = "nanoseconds"
LINK = re.compile(r"http://[^/]+(/reset-password\?code=\w+)")


class House:
    """An installation with a server, in which Ada invites people."""

    def __init__(self, installation: Installation, server: Server, account: Any) -> None:
        self.installation, self.server, self._account = installation, server, account

    def invite(self, email: str) -> str:
        """Invite somebody and give the code."""
        path = f"/api/v9/organizations/{self._account['organization_id']}/invitations"
        body = {"emails": [email], "workspaces": [{"workspace_id": self._account["workspace_id"], "role": "user"}]}
        answer = self.server.send("POST", path, self._account["api_token"], json=body)
        return answer.json["invitations"][0]["code"]

    def register(self, email: str, password: str) -> None:
        """Have somebody join another organization."""
        options = ["--email", email, "--fullname", "Grace", "--password", password]
        assert self.installation.run("user", "create", *options).code == 0

    def signs_in(self, email: str, password: str) -> bool:
        return self.server.send("GET", "/api/v9/me", headers=basic(email, password)).status == 200

    def members(self) -> dict[str, bool]:
        """Who is in the organization, and whether they have joined."""
        path = f"/api/v9/organizations/{self._account['organization_id']}/users"
        return {one["email"]: one["joined"] for one in self.server.send("GET", path, self._account["api_token"]).json}


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """A house that the tests share; each has a person of its own."""
    installation = Installation(tmp_path_factory.mktemp("house") / "data")
    account = installation.setup()
    with Server(installation, workers=1) as server:
        yield House(installation, server, account)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A browser without a window. It ends with the module: its loop of events would be in the way of others."""
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=which("chromium"), args=OPTIONS)
        yield launched
        launched.close()


@pytest.fixture
def page(browser: Browser, house: House) -> Iterator[Page]:
    """A page, in which no script fails."""
    context = browser.new_context(
        base_url=f"http://127.0.0.1:{house.server.port}", locale="en", timezone_id="Asia/Tokyo"
    )
    opened, errors = context.new_page(), list[str]()
    opened.on("pageerror", lambda error: errors.append(str(error)))
    yield opened
    assert errors == []
    context.close()


def open_invitation(page: Page, house: House, email: str) -> None:
    """Open the page that an invitation's link leads to."""
    page.goto(f"/invitations/{house.invite(email)}")
    expect(page.locator("#letter")).to_have_text(f"Ada Byron (ada@example.com) invites {email} to Acme.")


def test_somebody_new_joins(page: Page, house: House) -> None:
    open_invitation(page, house, "new@example.com")
    expect(page.get_by_text("You have an account already")).to_be_hidden()

    page.get_by_label("Your name").fill("Grace Hopper")
    page.get_by_label("A password").fill("short")
    page.get_by_role("button", name="Join").click()
    expect(page.get_by_label("A password")).to_be_focused()
    assert not house.members()["new@example.com"]

    page.get_by_label("A password").fill(PASSWORD)
    page.get_by_role("button", name="Join").click()
    expect(page.get_by_text("You have joined Acme.")).to_be_visible()
    expect(page.get_by_role("button")).to_have_count(0)
    me = house.server.send("GET", "/api/v9/me", headers=basic("new@example.com", PASSWORD)).json
    assert (me["fullname"], me["timezone"]) == ("Grace Hopper", "Asia/Tokyo")


def test_somebody_new_declines(page: Page, house: House) -> None:
    open_invitation(page, house, "never@example.com")

    page.get_by_role("button", name="Decline").click()

    expect(page.get_by_text("The invitation is declined.")).to_be_visible()
    assert "never@example.com" not in house.members()
    page.reload()
    expect(page.get_by_text("Invitation not found")).to_be_visible()
    expect(page.get_by_role("button")).to_have_count(0)


def test_somebody_with_an_account_joins_with_its_password(page: Page, house: House) -> None:
    house.register("known@example.com", PASSWORD)
    open_invitation(page, house, "known@example.com")

    page.get_by_label("Password", exact=True).fill("microseconds")
    page.get_by_role("button", name="Join").click()
    expect(page.get_by_role("status")).to_have_text("Incorrect username and/or password")
    assert not house.members()["known@example.com"]

    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Join").click()
    expect(page.get_by_text("You have joined Acme.")).to_be_visible()
    assert house.members()["known@example.com"]


def test_somebody_with_an_account_declines(page: Page, house: House) -> None:
    house.register("other@example.com", PASSWORD)
    open_invitation(page, house, "other@example.com")

    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Decline").click()

    expect(page.get_by_text("The invitation is declined.")).to_be_visible()
    assert "other@example.com" not in house.members()


def test_a_lost_password_is_set_anew(page: Page, house: House) -> None:
    house.register("lost@example.com", PASSWORD)
    page.goto("/")
    page.get_by_role("link", name="Lost your password?").click()
    page.get_by_label("E-mail address").fill("lost@example.com")
    page.get_by_role("button", name="Send the link").click()
    expect(page.get_by_text("a mail with a link is on its way")).to_be_visible()

    assert house.installation.run("worker", "--once").code == 0
    (mail,) = [one for one in house.installation.run("outbox", "list", "--json").json if one["kind"] == "lost-password"]
    letter = house.installation.run("outbox", "show", str(mail["id"])).output
    page.goto(LINK.findall(letter)[0])
    page.get_by_label("New password").fill("picoseconds")
    page.get_by_role("button", name="Set the password").click()

    expect(page.get_by_text("Your password is set.")).to_be_visible()
    assert "code=" not in page.url
    assert house.signs_in("lost@example.com", "picoseconds")
    assert not house.signs_in("lost@example.com", PASSWORD)
