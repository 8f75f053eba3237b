"""The published client library `toggl-api-wrapper`, unchanged, against a real server.

A user points it at another server by its documented class attribute ``BASE_ENDPOINT``.
"""

from collections.abc import Iterator
from datetime import date
from typing import Any

import httpx
import pytest
from toggl_api import (
    OrganizationEndpoint,
    ProjectBody,
    ProjectEndpoint,
    TogglOrganization,
    UserEndpoint,
    WorkspaceBody,
    WorkspaceEndpoint,
)
from toggl_api.config import generate_authentication
from toggl_api.meta import RequestMethod, TogglEndpoint

from tests.contract.clients.conftest import EMAIL, PASSWORD, Served
from tests.serving import Account


class Site:
    """The library's view of a running server."""

    def __init__(self, account: Account) -> None:
        self.account = account
        self.auth = httpx.BasicAuth(account.api_token, "api_token")
        self.organizations = OrganizationEndpoint(self.auth, retries=0)
        self.workspaces = WorkspaceEndpoint(account.organization_id, self.auth, retries=0)

    def read(self, workspace_id: int) -> dict[str, Any]:
        """A workspace whole: the client's own model has its name only."""
        answer = self.workspaces.request(f"workspaces/{workspace_id}", raw=True)
        assert isinstance(answer, httpx.Response)
        return answer.json()


@pytest.fixture(scope="module")
def site(served: Served) -> Iterator[Site]:
    """A server whose base URL the library uses."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TogglEndpoint, "BASE_ENDPOINT", f"{served.url}/api/v9/")
        yield Site(served.account)


@pytest.fixture
def token_in_environment(site: Site, monkeypatch: pytest.MonkeyPatch) -> httpx.BasicAuth:
    """Credentials as the library finds them."""
    monkeypatch.setenv("TOGGL_API_TOKEN", site.account.api_token)
    monkeypatch.delenv("TOGGL_PASSWORD", raising=False)
    return generate_authentication()


def test_it_signs_in_with_the_token_from_the_environment(site: Site, token_in_environment: httpx.BasicAuth) -> None:
    assert UserEndpoint.verify_authentication(token_in_environment)


def test_it_signs_in_with_a_password(site: Site) -> None:
    assert UserEndpoint.verify_authentication(httpx.BasicAuth(EMAIL, PASSWORD))


@pytest.mark.parametrize("name", ["0" * 32, EMAIL])
def test_wrong_credentials_are_told_apart_from_a_broken_server(site: Site, name: str) -> None:
    wrong = httpx.BasicAuth(name, "api_token" if name != EMAIL else "wrong horse")

    # The library raises for every status but 403.
    assert UserEndpoint.verify_authentication(wrong) is False
    with pytest.raises(httpx.HTTPStatusError) as refused:
        OrganizationEndpoint(wrong).collect()
    assert refused.value.response.status_code == 403
    assert refused.value.response.json() == "Incorrect username and/or password"


def test_it_reads_the_signed_in_user(site: Site) -> None:
    me = UserEndpoint(site.auth).get_details()

    assert me["id"] == site.account.user_id
    assert me["email"] == EMAIL
    assert me["fullname"] == "Ada Byron"
    assert me["api_token"] == site.account.api_token
    assert me["default_workspace_id"] == site.account.workspace_id


def test_the_pictures_that_answers_point_to_are_there(site: Site) -> None:
    logo = site.read(site.account.workspace_id)["logo_url"]
    image = UserEndpoint(site.auth).get_details()["image_url"]

    assert logo != image
    for address in (logo, image):
        picture = httpx.get(address)
        assert picture.headers["Content-Type"] == "image/png"
        assert picture.content.startswith(b"\x89PNG\r\n")


def test_it_lists_organizations(site: Site) -> None:
    assert TogglOrganization(site.account.organization_id, "Acme") in site.organizations.collect()


def test_it_creates_reads_and_renames_an_organization(site: Site) -> None:
    created = site.organizations.add("Globex", workspace_name="Head-Office")
    assert site.organizations.get(created) == created

    site.organizations.edit(created, "Globex Corporation")

    renamed = site.organizations.get(created.id)
    assert renamed is not None
    assert renamed.name == "Globex Corporation"
    names = [workspace.name for workspace in site.workspaces.collect()]
    assert "Head-Office" in names


def test_a_missing_organization_is_none(site: Site) -> None:
    assert site.organizations.get(4_000_000_000_000) is None


def test_it_lists_and_reads_workspaces(site: Site) -> None:
    listed = {workspace.id: workspace.name for workspace in site.workspaces.collect()}
    read = site.workspaces.get(site.account.workspace_id)

    assert listed[site.account.workspace_id] == "Main"
    assert read is not None
    assert (read.id, read.name) == (site.account.workspace_id, "Main")


def test_it_creates_a_workspace(site: Site) -> None:
    body = WorkspaceBody("Research", only_admins_may_create_projects=True, rounding=-1, rounding_minutes=15)
    created = site.workspaces.add(body)

    stored = site.read(created.id)
    assert created.name == stored["name"] == "Research"
    assert stored["organization_id"] == site.account.organization_id
    assert stored["only_admins_may_create_projects"] is True
    assert (stored["rounding"], stored["rounding_minutes"]) == (-1, 15)


def test_it_changes_a_workspace(site: Site) -> None:
    created = site.workspaces.add(WorkspaceBody("Sales", rounding_minutes=6))

    changed = site.workspaces.edit(created, WorkspaceBody("Marketing", projects_enforce_billable=True))

    stored = site.read(created.id)
    assert changed.name == stored["name"] == "Marketing"
    assert stored["projects_enforce_billable"] is True
    assert stored["rounding_minutes"] == 6


def test_a_name_that_is_taken_is_refused_and_changes_nothing(site: Site) -> None:
    created = site.workspaces.add(WorkspaceBody("Support"))

    with pytest.raises(httpx.HTTPStatusError) as refused:
        site.workspaces.edit(created, WorkspaceBody("MAIN"))

    assert refused.value.response.status_code == 400
    assert refused.value.response.json() == "another workspace with same name exists in organization"
    assert site.read(created.id)["name"] == "Support"


def test_a_workspace_of_nobody_is_refused(site: Site) -> None:
    with pytest.raises(httpx.HTTPStatusError) as refused:
        site.workspaces.get(4_000_000_000_000)

    assert refused.value.response.status_code == 403
    assert refused.value.response.json() == "User does not have access to this resource."


def test_it_reads_statistics(site: Site) -> None:
    statistics = site.workspaces.statistics(site.account.workspace_id)

    assert statistics == {
        "admins": [{"user_id": site.account.user_id, "name": "Ada Byron"}],
        "groups_count": 0,
        "members_count": 1,
    }


def test_it_reads_the_time_entry_constraints(site: Site) -> None:
    workspace = site.workspaces.add(WorkspaceBody("Strict"))
    path = f"workspaces/{workspace.id}/time_entry_constraints"
    wanted = {"tag_present": True, "time_entry_constraints_enabled": True}
    site.workspaces.request(path, body=wanted, method=RequestMethod.POST, refresh=True, raw=True)

    assert site.workspaces.tracker_constraints(workspace) == {
        "description_present": False,
        "project_present": False,
        "tag_present": True,
        "task_present": False,
        "time_entry_constraints_enabled": True,
    }


def test_it_makes_changes_lists_and_deletes_projects(site: Site) -> None:
    projects = ProjectEndpoint(site.account.workspace_id, site.auth, retries=0)
    first, last = date(2026, 1, 1), date(2100, 5, 5)

    made = projects.add(ProjectBody("Apollo", client_name="Acme", color="#d94182", start_date=first, end_date=last))
    assert made is not None
    assert (made.name, made.color, made.start_date, made.end_date) == ("Apollo", "#d94182", first, "2100-05-05")
    changed = projects.edit(made, ProjectBody("Gemini", client_id=made.client))
    assert (changed.id, changed.name, changed.client) == (made.id, "Gemini", made.client)
    assert [each.name for each in projects.collect(refresh=True)] == ["Gemini"]
    found = projects.get(made, refresh=True)
    assert found is not None
    assert found.name == "Gemini"
    projects.delete(made)
    assert projects.collect(refresh=True) == []
