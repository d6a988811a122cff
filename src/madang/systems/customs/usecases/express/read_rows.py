"""A courier's rows, read: each a parcel, or its faults with their place."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.translation import gettext as _

from madang.framework.values import Fault, Money
from madang.systems.customs.domain.exchange_rates import NoExchangeRate, digits_of
from madang.systems.customs.domain.express import Carried, Consignment, ExpressLaw
from madang.systems.customs.domain.personal_code import read_code
from madang.systems.customs.usecases.express.law import in_law_currency
from madang.systems.customs.usecases.express.personal_code import Holders, holders_of, person_named

Row = dict[str, str]
MOST_MINOR, MOST_GRAMS = 10**12, 10**9
YES = frozenset({"y", "yes", "1", "true"})


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenParcel:
    """A sound row."""

    row: Row
    consignment: Consignment
    price: Money
    quantity: int
    grams: int
    regular_rate: bool
    """The consignee does not want the simplified rate."""

    @property
    def kilograms(self) -> Decimal:
        """Its mass as declarations say it."""
        return Decimal(self.grams) / 1000


class _Reading:
    """One row at a time; its faults gather."""

    def __init__(self, holders: Holders, law: ExpressLaw, on: date, carried: Carried) -> None:
        self._holders, self._law, self._on, self._carried = holders, law, on, carried
        self.faults: list[Fault] = []

    def parcel(self, place: int, row: Row) -> GivenParcel | None:
        """The parcel, where nothing is wrong."""
        before = len(self.faults)
        owner = self._owner(place, row)
        price, value = self._price(place, row)
        quantity = self._number(place, row, "quantity", most=10**6)
        mass = self._number(place, row, "net_mass", most=MOST_GRAMS // 1000)
        ordered = self._ordered(place, row)
        for name, fits in (
            ("waybill", row["waybill"].isalnum() and row["waybill"].isascii() and 4 <= len(row["waybill"]) <= 35),
            ("commodity", row["commodity"].isdigit() and 6 <= len(row["commodity"]) <= 10),
            ("sent_from", len(row["sent_from"]) == 2 and row["sent_from"].isalpha() and row["sent_from"].isascii()),
            ("description", bool(row["description"])),
            ("seller", bool(row["seller"]) and len(row["seller"]) <= 100),
            ("name", bool(row["name"])),
            ("address", bool(row["address"])),
        ):
            if not fits:
                self._fault(place, name, _("Missing, or not in its form."), "form")
        if len(self.faults) > before or ordered is None or price is None:
            return None
        consignment = Consignment(
            owner=owner,
            seller=row["seller"],
            ordered_on=ordered,
            commodity=row["commodity"],
            sent_from=row["sent_from"].upper(),
            value=value,
            own_use=row["own_use"].casefold() in YES,
            carried=self._carried,
        )
        return GivenParcel(
            row=row,
            consignment=consignment,
            price=price,
            quantity=int(quantity),
            grams=int(mass * 1000),
            regular_rate=row.get("regular_rate", "").casefold() in YES,
        )

    def _fault(self, place: int, name: str, says: str, code: str) -> None:
        self.faults.append(Fault(f"parcels[{place}].{name}", says, f"customs.express.{code}"))

    def _owner(self, place: int, row: Row) -> str:
        person = person_named(code=read_code(text=row["code"]), name=row["name"], holders=self._holders)
        if not person:
            says = _("This is nobody's code, or not the code of a person of this name.")
            self._fault(place, "code", says, "code")
        return person

    def _price(self, place: int, row: Row) -> tuple[Money | None, int]:
        currency = row["currency"].upper()
        try:
            rate_known = in_law_currency(amount=Money(0, currency), currency=self._law.currency, on=self._on) == 0
            minor = Decimal(row["price"]).scaleb(digits_of(currency=currency))
            if not rate_known or not minor.is_finite() or not 0 < minor <= MOST_MINOR or minor != int(minor):
                raise InvalidOperation
        except NoExchangeRate:
            self._fault(place, "currency", _("There is no exchange rate of this currency for that day."), "currency")
            return None, 0
        except (ArithmeticError, ValueError):
            self._fault(place, "price", _("This is no price."), "price")
            return None, 0
        price = Money(int(minor), currency)
        return price, in_law_currency(amount=price, currency=self._law.currency, on=self._on)

    def _number(self, place: int, row: Row, name: str, *, most: int) -> Decimal:
        try:
            told = Decimal(row[name])
            if told.is_finite() and 0 < told <= most and (name != "quantity" or told == int(told)):
                return told
        except InvalidOperation:
            pass
        self._fault(place, name, _("This is no number that fits here."), "number")
        return Decimal(0)

    def _ordered(self, place: int, row: Row) -> date | None:
        try:
            told = date.fromisoformat(row["ordered_on"])
        except ValueError:
            told = None
        if told is None or told > self._on:
            self._fault(
                place, "ordered_on", _("Give the day of the order, such as 2026-03-02, not later than today."), "day"
            )
        return told


def read_rows(
    *, rows: list[dict[str, Any]], law: ExpressLaw, on: date, carried: Carried
) -> tuple[list[GivenParcel], list[Fault]]:
    """The parcels, and every fault with its place; whoever holds a code is asked once."""
    told = [{name: str(value) for name, value in row.items()} for row in rows]
    holders = holders_of(codes={read_code(text=row["code"]) for row in told} - {""})
    reading = _Reading(holders, law, on, carried)
    found = [reading.parcel(place, row) for place, row in enumerate(told, start=1)]
    seen: set[str] = set()
    for place, row in enumerate(told, start=1):
        if row["waybill"] in seen:
            reading.faults.append(
                Fault(f"parcels[{place}].waybill", _("This waybill stands in the list twice."), "customs.express.twice")
            )
        seen.add(row["waybill"])
    return [one for one in found if one is not None], reading.faults
