"""Facts of the specification about people: operations, their error texts by status, and the fields of what they answer.

Blanks in a text are written as the specification writes them: ``{id}``, or ``...`` between quotes.
"""

from typing import NamedTuple


class Documented(NamedTuple):
    """An operation with its error texts by status; its two descriptions of server errors are left out."""

    method: str
    path: str
    errors: dict[int, tuple[str, ...]]


NO_ACCESS = "User does not have access to this resource."
NO_ACCESS_HERE = "User does not have access to this resource"
IN_ORGANIZATION = "/organizations/{organization_id}"
IN_WORKSPACE = "/workspaces/{workspace_id}"
GROUP_NAME = (
    "Group name must be present",
    "Group name too long, maximum length is 200",
    "Name has already been taken",
)
GROUP_IDS = ("User {user} not exists in the organization {org}", "Workspace {ws} not exists in the organization {org}")
LISTING = (
    "Missing or invalid organization_id.",
    "active_status parameter can contain only 'active', 'inactive' or 'invited'.",
    "only_admins parameter can contain only 'true' or 'false'.",
    "Invalid value sent for 'page'.",
    "page parameter must contain values > 0.",
    "Invalid value sent for 'per_page'.",
    "per_page parameter must contain values > 0.",
    "sort_dir parameter can contain only 'asc' or 'desc'.",
    "Invalid value sent for 'groups'.",
    "Invalid value sent for 'workspaces'.",
)

LIST_MEMBERS = Documented(
    "GET",
    f"{IN_ORGANIZATION}{IN_WORKSPACE}/workspace_users",
    {403: ("Forbidden",), 404: ("Resource can not be found",)},
)
REMOVE_MEMBERS = Documented(
    "PATCH",
    f"{IN_ORGANIZATION}{IN_WORKSPACE}/workspace_users",
    {
        400: (
            "JSON is not valid",
            "At least one workspace user ID must be supplied.",
            "Workspace user IDs must be unique",
            "Wrong workspace user IDs",
        ),
        403: ("Forbidden",),
    },
)
LIST_ALL_MEMBERS = Documented(
    "GET", f"{IN_WORKSPACE}/workspace_users", {400: ("Workspace not found", "User not found"), 403: (NO_ACCESS,)}
)
UPDATE_MEMBER = Documented(
    "PUT",
    f"{IN_WORKSPACE}/workspace_users/{{workspace_user_id}}",
    {
        400: (
            "Workspace not found/accessible",
            "User not found",
            "Workspace user not found/accessible by user",
            "Working hours must be positive or null",
            "Invalid role_id.",
            "Cannot use both admin flags and role_id.",
            "User does not exist in the organization.",
            "User does not exist in the workspace.",
        ),
        403: (NO_ACCESS,),
    },
)
REMOVE_MEMBER = Documented(
    "DELETE",
    f"{IN_WORKSPACE}/workspace_users/{{workspace_user_id}}",
    {400: ("Bad Request",), 403: ("Workspace user is not found or accessible",)},
)
LIST_USERS = Documented("GET", f"{IN_WORKSPACE}/users", {403: (NO_ACCESS,)})
LIST_USERS_BY_ID = Documented(
    "POST",
    f"{IN_WORKSPACE}/users/data",
    {
        400: ("user_ids must not be empty", "user_ids must not contain more than 150 elements"),
        403: (NO_ACCESS,),
    },
)
UPDATE_USER = Documented(
    "PUT", f"{IN_WORKSPACE}/users/{{user_id}}", {400: ("Bad Request",), 403: (NO_ACCESS,), 404: ("Not Found",)}
)

LIST_GROUPS = Documented("GET", f"{IN_ORGANIZATION}/groups", {400: ("Invalid number ...",)})
CREATE_GROUP = Documented(
    "POST",
    f"{IN_ORGANIZATION}/groups",
    {400: ("Invalid JSON input", *GROUP_NAME, *GROUP_IDS), 403: (NO_ACCESS_HERE,)},
)
UPDATE_GROUP = Documented(
    "PUT",
    f"{IN_ORGANIZATION}/groups/{{group_id}}",
    {400: ("Invalid JSON input", *GROUP_NAME, *GROUP_IDS), 403: ("Forbidden",), 404: ("Invalid group ID.",)},
)
PATCH_GROUP = Documented(
    "PATCH",
    f"{IN_ORGANIZATION}/groups/{{group_id}}",
    {
        400: (
            "Invalid JSON input",
            "Unsupported operation",
            "Value not present, or too many per patch operation",
            "Too many operations",
            "Unknown group at organization",
            "User {id} not exists in the organization {id}",
            "Workspace {id} not exists in the organization {id}",
        ),
        403: ("User does not have permission to manage user groups.",),
        404: ("Invalid group ID.",),
    },
)
DELETE_GROUP = Documented(
    "DELETE", f"{IN_ORGANIZATION}/groups/{{group_id}}", {403: (NO_ACCESS_HERE,), 404: ("Invalid group ID.",)}
)
LIST_GROUPS_HERE = Documented(
    "GET", f"{IN_ORGANIZATION}{IN_WORKSPACE}/groups", {403: ("Forbidden",), 404: ("Resource can not be found",)}
)
LIST_WORKSPACE_GROUPS = Documented("GET", f"{IN_WORKSPACE}/groups", {403: (NO_ACCESS_HERE,)})
CREATE_WORKSPACE_GROUP = Documented("POST", f"{IN_WORKSPACE}/groups", {400: GROUP_NAME, 403: (NO_ACCESS_HERE,)})
UPDATE_WORKSPACE_GROUP = Documented(
    "PUT",
    f"{IN_WORKSPACE}/groups/{{group_id}}",
    {400: GROUP_NAME, 403: (NO_ACCESS_HERE,), 404: ("Group was not found",)},
)
DELETE_WORKSPACE_GROUP = Documented(
    "DELETE", f"{IN_WORKSPACE}/groups/{{group_id}}", {403: (NO_ACCESS_HERE,), 404: ("Group was not found",)}
)

LIST_OFFICERS = Documented(
    "GET",
    f"{IN_ORGANIZATION}/users",
    {400: LISTING, 403: ("User is not authorized to list the organization users",)},
)
LIST_OFFICERS_DETAILED = Documented(
    "GET",
    f"{IN_ORGANIZATION}/users/detailed",
    {400: (*LISTING, "user cannot access specified workspace id."), 403: ("Forbidden",)},
)
REMOVE_OFFICERS = Documented(
    "PATCH",
    f"{IN_ORGANIZATION}/users",
    {
        400: (
            "Missing or invalid organization_id",
            "At least one organization user ID must be supplied.",
            "Organization user IDs must be unique.",
            "The following organization user IDs do not belong to this organization: '...'.",
            "Cannot remove the paying user with organization user ID='...'.",
            "Cannot remove the organization owner user with organization user ID='...'.",
        ),
        403: ("User is not authorized to delete the organization user",),
    },
)
LEAVE = Documented(
    "DELETE",
    f"{IN_ORGANIZATION}/users/leave",
    {
        400: (
            "The user does not belong to the organization.",
            "Cannot remove the paying user.",
            "Cannot remove the organization owner.",
        ),
        403: (NO_ACCESS,),
    },
)
UPDATE_OFFICER = Documented(
    "PUT",
    f"{IN_ORGANIZATION}/users/{{organization_user_id}}",
    {
        400: (
            "Missing or invalid organization_id.",
            "Invalid role_id.",
            "Cannot use both admin flags and role_id.",
            "User does not exist in the organization.",
            "At least one field is required.",
            "Field 'name' cannot be empty.",
            "Missing e-mail.",
            "Invalid e-mail: '...'",
            "Email already exists.",
            "Group '...' is not in Organization '...'.",
            "Workspace '...' is not in Organization '...'.",
            "Cannot remove admin privileges from owner.",
            "Cannot deactivate owner.",
            "Cannot remove admin privileges from paying user.",
            "Cannot deactivate paying user.",
            "User has multiple organizations.",
            "Invalid organization role.",
            "Invalid role ID: 1234.",
            "Invalid workspace role with ID: 1234.",
        ),
        403: ("User is not authorized to update the organization user",),
        404: ("Invalid organization user ID.", "Failed to load user data."),
    },
)
GET_OWNER = Documented(
    "GET", f"{IN_ORGANIZATION}/owner", {403: (NO_ACCESS_HERE,), 404: ("Organization owner not found",)}
)
LIST_TRANSFERS = Documented(
    "GET",
    f"{IN_ORGANIZATION}/owner/transfer",
    {400: ("'ongoing' parameter can be true or false only",), 403: (NO_ACCESS_HERE,)},
)
CREATE_TRANSFER = Documented(
    "POST", f"{IN_ORGANIZATION}/owner/transfer", {400: ("Cannot load organization.",), 403: (NO_ACCESS_HERE,)}
)
GET_TRANSFER = Documented(
    "GET",
    f"{IN_ORGANIZATION}/owner/transfer/{{transfer_id}}",
    {403: (NO_ACCESS_HERE,), 404: ("Transfer not found in the organization",)},
)
ANSWER_TRANSFER = Documented(
    "POST",
    f"{IN_ORGANIZATION}/owner/transfer/{{transfer_id}}/accept",
    {400: ("Cannot load current user data.",), 404: ("Owner not found.",)},
)

INVITE = Documented(
    "POST",
    f"{IN_ORGANIZATION}/invitations",
    {
        400: (
            "Invalid JSON input",
            "Invalid organization id",
            "at least one email is required",
            "at least one workspace is required",
            "Missing e-mail",
            "Invalid e-mail: '...'",
            "invalid workspace ID",
            "Active user limit is 5. Upgrade to add more active users",
            "Invitation limit reached (please try again later; or upgrade)",
            "User with e-mail '...' is already an inactive member of the organization",
        ),
        403: ("Forbidden",),
    },
)
RESEND = Documented(
    "PUT",
    f"{IN_ORGANIZATION}/invitations/{{invitation_id}}/resend",
    {400: ("Organization ID and invitation organization ID mismatch",), 404: ("Invitation code not found",)},
)
GET_INVITATION = Documented("GET", "/invitations/{invitation_code}", {404: ("Invitation not found",)})
ACCEPT = Documented(
    "POST",
    "/organizations/invitations/{invitation_code}/accept",
    {403: ("Forbidden",), 404: ("Invalid invitation code",)},
)
REJECT = Documented(
    "POST",
    "/organizations/invitations/{invitation_code}/reject",
    {403: ("Forbidden",), 404: ("Invalid invitation code",)},
)

UNREACHABLE: tuple[tuple[Documented, str, str], ...] = (
    (LIST_ALL_MEMBERS, "User not found", "the caller is the user, and has signed in"),
    (REMOVE_OFFICERS, "Cannot remove the paying user with organization user ID='...'.", "nobody pays"),
    (LEAVE, "Cannot remove the paying user.", "nobody pays"),
    (LEAVE, NO_ACCESS, "every member may leave, and who is none is told so with 400"),
    (UPDATE_OFFICER, "Cannot remove admin privileges from paying user.", "nobody pays"),
    (UPDATE_OFFICER, "Cannot deactivate paying user.", "nobody pays"),
    (UPDATE_OFFICER, "Failed to load user data.", "an organization user cannot be without their user"),
    (GET_OWNER, "Organization owner not found", "every organization has an owner"),
    (CREATE_TRANSFER, "Cannot load organization.", "the caller has come into the organization"),
    (ANSWER_TRANSFER, "Cannot load current user data.", "the caller is the user, and has signed in"),
    (ANSWER_TRANSFER, "Owner not found.", "the owner cannot change while an offer is open"),
    (INVITE, "Invitation limit reached (please try again later; or upgrade)", "invitations are not counted"),
)
"""Texts that nothing can provoke in a server of one's own, and why."""
