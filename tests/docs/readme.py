"""The code blocks of the README and of other pages, and whether an answer is the one that they show."""

import re
from pathlib import Path
from typing import Any, cast

import msgspec

ROOT = Path(__file__).parents[2]
README = ROOT / "README.md"
ADDRESS = "http://127.0.0.1:8080"
MISSING = object()
_BLOCK = re.compile(r"^```(?P<kind>[^\n]*)\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)


class Block(msgspec.Struct):
    """A code block: what stands behind the opening fence, and the text."""

    kind: str
    text: str


def blocks(page: Path) -> list[Block]:
    """All code blocks of a page, from top to bottom."""
    return [Block(found["kind"], found["text"]) for found in _BLOCK.finditer(page.read_text())]


def setting_names() -> list[str]:
    """The variables in the first column of the settings' table."""
    return re.findall(r"^\| `(SUNDIAL_\w+)`", README.read_text(), re.MULTILINE)


def answer(text: str) -> Any:
    """A shown answer as JSON; ``…`` alone on a line stands for fields that are left out."""
    shown = "\n".join(line for line in text.splitlines() if line.strip() != "…")
    return msgspec.json.decode(re.sub(r",(\s*[}\]])", r"\1", shown))


def shows(shown: Any, actual: Any) -> bool:
    """Whether an answer has all that is shown of it. The string ``…`` stands for any other string."""
    if type(shown) is not type(actual):
        return False
    if isinstance(shown, dict):
        fields, known = cast(dict[str, Any], shown), cast(dict[str, Any], actual)
        return all(shows(value, known.get(name, MISSING)) for name, value in fields.items())
    if isinstance(shown, list):
        items, given = cast(list[Any], shown), cast(list[Any], actual)
        return len(items) == len(given) and all(map(shows, items, given))
    return actual != "" if shown == "…" else shown == actual
