"""Catalogues: `.po` files are committed, `.mo` files are made at start-up where they are missing or older."""

from collections.abc import Iterator
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

_PACKAGE = Path(__file__).resolve().parents[2]


def catalogues(*, root: Path = _PACKAGE) -> Iterator[Path]:
    """Every catalogue of the program."""
    yield from sorted(root.rglob("locale/*/LC_MESSAGES/django.po"))


def compile_catalogues(*, root: Path = _PACKAGE) -> int:
    """Compiles the catalogues that changed since their `.mo` was made; tells how many. OSError if it cannot write."""
    count = 0
    for source in catalogues(root=root):
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime_ns >= source.stat().st_mtime_ns:
            continue
        with source.open("rb") as reader:
            catalogue = read_po(reader, locale=source.parents[1].name)
        fresh = target.with_suffix(".mo.part")
        with fresh.open("wb") as writer:
            write_mo(writer, catalogue)
        # Another process may be reading the old one: replace it in one step.
        fresh.replace(target)
        count += 1
    return count


def missing(*, root: Path = _PACKAGE) -> list[str]:
    """Untranslated messages, one line each (`path: message`); empty when every catalogue is complete."""
    found = []
    for source in catalogues(root=root):
        with source.open("rb") as reader:
            catalogue = read_po(reader, locale=source.parents[1].name)
        for message in catalogue:
            texts = message.string if isinstance(message.string, tuple) else (message.string,)
            if message.id and (not all(texts) or message.fuzzy):
                found.append(f"{source.relative_to(root)}: {message.id}")
    return found
