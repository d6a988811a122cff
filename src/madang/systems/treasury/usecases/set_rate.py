"""Rates of exchange, and positions valued at them."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from babel.numbers import get_currency_precision
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from madang.framework import audit
from madang.framework.identity.actor import Actor
from madang.framework.identity.may import require
from madang.framework.law import pack
from madang.framework.money import books
from madang.framework.money.domain.journal import Posting
from madang.framework.money.models import LockedPeriod
from madang.framework.ui import written
from madang.framework.values import Fault, Money, Refusal
from madang.systems.treasury.domain.foreign import POSITION, VALUE, Rate, converted
from madang.systems.treasury.models import ExchangeRate

LARGEST_RATE = Decimal(10**9)


class RateMissing(Refusal):
    """No rate is known on or before the day."""

    code = "treasury.rate_missing"
    says = _("No rate of exchange for {currency} is known on {day}. Enter the rate of that day first.")


class RateUnfit(Refusal):
    """It is no rate of exchange."""

    code = "treasury.rate_unfit"
    says = _("A rate is a positive number for one unit of a currency other than the state's own.")
    status = 422


class RateSettled(Refusal):
    """The books of that day stand on it."""

    code = "treasury.rate_settled"
    says = _("The books of {day} are locked on the rate {value} for {currency}. Enter the rate of a later day.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Open:
    """What a fund holds in a foreign currency on a day less what it owes in it, what that is worth at the rate of the day, and
    from when the rate is. Without a rate there is no worth."""

    fund: str
    held: Money
    worth: Money | None = None
    value: Decimal | None = None
    rated_on: date | None = None


def set_rate(*, currency: str, on: date, value: Decimal, source: str, actor: Actor, now: datetime) -> ExchangeRate:
    """What one unit of a currency is worth in the state's, on a day; corrected while its books are open.

    Raises Forbidden, RateUnfit, RateSettled.
    """
    require(actor, "treasury.close")
    known = len(currency) == 3 and currency.isascii() and currency.isupper() and currency != pack().currency
    if not known or not value.is_finite() or not 0 < value < LARGEST_RATE:
        raise RateUnfit(faults=(Fault("value", str(RateUnfit.says), RateUnfit.code),))
    with transaction.atomic():
        before = ExchangeRate.objects.select_for_update().filter(currency=currency, on=on).first()
        if before is not None and before.value != value and _locked(on):
            raise RateSettled(day=written.day(on), value=f"{before.value:f}", currency=currency)
        made, _new = ExchangeRate.objects.update_or_create(
            currency=currency, on=on, defaults={"value": value, "source": source[:100]}
        )
        detail = {"value": str(value), "source": source, "before": str(before.value) if before else ""}
        audit.record(actor=actor, action="treasury.set_rate", target=f"rate:{currency}:{on}", detail=detail, now=now)
    return made


def _locked(on: date) -> bool:
    return LockedPeriod.objects.filter(starts_on__lte=on, ends_on__gte=on).exists()


def rate_of(*, currency: str, on: date) -> Rate:
    """The latest rate on or before the day. Raises RateMissing."""
    home = pack().currency
    if currency == home:
        return Rate(currency=home, home=home, value=Decimal(1))
    found = _latest(currency, on)
    if found is None:
        raise RateMissing(currency=currency, day=written.day(on))
    return _in_minor_units(found)


def _latest(currency: str, on: date) -> ExchangeRate | None:
    return ExchangeRate.objects.filter(currency=currency, on__lte=on).order_by("-on").first()


def _in_minor_units(known: ExchangeRate) -> Rate:
    smaller = Decimal(10) ** (pack().currency_digits - get_currency_precision(known.currency))
    return Rate(currency=known.currency, home=pack().currency, value=known.value * smaller)


def open_positions(*, on: date) -> tuple[tuple[Open, ...], dict[str, Money]]:
    """Every position in a foreign currency on a day, and by fund the gain that valuing them would recognise (a loss is
    negative). A fund with a currency that has no rate yet is not among the gains."""
    home = pack().currency
    sums = books.sums(until=on)
    # The exchange position is the counterpart of money held, so its sign is turned.
    found = [
        _open(fund, Money(-minor, currency), on)
        for (account, fund, currency), minor in sums.items()
        if account == POSITION
    ]
    unrated = {one.fund for one in found if one.worth is None}
    gains: dict[str, Money] = {}
    for fund in sorted({fund for account, fund, _currency in sums if account in (POSITION, VALUE)} - unrated):
        worth = sum(one.worth.minor for one in found if one.fund == fund and one.worth is not None)
        gains[fund] = Money(worth - sums.get((VALUE, fund, home), 0), home)
    return tuple(found), gains


def _open(fund: str, held: Money, on: date) -> Open:
    known = _latest(held.currency, on)
    if known is None:
        return Open(fund=fund, held=held)
    worth = converted(amount=held, rate=_in_minor_units(known))
    return Open(fund=fund, held=held, worth=worth, value=known.value, rated_on=known.on)


def revalue(*, on: date, actor: Actor, now: datetime) -> int:
    """Bring every position to the rate of the day; how many funds gained or lost.

    Raises Forbidden, RateMissing, PeriodLocked.
    """
    require(actor, "treasury.close")
    with transaction.atomic():
        moved = value_positions(on=on, now=now)
        detail = {"funds": moved}
        audit.record(actor=actor, action="treasury.revalue", target=f"positions:{on}", detail=detail, now=now)
    return moved


def value_positions(*, on: date, now: datetime) -> int:
    """Bring every exchange position to the rate of the day, in the caller's transaction; how many moved.

    Raises RateMissing, PeriodLocked.
    """
    found, gains = open_positions(on=on)
    for one in found:
        if one.worth is None:
            raise RateMissing(currency=one.held.currency, day=written.day(on))
    moved = {fund: gain for fund, gain in gains.items() if gain}
    for fund, gain in moved.items():
        _recognise(gain, fund, on, now)
    return len(moved)


def _recognise(gain: Money, fund: str, on: date, now: datetime) -> None:
    """A gain or a loss of the period (IPSAS 4.32)."""
    against = "revenue.exchange" if gain.minor > 0 else "expense.exchange"
    postings = (Posting(VALUE, gain, fund), Posting(against, -gain, fund))
    reference = f"{on}:{now.isoformat()}:{fund}"[:100]
    books.post(kind="exchange_valued", reference=reference, postings=postings, now=now, on=on)
