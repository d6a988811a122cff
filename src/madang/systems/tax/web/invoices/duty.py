"""The duty to issue electronically, as its business reads it."""

from django.utils import timezone
from django.utils.translation import gettext as _

from madang.framework.audit.spoken import spoken
from madang.framework.law import pack
from madang.framework.ui import written
from madang.framework.values import Money, clock
from madang.systems.tax.usecases.invoices.issuing_duty import issuing_duty


def duty_sentence(*, seller: str) -> str:
    """Whether it must, why, and by which article; empty where the law says nothing."""
    found = issuing_duty(seller=seller, on=timezone.localdate(clock.now()))
    if found is None:
        return ""
    if found.corporation:
        says = _("As a corporation you must issue tax invoices electronically ({cite}).")
    elif found.bound:
        says = _(
            "You must issue tax invoices electronically: in {year} you supplied for {supplied}, the limit is {limit} ({cite})."
        )
    else:
        says = _("You may issue on paper too: in {year} you supplied for {supplied}, the limit is {limit} ({cite}).")
    currency = pack().currency
    return says.format(
        year=found.year,
        supplied=written.money(Money(found.supplied, currency)),
        limit=written.money(Money(found.threshold, currency)),
        cite=spoken(found.cite),
    )
