"""The lists of currencies, countries and time zones: whole, unambiguous, and right about what everybody knows."""

import re
import unicodedata
from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo, available_timezones

import msgspec
import pytest

from sundial.reference.countries import COUNTRIES, COUNTRY_IDS
from sundial.reference.currencies import CURRENCIES, CURRENCY_CODES, Currency
from sundial.reference.timezones import is_timezone, offsets, timezone_names

WINTER = datetime(2026, 1, 15, 12, tzinfo=UTC)
SUMMER = datetime(2026, 7, 15, 12, tzinfo=UTC)

CURRENCY_BY_CODE = {currency.iso_code: currency for currency in CURRENCIES}
COUNTRY_BY_CODE = {country.country_code: country for country in COUNTRIES}


def without_accents(name: str) -> str:
    return unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().casefold()


def offsets_by_name(at: datetime) -> dict[str, str]:
    return {offset.name: offset.utc for offset in offsets(at)}


def test_currencies_are_unique_and_sorted_by_code() -> None:
    codes = [currency.iso_code for currency in CURRENCIES]

    assert codes == sorted(set(codes))
    assert len({currency.currency_id for currency in CURRENCIES}) == len(codes)
    assert frozenset(codes) == CURRENCY_CODES
    assert 150 <= len(codes) <= 160


def test_every_currency_has_the_shape_of_iso_4217_and_a_short_symbol() -> None:
    for currency in CURRENCIES:
        assert re.fullmatch("[A-Z]{3}", currency.iso_code)
        assert 0 < currency.currency_id < 1000
        assert re.fullmatch(r"\S{1,4}", currency.symbol)


@pytest.mark.parametrize(
    ("code", "number", "symbol"),
    [
        ("EUR", 978, "€"),
        ("USD", 840, "$"),
        ("GBP", 826, "£"),
        ("JPY", 392, "¥"),
        ("CHF", 756, "CHF"),
        ("PLN", 985, "zł"),
        ("SEK", 752, "kr"),
        ("INR", 356, "₹"),
        ("ALL", 8, "L"),
    ],
)
def test_well_known_currencies(code: str, number: int, symbol: str) -> None:
    assert CURRENCY_BY_CODE[code] == Currency(number, code, symbol)


@pytest.mark.parametrize("code", ["XAU", "XDR", "XTS", "XXX", "CHE", "USN", "CLF", "DEM", "HRK", "BGN", "eur", ""])
def test_nobody_is_paid_in_gold_funds_test_codes_or_former_currencies(code: str) -> None:
    assert code not in CURRENCY_CODES


def test_countries_are_unique_and_sorted_by_name_without_accents() -> None:
    names = [country.name for country in COUNTRIES]

    assert names == sorted(names, key=without_accents)
    assert len(set(names)) == len(COUNTRY_BY_CODE) == len(COUNTRY_IDS) == len(COUNTRIES) == 249
    assert frozenset(country.id for country in COUNTRIES) == COUNTRY_IDS


def test_every_country_has_the_shape_of_iso_3166_and_a_known_currency() -> None:
    currency_ids = {currency.currency_id for currency in CURRENCIES}

    for country in COUNTRIES:
        assert re.fullmatch("[A-Z]{2}", country.country_code)
        assert 0 < country.id < 1000
        assert country.name == country.name.strip() != ""
        assert country.default_currency_id in currency_ids


@pytest.mark.parametrize(
    ("code", "number", "currency", "name"),
    [
        ("DE", 276, "EUR", "Germany"),
        ("US", 840, "USD", "United States"),
        ("GB", 826, "GBP", "United Kingdom"),
        ("AF", 4, "AFN", "Afghanistan"),
        ("BG", 100, "EUR", "Bulgaria"),
        ("CI", 384, "XOF", "Côte d'Ivoire"),
        ("CW", 531, "XCG", "Curaçao"),
        ("JP", 392, "JPY", "Japan"),
        ("LI", 438, "CHF", "Liechtenstein"),
    ],
)
def test_well_known_countries(code: str, number: int, currency: str, name: str) -> None:
    country = COUNTRY_BY_CODE[code]

    assert (country.id, country.name) == (number, name)
    assert country.default_currency_id == CURRENCY_BY_CODE[currency].currency_id


def test_vat_applies_in_the_european_union_and_three_neighbours_and_is_never_billed() -> None:
    applicable = {country.country_code for country in COUNTRIES if country.vat_applicable}

    assert len(applicable) == 27 + 3
    assert applicable >= {"DE", "FR", "HR", "GR", "GB", "CH", "NO"}
    assert applicable.isdisjoint({"US", "IS", "LI", "TR", "RE", "AX", "IM"})
    assert {(country.vat_percentage, country.vat_regex) for country in COUNTRIES} == {(0, "")}


def test_postal_codes_are_required_where_an_address_is_incomplete_without() -> None:
    assert all(COUNTRY_BY_CODE[code].requires_postal_code for code in ("DE", "US", "GB", "JP", "EE", "BR"))
    assert not any(COUNTRY_BY_CODE[code].requires_postal_code for code in ("AE", "HK", "IE", "QA", "AQ"))


def test_clients_read_a_country_under_the_documented_names() -> None:
    assert msgspec.to_builtins(COUNTRY_BY_CODE["DE"]) == {
        "country_code": "DE",
        "default_currency_id": 978,
        "id": 276,
        "name": "Germany",
        "requires_postal_code": True,
        "vat_applicable": True,
        "vat_percentage": 0,
        "vat_regex": "",
    }


def test_time_zone_names_are_sorted_and_every_one_works() -> None:
    names = timezone_names()

    assert names == sorted(set(names))
    assert 400 < len(names) < 450
    assert [ZoneInfo(name).key for name in names] == names
    assert all(is_timezone(name) for name in names)


def test_time_zone_names_are_places_and_utc() -> None:
    names = timezone_names()

    assert [name for name in names if "/" not in name] == ["UTC"]
    assert {"Europe/Oslo", "Europe/Kyiv", "Asia/Kolkata", "America/Argentina/Buenos_Aires"} <= set(names)
    assert {"Asia/Calcutta", "Europe/Kiev", "US/Pacific", "Etc/GMT+5"}.isdisjoint(names)


def test_changing_the_answer_does_not_change_the_list() -> None:
    timezone_names().clear()

    assert "UTC" in timezone_names()


@pytest.mark.parametrize(
    "name", ["UTC", "Europe/Berlin", "US/Pacific", "Asia/Calcutta", "Europe/Kiev", "Etc/GMT+5", "EST5EDT", "GMT"]
)
def test_names_and_aliases_are_time_zones(name: str) -> None:
    assert is_timezone(name)


@pytest.mark.parametrize(
    "name",
    [
        "",
        " ",
        ".",
        "..",
        "../x",
        "../zoneinfo/UTC",
        "Europe/../UTC",
        "/etc/localtime",
        "/usr/share/zoneinfo/UTC",
        "Europe",
        "Europe/",
        "europe/berlin",
        "Europe/Berlin ",
        "Europe/Berlin\n",
        "Europe/Berlin\0",
        "\0",
        "Mars/Olympus_Mons",
        "zone.tab",
        "tzdata.zi",
        "__init__.py",
        "localtime",
        "posix/Europe/Berlin",
        "right/UTC",
        "+05:30",
        "\ud800",
        "Zürich",
        pytest.param("A" * 1_000_000, id="long"),
        pytest.param("Europe/" * 10_000, id="deep"),
    ],
)
def test_anything_else_is_no_time_zone_and_no_error(name: str) -> None:
    assert not is_timezone(name)


def test_every_zone_of_the_library_is_a_time_zone_except_what_differs_between_machines() -> None:
    unknown = {name for name in available_timezones() if not is_timezone(name)}

    assert unknown <= {"localtime"}


@pytest.mark.parametrize(
    ("name", "winter", "summer"),
    [
        ("Asia/Kolkata", "+05:30", "+05:30"),
        ("America/New_York", "-05:00", "-04:00"),
        ("America/St_Johns", "-03:30", "-02:30"),
        ("Australia/Sydney", "+11:00", "+10:00"),
        ("Asia/Kathmandu", "+05:45", "+05:45"),
        ("Pacific/Kiritimati", "+14:00", "+14:00"),
        ("UTC", "+00:00", "+00:00"),
    ],
)
def test_offsets_follow_the_clocks(name: str, winter: str, summer: str) -> None:
    assert offsets_by_name(WINTER)[name] == winter
    assert offsets_by_name(SUMMER)[name] == summer


def test_offsets_change_at_the_instant_that_the_clocks_do() -> None:
    change = datetime(2026, 3, 8, 7, tzinfo=UTC)

    assert offsets_by_name(change - timedelta(seconds=1))["America/New_York"] == "-05:00"
    assert offsets_by_name(change)["America/New_York"] == "-04:00"
    assert offsets(change.astimezone(timezone(timedelta(hours=9)))) == offsets(change)


@pytest.mark.parametrize("at", [WINTER, SUMMER, datetime(1850, 1, 1, tzinfo=UTC)])
def test_there_is_one_offset_for_each_name_in_the_same_order(at: datetime) -> None:
    assert [offset.name for offset in offsets(at)] == timezone_names()
    assert all(re.fullmatch(r"[+-]\d\d:[0-5]\d", offset.utc) for offset in offsets(at))


def test_offsets_need_an_instant_with_a_time_zone() -> None:
    with pytest.raises(ValueError, match="time zone"):
        offsets(datetime(2026, 1, 15, 12))  # noqa: DTZ001
