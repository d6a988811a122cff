"""What of the state's debt falls due, in the state's own currency."""

from collections.abc import Iterator
from datetime import date

from madang.framework.values import Money
from madang.systems.treasury.domain.foreign import converted
from madang.systems.treasury.models import DebtService
from madang.systems.treasury.usecases.set_rate import rate_of


def due_services(*, until: date, today: date) -> Iterator[tuple[date, int]]:
    """The day and the amount of each service that is not paid, up to a day; another currency at the latest rate.

    Raises RateMissing.
    """
    unpaid = DebtService.objects.filter(paid_on=None, due_on__lte=until).select_related("debt")
    for one in unpaid.order_by("due_on", "pk"):
        amount = Money(one.principal + one.interest, one.debt.currency)
        yield one.due_on, converted(amount=amount, rate=rate_of(currency=one.debt.currency, on=today)).minor
