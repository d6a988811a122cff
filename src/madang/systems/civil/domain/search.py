"""Finding a service by what a resident types: Korean or English, with typos, by initial consonants, by everyday words.

Three readings of a query are scored and the best one counts: the whole query inside a name, its words one by one (each with
slips), and its letter trigrams (for compounds written together). Scores run from 0 to 100 and are comparable.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from madang.systems.civil.domain.hangul import are_initials, initials, letters, tidy, typed_on_latin_keys

NAME, SYNONYM, EVENT, TEXT = 1.0, 0.93, 0.8, 0.55
_FLOOR = 45.0
# Below this the keyboard may have been in Latin; from this on a name was simply typed right.
_SURE, _PLAIN = 62.0, 88.0
# Words of asking that name nothing.
_STOP = frozenset(
    "a an and the of for to in on my me i we want need how do get is please "  # noqa: SIM905
    "어떻게 하려면 하고 싶어요 싶습니다 어디서 방법 떼기 떼는 떼려면 뽑기 받기 하기 해요 갔어요 했어요 주세요 좀 를 을".split()
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """One service as search sees it. `weight` is added to the score of a hit: a few points that break ties."""

    code: str
    names: tuple[str, ...]
    synonyms: tuple[str, ...] = ()
    events: tuple[str, ...] = ()
    text: tuple[str, ...] = ()
    weight: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """One service found, and how well (0 to 100)."""

    code: str
    score: float


@dataclass(frozen=True, slots=True)
class _Phrase:
    """A phrase once, with the services that it stands for and how much it counts for each."""

    plain: str
    leads: str
    grams: frozenset[str]
    owners: dict[int, float]


class Index:
    """Services prepared for search. Build it once for a catalogue; searching it changes nothing and is quick."""

    def __init__(self, listings: Iterable[Listing]) -> None:
        self._listings = tuple(listings)
        self._phrases: list[_Phrase] = []
        self._places: dict[str, int] = {}
        self._by_gram: dict[str, list[int]] = defaultdict(list)
        self._words: dict[str, dict[int, float]] = defaultdict(dict)
        for place, listing in enumerate(self._listings):
            self._add(place, listing)
        self._vocabulary = list(self._words)

    def search(self, *, query: str, limit: int = 20) -> tuple[Hit, ...]:
        """The services that answer the query, best first; nothing for an empty query."""
        asked = tidy(text=query)
        if not asked:
            return ()
        scores = self._score(asked)
        if all(each.isascii() for each in asked) and max(scores.values(), default=0) < _SURE:
            # Perhaps a Korean word typed with the keyboard still in Latin.
            typed = typed_on_latin_keys(text="".join(query.split()))
            for place, score in self._score(typed).items():
                scores[place] = max(scores[place], score * 0.95)
        hits = [
            Hit(code=self._listings[place].code, score=round(score + self._listings[place].weight, 2))
            for place, score in scores.items()
            if score >= _FLOOR
        ]
        return tuple(sorted(hits, key=lambda hit: (-hit.score, hit.code))[:limit])

    def _add(self, place: int, listing: Listing) -> None:
        kinds = ((NAME, listing.names), (SYNONYM, listing.synonyms), (EVENT, listing.events))
        for weight, phrases in kinds:
            for phrase in phrases:
                self._add_phrase(place, weight, tidy(text=phrase))
        for phrase in listing.text:
            self._add_words(place, TEXT, tidy(text=phrase))

    def _add_phrase(self, place: int, weight: float, phrase: str) -> None:
        joined = phrase.replace(" ", "")
        if not joined:
            return
        plain = letters(text=joined)
        if plain not in self._places:
            self._places[plain] = len(self._phrases)
            grams = _grams(plain)
            for gram in grams:
                self._by_gram[gram].append(len(self._phrases))
            self._phrases.append(_Phrase(plain, initials(text=joined), grams, {}))
        owners = self._phrases[self._places[plain]].owners
        owners[place] = max(owners.get(place, 0.0), weight)
        self._add_words(place, weight, phrase)

    def _add_words(self, place: int, weight: float, phrase: str) -> None:
        for word in phrase.split():
            known = self._words[letters(text=word)]
            known[place] = max(known.get(place, 0.0), weight)

    def _score(self, asked: str) -> dict[int, float]:
        scores: dict[int, float] = defaultdict(float)
        joined = asked.replace(" ", "")
        if are_initials(text=joined):
            self._score_initials(joined, scores)
            return scores
        plain = letters(text=joined)
        self._score_whole(plain, scores)
        self._score_words([letters(text=word) for word in asked.split() if word not in _STOP], scores)
        if max(scores.values(), default=0) < _PLAIN:
            self._score_grams(plain, scores)
        return scores

    def _score_initials(self, joined: str, scores: dict[int, float]) -> None:
        for phrase in self._phrases:
            at = phrase.leads.find(joined)
            if at >= 0:
                _give(scores, phrase, 72 + 14 * len(joined) / len(phrase.leads) + (6 if at == 0 else 0))

    def _score_whole(self, plain: str, scores: dict[int, float]) -> None:
        """The query inside a phrase, or a phrase inside the query."""
        for phrase in self._phrases:
            if plain in phrase.plain or phrase.plain in plain:
                _give(scores, phrase, _containment(plain, phrase.plain))

    def _score_grams(self, plain: str, scores: dict[int, float]) -> None:
        """Most of the query's letter trigrams in a phrase: for slips in long compounds."""
        grams = _grams(plain)
        shared = Counter(place for gram in grams for place in self._by_gram.get(gram, ()))
        for place, count in shared.most_common(200):
            phrase = self._phrases[place]
            _give(scores, phrase, 60 * count / len(grams) + 15 * count / len(phrase.grams))

    def _score_words(self, words: list[str], scores: dict[int, float]) -> None:
        """The mean over the query's words of the best fitting word of a service; a word without a fit counts nothing."""
        if not words:
            return
        sums: dict[int, float] = defaultdict(float)
        for word in words:
            best: dict[int, float] = defaultdict(float)
            for known, fit in self._fitting(word).items():
                for place, weight in self._words[known].items():
                    best[place] = max(best[place], fit * weight)
            for place, fit in best.items():
                sums[place] += fit
        for place, total in sums.items():
            scores[place] = max(scores[place], total / len(words))

    def _fitting(self, word: str) -> dict[str, float]:
        fits: dict[str, float] = {}
        if len(word) >= 3:
            # Slips of a key: below 74 a short word finds too many others.
            found = process.extract(word, self._vocabulary, scorer=fuzz.ratio, score_cutoff=74, limit=40)
            fits = {known: similarity * 0.86 for known, similarity, _ in found}
        for known in self._vocabulary:
            if word in known or known in word:
                fits[known] = max(fits.get(known, 0.0), _containment(word, known))
        return fits


def _give(scores: dict[int, float], phrase: _Phrase, fit: float) -> None:
    for place, weight in phrase.owners.items():
        if fit * weight > scores[place]:
            scores[place] = fit * weight


def _containment(asked: str, known: str) -> float:
    """How well a query fits a phrase that holds it, or (with a particle or more words around it) is held by it."""
    if asked == known:
        return 98.0
    if len(asked) >= 2 and asked in known:
        return 78 + 14 * len(asked) / len(known) + (4 if known.startswith(asked) else 0)
    if len(known) >= 4 and known in asked:
        return 66 + 22 * len(known) / len(asked)
    return 0.0


def _grams(plain: str) -> frozenset[str]:
    """Letter trigrams; the marks at both ends make a phrase's start and end count."""
    padded = f"^{plain}$"
    return frozenset(padded[at : at + 3] for at in range(len(padded) - 2))
