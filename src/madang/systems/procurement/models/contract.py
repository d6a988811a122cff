"""Contracts."""

from django.db import models
from django.db.models import F, Q

from madang.systems.procurement.domain.words import ContractState


class Contract(models.Model):
    """What buyer and supplier signed, on a final award or on an order of the e-mall. `minor` is its value after all
    changes. Kept for ever.
    """

    number = models.CharField(max_length=32, unique=True)
    award = models.OneToOneField("procurement.Award", on_delete=models.PROTECT, related_name="contract", null=True)
    ocid = models.CharField(max_length=64)
    buyer = models.CharField(max_length=32)
    supplier = models.ForeignKey("procurement.Supplier", on_delete=models.PROTECT, related_name="contracts")
    title = models.CharField(max_length=200)
    minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    state = models.CharField(
        max_length=16, choices=[(one.value, one.value) for one in ContractState], default=ContractState.PENDING.value
    )
    starts_on = models.DateField()
    ends_on = models.DateField()
    made_at = models.DateTimeField()
    signed_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    commitment = models.CharField(max_length=32, blank=True)
    """The treasury's number of the money that is committed for it."""

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(minor__gt=0), name="procurement_contract_has_a_value"),
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="procurement_contract_period"),
        ]

    def __str__(self) -> str:
        return self.number
