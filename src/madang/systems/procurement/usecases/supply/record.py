"""A supplier's record, counted from its contracts and orders as they stand."""

from datetime import date

from django.utils import timezone

from madang.systems.procurement.domain.performance import Delivery, Performance, performance
from madang.systems.procurement.domain.words import ContractState
from madang.systems.procurement.models import Contract, MallOrder, Supplier

DONE = {ContractState.TERMINATED.value}
COUNTED = {ContractState.ACTIVE.value, ContractState.TERMINATED.value}


def record_of(*, supplier: Supplier, on: date) -> Performance:
    """Contracts that were signed, each with its last day and the day it ended; orders of the mall by their own days."""
    contracts = Contract.objects.filter(supplier=supplier, state__in=COUNTED, mall_order=None)
    rows = [
        Delivery(
            due_on=one.ends_on,
            delivered_on=timezone.localdate(one.ended_at) if one.state in DONE and one.ended_at else None,
        )
        for one in contracts
    ]
    orders = MallOrder.objects.filter(supplier=supplier, confirmed_at__isnull=False)
    rows += [Delivery(due_on=one.deliver_by, delivered_on=one.delivered_on) for one in orders]
    return performance(deliveries=rows, on=on)
