"""The launcher runs before anything is installed."""

import ast
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def _imported(file: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            names.add(node.module or "")
    return names


def test_the_launcher_imports_only_the_standard_library_and_itself() -> None:
    files = [ROOT / "madang", *(ROOT / "src/madang/site/setup").glob("*.py")]
    foreign = {
        f"{file.name}: {name}"
        for file in files
        for name in _imported(file)
        if name.partition(".")[0] not in sys.stdlib_module_names and not name.startswith("madang.site.setup")
    }
    assert len(files) > 4
    assert foreign == set()


def test_the_packages_above_the_launcher_import_nothing() -> None:
    for package in ("src/madang/__init__.py", "src/madang/site/__init__.py"):
        assert _imported(ROOT / package) == set()
