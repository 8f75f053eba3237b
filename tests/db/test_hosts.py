"""A PostgreSQL of several hosts: the two spellings of its address."""

import pytest
from sqlalchemy import make_url

from sundial.db.postgresql import open_driver


@pytest.mark.parametrize(
    "query", ["host=one:5001&host=two:5002&target_session_attrs=read-write", "host=one,two&port=5001,5002"]
)
def test_both_spellings_name_the_same_hosts(query: str) -> None:
    conninfo = make_url(open_driver(make_url(f"postgresql://ada@/sundial?{query}")).conninfo)

    assert (conninfo.query["host"], conninfo.query["port"]) == ("one,two", "5001,5002")


def test_a_host_without_a_port_has_the_usual_one() -> None:
    conninfo = make_url(open_driver(make_url("postgresql://ada@/sundial?host=one&host=two:5002")).conninfo)

    assert (conninfo.query["host"], conninfo.query["port"]) == ("one,two", "5432,5002")
