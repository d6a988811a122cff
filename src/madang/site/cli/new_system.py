"""`./madang new-system`: the anatomy of a new system, with one small journey that works."""

import keyword
import os
import re
import subprocess
import sys
from pathlib import Path
from string import Template

import click

from madang.site.cli.console import CommandFault, out
from madang.site.setup.checkout import here

SCAFFOLD = Path(__file__).parents[1] / "scaffold"
PLACES = {"templates": "templates/{name}", "locale": "locale/ko/LC_MESSAGES"}


@click.command()
@click.argument("name")
def command(name: str) -> int:
    """Lay out src/madang/systems/NAME, name it in the settings, and make its first migration."""
    checkout = here()
    folder = checkout.root / "src" / "madang" / "systems" / name
    require_free(name=name, folder=folder)
    made = write_scaffold(name=name, folder=folder)
    enlist(name=name, settings=checkout.root / "src" / "madang" / "site" / "settings" / "base.py")
    _make_migration(name, checkout.root)
    for file in made:
        out.print(f"  {file.relative_to(checkout.root)}")
    out.print(
        f"The system {name} stands. ./madang up serves it at /{name.replace('_', '-')}/; its README says what to replace."
    )
    return 0


def write_scaffold(*, name: str, folder: Path) -> list[Path]:
    """Writes every file of the scaffold for system `name` below `folder`, and returns them."""
    words = name.replace("_", " ")
    values = {
        "name": name,
        "words": words,
        "title": words.capitalize(),
        "camel": words.title().replace(" ", ""),
        "slug": name.replace("_", "-"),
    }
    made = []
    for source in sorted(SCAFFOLD.rglob("*.txt")):
        place = source.relative_to(SCAFFOLD)
        room = PLACES.get(place.parts[0], place.parts[0]).format(name=name) if len(place.parts) > 1 else "."
        target = folder / room / place.name.removesuffix(".txt")
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(Template(source.read_text(encoding="utf-8")).substitute(values), encoding="utf-8")
        made.append(target)
    return made


def enlist(*, name: str, settings: Path) -> None:
    """Adds `name` to ALL_SYSTEMS: the settings are the one place that chooses."""
    text = settings.read_text(encoding="utf-8")
    one_line = re.search(r"^ALL_SYSTEMS = \(.*\)$", text, flags=re.MULTILINE)
    added = rf'\1, "{name}")' if one_line else rf'\1,\n    "{name}",\n)'
    changed, count = re.subn(r"^(ALL_SYSTEMS = \([^)]*?),?\s*\)", added, text, count=1, flags=re.MULTILINE)
    if not count:
        raise CommandFault(f"{settings} has no line ALL_SYSTEMS = (...): add {name} to the systems by hand.")
    settings.write_text(changed, encoding="utf-8")


def require_free(*, name: str, folder: Path) -> None:
    """Raises CommandFault where no system can have this name."""
    taken = {path.name for path in (folder.parents[1] / "framework").iterdir()} | {"exchange", "site", "contracts"}
    taken |= {"admin", "auth", "contenttypes", "messages", "sessions", "staticfiles", "postgres", "procrastinate"}
    if not re.fullmatch(r"[a-z]+(_[a-z]+)*", name) or keyword.iskeyword(name):
        raise CommandFault(
            f"“{name}” cannot name a system: take small English letters, such as customs or public_works."
        )
    if folder.exists() or name in taken:
        raise CommandFault(f"The name {name} is taken: choose another.")


def _make_migration(name: str, root: Path) -> None:
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "madang.site.settings.test", "PYTHONPATH": str(root / "src")}
    outcome = subprocess.run(
        [sys.executable, "-m", "django", "makemigrations", name],
        cwd=root,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    if outcome.returncode:
        raise CommandFault(f"The first migration could not be made:\n{outcome.stderr}")
