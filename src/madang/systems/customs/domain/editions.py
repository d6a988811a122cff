"""Editions of the tariff: whole published tables that take the place of what the pack holds, each from a day.

An edition says for which kinds of rates it is whole (`kinds`). From its first day on, the rates of those kinds are its own, of
every line; what stood before stands for the days before. Kinds that it does not hold go on. One tariff tells every day's law.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from madang.framework.values import Period
from madang.systems.customs.domain.tariff import Line, Rate, Tariff


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """A table with the day from which it is the law, and the kinds of rates for which it is whole."""

    since: date
    kinds: frozenset[str]
    tariff: Tariff


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """What an edition changes on its first day: of its kinds of rates, lines that get some, bear others, bear none."""

    added: tuple[str, ...]
    ended: tuple[str, ...]
    changed: tuple[str, ...]


def in_editions(*, held: Tariff, editions: Sequence[Edition]) -> Tariff:
    """The tariff with its editions, each from its day on; of two of one day the later in the sequence holds."""
    made = held
    for edition in sorted(editions, key=lambda one: one.since):
        made = _with(made, edition)
    return made


def difference(*, before: Tariff, edition: Edition) -> Difference:
    """What an edition would change on its first day."""
    after = in_editions(held=before, editions=[edition])
    old, new = ({code: _standing(line, edition) for code, line in one.lines.items()} for one in (before, after))
    return Difference(
        added=tuple(sorted(code for code in new if new[code] and not old.get(code))),
        ended=tuple(sorted(code for code in new if old.get(code) and not new[code])),
        changed=tuple(sorted(code for code in new if new[code] and old.get(code) and new[code] != old[code])),
    )


def _with(held: Tariff, edition: Edition) -> Tariff:
    lines = {code: _until(line, edition) for code, line in held.lines.items()}
    for code, line in edition.tariff.lines.items():
        known = lines.get(code, replace(line, rates=()))
        lines[code] = replace(known, rates=(*known.rates, *_since(line.rates, edition.since)))
    return Tariff(lines=lines)


def _until(line: Line, edition: Edition) -> Line:
    """The line with its rates of the edition's kinds ended on the edition's first day."""
    kept: list[Rate] = []
    for rate in line.rates:
        if rate.regime not in edition.kinds or (rate.period.end is not None and rate.period.end <= edition.since):
            kept.append(rate)
        elif rate.period.start < edition.since:
            kept.append(replace(rate, period=Period(rate.period.start, edition.since)))
    return replace(line, rates=tuple(kept))


def _since(rates: Iterable[Rate], since: date) -> Iterable[Rate]:
    """The edition's rates, none before its first day."""
    for rate in rates:
        if rate.period.end is not None and rate.period.end <= since:
            continue
        yield rate if rate.period.start >= since else replace(rate, period=Period(since, rate.period.end))


def _standing(line: Line, edition: Edition) -> frozenset[tuple[str, str, frozenset[str]]]:
    rates = (rate for rate in line.on(day=edition.since) if rate.regime in edition.kinds)
    return frozenset((rate.regime, repr(rate.duty), rate.origins) for rate in rates)
