"""How each documented refusal about tags, clients and tasks is provoked."""

from collections.abc import Callable, Iterable

from tests.contract.people_facts import NO_ACCESS, Documented
from tests.contract.people_stage import Sent, Stage, Try
from tests.contract.people_tries import BROKEN, refused
from tests.contract.time_facts import (
    ARCHIVE_CLIENT,
    ARCHIVE_CLIENTS,
    CLIENT_NAME,
    CREATE_CLIENT,
    CREATE_TAG,
    CREATE_TASK,
    DELETE_CLIENT,
    DELETE_CLIENTS,
    DELETE_TAG,
    DELETE_TAGS,
    DELETE_TASK,
    GET_CLIENT,
    GET_TASK,
    LIST_BASIC_TASKS,
    LIST_CLIENTS,
    LIST_CLIENTS_BY_ID,
    LIST_MY_TASKS,
    LIST_PROJECT_TASKS,
    LIST_TAGS,
    LIST_TASKS,
    LIST_TASKS_BY_IDS,
    NO_CLIENT,
    ONLY_ADMINS_MANAGE_TAGS,
    PATCH_TASKS,
    RESTORE_CLIENT,
    TAG_NAME,
    UPDATE_CLIENT,
    UPDATE_TAG,
    UPDATE_TASK,
)
from tests.people.backstage import NOBODY


def instead(words: str) -> Callable[[Stage], str]:
    """What is read where the specification has only the words that any such answer could have."""
    return lambda stage: words


def tag_names(operation: Documented) -> Iterable[Try]:
    """What is wrong with the name of a tag."""
    blank, taken = TAG_NAME
    yield Try(operation, 400, blank, body={"name": " "})
    said = instead(taken.format(tag_name="Taken"))
    yield Try(operation, 400, taken, body={"name": "Taken"}, before="taken_tag", said=said)


def client_names(operation: Documented) -> Iterable[Try]:
    """What is wrong with the name of a client."""
    long, blank = CLIENT_NAME
    yield Try(operation, 400, long, body={"name": "x" * 256}, said=instead(long.format(max_client_length=255)))
    yield Try(operation, 400, blank, body={"name": " "})


def no_client(operation: Documented, body: Sent = None, at: str | None = "=nobody") -> Try:
    """A client that is not there."""
    place = None if at is None else {"client_id": at}
    return Try(operation, 404, NO_CLIENT, at=place, body=body, said=instead(NO_CLIENT.format(client_id=NOBODY)))


def strangers(operation: Documented, body: Sent = None) -> Try:
    """Somebody who is not in the workspace, in the words for all of them (`decisions.md, Errors`)."""
    return Try(operation, 403, "Forbidden", who="outsider", body=body, said=instead(NO_ACCESS))


def no_ids(operation: Documented, *names: str, body: Sent = None) -> Iterable[Try]:
    """Path parameters that are no ids."""
    for name in names:
        yield Try(operation, 400, f"Invalid {name}", at={name: "x"}, body=body)


ACTIVE = [{"op": "replace", "path": "/active", "value": False}]

TAG_TRIES = [
    *refused(403, NO_ACCESS, "outsider", LIST_TAGS),
    Try(CREATE_TAG, 400, "Invalid JSON input", body=BROKEN),
    Try(UPDATE_TAG, 400, "Invalid JSON input", body=BROKEN),
    *tag_names(CREATE_TAG),
    *tag_names(UPDATE_TAG),
    Try(DELETE_TAGS, 400, "Some tag IDs do not belong to workspace.", body=[NOBODY]),
    Try(UPDATE_TAG, 400, "Invalid tag ID", at={"tag_id": "office"}, body={"name": "New"}),
    Try(DELETE_TAG, 400, "Invalid tag ID.", at={"tag_id": "office"}),
    Try(UPDATE_TAG, 404, "Tag was not found", at={"tag_id": "=nobody"}, body={"name": "New"}),
    Try(DELETE_TAG, 404, "Tag was not found.", at={"tag_id": "=nobody"}),
    *[
        Try(operation, 403, ONLY_ADMINS_MANAGE_TAGS, "bob", body=body, before="only_admins_manage_tags", alone=True)
        for operation, body in ((CREATE_TAG, {"name": "New"}), (UPDATE_TAG, {"name": "New"}), (DELETE_TAG, None))
    ],
    Try(
        DELETE_TAGS,
        403,
        ONLY_ADMINS_MANAGE_TAGS,
        "bob",
        body=lambda stage: [stage.value("tag_id")],
        before="only_admins_manage_tags",
        alone=True,
    ),
]

CLIENT_TRIES = [
    Try(LIST_CLIENTS, 400, "Client status is invalid", query="status=gone"),
    *client_names(CREATE_CLIENT),
    *client_names(UPDATE_CLIENT),
    Try(LIST_CLIENTS_BY_ID, 400, "Bad Request", body={}, said=instead("body must be a list")),
    Try(
        RESTORE_CLIENT,
        400,
        "Bad Request",
        body={"projects": [NOBODY]},
        said=instead(f"Project {NOBODY} is not an archived project of this client"),
    ),
    *[strangers(operation) for operation in (LIST_CLIENTS, GET_CLIENT, DELETE_CLIENT)],
    *[
        strangers(operation, body={})
        for operation in (
            CREATE_CLIENT,
            ARCHIVE_CLIENTS,
            DELETE_CLIENTS,
            UPDATE_CLIENT,
            ARCHIVE_CLIENT,
            RESTORE_CLIENT,
        )
    ],
    no_client(ARCHIVE_CLIENTS, body=[NOBODY], at=None),
    no_client(DELETE_CLIENTS, body=[NOBODY], at=None),
    no_client(GET_CLIENT),
    no_client(DELETE_CLIENT),
    no_client(ARCHIVE_CLIENT),
    no_client(RESTORE_CLIENT, body={}),
    Try(UPDATE_CLIENT, 404, "Client doesn't exist in the workspace.", at={"client_id": "=nobody"}, body={}),
]

TASK_TRIES = [
    *no_ids(LIST_PROJECT_TASKS, "project_id"),
    *no_ids(CREATE_TASK, "project_id", body={"name": "New"}),
    *no_ids(PATCH_TASKS, "project_id", body=ACTIVE),
    *no_ids(GET_TASK, "project_id", "task_id"),
    *no_ids(UPDATE_TASK, "project_id", "task_id", body={}),
    *no_ids(DELETE_TASK, "project_id", "task_id"),
    Try(CREATE_TASK, 400, "Project not found/accessible", at={"project_id": "=nobody"}, body={"name": "New"}),
    Try(
        CREATE_TASK,
        400,
        "Can not change tasks of archived project",
        at={"project_id": "=archived_project"},
        body={"name": "New"},
    ),
    *refused(403, NO_ACCESS, "outsider", LIST_PROJECT_TASKS, GET_TASK, LIST_TASKS, LIST_BASIC_TASKS),
    *refused(403, NO_ACCESS, "bob", CREATE_TASK, UPDATE_TASK, DELETE_TASK),
    Try(PATCH_TASKS, 403, NO_ACCESS, "bob", body=ACTIVE),
    Try(LIST_TASKS_BY_IDS, 400, "Bad Request", body=[], said=instead("body must be an object")),
    Try(LIST_MY_TASKS, 400, "Invalid include_not_active", query="include_not_active=maybe"),
]

TRIES = [*TAG_TRIES, *CLIENT_TRIES, *TASK_TRIES]
