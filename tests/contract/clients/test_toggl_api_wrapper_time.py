"""The published client library `toggl-api-wrapper`, unchanged, tracking time on a real server.

It keeps what it has read in a cache of its own; ``refresh=True`` asks the server.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from toggl_api import (
    ClientBody,
    ClientEndpoint,
    ProjectBody,
    ProjectEndpoint,
    TagEndpoint,
    TogglProject,
    TogglTracker,
    TrackerBody,
    TrackerEndpoint,
)
from toggl_api.meta import TogglEndpoint
from toggl_api.meta.cache import JSONCache

from tests.contract.clients.conftest import Served

MORNING = datetime(2024, 3, 4, 9, 0, tzinfo=UTC)
NOON = MORNING + timedelta(hours=3)


class Site:
    """The library's view of a running server."""

    def __init__(self, served: Served, cache: Path) -> None:
        workspace_id = served.account.workspace_id
        self.auth = httpx.BasicAuth(served.account.api_token, "api_token")
        self.trackers = TrackerEndpoint(workspace_id, self.auth, retries=0)
        self.projects = ProjectEndpoint(workspace_id, self.auth, JSONCache(cache), retries=0)
        self.clients = ClientEndpoint(workspace_id, self.auth, retries=0)
        self.tags = TagEndpoint(workspace_id, self.auth, retries=0)

    def add(self, description: str, **fields: Any) -> TogglTracker:
        """A finished entry of three hours, unless the fields say otherwise."""
        said: dict[str, Any] = {"start": MORNING, "stop": NOON, **fields}
        return self.trackers.add(TrackerBody(description, **said))

    def read(self, path: str) -> dict[str, Any]:
        """A thing whole: the library's own models leave out much of it."""
        answer = self.tags.request(path, raw=True)
        assert isinstance(answer, httpx.Response)
        return answer.json()


@pytest.fixture(scope="module")
def site(served: Served, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A server whose base URL the library uses."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TogglEndpoint, "BASE_ENDPOINT", f"{served.url}/api/v9/")
        yield Site(served, tmp_path_factory.mktemp("cache"))


def test_it_adds_a_finished_entry(site: Site) -> None:
    added = site.add("Translation")

    assert (added.name, added.start, added.stop) == ("Translation", MORNING, NOON)
    assert added.duration == timedelta(hours=3)
    assert not added.running()
    assert added.workspace == site.trackers.workspace_id
    assert site.read(f"me/time_entries/{added.id}")["description"] == "Translation"


def test_it_adds_an_entry_by_its_duration(site: Site) -> None:
    added = site.add("Proof-reading", stop=None, duration=timedelta(minutes=20))

    assert (added.duration, added.stop) == (timedelta(minutes=20), MORNING + timedelta(minutes=20))


def test_an_entry_without_a_stop_runs_until_it_is_stopped(site: Site) -> None:
    running = site.trackers.add(TrackerBody("Reading"))
    assert running.running()
    assert site.trackers.current() == running

    stopped = site.trackers.stop(running)

    assert stopped is not None
    assert stopped.stop is not None
    assert stopped.stop >= stopped.start == running.start
    assert site.trackers.current() is None
    # The library takes a 409, and no other refusal, for "already stopped".
    assert site.trackers.stop(running) is None


def test_a_running_entry_may_have_begun_earlier(site: Site) -> None:
    begun = datetime.now(UTC).replace(microsecond=0) - timedelta(minutes=30)

    running = site.add("Gardening", start=begun, stop=None)

    current = site.trackers.current()
    assert current is not None
    assert (current.id, current.start) == (running.id, begun)
    stopped = site.trackers.stop(running)
    assert stopped is not None
    assert stopped.duration is not None
    assert timedelta(minutes=30) <= stopped.duration < timedelta(minutes=40)


def test_starting_an_entry_stops_the_one_that_runs(site: Site) -> None:
    first = site.trackers.add(TrackerBody("First"))
    second = site.trackers.add(TrackerBody("Second"))

    assert site.trackers.current() == second
    left = site.trackers.get(first, refresh=True)
    assert left is not None
    assert not left.running()
    site.trackers.stop(second)


def test_it_edits_an_entry(site: Site) -> None:
    project = site.projects.add(ProjectBody("Harbour"))
    added = site.add("Draft")

    edited = site.trackers.edit(added, TrackerBody("Final", project_id=project.id, stop=NOON + timedelta(hours=1)))

    assert (edited.id, edited.name, edited.project) == (added.id, "Final", project.id)
    assert (edited.stop, edited.duration) == (NOON + timedelta(hours=1), timedelta(hours=4))
    without = site.trackers.edit(edited, TrackerBody("Final", project_id=-1))
    assert without.project is None


def test_tags_have_names_and_ids_together(site: Site) -> None:
    office = site.tags.add("office")

    added = site.add("Filing", tags=["office", "paper"])

    # The library pairs the two lists, and fails where one is longer than the other.
    assert {tag.name for tag in added.tags} == {"office", "paper"}
    assert office.id in {tag.id for tag in added.tags}
    more = site.trackers.edit(added, TrackerBody("Filing", tags=["ink"]))
    assert {tag.name for tag in more.tags} == {"office", "paper", "ink"}
    fewer = site.trackers.edit(added, TrackerBody("Filing", tag_ids=[office.id], tag_action="remove"))
    assert {tag.name for tag in fewer.tags} == {"paper", "ink"}


def test_it_edits_many_entries_at_once(site: Site) -> None:
    added = [site.add(f"Walk {number}") for number in (1, 2)]
    missing = 4_000_000_000_000
    body = TrackerBody("Walk", tags=["outside"], tag_action="add", start=MORNING - timedelta(days=2))

    edits = site.trackers.bulk_edit(*added, missing, body=body)

    assert edits.successes == [each.id for each in added]
    # The library says that they are ids: the API answers objects.
    failures: Any = edits.failures
    assert [failure["id"] for failure in failures] == [missing]
    for each in added:
        read = site.trackers.get(each, refresh=True)
        assert read is not None
        assert (read.name, [tag.name for tag in read.tags]) == ("Walk", ["outside"])
        # The library sends the day only.
        assert read.start.date() == date(2024, 3, 2)


def test_it_deletes_an_entry(site: Site) -> None:
    added = site.add("Mistake")

    site.trackers.delete(added)

    assert site.trackers.get(added, refresh=True) is None
    # The library takes a 404 for "already deleted".
    site.trackers.delete(added)
    assert added.id not in {each.id for each in site.trackers.collect(refresh=True)}


def test_it_collects_the_entries_of_some_days(site: Site) -> None:
    day = datetime(2023, 5, 8, tzinfo=UTC)
    kept = [
        site.add(f"Day {number}", start=day + timedelta(days=number), stop=day + timedelta(days=number, hours=1))
        for number in range(3)
    ]

    between = site.trackers.collect(start_date=day, end_date=day + timedelta(days=2), refresh=True)
    before = site.trackers.collect(before=date(2023, 5, 9), refresh=True)

    assert [each.id for each in between] == [kept[1].id, kept[0].id]
    assert kept[0].id in {each.id for each in before}
    assert not {kept[1].id, kept[2].id} & {each.id for each in before}


def test_it_collects_what_changed_since_then(site: Site) -> None:
    gone = site.add("Gone")
    changed_at = site.read(f"me/time_entries/{gone.id}")["at"]
    site.trackers.delete(gone)
    since = int(datetime.fromisoformat(changed_at).timestamp())

    ids = {each.id for each in site.trackers.collect(since=since, refresh=True)}
    later = {each.id for each in site.trackers.collect(since=since + 3600, refresh=True)}

    # Deleted ones are told of too, or the library would keep them.
    assert gone.id in ids
    assert later == set()


def test_it_adds_and_reads_a_project(site: Site) -> None:
    customer = site.clients.add(ClientBody("Initech"))
    body = ProjectBody(
        "Website",
        is_private=False,
        client_id=customer.id,
        color="red",
        start_date=date(2024, 3, 1),
        end_date=date(2024, 4, 30),
    )

    added = site.projects.add(body)

    assert (added.name, added.color, added.client, added.active) == ("Website", "#d92b2b", customer.id, True)
    assert added.start_date == date(2024, 3, 1)
    assert site.projects.get(added, refresh=True) == added
    stored = site.read(f"{site.projects.endpoint}/{added.id}")
    assert (stored["is_private"], stored["end_date"]) == (False, "2024-04-30")


def test_a_project_names_its_client_or_has_it_made(site: Site) -> None:
    added = site.projects.add(ProjectBody("Logo", client_name="Umbrella"))

    customer = site.clients.get(added.client or 0)
    assert customer is not None
    assert customer.name == "Umbrella"


def test_it_edits_a_project(site: Site) -> None:
    added = site.projects.add(ProjectBody("Brochure", color="#0b83d9"))

    edited = site.projects.edit(added, ProjectBody("Leaflet", active=False, color="green"))

    assert (edited.id, edited.name, edited.color, edited.active) == (added.id, "Leaflet", "#2da608", False)
    assert site.projects.get(added, refresh=True) == edited


def test_it_collects_projects_and_filters_them(site: Site) -> None:
    customer = site.clients.add(ClientBody("Hooli"))
    active = site.projects.add(ProjectBody("Active", client_id=customer.id))
    archived = site.projects.get(site.projects.add(ProjectBody("Archived", active=False)), refresh=True)
    assert archived is not None

    # The library sends no filter with a GET, so that active ones are listed; it filters what it has seen itself.
    listed = {each.id for each in site.projects.collect(refresh=True)}

    assert active.id in listed
    assert archived.id not in listed
    assert [each.id for each in site.projects.collect(ProjectBody(client_ids=[customer.id]))] == [active.id]
    archive = [ProjectBody(active=False), ProjectBody(active="both", statuses=[TogglProject.Status.ARCHIVED])]
    for wanted in archive:
        found = {each.id for each in site.projects.collect(wanted)}
        assert archived.id in found
        assert active.id not in found


def test_it_deletes_a_project(site: Site) -> None:
    added = site.projects.add(ProjectBody("Mistake"))

    site.projects.delete(added)

    assert site.projects.get(added.id, refresh=True) is None
    site.projects.delete(added)


def test_it_keeps_clients(site: Site) -> None:
    added = site.clients.add(ClientBody("Globex", notes="Cypress Creek"))
    assert added.name == "Globex"
    assert site.read(f"{site.clients.endpoint}/{added.id}")["notes"] == "Cypress Creek"
    assert site.clients.get(added) == added

    edited = site.clients.edit(added, ClientBody("Globex Corporation"))

    assert (edited.id, edited.name) == (added.id, "Globex Corporation")
    assert edited in site.clients.collect(refresh=True)
    site.clients.delete(edited)
    assert edited.id not in {each.id for each in site.clients.collect(refresh=True)}
    assert site.clients.get(edited) is None


def test_it_keeps_tags(site: Site) -> None:
    added = site.tags.add("meeting")
    assert added.name == "meeting"

    edited = site.tags.edit(added, "meetings")

    assert (edited.id, edited.name) == (added.id, "meetings")
    assert edited in site.tags.collect(refresh=True)
    site.tags.delete(edited)
    assert edited.id not in {each.id for each in site.tags.collect(refresh=True)}
    site.tags.delete(edited)
