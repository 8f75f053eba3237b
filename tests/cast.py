"""The fixed cast: Alice runs the workspace, Bob works in it, Charlie is a stranger with an organization of his own."""

from tests.make import Person, Place, World, colleague, organization, person


class Cast:
    """Who is who, and where."""

    def __init__(self, alice: Person, bob: Person, charlie: Person, place: Place, elsewhere: Place) -> None:
        self.alice = alice
        self.bob = bob
        self.charlie = charlie
        self.place = place
        self.elsewhere = elsewhere

    @property
    def world(self) -> World:
        return self.alice.world

    @property
    def workspace(self) -> str:
        """The path of the workspace in which Alice and Bob are."""
        return f"/workspaces/{self.place.workspace_id}"

    @property
    def organization(self) -> str:
        """The path of their organization."""
        return f"/organizations/{self.place.organization_id}"


def gather(world: World) -> Cast:
    """A fresh cast in organizations of their own."""
    alice, bob, charlie = (person(world, name) for name in ("Alice", "Bob", "Charlie"))
    place = organization(alice)
    return Cast(alice, colleague(bob, place), charlie, place, organization(charlie, "Elsewhere", "Other"))
