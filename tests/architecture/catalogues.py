"""Which sentences the program says, and whether a catalogue has them in a language."""

import io
import re
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.pofile import read_po
from django.utils.translation.template import templatize

KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}
PLACEHOLDER = re.compile(r"%\([a-z_0-9]+\)[a-z]|(?<!\{)\{[a-z_0-9.]+\}(?!\})")
Sentence = tuple[str, str]  # context, sentence


def said_by(app: Path) -> Iterator[tuple[str, Sentence]]:
    """(place, sentence) for each translatable sentence in the Python files and templates below `app`."""
    for file in sorted((*app.rglob("*.py"), *app.rglob("templates/**/*.html"), *app.rglob("templates/**/*.txt"))):
        if "tests" in file.relative_to(app).parts:
            continue
        text = file.read_text(encoding="utf-8")
        code = text if file.suffix == ".py" else templatize(text)
        for line, message, _comments, context in extract("python", io.BytesIO(code.encode()), KEYWORDS):
            singular = message[0] if isinstance(message, tuple) else message
            if singular:
                yield f"{file.relative_to(app)}:{line}", (context or "", singular)


def catalogue(app: Path, language: str) -> Catalog | None:
    """The catalogue of `app` in `language`."""
    file = app / "locale" / language / "LC_MESSAGES" / "django.po"
    if not file.exists():
        return None
    with file.open("rb") as text:
        return read_po(text)


def translated(whole: Catalog | None) -> dict[Sentence, str]:
    """Sentences of a catalogue with what they become; unsure (fuzzy) ones do not count."""
    found: dict[Sentence, str] = {}
    for message in whole or ():
        singular = message.id[0] if isinstance(message.id, tuple | list) else message.id
        becomes = message.string[0] if isinstance(message.string, tuple | list) else message.string
        if singular and becomes and not message.fuzzy:
            found[message.context or "", singular] = becomes
    return found


def untranslated(app: Path, language: str, *, known: dict[Sentence, str]) -> Iterator[str]:
    """Sentences of `app` that neither its own catalogue nor `known` has."""
    have = known | translated(catalogue(app, language))
    for place, sentence in said_by(app):
        if sentence not in have:
            yield f"{place}: {sentence[1]!r}"


def misfilled(app: Path, language: str) -> Iterator[str]:
    """Translations whose places for values are not those of the sentence."""
    for (_, sentence), becomes in translated(catalogue(app, language)).items():
        if set(PLACEHOLDER.findall(sentence)) != set(PLACEHOLDER.findall(becomes)):
            yield f"{sentence!r} became {becomes!r}"
