"""What a workspace demands of a finished entry (`decisions.md, Constraints`)."""

from collections.abc import Callable

from sundial.core.errors import Invalid
from sundial.time_entries.queries import Demands
from sundial.timers.rows import TimeEntryRow

# Existing clients look for these words.
UNMET = "This entry can't be saved - please add "
RUNNING_UNMET = "Currently running time entry has unmet constraints"


def check(demands: Demands, row: TimeEntryRow, has_tasks: Callable[[int], bool], has_tags: Callable[[], bool]) -> None:
    """Raise Invalid for a finished entry that lacks what the workspace demands.

    ``has_tasks`` tells whether a project has active tasks: only there a task can be demanded. ``has_tags`` tells
    whether one of the entry's tags is still there.
    """
    if demands.time_entry_constraints_enabled and row.stop is not None:
        lacking = missing(demands, row, has_tasks, has_tags)
        if lacking:
            raise Invalid(UNMET + ", ".join(lacking))


def missing(
    demands: Demands, row: TimeEntryRow, has_tasks: Callable[[int], bool], has_tags: Callable[[], bool]
) -> list[str]:
    """What an entry lacks, in the words of the sentence."""
    lacking: list[str] = []
    if demands.description_present and not (row.description or "").strip():
        lacking.append("a description")
    if demands.project_present and row.project_id is None:
        lacking.append("a project")
    if demands.task_present and row.task_id is None and row.project_id is not None and has_tasks(row.project_id):
        lacking.append("a task")
    if demands.tag_present and not (row.tag_ids and has_tags()):
        lacking.append("a tag")
    return lacking
