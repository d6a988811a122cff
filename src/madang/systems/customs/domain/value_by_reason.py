"""Method 6: a value by reasonable means, consistent with the Agreement, and what never may be one (WTO Valuation Agreement
art. 7 and its note; Customs Act of Korea art. 35, Decree art. 29)."""

from dataclasses import dataclass, replace
from enum import StrEnum

from madang.framework.values import Money
from madang.systems.customs.domain.value_found import FindingLaw, Goods, ValueFailed, ValueFound, Why
from madang.systems.customs.domain.value_of_others import Comparable, value_of_others
from madang.systems.customs.domain.value_of_resale import Resale, value_of_resale
from madang.systems.customs.domain.words import ValuationMethod

METHOD = ValuationMethod.FALL_BACK


class Basis(StrEnum):
    """On what a value by reasonable means stands; the last seven are what art. 7.2 (a) to (g) forbids."""

    WIDER_IDENTICAL = "wider_identical"  # identical goods of another time or country
    WIDER_SIMILAR = "wider_similar"
    LATER_RESALE = "later_resale"  # sold later than method 4 allows
    EARLIER_VALUE = "earlier_value"  # a value of identical or similar goods that was found by method 4 or 5
    OTHER = "other"
    HOME_MADE_PRICE = "home_made_price"  # (a) of goods produced in the country of importation
    HIGHER_OF_TWO = "higher_of_two"  # (b)
    PRICE_IN_EXPORT_COUNTRY = "price_in_export_country"  # (c) on the domestic market there
    OTHER_COST = "other_cost"  # (d) of production, found otherwise than by art. 6
    PRICE_TO_OTHERS = "price_to_others"  # (e) for export to another country
    MINIMUM = "minimum"  # (f)
    ARBITRARY = "arbitrary"  # (g) or fictitious


FORBIDDEN = frozenset(list(Basis)[5:])


@dataclass(frozen=True, slots=True, kw_only=True)
class Reasonable:
    """On what it stands; for an earlier value and for other means the `amount` of all the goods, and in `words` how
    it was found."""

    basis: Basis
    amount: Money | None = None
    words: str = ""


def value_by_reason(
    *,
    goods: Goods,
    reasonable: Reasonable | None,
    identical: tuple[Comparable, ...],
    similar: tuple[Comparable, ...],
    resale: Resale | None,
    under: FindingLaw,
) -> ValueFound | ValueFailed:
    """The value by the methods before, applied with reasonable flexibility, or by other means; never by those forbidden.
    Raises NoExchangeRate."""
    if reasonable is None:
        return under.failed(method=METHOD, whys=(Why.NO_FACTS,))
    basis = reasonable.basis
    if basis in FORBIDDEN:
        return under.failed(method=METHOD, whys=(Why.FORBIDDEN,))
    if basis in {Basis.WIDER_IDENTICAL, Basis.WIDER_SIMILAR}:
        others = identical if basis is Basis.WIDER_IDENTICAL else similar
        return value_of_others(goods=goods, others=others, method=METHOD, under=under, widely=True)
    if basis is Basis.LATER_RESALE:
        return _as_sixth(value_of_resale(goods=goods, resale=resale, under=under, widely=True))
    if reasonable.amount is None or not reasonable.words.strip():
        return under.failed(method=METHOD, whys=(Why.NO_FACTS,))
    amount = under.national(amount=reasonable.amount)
    if amount <= 0:
        return under.failed(method=METHOD, whys=(Why.NOT_POSITIVE,))
    step = under.step(code=basis.value, amount=amount, method=METHOD)
    return ValueFound(method=METHOD, value=step.amount, steps=(step,))


def _as_sixth(found: ValueFound | ValueFailed) -> ValueFound | ValueFailed:
    return replace(found, method=METHOD)
