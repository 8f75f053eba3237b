"""Who may take back a change of what time is tracked for: who could do by hand what that does."""

from typing import Any

import msgspec

from sundial.access.askers import Membership
from sundial.access.permissions import Permission
from sundial.clients.actions import require_editor as require_client_editor
from sundial.core.errors import Forbidden
from sundial.projects.queries import PROJECT, ProjectSeen, require_editor, sees_all, sees_rates
from sundial.tags.actions import require_free, require_manager
from sundial.undo.work import Work

WITH_CLIENT = frozenset({"client_id", "active", "at"})
"""What archiving, restoring or deleting a client changes of its projects."""


def require(work: Work, asker: Membership, kind: str, present: Any, restored: Any) -> None:
    """Raise NotFound, Forbidden or Invalid, with the sentences of the operations that do it by hand."""
    if kind == "client":
        require_client_editor(asker, present)
    elif kind == "tag":
        require_manager(work.tx, asker)
        if restored.deleted_at is None and (present.deleted_at is not None or restored.name != present.name):
            require_free(work.tx, asker, restored.name)
    elif kind == "task":
        _require_project(asker, work.projects[present.project_id], present, restored)
    elif _goes_with_client(work, present, restored):
        if not present.manager:
            asker.require(Permission.MANAGE_CLIENTS)
    else:
        _require_project(asker, present, present, restored)


def _require_project(asker: Membership, seen: ProjectSeen, present: Any, restored: Any) -> None:
    if seen.is_private and not seen.member and not sees_all(asker):
        raise PROJECT.missing.fresh()
    asker.require(Permission.CREATE_PROJECTS)
    require_editor(asker, seen)
    fees = (getattr(one, "fixed_fee", None) for one in (present, restored))
    if len(set(fees)) > 1 and not sees_rates(asker, seen.manager):
        raise Forbidden(Permission.VIEW_RATES.refusal)


def _goes_with_client(work: Work, present: ProjectSeen, restored: Any) -> bool:
    """Whether a project changes only because its client does."""
    was = present.row()
    changed = {name for name in msgspec.structs.asdict(was) if getattr(was, name) != getattr(restored, name)}
    return changed <= WITH_CLIENT and bool({was.client_id, restored.client_id}.intersection(work.ids("client")))
