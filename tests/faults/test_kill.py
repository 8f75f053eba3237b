"""What was acknowledged stays, whatever is killed, and a repeated request changes nothing twice."""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import psycopg

from tests.cli.command import Installation
from tests.cli.server import Client, Server, await_true
from tests.faults.storm import Storm
from tests.postgres import Cluster

CLIENTS = 6
ENOUGH = 60


def found(client: Client, name: str) -> int:
    """Create an organization and give the id of its workspace."""
    answer = client.send("POST", "/api/v9/organizations", {"name": name, "workspace_name": "Name 0"})
    assert answer.status == 200, answer
    return answer.json["workspace_id"]


def check_names(client: Client, storm: Storm) -> None:
    """Each workspace has the last name that was acknowledged, or one that was tried after it."""
    for renaming in storm.renamings:
        answer = client.send("GET", f"/api/v9/workspaces/{renaming.workspace_id}")
        number = int(answer.json["name"].removeprefix("Name "))
        assert renaming.acknowledged <= number <= renaming.tried


def check_creations(client: Client, storms: Sequence[Storm], installation: Installation) -> None:
    """Each organization is there if it was acknowledged; asked for again, each is there once."""
    creations = [creation for storm in storms for creation in storm.creations]
    ids = {line["id"] for line in installation.run("organization", "list", "--json").json}
    for creation in creations:
        assert creation.answer is None or creation.answer.json["id"] in ids

    for creation in creations:
        again = creation.send(client)
        assert again.status == 200, again
        assert creation.answer is None or again.content == creation.answer.content
    names = Counter(line["name"] for line in installation.run("organization", "list", "--json").json)
    assert [names[creation.name] for creation in creations] == [1] * len(creations)


def test_a_killed_server_loses_nothing_that_it_acknowledged(on_each_engine: Installation) -> None:
    token = on_each_engine.setup()["api_token"]
    storms: list[Storm] = []
    for _ in range(2):
        with Server(on_each_engine) as server:
            client = server.client(token)
            workspaces = [found(client, f"{server.port} {number}") for number in range(CLIENTS)]
            client.close()
            with Storm(server, token, workspaces) as storm:
                await_true(lambda storm=storm: storm.acknowledged() >= ENOUGH, "enough writes")
                server.kill()
            storms.append(storm)

    with Server(on_each_engine) as server:
        client = server.client(token)
        for storm in storms:
            assert set(storm.statuses) <= {200, 0}
            assert len(storm.creations) > 0
            check_names(client, storm)
        check_creations(client, storms, on_each_engine)
        client.close()


def test_a_database_that_ends_connections_costs_a_few_503s(cluster: Cluster, tmp_path: Path) -> None:
    url = cluster.new_database()
    installation = Installation(tmp_path / "data", database=url)
    token = installation.setup()["api_token"]

    with Server(installation) as server, psycopg.connect(url, autocommit=True) as other:
        client = server.client(token)
        with Storm(server, token, [found(client, str(number)) for number in range(CLIENTS)]) as storm:
            for _ in range(8):
                wanted = storm.acknowledged() + 10
                await_true(lambda wanted=wanted: storm.acknowledged() >= wanted, "writes go on")
                other.execute(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                    "WHERE datname = current_database() AND pid <> pg_backend_pid()"
                )

        assert set(storm.statuses) <= {200, 503}, Counter(storm.statuses)
        check_names(client, storm)
        check_creations(client, [storm], installation)
        client.close()
