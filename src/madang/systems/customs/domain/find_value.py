"""The methods in the order of law: the first that finds a value (WTO Valuation Agreement arts. 1 to 7, general
note 1; Customs Act of Korea arts. 30 to 35)."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

from madang.systems.customs.domain.value_by_reason import Reasonable, value_by_reason
from madang.systems.customs.domain.value_found import FindingLaw, Goods, ValueFailed, ValueFound
from madang.systems.customs.domain.value_of_others import Comparable, value_of_others
from madang.systems.customs.domain.value_of_production import Production, value_of_production
from madang.systems.customs.domain.value_of_resale import Resale, value_of_resale
from madang.systems.customs.domain.value_of_sale import Sale, value_of_sale
from madang.systems.customs.domain.words import ValuationMethod


@dataclass(frozen=True, slots=True, kw_only=True)
class ValueFacts:
    """All that is known of the goods and of what a value may be found from; `computed_first` where the importer asks that
    method 5 stands before method 4 (art. 4; Customs Act of Korea art. 33 (1) proviso)."""

    goods: Goods
    sale: Sale | None = None
    identical: tuple[Comparable, ...] = ()
    similar: tuple[Comparable, ...] = ()
    resale: Resale | None = None
    production: Production | None = None
    reasonable: Reasonable | None = None
    computed_first: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Worked:
    """What came of it: the value, or none, and every method before it with why it fails."""

    found: ValueFound | None
    failed: tuple[ValueFailed, ...]


def find_value(*, facts: ValueFacts, under: FindingLaw) -> Worked:
    """The value by the first method that holds. Raises NoExchangeRate."""
    failed: list[ValueFailed] = []
    for method in _methods(facts, under):
        told = method()
        if isinstance(told, ValueFound):
            return Worked(found=told, failed=tuple(failed))
        failed.append(told)
    return Worked(found=None, failed=tuple(failed))


def _methods(facts: ValueFacts, under: FindingLaw) -> Iterator[Callable[[], ValueFound | ValueFailed]]:
    goods = facts.goods
    yield partial(value_of_sale, sale=facts.sale, under=under)
    second, third = ValuationMethod.IDENTICAL_GOODS, ValuationMethod.SIMILAR_GOODS
    yield partial(value_of_others, goods=goods, others=facts.identical, method=second, under=under)
    yield partial(value_of_others, goods=goods, others=facts.similar, method=third, under=under)
    fourth = partial(value_of_resale, goods=goods, resale=facts.resale, under=under)
    fifth = partial(value_of_production, goods=goods, production=facts.production, under=under)
    if facts.computed_first:
        yield fifth
        yield fourth
    else:
        yield fourth
        yield fifth
    yield partial(
        value_by_reason,
        goods=goods,
        reasonable=facts.reasonable,
        identical=facts.identical,
        similar=facts.similar,
        resale=facts.resale,
        under=under,
    )
