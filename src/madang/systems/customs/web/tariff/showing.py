"""What pages show of rates and assessments."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django.utils.translation import get_language

from madang.framework.cases.clock import local_day
from madang.framework.law import pack, spoken_articles
from madang.framework.values import Fault, Money, Period
from madang.framework.values.clock import now
from madang.systems.customs.domain.assessed import Assessed
from madang.systems.customs.domain.duty import read_duty
from madang.systems.customs.domain.origin import product_rules
from madang.systems.customs.domain.regimes import regimes
from madang.systems.customs.domain.tariff import Line, Rate
from madang.systems.customs.usecases.declarations.words import LEVIES
from madang.systems.customs.web.faults import sentence_of
from madang.systems.customs.web.tariff.saying import said
from madang.systems.customs.web.tariff.words import RULES


def rates_shown(*, line: Line, on: date | None = None) -> list[dict[str, Any]]:
    """The rates of a day (today), those without an agreement first."""
    return [_rate(rate) for rate in sorted(line.on(day=on or local_day(now())), key=_order)]


def history_shown(*, line: Line) -> list[dict[str, Any]]:
    """Every rate that the line ever had here, by kind, the newest first."""
    newest = sorted(line.rates, key=lambda rate: rate.period.start, reverse=True)
    return [_rate(rate) for rate in sorted(newest, key=_order)]


def origin_shown(*, line: Line) -> list[dict[str, str]]:
    """What must have happened to materials from elsewhere, by agreement."""
    language = get_language() or "en"
    return [
        {
            "name": _named(one.regime, language) or one.regime,
            "code": _of_agreement(one.regime),
            "rule": one.rule,
            "cite": one.cite,
            "says": str(RULES.get(one.rule, one.rule)),
        }
        for one in product_rules(commodity=line.code)
    ]


def _of_agreement(code: str) -> str:
    """A regime of the agreement that a rule names: itself, or the first of several that differ by party."""
    fitting = (one.code for one in regimes().values() if one.agreement is not None and one.agreement.code == code)
    return code if code in regimes() else next(fitting, "")


def assessed_shown(*, made: Assessed) -> dict[str, Any]:
    """An assessment of one item: the value, each step with its article, the sums."""
    language = get_language() or "en"
    (item,) = made.items
    return {
        "value": made.customs_value,
        "steps": [
            {
                "levy": LEVIES[step.levy],
                "rate": said(duty=read_duty(text=step.rate)),
                "rule": _named(step.rule, language),
                "base": step.base,
                "amount": Money(step.amount, made.currency),
                "cite": _spoken(step.citation, language),
            }
            for step in item.steps
        ],
        "totals": [(LEVIES[levy], Money(amount, made.currency)) for levy, amount in made.totals],
        "payable": made.payable,
        "rounding": _spoken(made.rounding, language),
        "notes": [_spoken(note, language) for note in made.notes],
    }


def faults_shown(*, faults: Sequence[Fault]) -> list[str]:
    """Why nothing can be said, in the reader's words."""
    return list(dict.fromkeys(sentence_of(fault=fault) for fault in faults))


def last_day(*, period: Period) -> date | None:
    """The last day of a half-open span."""
    return period.end - timedelta(days=1) if period.end else None


def regime_named(*, rule: str) -> str:
    """A kind of rate, in the reader's language."""
    return _named(rule, get_language() or "en")


def source_named(*, source: str) -> str:
    """A source of the pack by its title; what an official wrote stays as it is."""
    return str((pack().data("sources") or {}).get(source, {}).get("title", source))


def spoken_cite(*, cite: str) -> str:
    """Articles of several acts, as the reader's language writes them."""
    return _spoken(cite, get_language() or "en")


def _spoken(cite: str, language: str) -> str:
    """Articles of several acts, as the language writes them."""
    return "; ".join(spoken_articles(cite=part, language=language) for part in cite.split("; "))


def _named(rule: str, language: str) -> str:
    regime = regimes().get(rule)
    return regime.names.get(language, regime.names["en"]) if regime else ""


def _order(rate: Rate) -> tuple[int, str]:
    regime = regimes()[rate.regime]
    return (2 if regime.adds else 1 if regime.origins else 0, rate.regime)


def _rate(rate: Rate) -> dict[str, Any]:
    language = get_language() or "en"
    return {
        "regime": rate.regime,
        "name": _named(rate.regime, language),
        "text": said(duty=rate.duty),
        "since": rate.period.start,
        "until": last_day(period=rate.period),
        "cite": _spoken(rate.cite, language),
        "source": source_named(source=rate.source),
        "origins": " ".join(sorted(rate.origins)),
        "supplier": rate.supplier,
        "measure": rate.measure,
        "staging": rate.staging.split(),
    }
