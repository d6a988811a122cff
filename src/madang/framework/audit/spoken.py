"""What the country's pack says in several languages, found by the text in any of them.

A register keeps sentences as they were said: the name of an office, the title of a service, a purpose, an article. Here the
reader gets them in their own language where the pack knows it, else as they are.
"""

from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.utils.translation import get_language

from madang.framework.law.active import pack
from madang.framework.law.articles import spoken_articles
from madang.framework.law.pack import Pack


def spoken(text: str) -> str:
    """`text` in the reader's language, where the pack says it in that language too; an article as that language writes it."""
    language = (get_language() or "").split("-")[0]
    texts = spoken_of(text)
    return spoken_articles(cite=text, language=language) if texts is None else texts.get(language, text)


def spoken_of(text: str) -> Mapping[str, str] | None:
    """`text` in every language in which the pack says it; None where the pack does not say it."""
    return _texts(pack().folder).get(text)


@lru_cache(maxsize=8)
def _texts(_folder: Path) -> Mapping[str, Mapping[str, str]]:
    return {text: texts for texts in _rows(pack()) for text in texts.values()}


def _rows(here: Pack) -> Iterator[Mapping[str, str]]:
    first, *others = here.languages
    for row in here.data("offices") or ():
        names = {first: row["name"]}
        other = "en" if first != "en" else (others[0] if others else "")
        if row.get("name_en") and other:
            names[other] = row["name_en"]
        yield names
    for folder in sorted(path.name for path in here.folder.iterdir() if (path / "services.yaml").is_file()):
        described: Mapping[str, Any] = here.data(f"{folder}/services") or {}
        yield from (row["title"] for row in described.values())
    words = here.data("exchange_words") or {}
    yield from words.get("purposes", ())
    yield from words.get("citations", ())
