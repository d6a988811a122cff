"""How the pages of returns write things."""

from collections.abc import Iterable
from decimal import Decimal

from django.http import Http404
from django.utils.translation import get_language

from madang.framework.audit.spoken import spoken
from madang.framework.identity.actor import Actor
from madang.framework.law import pack
from madang.framework.ui import written
from madang.framework.values import Money
from madang.systems.tax.domain.assessed import Assessed
from madang.systems.tax.domain.filing import COUNTS
from madang.systems.tax.domain.words import Tax
from madang.systems.tax.usecases.returns.prefill import Figure
from madang.systems.tax.usecases.returns.words import GROUPS, ORIGINS, fact_title, step_title

PLAIN = COUNTS | {"simplified", "simplified_rate", "restaurant", "e_filed", "months", "corporation", "manufacturer"}
"""Facts that are no money."""


def tax_of(text: str) -> Tax:
    """The tax of an address. Raises Http404."""
    if text not in {Tax.INCOME.value, Tax.VAT.value}:
        raise Http404
    return Tax(text)


def amount(fact: str, minor: int) -> str:
    """A figure: money, or a count."""
    return f"{minor:,}" if fact in PLAIN else money(minor)


def shown_amount(fact: str, minor: int) -> object:
    """As a field takes it: units of the currency, or a count."""
    digits = 0 if fact in PLAIN else pack().currency_digits
    return Decimal(minor).scaleb(-digits) if digits else minor


def money(minor: int) -> str:
    """An amount in the country's currency."""
    return written.money(Money(minor, pack().currency))


def name_of(actor: Actor) -> str:
    """For whom it is: the party acted for, else the actor."""
    return (actor.acting_for or actor).name_in(get_language() or "") or actor.name


def result_of(payable: int) -> dict[str, object]:
    """The large line at the top."""
    return {"refund": payable < 0, "nothing": payable == 0, "amount": money(abs(payable))}


def steps_of(assessed: Assessed[int]) -> list[dict[str, str]]:
    """The computation, step by step, without the steps that come to nothing."""
    return step_rows((step.code, step.amount, step.cite) for step in assessed.steps)


def step_rows(steps: Iterable[tuple[str, int, str]]) -> list[dict[str, str]]:
    """Rows of a computation from (code, amount, article)."""
    return [
        {"title": step_title(code), "amount": money(minor), "cite": spoken(cite)}
        for code, minor, cite in steps
        if minor
    ]


def groups_of(figures: Iterable[Figure]) -> list[dict[str, object]]:
    """Figures under their headings; what a newer law brought stands at the end."""
    left = {figure.fact: figure for figure in figures}
    groups: list[dict[str, object]] = []
    for title, facts in GROUPS:
        rows = [_row(left.pop(fact)) for fact in facts if fact in left]
        if rows:
            groups.append({"title": title, "rows": rows})
    if left:
        groups.append({"title": "…", "rows": [_row(figure) for figure in left.values()]})
    return groups


def _row(figure: Figure) -> dict[str, object]:
    return {
        "fact": figure.fact,
        "title": fact_title(figure.fact),
        "amount": amount(figure.fact, figure.minor),
        "own": figure.own,
        "reason": figure.reason,
        "reported": amount(figure.fact, figure.reported) if figure.told or figure.from_state else "",
        "origin": ORIGINS.get(figure.from_state, ""),
        "told": [
            {"reporter": one.reporter, "at": one.reported_at, "amount": money(one.minor), "disputed": one.disputed}
            for one in figure.told
        ],
    }
