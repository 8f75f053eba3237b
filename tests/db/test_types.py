"""Values come back as they went in, on both databases."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from sqlalchemy import MetaData, Table, bindparam, delete, select
from sqlalchemy.schema import CreateTable

from sundial.core.encoding import encoder
from sundial.core.money import LARGEST, Money
from sundial.core.shapes import LARGEST_ID
from sundial.db.engine import Database
from sundial.db.statement import Command, Query, insertion
from sundial.db.types import among, amount, big, binary, flag, instant, json, text
from tests.postgres import Cluster

sample = Table(
    "samples",
    MetaData(),
    big("id", primary_key=True),
    instant("at", nullable=True),
    amount("money"),
    json("document"),
    text("words", nullable=True),
    flag("yes"),
    binary("content", nullable=True),
)


class Sample(msgspec.Struct):
    """A row of all kinds of value."""

    id: int
    at: datetime | None = None
    money: Money | None = None
    document: Any = None
    words: str | None = None
    yes: bool = False
    content: bytes | None = None


class Numbered(msgspec.Struct):
    id: int


ADD = insertion(sample)
CLEAR = Command(delete(sample))
GET = Query(Sample, select(sample).where(sample.c.id == bindparam("id")))
AMONG = Query(Numbered, select(sample.c.id).where(among(sample.c.id, "ids")).order_by(sample.c.id))
BEFORE = Query(Numbered, select(sample.c.id).where(sample.c.at < bindparam("at")).order_by(sample.c.id))

often = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
whole = st.integers(-LARGEST_ID, LARGEST_ID)
texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"))
documents = st.recursive(
    st.none()
    | st.booleans()
    | whole
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(texts, inner, max_size=4),
    max_leaves=12,
)
zones = st.integers(-23 * 60, 23 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
moments = st.datetimes(datetime(2, 1, 1), datetime(9998, 12, 31), timezones=zones)  # noqa: DTZ001 - given above


@pytest.fixture(scope="module")
def database(engine: str, tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Database:
    """A database with nothing but the samples."""
    url = f"sqlite:///{tmp_path_factory.mktemp('types') / 'types.sqlite3'}"
    if engine == "postgresql":
        cluster: Cluster = request.getfixturevalue("cluster")
        url = cluster.new_database()
    made = Database(url)
    made.run_aside(str(CreateTable(sample).compile(dialect=made.driver.dialect)))
    return made


@pytest.fixture
def back(database: Database) -> Iterator[Callable[[Sample], Sample]]:
    """What a row is when it is written and read again."""

    def write_and_read(row: Sample) -> Sample:
        with database.write() as tx:
            tx.run(CLEAR)
            tx.run(ADD, **msgspec.structs.asdict(row))
        return database.read().one(GET, id=row.id)

    yield write_and_read
    with database.write() as tx:
        tx.run(CLEAR)


@often
@given(at=moments)
@example(at=datetime(1, 1, 1, tzinfo=UTC))
@example(at=datetime(9999, 12, 31, 23, 59, 59, 999999, tzinfo=UTC))
@example(at=datetime(1969, 12, 31, 23, 59, 59, 999999, tzinfo=UTC))
def test_a_moment_is_exact_to_the_microsecond_and_in_utc(back: Callable[[Sample], Sample], at: datetime) -> None:
    found = back(Sample(1, at=at)).at

    assert found == at
    assert found is not None
    assert found.utcoffset() == timedelta()
    assert encoder.encode(found).endswith(b'Z"')


@often
@given(moments=st.lists(moments, min_size=2, max_size=6, unique=True))
def test_moments_keep_their_order(database: Database, moments: list[datetime]) -> None:
    with database.write() as tx:
        tx.run(CLEAR)
        for number, at in enumerate(moments):
            tx.run(ADD, **msgspec.structs.asdict(Sample(number, at=at)))
    middle = sorted(moments)[len(moments) // 2]

    before = [found.id for found in database.read().all(BEFORE, at=middle)]

    assert before == [number for number, at in enumerate(moments) if at < middle]


@often
@given(hundredths=st.integers(-LARGEST, LARGEST))
def test_money_is_exact(back: Callable[[Sample], Sample], hundredths: int) -> None:
    found = back(Sample(1, money=Money(hundredths))).money

    assert found == Money(hundredths)
    assert type(found.hundredths if found else None) is int


@often
@given(document=documents)
@example(document={"": {"nested": [[], {}, "\0", "\x7f", "\U0001f570", 1e-300, -(2**53) + 1]}})
def test_a_document_comes_back_as_it_was(back: Callable[[Sample], Sample], document: Any) -> None:
    found = back(Sample(1, document=document)).document

    assert msgspec.json.encode(found) == msgspec.json.encode(document)


@often
@given(words=texts, yes=st.booleans(), content=st.binary(), number=whole)
def test_text_truth_bytes_and_integers(
    back: Callable[[Sample], Sample], words: str, yes: bool, content: bytes, number: int
) -> None:
    found = back(Sample(number, words=words, yes=yes, content=content))

    assert found == Sample(number, words=words, yes=yes, content=content)
    assert type(found.yes) is bool


def test_nothing_is_nothing(back: Callable[[Sample], Sample]) -> None:
    assert back(Sample(1)) == Sample(1)


def test_money_in_a_document_is_a_number(back: Callable[[Sample], Sample]) -> None:
    assert back(Sample(1, document={"rate": Money(1250)})).document == {"rate": 12.5}


@often
@given(present=st.sets(st.integers(0, 40)), wanted=st.lists(st.integers(-3, 43)))
def test_a_list_of_integers_is_one_parameter(database: Database, present: set[int], wanted: list[int]) -> None:
    with database.write() as tx:
        tx.run(CLEAR)
        for number in sorted(present):
            tx.run(ADD, **msgspec.structs.asdict(Sample(number)))

    found = [row.id for row in database.read().all(AMONG, ids=wanted)]

    assert found == sorted(present & set(wanted))
