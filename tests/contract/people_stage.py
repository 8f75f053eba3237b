"""A stage on which the refusals of operations about people are provoked: the cast, and ids for every path."""

from collections.abc import Callable
from typing import Any

import msgspec

from sundial.access.plans import Plan
from tests.cast import Cast
from tests.contract.people_facts import Documented
from tests.make import Answer, Person, person
from tests.people.backstage import (
    NOBODY,
    address,
    hire,
    invite,
    members,
    new_group,
    officer_path,
    officers,
    put_on_plan,
    second_workspace,
)


class Stage:
    """The cast, with things that are made when a path asks for their ids."""

    def __init__(self, cast: Cast) -> None:
        self.cast = cast
        self.organization_id = cast.place.organization_id
        self.workspace_id = cast.place.workspace_id
        self.their_organization = cast.elsewhere.organization_id
        self.their_workspace = cast.elsewhere.workspace_id

    def value(self, name: str) -> Any:
        """The id that a path parameter stands for: Bob's, where it is somebody's."""
        made = getattr(self, name)
        return made() if callable(made) else made

    def workspace_user_id(self, name: str = "Bob") -> int:
        return members(self.cast.alice, self.cast.place)[name]["id"]

    def user_id(self) -> int:
        return self.cast.bob.id

    def organization_user_id(self, name: str = "Bob") -> int:
        return officers(self.cast.alice, self.cast.place)[name]["id"]

    def group_id(self, name: str = "Design") -> int:
        listed = self.cast.alice.get(f"{self.cast.organization}/groups?name={name}").json
        if listed:
            return listed[0]["group_id"]
        return int(new_group(self.cast, name, [], [self.cast.place]).rpartition("/")[2])

    def transfer_id(self) -> int:
        path = f"{self.cast.organization}/owner/transfer"
        return self.cast.alice.post(path, {"new_owner_id": self.cast.bob.id}).json["owner_transfer_id"]

    def invitation_id(self) -> int:
        return invite(self.cast.alice, self.cast.place, address("emil")).json["data"][0]["invitation_id"]

    def invitation_code(self) -> str:
        return invite(self.cast.alice, self.cast.place, address("emil")).json["invitations"][0]["code"]

    def another_group(self) -> int:
        """A group of the workspace whose name is taken."""
        self.group_id("Taken")
        return self.group_id()

    def their_group(self) -> int:
        path = f"/organizations/{self.their_organization}/groups"
        return self.cast.charlie.post(path, {"name": "Theirs"}).json["group_id"]

    def who_left_the_workspace(self) -> int:
        found = self.workspace_user_id()
        self.cast.alice.delete(f"{self.cast.workspace}/workspace_users/{found}")
        return found

    def who_left_the_organization(self) -> int:
        found = self.workspace_user_id()
        self.cast.bob.delete(f"{self.cast.organization}/users/leave")
        return found

    def owner(self) -> int:
        return self.organization_user_id("Alice")

    def somebody_with_two_organizations(self) -> int:
        self.cast.bob.post("/organizations", {"name": "Bob & Co", "workspace_name": "Shop"})
        return self.organization_user_id()

    def invitation_of_another_organization_of_alice(self) -> int:
        made = self.cast.alice.post("/organizations", {"name": "Second", "workspace_name": "Home"}).json
        body = {"emails": [address("emil")], "workspaces": [{"workspace_id": made["workspace_id"]}]}
        return self.cast.alice.post(f"/organizations/{made['id']}/invitations", body).json["data"][0]["invitation_id"]

    def nobody(self) -> int:
        return NOBODY

    def free_plan(self) -> None:
        put_on_plan(self.cast, Plan.FREE)

    def bob_is_inactive(self) -> None:
        self.cast.alice.put(officer_path(self.cast, self.cast.bob), {"inactive": True})

    def outsider(self) -> Person:
        """Somebody in the organization and in a workspace, but not in this one."""
        dora = hire(self.cast, "Dora", role=None)
        invite(self.cast.alice, second_workspace(self.cast), dora.email)
        return dora

    def newcomer(self) -> Person:
        return person(self.cast.world, "Dora")


Sent = Callable[[Stage], Any] | dict[str, Any] | list[Any] | bytes | None


class Try(msgspec.Struct, frozen=True):
    """A request that is refused with a documented text.

    ``at`` replaces path parameters: by a value, or by what a method of the stage of that name (after ``=``) gives.
    ``said`` is the text with its blanks filled in, where it has any. Whatever is made before it, or by the ids in its
    path, leaves the stage unfit for others where it is ``alone``.
    """

    operation: Documented
    status: int
    text: str
    who: str = "alice"
    at: dict[str, Any] | None = None
    query: str = ""
    body: Sent = None
    said: Callable[[Stage], str] | None = None
    before: str = ""
    alone: bool = False

    def send(self, stage: Stage) -> Answer:
        """Send the request."""
        if self.before:
            stage.value(self.before)
        path = self.operation.path.format_map(_Ids(stage, self.at or {}))
        body: Any = self.body(stage) if callable(self.body) else self.body
        sent = {"body": body} if isinstance(body, bytes) else {"json": body}
        sender = getattr(stage.cast, self.who, None) or stage.value(self.who)
        return sender.send(self.operation.method, f"{path}?{self.query}" if self.query else path, **sent)

    def check(self, stage: Stage) -> None:
        """Send the request, and fail unless it is refused as it should be."""
        answer = self.send(stage)
        assert (answer.status, answer.json) == (self.status, self.expected(stage)), self.text
        assert answer.headers["content-type"] == "application/json; charset=utf-8"

    def expected(self, stage: Stage) -> str:
        """What the refused caller reads."""
        return self.said(stage) if self.said else self.text


class _Ids(dict[str, Any]):
    """The ids of a path, made as they are asked for."""

    def __init__(self, stage: Stage, at: dict[str, Any]) -> None:
        super().__init__()
        self._stage, self._at = stage, at

    def __missing__(self, name: str) -> Any:
        wanted = self._at.get(name, f"={name}")
        if isinstance(wanted, str) and wanted.startswith("="):
            return self._stage.value(wanted.removeprefix("="))
        return wanted
