"""The installation's secret key and what is made with it: hashes to find tokens by, and boxes to keep them in.

One key of 32 bytes is enough; each use derives its own. It lives in the data directory (mode 0600) or in
``SUNDIAL_SECRET_KEY``, which all machines of one installation must share.
"""

import hmac
import os
import secrets
from hashlib import blake2b
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

KEY_BYTES = 32
NONCE_BYTES = 12


class Secrets:
    """Keyed hashes and sealed values."""

    def __init__(self, key: bytes) -> None:
        self._hash_key = hmac.digest(key, b"find tokens", "sha256")
        self._box = AESGCM(hmac.digest(key, b"keep tokens", "sha256"))

    def fingerprint(self, text: str) -> bytes:
        """A keyed hash of 32 bytes: finds a token without storing it. Whoever reads the database cannot make one."""
        return blake2b(text.encode("utf-8", "surrogatepass"), key=self._hash_key, digest_size=32).digest()

    def seal(self, text: str, owner: int) -> bytes:
        """Encrypt a text for its owner's row."""
        nonce = os.urandom(NONCE_BYTES)
        return nonce + self._box.encrypt(nonce, text.encode(), str(owner).encode())

    def unseal(self, sealed: bytes, owner: int) -> str:
        """Decrypt what ``seal`` made for the same owner. Raises WrongKey if the key is another one."""
        try:
            opened = self._box.decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], str(owner).encode())
        except (InvalidTag, ValueError) as error:
            raise WrongKey("The secret key is not the one that this database was used with.") from error
        return opened.decode()


class WrongKey(Exception):
    """A sealed value does not open: the key was lost or exchanged."""


def load_key(directory: Path, given: str | None) -> bytes:
    """The secret key: from the setting (64 hexadecimal digits), or from the data directory, made there on first use.

    Raises ValueError for a malformed key.
    """
    if given:
        return _parse(given, "SUNDIAL_SECRET_KEY")
    path = directory / "secret.key"
    if not path.exists():
        _create(path)
    return _parse(path.read_text(errors="replace").strip(), str(path))


def _parse(digits: str, where: str) -> bytes:
    try:
        key = bytes.fromhex(digits)
    except ValueError:
        key = b""
    if len(key) != KEY_BYTES:
        raise ValueError(f"{where} must be {2 * KEY_BYTES} hexadecimal digits")
    return key


def _create(path: Path) -> None:
    # Written aside and linked into place: of two processes that start together, one wins and both read the same key.
    draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(secrets.token_hex(KEY_BYTES) + "\n")
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()


def new_token() -> str:
    """A fresh API token: 32 hexadecimal digits."""
    return secrets.token_hex(16)


def new_account_id() -> str:
    """22 random characters: the global account id that strict clients expect (`clients.md, 5`)."""
    return secrets.token_urlsafe(16)
