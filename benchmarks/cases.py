"""What is measured, and how much more than the floor it may take."""

import msgspec

LARGEST_MEMORY_MB = 90
LONGEST_START_SECONDS = 1.0


class Case(msgspec.Struct, frozen=True):
    """One operation under load.

    ``path`` may contain ``{workspace_id}``. ``bodies`` are sent one after the other. ``target`` is the largest ratio of
    Sundial's CPU time to the floor's that is aimed for.
    """

    name: str
    title: str
    method: str
    path: str
    bodies: tuple[str, ...] = ()
    target: float | None = None


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
