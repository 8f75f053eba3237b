"""What the code as a whole keeps to, beyond what ruff, pyright and import-linter check."""

import ast
import os
import re
from collections.abc import Iterator
from fnmatch import fnmatch
from pathlib import Path
from types import ModuleType

import pytest

from sundial.wiring import OPERATIONS, TABLES

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "src" / "sundial"
MODULES = sorted(SOURCE.rglob("*.py"))
CODE = [*MODULES, *sorted((ROOT / "tests").rglob("*.py"))]

LONGEST_FILE = 300
LONGEST_FUNCTION = 40
CLOCKS = {"datetime.now", "datetime.utcnow", "datetime.today", "date.today", "time.time", "time.time_ns", "func.now"}
# Spelled in parts, so that this file does not hold what it looks for.
REGISTRIES = (("pypi", "org"), ("pythonhosted", "org"), ("npmjs", "org"), ("npmjs", "com"), ("yarnpkg", "com"))
MACHINE = re.compile(rf"(?<![\w.:/-])/(?:{'|'.join(('home', 'root', 'Users', 'work'))})/\w")
LEFT = re.compile(rf"\b(?:{'|'.join(('TO' + 'DO', 'FIX' + 'ME'))})\b")


def files() -> Iterator[tuple[str, str]]:
    """The name and text of every file of the project; what is ignored is none of it."""
    ignored = [line.rstrip("/") for line in (ROOT / ".gitignore").read_text().split()] + [".git"]
    for folder, inner, names in os.walk(ROOT):
        inner[:] = [name for name in inner if not any(fnmatch(name, pattern) for pattern in ignored)]
        for name in names:
            if not any(fnmatch(name, pattern) for pattern in ignored):
                path = Path(folder, name)
                yield str(path.relative_to(ROOT)), path.read_bytes().decode(errors="replace")


def functions(module: Path) -> Iterator[ast.FunctionDef]:
    for node in ast.walk(ast.parse(module.read_text())):
        if isinstance(node, ast.FunctionDef):
            yield node


def dotted(node: ast.Attribute) -> str:
    """``a.b`` of an attribute: its name and that of what it is looked up in."""
    inner = node.value
    return f"{inner.attr if isinstance(inner, ast.Attribute) else getattr(inner, 'id', '')}.{node.attr}"


def test_no_file_is_long() -> None:
    long = {str(path.relative_to(ROOT)): lines(path) for path in CODE if lines(path) > LONGEST_FILE}

    assert long == {}


def lines(path: Path) -> int:
    return path.read_text().count("\n")


def test_no_function_is_long() -> None:
    long = {
        f"{path.relative_to(SOURCE)}:{function.name}": length(function)
        for path in MODULES
        if "versions" not in path.parts
        for function in functions(path)
        if length(function) > LONGEST_FUNCTION
    }

    assert long == {}


def length(function: ast.FunctionDef) -> int:
    """How many lines a function's body has, without its docstring."""
    body = function.body[1:] if ast.get_docstring(function) else function.body
    return (function.end_lineno or 0) - body[0].lineno + 1 if body else 0


def test_every_module_says_what_it_is() -> None:
    silent = [str(path.relative_to(ROOT)) for path in MODULES if not ast.get_docstring(ast.parse(path.read_text()))]

    assert silent == []


def test_only_the_clock_asks_what_time_it_is() -> None:
    asked = [
        f"{path.relative_to(SOURCE)}:{node.lineno}: {dotted(node)}"
        for path in MODULES
        if path != SOURCE / "core" / "clock.py"
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Attribute) and dotted(node) in CLOCKS
    ]

    assert asked == []


def test_nothing_is_left_for_later() -> None:
    left = [f"{name}: {found[0]}" for name, text in files() if (found := LEFT.search(text))]

    assert left == []


def test_no_file_names_a_registry_or_a_folder_of_some_machine() -> None:
    hosts = [".".join(parts) for parts in REGISTRIES]
    told = [f"{name}: {host}" for name, text in files() for host in hosts if host in text]
    told += [f"{name}: {found[0]}" for name, text in files() if (found := MACHINE.search(text))]

    assert told == []


@pytest.mark.parametrize(("name", "known"), [("tables", TABLES), ("operations", OPERATIONS)])
def test_every_slice_is_wired(name: str, known: list[ModuleType]) -> None:
    there = {f"sundial.{path.parent.name}.{name}" for path in SOURCE.glob(f"*/{name}.py")}

    assert there <= {module.__name__ for module in known}


def test_there_is_no_drawer_for_everything() -> None:
    drawers = [str(path) for path in MODULES if path.stem in ("utils", "helpers", "common", "misc")]
    layers = [
        f"{path.stem}.{node.name}"
        for path in MODULES
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.ClassDef) and node.name.endswith(("Service", "Manager", "Helper"))
    ]

    assert drawers + layers == []
