"""What a favorite may be. The sentences are those of the API."""

from collections.abc import Collection
from typing import Any

from msgspec import UnsetType

from sundial.access.plans import STARTER_OR_HIGHER, Plan
from sundial.core.errors import Forbidden, Invalid
from sundial.favorites.schemas import FavoriteChange

LONGEST_DESCRIPTION = 3000
MOST_TAGS = 50
NULLABLE = ("description", "project_id", "task_id", "tag_ids", "rank")


def check_plan(plan: Plan, who: str) -> None:
    """Raise Forbidden where there are no favorites; ``who`` is how the operation calls the caller."""
    if plan not in STARTER_OR_HIGHER:
        raise Forbidden(f"{who} has no access to Favorites feature")


def new_values(change: FavoriteChange, posted: Collection[str] = ()) -> dict[str, Any]:
    """The fields that a change sets: a value, or null where ``posted`` names it."""
    values: dict[str, Any] = {field: None for field in NULLABLE if field in posted}
    values |= {field: value for field in (*NULLABLE, "billable", "public") if _given(value := getattr(change, field))}
    for field in ("project_id", "task_id"):
        if field in values:
            values[field] = values[field] or None
    if isinstance(text := values.get("description"), str):
        values["description"] = text.strip() or None
    if isinstance(change.tag_ids, list):
        values["tag_ids"] = list(dict.fromkeys(change.tag_ids)) or None
    return values


def check(description: str | None, project_id: int | None, tag_ids: Collection[int] | None) -> None:
    """Raise Invalid for a favorite that cannot be."""
    wrong: list[str] = []
    if description is None and project_id is None:
        wrong = ["description", "project_id"]
    if description is not None and len(description) > LONGEST_DESCRIPTION:
        wrong.append("description")
    if tag_ids is not None and len(tag_ids) > MOST_TAGS:
        wrong.append("tag_ids")
    if wrong:
        raise Invalid(f"favorite attributes are not valid: {', '.join(wrong)}")


def not_the_owner(user_id: int, favorite_id: int) -> Forbidden:
    """What is told of a favorite of somebody else, or of nobody."""
    return Forbidden(f"user {user_id} is not the owner of favorite ID {favorite_id}")


def _given(value: object) -> bool:
    return value is not None and not isinstance(value, UnsetType)
