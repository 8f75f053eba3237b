"""What is measured, and how much more than the floor it may take."""

import msgspec

LARGEST_MEMORY_MB = 90
LONGEST_START_SECONDS = 1.0


CONNECTIONS = 8
# The moment of a change is another for each of the two servers.
MOMENTS = ("at", "last_modified")


class Follow(msgspec.Struct, frozen=True):
    """A request that follows another one on the same connection; ``{id}`` in its path is that of the answer before."""

    method: str
    path: str


class Case(msgspec.Struct, frozen=True):
    """One operation under load, or one and what follows it.

    Paths may contain the ids of the installation, such as ``{workspace_id}``. ``bodies`` are sent one after the other,
    by the account called ``by``. ``target`` is the largest ratio of CPU times that is aimed for. ``differing`` are the
    fields in which the answers of two servers may differ.
    """

    name: str
    title: str
    method: str
    path: str
    bodies: tuple[str, ...] = ()
    target: float | None = None
    then: Follow | None = None
    connections: int = CONNECTIONS
    by: str = "alice"
    differing: tuple[str, ...] = MOMENTS


CASES = (
    Case("sign-in", "sign-in alone", "GET", "/api/v9/me/logged"),
    Case("get-me", "GET /me", "GET", "/api/v9/me", target=1.8),
    Case("get-workspace", "GET workspace", "GET", "/api/v9/workspaces/{workspace_id}", target=1.8),
    Case(
        "put-workspace",
        "PUT workspace",
        "PUT",
        "/api/v9/workspaces/{workspace_id}",
        # Two, so that each request changes something.
        ('{"name":"Studio","rounding_minutes":15}', '{"name":"Workshop","rounding_minutes":30}'),
        target=2.2,
    ),
)
