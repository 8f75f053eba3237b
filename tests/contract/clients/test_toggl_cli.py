"""The published command line `togglCli`, unchanged, against a real server.

It pins older versions of libraries that Sundial uses, so it has an environment of its own, `.venv-clients`. A user
points it at another server by setting ``toggl.toggl.TOGGL_URL`` before its entry point runs.
"""

import os
import subprocess
import sys
from pathlib import Path

import httpx
import pytest

from tests.contract.clients.conftest import EMAIL, PASSWORD, Served

ROOT = Path(__file__).parents[3]
PYTHON = ROOT / ".venv-clients" / "bin" / "python"
START = """
import sys
from toggl import toggl
toggl.TOGGL_URL, toggl.REPORTS_URL = sys.argv[1:3]
toggl.main(sys.argv[3:])
"""
# In UTC, and without its pauses between attempts.
CONFIGURATION = """
[version]
version = 4.0.1
[options]
tz = UTC
retries = 1
"""
SECONDS = 60
REFUSED, NOT_SIGNED_IN, NOT_FOUND = 1, 43, 44

pytestmark = pytest.mark.skipif(
    sys.version_info >= (3, 14), reason="togglCli wants pendulum 3.1.0, which is not there for this Python"
)


class Toggl:
    """The command, with a home of its own."""

    def __init__(self, served: Served, home: Path) -> None:
        (home / ".togglrc").write_text(CONFIGURATION)
        self.url = served.url
        self.workspace = f"{served.url}/api/v9/workspaces/{served.account.workspace_id}"
        self.auth = httpx.BasicAuth(served.account.api_token, "api_token")
        self.token = {"TOGGL_API_TOKEN": served.account.api_token}
        self._environment = {"HOME": str(home), "PATH": os.environ["PATH"], "TZ": "UTC"}

    def run(self, *words: str, code: int = 0, signed_in: dict[str, str] | None = None) -> str:
        """What it prints for these words; it has to end with this code."""
        assert PYTHON.exists(), "scripts/setup test makes the environment of clients"
        done = subprocess.run(
            [PYTHON, "-c", START, f"{self.url}/api/v9", f"{self.url}/reports/api/v2", *words],
            env={**self._environment, **(self.token if signed_in is None else signed_in)},
            capture_output=True,
            text=True,
            timeout=SECONDS,
            check=False,
        )
        assert done.returncode == code, done.stdout + done.stderr
        return done.stdout + done.stderr

    def list(self, *words: str) -> list[list[str]]:
        """The rows of a list: in its plain form, without the names of columns."""
        shown = self.run("--simple", "--no-header", *words)
        return [] if shown == "No entries were found!\n" else [line.split("\t") for line in shown.splitlines()]


@pytest.fixture(scope="module")
def toggl(served: Served, tmp_path_factory: pytest.TempPathFactory) -> Toggl:
    """The command, signed in with the token of the account."""
    return Toggl(served, tmp_path_factory.mktemp("home"))


def test_it_signs_in(toggl: Toggl) -> None:
    name, wrong = {"TOGGL_USERNAME": EMAIL, "TOGGL_PASSWORD": PASSWORD}, {"TOGGL_API_TOKEN": "0" * 32}

    for signed_in in (toggl.token, name):
        shown = toggl.run("me", signed_in=signed_in)
        assert shown.startswith(f"{EMAIL} #")
        assert "Fullname: Ada Byron\n" in shown
    for refused in (wrong, {**name, "TOGGL_PASSWORD": "wrong horse"}):
        assert "Authentication credentials are not correct." in toggl.run("me", signed_in=refused, code=NOT_SIGNED_IN)


def test_it_lists_workspaces_and_their_users(toggl: Toggl) -> None:
    assert toggl.list("workspaces", "ls", "--fields", "name,premium,admin") == [["Main", "True", "True"]]
    assert toggl.list("users", "ls", "--fields", "email,fullname") == [[EMAIL, "Ada Byron"]]
    assert toggl.list("workspaces", "users", "ls", "--fields", "email,active,admin") == [[EMAIL, "True", "True"]]


def test_it_keeps_projects(toggl: Toggl) -> None:
    toggl.run("projects", "add", "--name", "Website", "--billable", "--rate", "90.5", "--color", "#d92b2b")
    row = ["Website", "True", "True", "90.5", "#d92b2b"]
    assert row in toggl.list("projects", "ls", "--fields", "name,is_private,billable,rate,color")

    toggl.run("projects", "update", "Website", "--name", "Site", "--public")
    shown = toggl.run("projects", "get", "Site")
    assert "Is private: False\n" in shown
    assert "Rate: 90.5\n" in shown

    toggl.run("projects", "rm", "--yes", "Site")
    toggl.run("projects", "get", "Site", code=NOT_FOUND)


def test_a_name_that_is_taken_is_refused(toggl: Toggl) -> None:
    toggl.run("projects", "add", "--name", "Once")

    assert '400 code with message: "Name has already been taken"' in toggl.run(
        "projects", "add", "--name", "Once", code=REFUSED
    )


def test_it_keeps_clients(toggl: Toggl) -> None:
    toggl.run("clients", "add", "--name", "Initech", "--notes", "Soon")
    toggl.run("projects", "add", "--name", "Logo", "--client", "Initech")
    ((name, client_id),) = toggl.list("clients", "ls")
    assert name == "Initech"
    assert ["Logo", f"Initech (#{client_id})"] in toggl.list("projects", "ls", "--fields", "name,client")

    toggl.run("clients", "update", "Initech", "--name", "Initech Ltd", "--notes", "Later")
    shown = toggl.run("clients", "get", client_id)
    assert shown.startswith(f"Initech Ltd #{client_id}\n")
    assert "Notes: Later\n" in shown

    toggl.run("clients", "rm", "--yes", "Initech Ltd")
    assert toggl.list("clients", "ls") == []


def test_it_keeps_tags(toggl: Toggl) -> None:
    toggl.run("tags", "add", "--name", "office")
    toggl.run("tags", "update", "office", "--name", "bureau")
    names = [name for name, _ in toggl.list("tags", "ls")]
    assert "bureau" in names
    assert "office" not in names

    toggl.run("tags", "rm", "--yes", "bureau")
    assert "bureau" not in [name for name, _ in toggl.list("tags", "ls")]


def test_it_shows_tasks(toggl: Toggl) -> None:
    project = httpx.post(f"{toggl.workspace}/projects", json={"name": "Bridge"}, auth=toggl.auth).json()
    task = {"name": "Build", "estimated_seconds": 7200}
    httpx.post(f"{toggl.workspace}/projects/{project['id']}/tasks", json=task, auth=toggl.auth).raise_for_status()

    row = ["Build", f"Bridge (#{project['id']})", "7200"]
    assert toggl.list("tasks", "ls", "--fields", "name,project,estimated_seconds") == [row]
    assert "Estimated seconds: 7200\n" in toggl.run("tasks", "get", "Build")


def test_it_keeps_the_users_of_a_project(toggl: Toggl) -> None:
    toggl.run("projects", "add", "--name", "Tower")
    toggl.run("projects", "users", "Tower", "add", "--user", EMAIL, "--rate", "40")
    ((user, manager, rate, number),) = toggl.list("projects", "users", "Tower", "ls")
    assert user.startswith("Ada Byron")
    assert (manager, rate) == ("False", "40.0")

    toggl.run("projects", "users", "Tower", "update", number, "--manager")
    assert [user, "True", number] in toggl.list("project_users", "--fields", "user,manager,id")

    toggl.run("projects", "users", "Tower", "rm", number)
    assert toggl.list("projects", "users", "Tower", "ls") == []


def test_it_starts_changes_stops_and_continues(toggl: Toggl) -> None:
    assert "There is no time entry running!" in toggl.run("now", code=REFUSED)
    toggl.run("projects", "add", "--name", "Library")
    toggl.run("start", "Reading", "--project", "Library", "--tags", "a,b")
    shown = toggl.run("now", "--description", "Reading on", "--tags", "+c,-a")
    assert shown.startswith("Reading on #")
    assert "Project: Library" in shown
    assert {"Tags: b, c", "Tags: c, b"} & set(shown.splitlines())

    assert "'Reading on' was stopped" in toggl.run("stop")
    assert "There is no time entry running!" in toggl.run("stop", code=REFUSED)

    toggl.run("start", "Writing")
    toggl.run("continue", "Reading")
    assert "Project: Library" in toggl.run("now")
    toggl.run("stop")
    rows = toggl.list("ls", "--fields", "description,project", "--limit", "3")
    # Two that start in the same second may come in any order.
    assert sorted(name for name, _ in rows) == ["Reading on", "Reading on", "Writing"]
    assert [project.startswith("Library") for name, project in rows if name == "Reading on"] == [True, True]


def test_it_stops_when_it_is_told(toggl: Toggl) -> None:
    toggl.run("start", "Night shift", "--start", "2024-03-04 22:00")
    toggl.run("stop", "--stop", "2024-03-05 06:30")

    days = ("--start", "2024-03-04 00:00", "--stop", "2024-03-05 00:00")
    assert toggl.list("ls", *days, "--fields", "description,duration") == [["Night shift", "8:30:00"]]


def test_it_adds_lists_sums_and_deletes(toggl: Toggl) -> None:
    toggl.run("projects", "add", "--name", "Harbour")
    toggl.run("add", "2024-05-06 09:00", "1h30m", "Meeting")
    toggl.run(
        "add", "2024-05-06 11:00", "2024-05-06 12:00", "Talk", "--project", "Harbour", "--tags", "x,y", "--billable"
    )
    week = ("--start", "2024-05-06 00:00", "--stop", "2024-05-13 00:00")

    assert toggl.list("ls", *week, "--fields", "description,duration,start,billable") == [
        ["Talk", "1:00:00", "11:00:00 AM 05/06/2024", "True"],
        ["Meeting", "1:30:00", "9:00:00 AM 05/06/2024", "False"],
    ]
    for wanted in (("--project", "Harbour"), ("--tags", "x")):
        assert toggl.list("ls", *week, *wanted, "--fields", "description") == [["Talk"]]
    morning = ("--start", "2024-05-06 00:00", "--stop", "2024-05-06 10:00")
    ((number,),) = toggl.list("ls", *morning, "--fields", "id")
    assert "2:30:00" in toggl.run("sum", *week)

    toggl.run("rm", number)
    assert toggl.list("ls", *week, "--fields", "description") == [["Talk"]]
    toggl.run("rm", number, code=NOT_FOUND)
