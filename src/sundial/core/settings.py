"""Settings: one typed place. Read from the environment (``SUNDIAL_*``) and a TOML file; the environment wins."""

import difflib
import re
from collections.abc import Mapping
from ipaddress import ip_network
from typing import Any, Literal

import msgspec

from sundial.core.addresses import mailbox

PREFIX = "SUNDIAL_"
ORIGIN = re.compile(r"https?://[^/\s]+")


class Settings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Everything that can be set. The names in the environment are these in capitals, with ``SUNDIAL_`` before them."""

    data_dir: str = "data"
    database: str = ""
    public_url: str = ""
    secret_key: str = ""
    smtp_url: str = ""
    mail_from: str = ""
    reminder_hour: int = 9
    log_format: Literal["console", "json"] = "console"
    access_log: bool = False
    host: str = "127.0.0.1"
    port: int = 8080
    workers: int = 0
    threads: int = 4
    trusted_proxies: str = ""
    cors_origins: str = ""
    quota_per_hour: int = 0


class BadSetting(Exception):
    """A setting that cannot be used; the message says which and what to do."""


def load(environment: Mapping[str, str], file: Mapping[str, Any]) -> Settings:
    """Settings from the environment and the contents of a TOML file.

    Raises BadSetting for an unknown name (with a suggestion), a wrong type, or a value out of range.
    """
    given = {
        name.removeprefix(PREFIX).lower(): text
        for name, text in environment.items()
        if name.startswith(PREFIX) and name != f"{PREFIX}CONFIG"
    }
    for name in given:
        _refuse_unknown(name, f"{PREFIX}{name.upper()}", f"{PREFIX}{{}}", str.upper)
    for name in file:
        _refuse_unknown(name, f"{name} in the settings file", "{}", str)
    try:
        settings = msgspec.convert({**file, **given}, Settings, strict=False)
    except msgspec.ValidationError as error:
        said, _, name = str(error).rstrip("`").partition(" - at `$.")
        shown = f"{PREFIX}{name.upper()}" if name in given else f"{name} in the settings file"
        raise BadSetting(f"{shown} cannot be used: {said}.") from error
    return _checked(settings)


def split(texts: str) -> tuple[str, ...]:
    """The parts of a comma-separated setting."""
    return tuple(part.strip() for part in texts.split(",") if part.strip())


def _refuse_unknown(name: str, shown: str, pattern: str, spell: Any) -> None:
    known = Settings.__struct_fields__
    if name in known:
        return
    close = difflib.get_close_matches(name.lower().removeprefix(PREFIX.lower()), known, n=1, cutoff=0.7)
    hint = f" Did you mean {pattern.format(spell(close[0]))}?" if close else ""
    raise BadSetting(f"There is no setting {shown}.{hint}")


def _checked(settings: Settings) -> Settings:
    if not 1 <= settings.port <= 65535:
        raise BadSetting("SUNDIAL_PORT must be from 1 to 65535")
    if settings.workers < 0 or not 1 <= settings.threads <= 256:
        raise BadSetting("SUNDIAL_WORKERS must be 0 (as cores allow) or more, SUNDIAL_THREADS from 1 to 256")
    if not 0 <= settings.reminder_hour <= 23:
        raise BadSetting("SUNDIAL_REMINDER_HOUR must be a full hour from 0 to 23")
    if settings.quota_per_hour < 0:
        raise BadSetting("SUNDIAL_QUOTA_PER_HOUR must be 0 (no quota) or more")
    if settings.public_url and not settings.public_url.startswith(("http://", "https://")):
        raise BadSetting("SUNDIAL_PUBLIC_URL must begin with http:// or https://")
    if settings.mail_from and not _is_sender(settings.mail_from):
        raise BadSetting("SUNDIAL_MAIL_FROM must be an address such as time@example.com or Time <time@example.com>")
    _check_lists(settings)
    return settings


def _check_lists(settings: Settings) -> None:
    for proxy in split(settings.trusted_proxies):
        if not _is_network(proxy):
            raise BadSetting(f"SUNDIAL_TRUSTED_PROXIES: {proxy} is no address or network such as 10.0.0.0/8")
    for origin in split(settings.cors_origins):
        if not ORIGIN.fullmatch(origin):
            raise BadSetting(f"SUNDIAL_CORS_ORIGINS: {origin} is no origin such as https://app.example.com")


def _is_sender(text: str) -> bool:
    # Not every mail server takes other letters in an address, and all letters come from this one.
    found = mailbox(text)
    return found is not None and found[1].isascii()


def _is_network(text: str) -> bool:
    try:
        ip_network(text, strict=False)
    except ValueError:
        return False
    return True
