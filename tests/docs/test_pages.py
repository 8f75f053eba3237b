"""Pages that list something list exactly what is there."""

import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[2]
_LINE = re.compile(r"^- `(?P<name>[\w./-]+)`: ", re.MULTILINE)
_LINK = re.compile(r"\]\((?P<file>[^)#:]+)(?:#(?P<part>[^)]+))?\)")
_HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)


def test_the_architecture_names_every_folder() -> None:
    source = ROOT / "src" / "sundial"
    there = {f"{folder.name}/" for folder in source.iterdir() if (folder / "__init__.py").exists()}

    assert set(listed("docs/ARCHITECTURE.md")) == there


def test_every_dependency_has_its_reason() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    wanted = [*project["project"]["dependencies"], *project["build-system"]["requires"]]
    wanted += [*required("requirements-test.in"), *required("requirements-clients.in")]
    names = [re.split(r"[\[<>=;]", requirement)[0] for requirement in wanted]

    assert sorted(listed("docs/dependencies.md")) == sorted(names)


def test_links_between_pages_lead_somewhere() -> None:
    pages = [ROOT / "README.md", *(ROOT / "docs").rglob("*.md")]
    broken = [f"{page.name}: {link}" for page in pages for link in links(page) if not leads(page, *link)]

    assert broken == []


def required(file: str) -> list[str]:
    """The requirements that a file has, one a line."""
    lines = (ROOT / file).read_text().splitlines()
    return [line for line in lines if line and not line.startswith("#")]


def listed(page: str) -> list[str]:
    """The names that a page's list lines begin with."""
    return _LINE.findall((ROOT / page).read_text())


def links(page: Path) -> list[tuple[str, str]]:
    """The files that a page links to, and the headings in them."""
    return [(found["file"], found["part"] or "") for found in _LINK.finditer(page.read_text())]


def leads(page: Path, file: str, part: str) -> bool:
    """Whether a link's file is there, with the heading."""
    target = page.parent / file
    return target.exists() and (not part or part in anchors(target))


def anchors(page: Path) -> set[str]:
    """The names of a page's headings as links spell them."""
    headings: list[str] = _HEADING.findall(page.read_text())
    return {re.sub(r"[^\w -]", "", heading).lower().replace(" ", "-") for heading in headings}
