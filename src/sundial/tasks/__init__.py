"""Tasks: the parts of a project. A time entry may name one; a task that is done is not active any more."""
