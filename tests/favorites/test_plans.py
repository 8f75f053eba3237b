"""Favorites are for plans that include them."""

from sundial.access.plans import Plan
from tests.cast import Cast
from tests.favorites.backstage import favorite, path, track
from tests.people.backstage import put_on_plan

FEATURE = "has no access to Favorites feature"


def test_on_the_free_plan_there_are_none(cast: Cast) -> None:
    one, bob = favorite(cast, cast.bob), cast.bob.id
    put_on_plan(cast, Plan.FREE)
    body = {"description": "Mail", "workspace_id": cast.place.workspace_id}

    assert cast.bob.get(path(cast)).json == f"User {FEATURE}"
    assert cast.bob.post(f"{path(cast)}/suggestions").json == f"User {bob} {FEATURE}"
    for answer in (
        cast.bob.get(path(cast)),
        cast.bob.post(f"{path(cast)}/suggestions"),
        *(cast.bob.post(where, body) for where in (path(cast), "/me/favorites")),
        *(cast.bob.put(where, [{"favorite_id": one}]) for where in (path(cast), "/me/favorites")),
        *(cast.bob.delete(f"{where}/{one}") for where in (path(cast), "/me/favorites")),
    ):
        assert answer.status == 403
        assert answer.json.lower() in (f"user {FEATURE}".lower(), f"user {bob} {FEATURE}".lower())


def test_nor_are_they_suggested(cast: Cast) -> None:
    track(cast, cast.bob, description="Mail")
    put_on_plan(cast, Plan.FREE)

    assert cast.bob.post("/me/favorites/suggestions").status == 204
    put_on_plan(cast, Plan.STARTER)
    assert cast.bob.post("/me/favorites/suggestions").status == 201
    assert len(cast.bob.get(path(cast)).json) == 1
