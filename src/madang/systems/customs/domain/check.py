"""Every fault of a declaration that the law of duties must know: lines, origins, prices, masses, proofs, totals."""

from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal

import pycountry

from madang.framework.law import pack
from madang.framework.values import Fault, Money
from madang.systems.customs.domain.declaration import Declaration, Item
from madang.systems.customs.domain.exchange_rates import NoExchangeRate, exchange_rate
from madang.systems.customs.domain.measures import Measure, orders_on, with_measures
from madang.systems.customs.domain.proofs import is_over, is_waived, proofs_of
from madang.systems.customs.domain.regimes import NO_PREFERENCE, Regime, regime_claimed, tariff
from madang.systems.customs.domain.valuation import PAID_BY_SELLER, value_law
from madang.systems.customs.domain.words import Adjustment, Direction, ValuationMethod

MOST_ITEMS = 999  # as the message formats allow
MOST_MINOR = 10**15


def check(*, declaration: Declaration, on: date, measures: tuple[Measure, ...] = ()) -> tuple[Fault, ...]:
    """All faults, in the order of the declaration; empty where it can be assessed. `measures` may open quotas."""
    return tuple(_declaration(declaration, on, measures))


def _declaration(declaration: Declaration, on: date, measures: tuple[Measure, ...]) -> Iterator[Fault]:
    if not declaration.items:
        yield Fault("items", "The declaration has no goods item.", "customs.items.none")
    if len(declaration.items) > MOST_ITEMS:
        yield Fault("items", f"The declaration has more than {MOST_ITEMS} goods items.", "customs.items.many")
    yield from _totals(declaration)
    yield from _term(declaration, on)
    for place, charge in enumerate(declaration.charges):
        yield from _money(charge.amount, f"charges[{place}].amount", on)
    seen: set[int] = set()
    for place, item in enumerate(declaration.items):
        if item.sequence in seen:
            says = f"Two items have the number {item.sequence}."
            yield Fault(f"items[{place}].sequence", says, "customs.sequence.twice")
        seen.add(item.sequence)
        for part in _PARTS:
            yield from part(declaration, item, f"items[{place}]", on)
        yield from _quota(item, f"items[{place}]", on, measures)


def _totals(declaration: Declaration) -> Iterator[Fault]:
    count, items = declaration.total_items, declaration.items
    if count is not None and count != len(items):
        says = f"{count} items are announced and {len(items)} are declared."
        yield Fault("total_items", says, "customs.total.items")
    packages = sum(package.count for item in items for package in item.packages)
    if declaration.total_packages is not None and packages and packages != declaration.total_packages:
        says = f"{declaration.total_packages} packages are announced and {packages} are declared."
        yield Fault("total_packages", says, "customs.total.packages")
    masses = [item.gross_mass for item in items]
    if declaration.total_gross_mass is not None and None not in masses:
        mass = sum((one for one in masses if one is not None), Decimal(0))
        if mass != declaration.total_gross_mass:
            says = f"{declaration.total_gross_mass} kg are announced and {mass} kg are declared."
            yield Fault("total_gross_mass", says, "customs.total.mass")


def _term(declaration: Declaration, on: date) -> Iterator[Fault]:
    """Freight must be told where the price does not hold it; a value of free carriage cannot be guessed."""
    if declaration.direction is not Direction.IMPORT or declaration.incoterm is None:
        return
    term = declaration.incoterm.code
    if term not in PAID_BY_SELLER:
        yield Fault("incoterm.code", f"'{term}' is no delivery term of Incoterms.", "customs.incoterm.unknown")
        return
    told = {charge.kind for charge in declaration.charges} | {
        charge.kind for item in declaration.items for charge in item.charges
    }
    law = value_law(on=on)
    if law.with_transport and Adjustment.FREIGHT not in PAID_BY_SELLER[term] | told:
        says = (
            f"At {term} the price does not hold the freight: state the freight to the place of importation (0 if none)."
        )
        yield Fault("charges", says, "customs.freight.missing")


def _commodity(declaration: Declaration, item: Item, place: str, on: date) -> Iterator[Fault]:
    if declaration.direction is not Direction.IMPORT and len(item.commodity) >= 6 and item.commodity.isdigit():
        return
    if item.commodity not in tariff().lines:
        alike = (
            [line.code for line in tariff().under(prefix=item.commodity[:6])][:5]
            if item.commodity[:4].isdigit()
            else []
        )
        hint = f" Lines of that subheading: {', '.join(alike)}." if alike else ""
        says = f"'{item.commodity}' is no line of the tariff of {pack().names.get('en', pack().code)}.{hint}"
        yield Fault(f"{place}.commodity", says, "customs.commodity.unknown")


def _origin(declaration: Declaration, item: Item, place: str, on: date) -> Iterator[Fault]:
    if declaration.direction is not Direction.IMPORT:
        return
    for name, code in (("origin", item.origin), ("preferential_origin", item.preferential_origin)):
        if code and pycountry.countries.get(alpha_2=code) is None:
            yield Fault(f"{place}.{name}", f"'{code}' is no country of ISO 3166-1.", "customs.origin.unknown")
    if not (item.origin or item.preferential_origin):
        yield Fault(f"{place}.origin", "The country of origin is missing.", "customs.origin.missing")


def _preference(declaration: Declaration, item: Item, place: str, on: date) -> Iterator[Fault]:
    if item.preference in ("", NO_PREFERENCE) or declaration.direction is not Direction.IMPORT:
        return
    origin = item.preferential_origin or item.origin
    regime = regime_claimed(preference=item.preference, origin=origin, on=on)
    if regime is None:
        says = f"'{item.preference}' is no preference of the tariff."
        yield Fault(f"{place}.preference", says, "customs.preference.unknown")
    else:
        if origin and not regime.admits(origin=origin, on=on):
            says = f"Goods of origin '{origin}' have no part in {regime.names.get('en', regime.code)} on {on}."
            yield Fault(f"{place}.preferential_origin", says, "customs.preference.origin")
        yield from _proof(declaration, item, place, on, regime)


def _proof(declaration: Declaration, item: Item, place: str, on: date, regime: Regime) -> Iterator[Fault]:
    proofs = proofs_of(item=item)
    fitting = [proof for proof in proofs if proof.type in regime.proofs]
    if regime.proofs and not fitting and not is_waived(declaration=declaration, regime=regime, on=on):
        says = (
            f"{regime.names.get('en', regime.code)} needs a proof of origin: one of {', '.join(sorted(regime.proofs))}."
        )
        yield Fault(f"{place}.proofs", says, "customs.preference.unproven")
    if any(not proof.number for proof in fitting):
        yield Fault(f"{place}.proofs", "The proof of origin has no number.", "customs.proof.number")
    if fitting and all(is_over(proof=proof, regime=regime, on=on) for proof in fitting):
        says = f"The proof of origin is too old for {regime.names.get('en', regime.code)}."
        yield Fault(f"{place}.proofs", says, "customs.proof.over")


def _price(declaration: Declaration, item: Item, place: str, on: date) -> Iterator[Fault]:
    method = item.valuation or ValuationMethod.TRANSACTION
    if method is ValuationMethod.TRANSACTION and item.price is None:
        yield Fault(f"{place}.price", "The price of the item is missing.", "customs.price.missing")
    if method is not ValuationMethod.TRANSACTION and item.customs_value is None:
        says = f"By method {method.value} the customs value is found, not the price: state the customs value."
        yield Fault(f"{place}.customs_value", says, "customs.value.missing")
    if item.price is not None:
        yield from _money(item.price, f"{place}.price", on)
    if item.customs_value is not None:
        yield from _money(item.customs_value, f"{place}.customs_value", on)
    for number, charge in enumerate(item.charges):
        yield from _money(charge.amount, f"{place}.charges[{number}].amount", on)


def _masses(declaration: Declaration, item: Item, place: str, on: date) -> Iterator[Fault]:
    for name, mass in (("gross_mass", item.gross_mass), ("net_mass", item.net_mass)):
        if mass is not None and not (mass.is_finite() and 0 <= mass < MOST_MINOR):
            yield Fault(f"{place}.{name}", f"'{mass}' is no mass in kilograms.", "customs.mass.unfit")
    if item.gross_mass is not None and item.net_mass is not None and item.net_mass > item.gross_mass:
        says = f"The net mass ({item.net_mass} kg) is more than the gross mass ({item.gross_mass} kg)."
        yield Fault(f"{place}.net_mass", says, "customs.mass.net")
    for number, quantity in enumerate(item.quantities):
        if not (quantity.value.is_finite() and 0 < quantity.value < MOST_MINOR):
            says = f"'{quantity.value}' is no quantity."
            yield Fault(f"{place}.quantities[{number}]", says, "customs.quantity.unfit")


def _quota(item: Item, place: str, on: date, measures: tuple[Measure, ...]) -> Iterator[Fault]:
    if not item.quota_order or item.commodity not in tariff().lines:
        return
    line = with_measures(line=tariff().lines[item.commodity], measures=measures)
    if item.quota_order not in orders_on(line=line, day=on):
        says = f"The line {item.commodity} has no quota '{item.quota_order}' on {on}."
        yield Fault(f"{place}.quota_order", says, "customs.quota.unknown")


def _money(amount: Money, place: str, on: date) -> Iterator[Fault]:
    if amount.minor < 0 or amount.minor > MOST_MINOR:
        yield Fault(place, f"'{amount.minor}' is no amount of a price.", "customs.amount.unfit")
    if amount.currency == pack().currency:
        return
    try:
        exchange_rate(currency=amount.currency, on=on)
    except NoExchangeRate as none:
        yield Fault(place, str(none), "customs.currency.rate")


_PARTS: tuple[Callable[[Declaration, Item, str, date], Iterator[Fault]], ...] = (
    _commodity,
    _origin,
    _preference,
    _price,
    _masses,
)
