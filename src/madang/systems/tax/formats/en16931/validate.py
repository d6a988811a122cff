"""The verdict over a file: which rules fire, where. Layers: EN 16931 alone, or with the rules of Peppol BIS Billing 3.0."""

from dataclasses import dataclass
from decimal import localcontext

from madang.systems.tax.formats.en16931 import (
    rules_categories,
    rules_codes,
    rules_peppol,
    rules_presence,
    rules_sums,
    rules_syntax,
)
from madang.systems.tax.formats.en16931.reading import read_document
from madang.systems.tax.formats.en16931.rule import Level, Rule
from madang.systems.tax.formats.en16931.terms import Document, place_of

PRECISION = 200
"""Digits of the arithmetic: sums of numbers of at most eighty digits stay exact."""
MOST_PLACES = 20
EN16931, PEPPOL = "en16931", "peppol"
LAYERS = (EN16931, PEPPOL)
BUSINESS_RULES: tuple[Rule, ...] = (
    *rules_presence.RULES,
    *rules_sums.AGREEMENT,
    *rules_categories.RULES,
    *rules_sums.DIGITS,
    *rules_codes.RULES,
)
RULES = BUSINESS_RULES + rules_syntax.RULES + rules_peppol.RULES


@dataclass(frozen=True, slots=True, kw_only=True)
class Fired:
    """A rule that is broken, and where (the first places of them)."""

    rule: Rule
    places: tuple[str, ...]


def validate_invoice(*, data: bytes, layer: str = EN16931) -> list[Fired]:
    """The rules that fire, in the order of the standard. XmlRefused when the file is no invoice."""
    return validate_document(document=read_document(data=data), layer=layer)


def validate_document(*, document: Document, layer: str = EN16931, rules: tuple[Rule, ...] = RULES) -> list[Fired]:
    """The rules that fire over the terms of a file."""
    layers = LAYERS if layer == PEPPOL else (EN16931,)
    fired = []
    with localcontext() as context:
        context.prec = PRECISION
        for rule in rules:
            if rule.layer in layers and document.syntax in rule.syntaxes:
                broken = list(rule.find(document))
                if broken:
                    places = tuple(place_of(element=one) for one in broken[:MOST_PLACES])
                    fired.append(Fired(rule=rule, places=places))
    return fired


def is_sound(*, fired: list[Fired]) -> bool:
    """Nothing fatal."""
    return all(one.rule.level is not Level.FATAL for one in fired)
