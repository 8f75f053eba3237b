"""GET /organizations/{organization_id}/roles."""

from tests.cast import Cast
from tests.contract.shapes import mismatches

ROLE = {
    "code": "string",
    "description": "string",
    "entity": "string",
    "name": "string",
    "organization_id": "integer or null",
    "permissions": "list of object",
    "privilege_level": "integer",
    "role_id": "integer",
    "type": "string",
}
PERMISSION = {
    "condition": "string",
    "description": "string",
    "entity": "string",
    "name": "string",
    "permission_id": "integer",
}


def test_the_workspace_roles_come_first_with_the_ids_that_members_are_given(cast: Cast) -> None:
    answer = cast.bob.get(f"{cast.organization}/roles")

    assert answer.status == 200
    assert [(role["role_id"], role["entity"], role["code"]) for role in answer.json] == [
        (1, "workspace", "admin"),
        (2, "workspace", "projectlead"),
        (3, "workspace", "teamlead"),
        (4, "workspace", "user"),
        (5, "organization", "owner"),
        (6, "organization", "organization_admin"),
        (7, "organization", "organization_user"),
    ]


def test_roles_have_the_documented_fields(cast: Cast) -> None:
    roles = cast.bob.get(f"{cast.organization}/roles").json

    for role in roles:
        assert mismatches(role, ROLE) == []
        assert role["type"] in ("owner", "admin", "manager", "guest")
        assert all(mismatches(permission, PERMISSION) == [] for permission in role["permissions"])
    ids = {(one["permission_id"], one["name"]) for role in roles for one in role["permissions"]}
    assert len({number for number, _ in ids}) == len({name for _, name in ids}) == len(ids)


def test_a_role_has_the_permissions_that_people_in_it_have(cast: Cast) -> None:
    roles = {role["code"]: role for role in cast.bob.get(f"{cast.organization}/roles").json}
    seen = {somebody.name: set(somebody.get(cast.workspace).json["permissions"]) for somebody in (cast.alice, cast.bob)}

    names = {code: {permission["name"] for permission in role["permissions"]} for code, role in roles.items()}
    assert seen["Bob"] == names["user"] | names["organization_user"]
    assert seen["Alice"] == names["admin"] | names["owner"]
    assert names["user"] <= names["admin"]


def test_strangers_do_not_read_them(cast: Cast) -> None:
    for path in (f"{cast.organization}/roles", "/organizations/9007199254740991/roles"):
        refused = cast.charlie.get(path)
        assert (refused.status, refused.json) == (403, "User does not have access to the organization")
    assert cast.charlie.get("/organizations/acme/roles").status == 400
    assert cast.world.send("GET", f"{cast.organization}/roles").status == 401
