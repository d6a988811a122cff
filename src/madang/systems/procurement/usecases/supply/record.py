"""A supplier's record, counted from what its contracts had it deliver, orders of the e-mall among them."""

from datetime import date

from django.db.models import Prefetch
from django.utils import timezone

from madang.systems.procurement.domain.performance import Delivery, Performance, performance
from madang.systems.procurement.domain.words import ContractState
from madang.systems.procurement.models import Delivery as Delivered
from madang.systems.procurement.models import Milestone, Supplier


def record_of(*, supplier: Supplier, on: date) -> Performance:
    """Milestones of contracts that were signed, each with the day on which it was due and that of the delivery that was not
    refused; what an ended contract does not need any more counts for nothing.
    """
    standing = Prefetch("deliveries", Delivered.objects.exclude(accepted=False), to_attr="standing")
    rows = Milestone.objects.filter(contract__supplier=supplier, contract__signed_at__isnull=False)
    counted = [
        Delivery(
            due_on=one.due_on,
            delivered_on=timezone.localdate(one.standing[0].delivered_at) if one.standing else None,
        )
        for one in rows.select_related("contract").prefetch_related(standing)
        if one.standing or one.contract.state == ContractState.ACTIVE.value
    ]
    return performance(deliveries=counted, on=on)
