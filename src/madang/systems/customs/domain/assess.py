"""What is due on a declaration of goods: the value, each step in the order of law, the totals; or every fault at once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from madang.framework.law import pack
from madang.framework.values import Fault
from madang.systems.customs.domain.assessed import Assessed, AssessedItem, Step
from madang.systems.customs.domain.check import check
from madang.systems.customs.domain.declaration import Declaration, Item
from madang.systems.customs.domain.duty import (
    FREE,
    AdValorem,
    Basis,
    Duty,
    QuantityMissing,
    Specific,
    applied,
    reckon,
    units_of,
    write_duty,
)
from madang.systems.customs.domain.exchange_rates import whole
from madang.systems.customs.domain.faults import DeclarationFaulty
from madang.systems.customs.domain.figures import written
from madang.systems.customs.domain.inland import InlandLevy, inland_levies
from madang.systems.customs.domain.measures import Measure, with_measures
from madang.systems.customs.domain.procedures import Procedure, procedure_of
from madang.systems.customs.domain.proofs import is_waived, proofs_of
from madang.systems.customs.domain.regimes import (
    Choice,
    Claim,
    NoRate,
    choose_rate,
    regime_claimed,
    regimes,
    tariff,
)
from madang.systems.customs.domain.settlement import Relief, ReliefRefused, relief, settlement, totalled
from madang.systems.customs.domain.simplified import (
    SimplifiedLaw,
    SimplifiedRate,
    claimed_in_vain,
    claims_simplified,
    simplified_law,
    simplified_rate,
)
from madang.systems.customs.domain.tariff import Line, Rate
from madang.systems.customs.domain.valuation import Valued, value_items
from madang.systems.customs.domain.value_found import ValueFound
from madang.systems.customs.domain.value_statement import with_values
from madang.systems.customs.domain.words import Direction, Levy

__all__ = ["Assessed", "DeclarationFaulty", "assess"]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Goods:
    """One item with what the law needs to know of it."""

    item: Item
    claim: Claim
    basis: Basis


def assess(
    *,
    declaration: Declaration,
    on: date,
    quotas: frozenset[str] = frozenset(),
    admitted: frozenset[int] | None = None,
    measures: tuple[Measure, ...] = (),
    values: Mapping[str, ValueFound] | None = None,
) -> Assessed:
    """What the active country levies on the goods that day. Raises DeclarationFaulty with every fault.

    `quotas` are the orders within which the goods were admitted: all of them, or the items `admitted`. `measures` are those in
    force beside the lines' own rates, `values` what valuation statements find that day, by their numbers. Exports bear no levy:
    their value is told. Under a procedure duties wait: what would be levied is told as suspended.
    """
    currency = pack().currency
    declaration, found = with_values(declaration=declaration, values=values or {}, currency=currency)
    faults = check(declaration=declaration, on=on, measures=measures)
    if faults:
        raise DeclarationFaulty(faults=faults)
    valued = value_items(declaration=declaration, on=on, currency=currency, stated=frozenset(found))
    under = procedure_of(declaration=declaration, on=on)
    if declaration.direction is not Direction.IMPORT and under is None:
        items = tuple(_plain(item, one) for item, one in zip(declaration.items, valued, strict=True))
        return Assessed(currency=currency, items=items, totals=())
    relieved = None if under else relief(declaration=declaration, prices=[one.price for one in valued], on=on)
    free = under or (relieved if isinstance(relieved, Relief) else None)
    within = _within(declaration, quotas, admitted)
    goods = [
        _goods(declaration, item, one, on, within[item.sequence])
        for item, one in zip(declaration.items, valued, strict=True)
    ]
    items, wrong = _items(goods, measures, free)
    if wrong:
        raise DeclarationFaulty(faults=tuple(wrong))
    notes = (*_notes(relieved), *claimed_in_vain(declaration=declaration, items=items, on=on))
    told = tuple(_told(item, found.get(item.sequence)) for item in items)
    return replace(_total(told, on, currency, notes), procedure=under.code if under else "")


def _notes(relieved: Relief | ReliefRefused | None) -> tuple[str, ...]:
    if isinstance(relieved, ReliefRefused):
        return (relieved.says,)
    return (f"{relieved.label} ({relieved.cite})",) if relieved else ()


def _told(item: AssessedItem, stated: tuple[str, ValueFound] | None) -> AssessedItem:
    """With how its value was found."""
    if stated is None:
        return item
    number, found = stated
    return replace(item, statement=number, valuation=found.method, value_steps=found.steps)


def _items(
    goods: Sequence[_Goods], measures: tuple[Measure, ...], free: Relief | Procedure | None
) -> tuple[tuple[AssessedItem, ...], list[Fault]]:
    faults: list[Fault] = []
    found = []
    for place, one in enumerate(goods):
        line = with_measures(line=tariff().lines[one.item.commodity], measures=measures)
        try:
            found.append(_item(one, line, free))
        except NoRate as none:
            faults.append(Fault(f"items[{place}].commodity", str(none), "customs.rate.missing"))
        except QuantityMissing as missing:
            faults.append(Fault(f"items[{place}].quantities", str(missing), "customs.quantity.missing"))
    return tuple(found), faults


def _within(
    declaration: Declaration, quotas: frozenset[str], admitted: frozenset[int] | None
) -> dict[int, frozenset[str]]:
    sequences = [item.sequence for item in declaration.items]
    return {one: quotas if admitted is None or one in admitted else frozenset() for one in sequences}


def _seller(declaration: Declaration, item: Item) -> str:
    """Who supplied the goods, as far as it is said."""
    traders = (item.consignor, declaration.exporter, declaration.seller)
    return next((one.name for one in traders if one is not None and one.name), "")


def _plain(item: Item, valued: Valued) -> AssessedItem:
    return AssessedItem(sequence=item.sequence, commodity=item.commodity, customs_value=valued.value, steps=())


def _goods(declaration: Declaration, item: Item, valued: Valued, on: date, quotas: frozenset[str]) -> _Goods:
    origin = item.preferential_origin or item.origin
    regime = regime_claimed(preference=item.preference, origin=origin, on=on) if item.preference else None
    unit = tariff().lines[item.commodity].unit
    measured = {quantity.unit.partition("#")[0] or unit: quantity.value for quantity in item.quantities}
    if item.net_mass is not None:
        measured.setdefault("KGM", item.net_mass)
    basis = Basis(value=valued.value, on=on, quantities=measured, digits=pack().currency_digits, quotas=quotas)
    preferred = regime.code if regime else ""
    proven = bool(proofs_of(item=item)) or (
        regime is not None and is_waived(declaration=declaration, regime=regime, on=on)
    )
    claim = Claim(origin=origin, preference=preferred, proven=proven, supplier=_seller(declaration, item))
    return _Goods(item=item, claim=claim, basis=basis)


def _item(goods: _Goods, line: Line, free: Relief | Procedure | None) -> AssessedItem:
    choice = choose_rate(line=line, claim=goods.claim, basis=goods.basis)
    duties = _duties(goods, choice)
    steps = whole_steps = [*duties, *_inland(goods, duties)]
    simple = simplified_law(on=goods.basis.on) if free is None else None
    if simple is not None and claims_simplified(item=goods.item, law=simple):
        steps = _simplified(goods, line, choice, steps, simple)
    if isinstance(free, Procedure):
        steps = _waiting(goods, duties, free)
    elif free is not None:
        steps = [step if step.levy in free.keeps else _freed(step, free) for step in steps]
    return AssessedItem(
        sequence=goods.item.sequence,
        commodity=goods.item.commodity,
        customs_value=goods.basis.value,
        steps=tuple(steps),
        suspended=_suspended(whole_steps, steps) if isinstance(free, Procedure) else (),
    )


def _simplified(goods: _Goods, line: Line, choice: Choice, regular: list[Step], law: SimplifiedLaw) -> list[Step]:
    """One rate in the place of all others, where it holds for the goods; else the regular steps."""
    basic = next((one.duty for one in line.rates if one.regime == law.basic and goods.basis.on in one.period), None)
    found = simplified_rate(
        commodity=goods.item.commodity,
        duties=[choice.rate.duty, *(one.duty for one in choice.added)],
        basic=basic,
        inside=[one.levy for one in inland_levies(commodity=goods.item.commodity, on=goods.basis.on)],
        basis=goods.basis,
        law=law,
    )
    if not isinstance(found, SimplifiedRate):
        return regular
    duty = AdValorem(found.percent)
    step = Step(
        levy=Levy.DUTY,
        rule=law.code,
        amount=whole(amount=reckon(duty=duty, basis=goods.basis)),
        base=_base(duty, goods.basis),
        rate=write_duty(duty=duty),
        citation=found.cite,
        label=law.label,
    )
    return [step]


def _waiting(goods: _Goods, duties: Sequence[Step], procedure: Procedure) -> list[Step]:
    """What is paid at once under a procedure. The taxes inside the country are reckoned on the duty that is paid, and relieved
    in the same proportion (in Korea Value-Added Tax Act art. 27)."""
    paid = [_reduced(step, procedure) for step in duties]
    return [*paid, *(_reduced(step, procedure) for step in _inland(goods, paid))]


def _reduced(step: Step, procedure: Procedure) -> Step:
    title = procedure.title(language=pack().languages[0])
    return replace(
        step,
        amount=step.amount * (100 - procedure.relief_percent) // 100,
        citation=f"{step.citation}; {procedure.cite}",
        label=f"{step.label} · {title} (-{procedure.relief_percent}%)",
    )


def _suspended(before: Sequence[Step], after: Sequence[Step]) -> tuple[tuple[Levy, int], ...]:
    """By levy, what waits."""
    sums = {levy: sum(step.amount for step in before if step.levy is levy) for levy in Levy}
    for step in after:
        sums[step.levy] -= step.amount
    return tuple((levy, amount) for levy, amount in sums.items() if amount > 0)


def _duties(goods: _Goods, choice: Choice) -> list[Step]:
    """The duty at the rate that applies, then what is charged in addition to it."""
    steps = [_duty_step(goods, choice.rate, Levy.DUTY, f"{choice.rate.cite}; {choice.cite}")]
    for rate in choice.added:
        levy = regimes()[rate.regime].adds or Levy.DUTY
        steps.append(_duty_step(goods, rate, levy, rate.cite))
    return steps


def _duty_step(goods: _Goods, rate: Rate, levy: Levy, cite: str) -> Step:
    duty = applied(duty=rate.duty, basis=goods.basis)
    label = regimes()[rate.regime].names
    return Step(
        levy=levy,
        rule=rate.regime,
        amount=whole(amount=reckon(duty=duty, basis=goods.basis)),
        base=_base(duty, goods.basis),
        rate=write_duty(duty=duty),
        citation=cite,
        label=label.get(pack().languages[0], next(iter(label.values()))),
    )


def _inland(goods: _Goods, duties: Sequence[Step]) -> list[Step]:
    amounts: dict[Levy, int] = {}
    for step in duties:
        amounts[step.levy] = amounts.get(step.levy, 0) + step.amount
    steps = []
    for rule in inland_levies(commodity=goods.item.commodity, on=goods.basis.on):
        step = _inland_step(goods, rule, amounts)
        amounts[rule.levy] = amounts.get(rule.levy, 0) + step.amount
        steps.append(step)
    return steps


def _inland_step(goods: _Goods, rule: InlandLevy, amounts: dict[Levy, int]) -> Step:
    base = (goods.basis.value if rule.of_value else 0) + sum(amounts.get(levy, 0) for levy in rule.includes)
    taxed = max(base - rule.above * _pieces(goods), 0)
    basis = replace(goods.basis, value=taxed)
    amount, rate = reckon(duty=rule.duty, basis=basis), rule.duty
    if rule.full is not None and rule.most_cut:
        least = reckon(duty=rule.full, basis=basis) - rule.most_cut * _pieces(goods)
        amount, rate = (least, rule.full) if least > amount else (amount, rate)
    return Step(
        levy=rule.levy,
        rule=rule.rule,
        base=_base(rate, basis),
        rate=write_duty(duty=rate),
        amount=whole(amount=amount),
        citation=rule.cite,
        label=rule.label,
    )


def _pieces(goods: _Goods) -> int:
    """How many pieces: what is free of a tax is so for each."""
    counted = [quantity.value for quantity in goods.item.quantities if quantity.unit in ("H87", "NAR", "C62", "NMB")]
    return max(int(counted[0]), 1) if counted else 1


def _freed(step: Step, free: Relief) -> Step:
    freed = write_duty(duty=FREE)
    return replace(step, rule=free.rule, rate=freed, amount=0, citation=free.cite, label=free.label)


def _total(items: tuple[AssessedItem, ...], on: date, currency: str, notes: tuple[str, ...]) -> Assessed:
    rules = settlement(on=on)
    sums = {levy: sum(step.amount for item in items for step in item.steps if step.levy is levy) for levy in Levy}
    totals = tuple(
        (levy, totalled(amount=amount, unit=rules.total_unit))
        for levy, amount in sums.items()
        if amount >= rules.total_unit
    )
    if 0 < sum(amount for _, amount in totals) < rules.least:
        return Assessed(
            currency=currency, items=items, totals=(), rounding=rules.cite, notes=(*notes, rules.least_cite)
        )
    return Assessed(currency=currency, items=items, totals=totals, rounding=rules.cite, notes=notes)


def _base(duty: Duty, basis: Basis) -> str:
    """What the duty was reckoned on: the value, the quantities that it asks for, or both."""
    value = f"{pack().currency} {written(number=Decimal(basis.value).scaleb(-basis.digits))}"
    measured = [f"{written(number=basis.quantities[unit])} {unit}" for unit in sorted(units_of(duty=duty))]
    return ", ".join(measured if isinstance(duty, Specific) else [value, *measured])
