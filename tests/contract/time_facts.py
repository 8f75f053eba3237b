"""Facts of the specification about tags, clients, projects and tasks: operations and their error texts by status.

Blanks in a text are written as the specification writes them. The descriptions of server errors are left out.
"""

from tests.contract.people_facts import IN_WORKSPACE, NO_ACCESS, Documented

TAGS = f"{IN_WORKSPACE}/tags"
CLIENTS = f"{IN_WORKSPACE}/clients"
PROJECTS = f"{IN_WORKSPACE}/projects"
PROJECT_TASKS = f"{PROJECTS}/{{project_id}}/tasks"
PROJECT_USERS = f"{IN_WORKSPACE}/project_users"
PROJECT_GROUPS = f"{IN_WORKSPACE}/project_groups"

ONLY_ADMINS_MANAGE_TAGS = "Only organization or workspace administrators may manage tags in this workspace."
TAG_NAME = ("tag name can't be blank", "a tag with the name '{tag_name}' already exists")
CLIENT_NAME = ("Client name maximum length is {max_client_length}", "Client name cannot be empty")
NO_CLIENT = "No client with ID {client_id} was found"
TAKEN_CLIENT = {403: ("Forbidden",), 404: (NO_CLIENT,)}
INVALID_PROJECT = {400: ("Invalid project_id",), 403: (NO_ACCESS,)}
INVALID_TASK = {400: ("Invalid project_id", "Invalid task_id"), 403: (NO_ACCESS,)}

LIST_TAGS = Documented("GET", TAGS, {403: (NO_ACCESS,)})
CREATE_TAG = Documented("POST", TAGS, {400: ("Invalid JSON input", *TAG_NAME), 403: (ONLY_ADMINS_MANAGE_TAGS,)})
DELETE_TAGS = Documented(
    "PATCH", TAGS, {400: ("Some tag IDs do not belong to workspace.",), 403: (ONLY_ADMINS_MANAGE_TAGS,)}
)
UPDATE_TAG = Documented(
    "PUT",
    f"{TAGS}/{{tag_id}}",
    {
        400: ("Invalid JSON input", "Invalid tag ID", *TAG_NAME),
        403: (ONLY_ADMINS_MANAGE_TAGS,),
        404: ("Tag was not found",),
    },
)
DELETE_TAG = Documented(
    "DELETE",
    f"{TAGS}/{{tag_id}}",
    {400: ("Invalid tag ID.",), 403: (ONLY_ADMINS_MANAGE_TAGS,), 404: ("Tag was not found.",)},
)
LIST_MY_TAGS = Documented("GET", "/me/tags", {403: (NO_ACCESS,)})

LIST_CLIENTS = Documented("GET", CLIENTS, {400: ("Client status is invalid",), 403: ("Forbidden",)})
CREATE_CLIENT = Documented("POST", CLIENTS, {400: CLIENT_NAME, 403: ("Forbidden",)})
LIST_CLIENTS_BY_ID = Documented("POST", f"{CLIENTS}/data", {400: ("Bad Request",)})
ARCHIVE_CLIENTS = Documented("POST", f"{CLIENTS}/archive", TAKEN_CLIENT)
DELETE_CLIENTS = Documented("POST", f"{CLIENTS}/delete", TAKEN_CLIENT)
GET_CLIENT = Documented("GET", f"{CLIENTS}/{{client_id}}", TAKEN_CLIENT)
UPDATE_CLIENT = Documented(
    "PUT",
    f"{CLIENTS}/{{client_id}}",
    {400: CLIENT_NAME, 403: ("Forbidden",), 404: ("Client doesn't exist in the workspace.",)},
)
DELETE_CLIENT = Documented("DELETE", f"{CLIENTS}/{{client_id}}", TAKEN_CLIENT)
ARCHIVE_CLIENT = Documented("POST", f"{CLIENTS}/{{client_id}}/archive", TAKEN_CLIENT)
RESTORE_CLIENT = Documented("POST", f"{CLIENTS}/{{client_id}}/restore", {400: ("Bad Request",), **TAKEN_CLIENT})
LIST_MY_CLIENTS = Documented("GET", "/me/clients", {})

LIST_PROJECTS = Documented("GET", PROJECTS, {403: (NO_ACCESS,)})
CREATE_PROJECT = Documented("POST", PROJECTS, {403: (NO_ACCESS,)})
LIST_TEMPLATES = Documented("GET", f"{PROJECTS}/templates", {403: (NO_ACCESS,)})
COUNT_TASKS = Documented("POST", f"{PROJECTS}/task_count", {403: (NO_ACCESS,)})
COUNT_USERS = Documented("POST", f"{PROJECTS}/user_count", {403: (NO_ACCESS,)})
PATCH_PROJECTS = Documented("PATCH", f"{PROJECTS}/{{project_ids}}", {})
GET_PROJECT = Documented("GET", f"{PROJECTS}/{{project_id}}", INVALID_PROJECT)
UPDATE_PROJECT = Documented(
    "PUT",
    f"{PROJECTS}/{{project_id}}",
    {
        400: (
            "Client with the ID {client ID} isn't present in workspace {workspace ID}",
            "Error in validating color '{color}'. Project color must be a hex value in the form of #[0-9a-f]{6}.",
        ),
        403: (
            "Only admins may create projects in this workspace",
            "Only admins may create private projects in this workspace",
            NO_ACCESS,
        ),
    },
)
DELETE_PROJECT = Documented("DELETE", f"{PROJECTS}/{{project_id}}", INVALID_PROJECT)
LIST_PERIODS = Documented("GET", f"{PROJECTS}/{{project_id}}/periods", INVALID_PROJECT)
GET_STATISTICS = Documented("GET", f"{PROJECTS}/{{project_id}}/statistics", INVALID_PROJECT)
PIN_PROJECT = Documented(
    "POST",
    f"{PROJECTS}/{{project_id}}/pin",
    {
        403: (
            "Cannot pin more projects: Max 100 pins for paid plans",
            "Cannot pin more projects: Max 1 pin for free plans",
        ),
        404: ("Project not found/accessible",),
    },
)
# The specification says 400. What was recorded of the live server says 404, and clients were written against that.
LIST_MY_PROJECTS = Documented(
    "GET", "/me/projects", {403: ("Operation Forbidden",), 404: ("Invalid include_archived",)}
)
LIST_MY_PROJECTS_PAGINATED = Documented("GET", "/me/projects/paginated", {403: ("Operation Forbidden",)})

LIST_PROJECT_USERS = Documented(
    "GET",
    PROJECT_USERS,
    {
        400: ("Workspace not found", "project_ids cannot exceed 200 elements.", "Invalid user_id"),
        403: (NO_ACCESS,),
    },
)
CREATE_PROJECT_USER = Documented(
    "POST",
    PROJECT_USERS,
    {
        400: ("Workspace not found", "Invalid project_id", "Invalid user_id", "Project user already exists"),
        403: (NO_ACCESS,),
    },
)
LIST_PROJECT_USERS_PAGINATED = Documented("POST", f"{PROJECT_USERS}/paginated", {400: ("Bad Request",)})
PATCH_PROJECT_USERS = Documented(
    "PATCH",
    f"{PROJECT_USERS}/{{project_user_ids}}",
    {
        400: (
            "Invalid value as user IDs",
            "No patchable fields defined",
            "PATCH expects at least one ID",
            "PATCH request is limited to %d entries at once",
            "Invalid op: ",
            "Invalid path format: ",
            "Path not found: ",
            "Operation not supported ({patch_operation} {patch_path})",
            "Invalid path",
            "/manager expects a boolean",
            "/labor_cost expects an float64 or null",
            "/rate expects an float64 or null",
            "Operation not supported (add /labor_cost)",
            "Operation not supported (add /rate)",
            "Operation not supported (add /manager)",
        ),
        403: (NO_ACCESS,),
    },
)
UPDATE_PROJECT_USER = Documented(
    "PUT",
    f"{PROJECT_USERS}/{{project_user_id}}",
    {
        400: ("Workspace not found", "Missing data", "Invalid project_id", "Invalid user_id"),
        403: (NO_ACCESS,),
    },
)
DELETE_PROJECT_USER = Documented(
    "DELETE",
    f"{PROJECT_USERS}/{{project_user_id}}",
    {
        400: ("Workspace not found", "Project user not found/accessible", "Invalid project_id"),
        403: (NO_ACCESS,),
    },
)

LIST_PROJECT_GROUPS = Documented("GET", PROJECT_GROUPS, {403: (NO_ACCESS,)})
CREATE_PROJECT_GROUP = Documented("POST", PROJECT_GROUPS, {403: (NO_ACCESS,)})
DELETE_PROJECT_GROUP = Documented("DELETE", f"{PROJECT_GROUPS}/{{project_group_id}}", {403: (NO_ACCESS,)})

LIST_PROJECT_TASKS = Documented("GET", PROJECT_TASKS, INVALID_PROJECT)
CREATE_TASK = Documented(
    "POST",
    PROJECT_TASKS,
    {
        400: ("Project not found/accessible", "Can not change tasks of archived project", "Invalid project_id"),
        403: (NO_ACCESS,),
    },
)
PATCH_TASKS = Documented("PATCH", f"{PROJECT_TASKS}/{{task_ids}}", INVALID_PROJECT)
GET_TASK = Documented("GET", f"{PROJECT_TASKS}/{{task_id}}", INVALID_TASK)
UPDATE_TASK = Documented("PUT", f"{PROJECT_TASKS}/{{task_id}}", INVALID_TASK)
DELETE_TASK = Documented("DELETE", f"{PROJECT_TASKS}/{{task_id}}", INVALID_TASK)
LIST_TASKS = Documented("GET", f"{IN_WORKSPACE}/tasks", {403: (NO_ACCESS,)})
LIST_BASIC_TASKS = Documented("GET", f"{IN_WORKSPACE}/tasks/basic", {403: (NO_ACCESS,)})
LIST_TASKS_BY_IDS = Documented("POST", f"{IN_WORKSPACE}/tasks/data", {400: ("Bad Request",)})
LIST_MY_TASKS = Documented("GET", "/me/tasks", {400: ("Invalid include_not_active",), 403: (NO_ACCESS,)})

OWN = "whoever has signed in may read what is theirs"
IN_OTHER_WORDS = "a value of another kind is told of in the words for every body, for each project user"
UNREACHABLE: tuple[tuple[Documented, str, str], ...] = (
    (LIST_MY_TAGS, NO_ACCESS, OWN),
    (LIST_MY_TASKS, NO_ACCESS, OWN),
    (LIST_MY_PROJECTS, "Operation Forbidden", OWN),
    (LIST_MY_PROJECTS_PAGINATED, "Operation Forbidden", OWN),
    (
        UPDATE_PROJECT,
        "Only admins may create projects in this workspace",
        "a change creates no project; who may not create one reads this",
    ),
    (UPDATE_PROJECT_USER, "Invalid project_id", "nobody is moved from one project to another"),
    (UPDATE_PROJECT_USER, "Invalid user_id", "a project user stays the same person"),
    (DELETE_PROJECT_USER, "Invalid project_id", "nothing in the request names a project"),
    (PATCH_PROJECT_USERS, "Invalid path", "what is wrong with a path has texts that say more"),
    (PATCH_PROJECT_USERS, "/manager expects a boolean", IN_OTHER_WORDS),
    (PATCH_PROJECT_USERS, "/labor_cost expects an float64 or null", IN_OTHER_WORDS),
    (PATCH_PROJECT_USERS, "/rate expects an float64 or null", IN_OTHER_WORDS),
)
"""Texts that nothing can provoke in a server of one's own, and why."""
