"""E-mail addresses: which ones we take, and how one is written with a name."""

import re

LONGEST = 254
# Deliverable addresses only, without the exotic forms (quoted local parts, address literals).
_NO = r"\s@\"<>(),:;\\\[\]\x00-\x1f\x7f-\x9f"
_ADDRESS = re.compile(rf"[^{_NO}]+@[^{_NO}.]+(\.[^{_NO}.]+)*")
_MAILBOX = re.compile(r'(?:"(?P<quoted>[^"\\]*)"|(?P<plain>[^"\\<>@,;:()]*))\s*<(?P<address>[^<>]*)>')


def is_address(text: str) -> bool:
    """Whether this is an e-mail address, with nothing around it."""
    return len(text) <= LONGEST and _ADDRESS.fullmatch(text) is not None


def mailbox(text: str) -> tuple[str, str] | None:
    """The name and the address of ``Sundial <sundial@example.com>``, or of an address alone; None if it is neither."""
    found = _MAILBOX.fullmatch(text.strip())
    name, address = (found["quoted"] or found["plain"] or "", found["address"]) if found else ("", text.strip())
    return (" ".join(name.split()), address) if is_address(address) and name.isprintable() else None
