"""Links in the documentation lead somewhere, and the commands and files that it names exist."""

import re
from pathlib import Path

import pytest

from madang.site.cli.commands import COMMANDS, system_commands

ROOT = Path(__file__).parents[2]
LEFT_OUT = {"node_modules", "var", "out"}


def _ours(page: Path) -> bool:
    """Hidden folders are tools' own: two workers may find them at different stages of being made."""
    parts = page.relative_to(ROOT).parts
    return not any(part in LEFT_OUT or part.startswith(".") for part in parts) and not page.is_symlink()


PAGES = sorted(page for page in ROOT.rglob("*.md") if _ours(page))
LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)[^)]*\)")


def _anchor(heading: str) -> str:
    """A heading's anchor as GitHub makes it."""
    kept = re.sub(r"[^\w\- ]", "", re.sub(r"[`*]", "", heading).strip().lower())
    return kept.replace(" ", "-")


def _anchors(page: Path) -> set[str]:
    return {_anchor(line.lstrip("#")) for line in page.read_text(encoding="utf-8").splitlines() if line.startswith("#")}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_of_a_page_leads_somewhere(page: Path) -> None:
    broken = []
    for target in LINK.findall(page.read_text(encoding="utf-8")):
        if re.match(r"[a-z]+:", target):
            continue
        path, _, anchor = target.partition("#")
        file = (page.parent / path).resolve() if path else page
        if not file.exists() or (anchor and file.suffix == ".md" and anchor not in _anchors(file)):
            broken.append(target)
    assert broken == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_command_that_a_page_names_exists(page: Path) -> None:
    named = set(re.findall(r"\./madang ([a-z-]+)", page.read_text(encoding="utf-8")))
    assert named <= {*COMMANDS, *system_commands(), "help"}
