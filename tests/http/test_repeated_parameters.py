"""A parameter of an address that is sent more than once."""

import pytest

from sundial.http.binding import QueryParameter


@pytest.mark.parametrize(
    ("sent", "given"),
    [
        ({}, None),
        ({"ids": "1"}, "1"),
        ({"ids": ["1", "2,3"]}, "1,2,3"),
        ({"ids[]": "1"}, "1"),
        ({"ids[]": ["1", "2"]}, "1,2"),
        ({"ids": "1", "ids[]": "2"}, "1"),
        ({"ids": "", "ids[]": "2"}, ""),
    ],
    ids=str,
)
def test_a_text_counts_as_a_list(sent: dict[str, str | list[str]], given: str | None) -> None:
    assert QueryParameter("ids", str, lambda name, text: text, "", False).given(sent) == given


def test_of_anything_else_the_last_counts() -> None:
    page = QueryParameter("page", int, lambda name, text: int(text), 1, False)

    assert page.given({"page": ["1", "2"]}) == "2"
    assert page.given({"page[]": "3"}) is None
