"""What the valuation statements that a declaration names find on its day; every fault where they do not fit its goods."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from django.utils.translation import gettext as _

from madang.framework.values import Fault, Party
from madang.systems.customs.domain.declaration import Declaration, Item
from madang.systems.customs.domain.exchange_rates import NoExchangeRate
from madang.systems.customs.domain.find_value import ValueFacts, find_value
from madang.systems.customs.domain.value_found import Goods, ValueFound
from madang.systems.customs.domain.value_statement import statement_of
from madang.systems.customs.models import ValueStatement
from madang.systems.customs.usecases.valuation.content import facts_of
from madang.systems.customs.usecases.valuation.law import finding_law

MISFIT = "customs.value.statement_misfit"


def statements_in(*, declarations: Iterable[Declaration], party: Party) -> Mapping[str, ValueStatement]:
    """The party's statements that these declarations name, by number. Nothing is asked where none is named."""
    named = {statement_of(item=item) for one in declarations for item in one.items} - {""}
    if not named:
        return {}
    rows = ValueStatement.objects.filter(number__in=named, party_kind=party.kind.value, party_key=party.key)
    return {one.number: one for one in rows}


def stated_values(
    *, declaration: Declaration, known: Mapping[str, ValueStatement], on: date
) -> tuple[Mapping[str, ValueFound], tuple[Fault, ...]]:
    """By number the values of the `known` statements at the rates of that day, and the faults."""
    named = {place: number for place, item in enumerate(declaration.items) if (number := statement_of(item=item))}
    values: dict[str, ValueFound] = {}
    faults: list[Fault] = []
    for place, number in named.items():
        where = f"items[{place}].documents"
        statement = known.get(number)
        if statement is None:
            says = _("There is no valuation statement {number} of yours.").format(number=number)
            faults.append(Fault(where, says, "customs.value.no_statement"))
            continue
        facts = facts_of(statement=statement)
        found = _found(statement, facts, on, where, faults)
        if found is not None:
            values[number] = found
            faults.extend(_misfits(declaration.items[place], statement, facts.goods, found, where))
    return values, tuple(faults)


def _found(
    statement: ValueStatement, facts: ValueFacts, on: date, where: str, faults: list[Fault]
) -> ValueFound | None:
    """By the day's own law: a period or a rate may say something else than when it was stated."""
    try:
        found = find_value(facts=facts, under=finding_law(on=on)).found
    except NoExchangeRate as none:
        faults.append(Fault(where, str(none), "customs.currency.rate"))
        return None
    if found is None:
        says = _("By the law of that day valuation statement {number} finds no value any more. State it anew.")
        faults.append(Fault(where, says.format(number=statement.number), "customs.value.not_found"))
    return found


def _misfits(item: Item, statement: ValueStatement, goods: Goods, found: ValueFound, where: str) -> Iterator[Fault]:
    if item.commodity[:6] != statement.commodity[:6]:
        says = _("Valuation statement {number} is for goods of {commodity}.")
        yield Fault(where, says.format(number=statement.number, commodity=statement.commodity), MISFIT)
    if item.counted(unit=goods.unit) not in (None, goods.quantity):
        says = _("Valuation statement {number} is for {quantity} {unit}; another quantity is declared.")
        told = says.format(number=statement.number, quantity=f"{goods.quantity.normalize():f}", unit=goods.unit)
        yield Fault(where, told, MISFIT)
    if item.valuation not in (None, found.method):
        says = _("Method {declared} is declared, and valuation statement {number} finds the value by method {found}.")
        told = says.format(
            declared=item.valuation.value if item.valuation else "", number=statement.number, found=found.method.value
        )
        yield Fault(where, told, MISFIT)
