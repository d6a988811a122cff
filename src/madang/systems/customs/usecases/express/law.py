"""The law of parcels, as the country says it."""

from datetime import date
from decimal import Decimal

from madang.framework.law import parameter, parameter_or_none
from madang.framework.values import Money, Party, PartyKind
from madang.systems.customs.domain.exchange_rates import converted, digits_of, exchange_rate, whole
from madang.systems.customs.domain.express import ExpressLaw


def express_law(*, on: date) -> ExpressLaw:
    """Limits of that day."""
    told = parameter("customs.express.list_clearance", on=on)
    unit = 10 ** digits_of(currency=told["currency"])
    return ExpressLaw(
        currency=told["currency"],
        limit=told["limit"] * unit,
        limits_from={country: limit * unit for country, limit in told["limits_from"].items()},
        relief=told["relief"] * unit,
        excluded=tuple(str(one) for one in told["excluded"]),
    )


def post_operator(*, on: date) -> str:
    """The number of the business that keeps the post; empty on a day for which the law names none."""
    return str(parameter_or_none("customs.express.post_operator", on=on) or "")


def is_post(*, party: Party, on: date) -> bool:
    """Whether it may lodge lists of postal parcels."""
    return party.kind is PartyKind.BUSINESS and party.key == post_operator(on=on)


def in_law_currency(*, amount: Money, currency: str, on: date) -> int:
    """What an amount is in the currency of the limits, through the country's own. Raises NoExchangeRate."""
    if amount.currency == currency:
        return amount.minor
    worth = exchange_rate(currency=amount.currency, on=on).worth / exchange_rate(currency=currency, on=on).worth
    return whole(amount=Decimal(converted(amount=amount, into=currency, rate=worth)))
