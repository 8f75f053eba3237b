"""Settings: known names, right types, values in range; the environment before the file."""

from typing import Any

import pytest

from sundial.core.settings import BadSetting, Settings, load, split


def test_nothing_given_is_all_defaults() -> None:
    assert load({}, {}) == Settings()


def test_both_places_are_read_and_the_environment_wins() -> None:
    settings = load({"SUNDIAL_PORT": "9000", "OTHER": "x"}, {"port": 8000, "threads": 2})

    assert (settings.port, settings.threads) == (9000, 2)


@pytest.mark.parametrize(("text", "value"), [("true", True), ("1", True), ("false", False), ("0", False)])
def test_a_switch_in_the_environment_is_a_word_or_a_digit(text: str, value: bool) -> None:
    assert load({"SUNDIAL_ACCESS_LOG": text}, {}).access_log is value


def test_the_name_of_the_file_is_no_setting() -> None:
    assert load({"SUNDIAL_CONFIG": "sundial.toml"}, {}) == Settings()


@pytest.mark.parametrize(
    ("environment", "file", "said"),
    [
        ({"SUNDIAL_DATABSE": "x"}, {}, "There is no setting SUNDIAL_DATABSE. Did you mean SUNDIAL_DATABASE?"),
        ({"SUNDIAL_PUBLICURL": "x"}, {}, "There is no setting SUNDIAL_PUBLICURL. Did you mean SUNDIAL_PUBLIC_URL?"),
        ({"SUNDIAL_ZZZ": "x"}, {}, "There is no setting SUNDIAL_ZZZ."),
        ({"SUNDIAL_": "x"}, {}, "There is no setting SUNDIAL_."),
        ({}, {"prt": 1}, "There is no setting prt in the settings file. Did you mean port?"),
        ({}, {"SUNDIAL_PORT": 1}, "There is no setting SUNDIAL_PORT in the settings file. Did you mean port?"),
        ({}, {"server": {"port": 1}}, "There is no setting server in the settings file."),
    ],
)
def test_an_unknown_name_is_told_with_a_suggestion(environment: Any, file: Any, said: str) -> None:
    with pytest.raises(BadSetting) as refused:
        load(environment, file)

    assert str(refused.value) == said


@pytest.mark.parametrize(
    ("environment", "file", "said"),
    [
        ({"SUNDIAL_PORT": "many"}, {}, "SUNDIAL_PORT cannot be used: Expected `int`, got `str`."),
        ({"SUNDIAL_PORT": ""}, {}, "SUNDIAL_PORT cannot be used: Expected `int`, got `str`."),
        ({"SUNDIAL_ACCESS_LOG": "often"}, {}, "SUNDIAL_ACCESS_LOG cannot be used: Expected `bool`, got `str`."),
        ({"SUNDIAL_LOG_FORMAT": "xml"}, {}, "SUNDIAL_LOG_FORMAT cannot be used: Invalid enum value 'xml'."),
        ({}, {"port": 80.5}, "port in the settings file cannot be used: Expected `int`, got `float`."),
        ({}, {"host": ["a"]}, "host in the settings file cannot be used: Expected `str`, got `array`."),
        ({"SUNDIAL_PORT": "0"}, {}, "SUNDIAL_PORT must be from 1 to 65535"),
        ({"SUNDIAL_PORT": "65536"}, {}, "SUNDIAL_PORT must be from 1 to 65535"),
        ({"SUNDIAL_WORKERS": "-1"}, {}, "SUNDIAL_WORKERS must be 0"),
        ({"SUNDIAL_THREADS": "0"}, {}, "SUNDIAL_THREADS from 1 to 256"),
        ({"SUNDIAL_QUOTA_PER_HOUR": "-1"}, {}, "SUNDIAL_QUOTA_PER_HOUR must be 0"),
        ({"SUNDIAL_PUBLIC_URL": "time.example.com"}, {}, "SUNDIAL_PUBLIC_URL must begin with http:// or https://"),
        ({"SUNDIAL_TRUSTED_PROXIES": "10.0.0.1, proxy"}, {}, "SUNDIAL_TRUSTED_PROXIES: proxy is no address"),
        ({"SUNDIAL_CORS_ORIGINS": "*"}, {}, "SUNDIAL_CORS_ORIGINS: * is no origin"),
        ({"SUNDIAL_CORS_ORIGINS": "https://a.example/"}, {}, "SUNDIAL_CORS_ORIGINS: https://a.example/ is no origin"),
    ],
)
def test_a_value_that_cannot_be_used_is_told(environment: Any, file: Any, said: str) -> None:
    with pytest.raises(BadSetting) as refused:
        load(environment, file)

    assert said in str(refused.value)


@pytest.mark.parametrize(
    "environment",
    [
        {"SUNDIAL_TRUSTED_PROXIES": "10.0.0.1,::1, 192.168.0.0/16"},
        {"SUNDIAL_CORS_ORIGINS": "https://a.example,http://localhost:3000"},
        {"SUNDIAL_PUBLIC_URL": "https://time.example.com"},
    ],
)
def test_a_value_that_can_be_used_is_taken(environment: dict[str, str]) -> None:
    ((name, value),) = environment.items()

    assert getattr(load(environment, {}), name.removeprefix("SUNDIAL_").lower()) == value


def test_a_list_is_separated_by_commas() -> None:
    assert split(" a, b,,c ") == ("a", "b", "c")
    assert split("") == ()
