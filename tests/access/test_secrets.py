"""The secret key and what is made with it."""

import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest

from sundial.access.secrets import Secrets, WrongKey, load_key, new_account_id, new_token

KEY = bytes(range(32))
OTHER_KEY = bytes(32)


def test_the_key_is_made_on_first_use_and_stays(tmp_path: Path) -> None:
    key = load_key(tmp_path, None)

    assert len(key) == 32
    assert load_key(tmp_path, None) == load_key(tmp_path, "") == key
    assert [path.name for path in tmp_path.iterdir()] == ["secret.key"]


def test_every_installation_has_a_key_of_its_own(tmp_path: Path) -> None:
    keys = set[bytes]()
    for name in "abc":
        (tmp_path / name).mkdir()
        keys.add(load_key(tmp_path / name, None))

    assert len(keys) == 3


def test_nobody_else_may_read_the_key_file(tmp_path: Path) -> None:
    usual = os.umask(0)
    try:
        load_key(tmp_path, None)
    finally:
        os.umask(usual)

    assert (tmp_path / "secret.key").stat().st_mode & 0o777 == 0o600


def test_processes_that_start_together_agree(tmp_path: Path) -> None:
    together = Barrier(8)

    def start(_: int) -> bytes:
        together.wait()
        return load_key(tmp_path, None)

    with ThreadPoolExecutor(8) as pool:
        keys = set(pool.map(start, range(8)))

    assert len(keys) == 1
    assert [path.name for path in tmp_path.iterdir()] == ["secret.key"]


def test_a_key_that_is_set_wins_and_leaves_no_file(tmp_path: Path) -> None:
    assert load_key(tmp_path, KEY.hex()) == load_key(tmp_path, KEY.hex().upper()) == KEY
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("given", ["secret", "0" * 63, "0" * 62, "0" * 66, "g" * 64, "é" * 64])
def test_a_malformed_key_that_is_set_is_refused_by_name(tmp_path: Path, given: str) -> None:
    with pytest.raises(ValueError, match="SUNDIAL_SECRET_KEY must be 64 hexadecimal digits"):
        load_key(tmp_path, given)


@pytest.mark.parametrize("content", [b"", b"\n", b"0" * 63, b"g" * 64, bytes(32), b"\xff" * 64], ids=range(6))
def test_a_malformed_key_file_is_refused_by_name_and_kept(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "secret.key"
    path.write_bytes(content)

    with pytest.raises(ValueError, match=r"secret\.key must be 64 hexadecimal digits"):
        load_key(tmp_path, None)

    assert path.read_bytes() == content


def test_what_was_sealed_opens_for_its_owner() -> None:
    sealed = Secrets(KEY).seal("a token", 7)

    assert b"a token" not in sealed
    assert Secrets(KEY).unseal(sealed, 7) == "a token"


def test_sealing_twice_gives_different_boxes() -> None:
    secrets = Secrets(KEY)

    assert secrets.seal("a token", 7) != secrets.seal("a token", 7)


def test_a_box_opens_neither_for_others_nor_with_another_key_nor_after_a_change() -> None:
    sealed = Secrets(KEY).seal("a token", 7)
    changed = sealed[:-1] + bytes([sealed[-1] ^ 1])

    for secrets, box, owner in [
        (Secrets(KEY), sealed, 8),
        (Secrets(OTHER_KEY), sealed, 7),
        (Secrets(KEY), changed, 7),
        (Secrets(KEY), sealed[:10], 7),
        (Secrets(KEY), b"", 7),
    ]:
        with pytest.raises(WrongKey):
            secrets.unseal(box, owner)


def test_a_fingerprint_depends_on_the_text_and_the_key() -> None:
    fingerprint = Secrets(KEY).fingerprint("a token")

    assert len(fingerprint) == 32
    assert fingerprint == Secrets(KEY).fingerprint("a token")
    assert fingerprint != Secrets(KEY).fingerprint("a tokem")
    assert fingerprint != Secrets(OTHER_KEY).fingerprint("a token")


def test_tokens_and_account_ids_have_the_shape_that_clients_expect() -> None:
    tokens = {new_token() for _ in range(50)}
    ids = {new_account_id() for _ in range(50)}

    assert len(tokens) == len(ids) == 50
    assert all(len(token) == 32 and int(token, 16) >= 0 for token in tokens)
    assert {len(account_id) for account_id in ids} == {22}
