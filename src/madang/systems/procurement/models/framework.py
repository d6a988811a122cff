"""Framework agreements: their terms, who was admitted, and what was called off."""

from django.db import models
from django.db.models import F, Q

from madang.systems.procurement.domain.frameworks import Way


class FrameworkTerms(models.Model):
    """What the notice of a framework says beside its lots: how many suppliers are admitted, for how long, and how orders are
    placed. The ceiling of a lot is its estimated price. Changed only with the draft, kept as its tender.
    """

    tender = models.OneToOneField("procurement.Tender", on_delete=models.CASCADE, related_name="framework_terms")
    members_most = models.PositiveSmallIntegerField()
    starts_on = models.DateField()
    ends_on = models.DateField()
    """The last day on which something may be called off."""
    way = models.CharField(max_length=16, choices=[(one.value, one.value) for one in Way])

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(members_most__gte=1), name="procurement_framework_admits"),
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="procurement_framework_period"),
        ]

    def __str__(self) -> str:
        return f"{self.tender_id} {self.starts_on}–{self.ends_on}"


class Agreement(models.Model):
    """A supplier admitted to a lot of a framework, at the price that it bid for the lot's whole quantity: no order costs more
    in proportion. Appended only, kept for ever.
    """

    number = models.CharField(max_length=32, unique=True)
    award = models.ForeignKey("procurement.Award", on_delete=models.PROTECT, related_name="agreements")
    lot = models.ForeignKey("procurement.Lot", on_delete=models.PROTECT, related_name="agreements")
    bid = models.OneToOneField("procurement.Bid", on_delete=models.PROTECT, related_name="agreement")
    supplier = models.ForeignKey("procurement.Supplier", on_delete=models.PROTECT, related_name="agreements")
    place = models.PositiveSmallIntegerField()
    """In the ranking: orders go to the first, unless there is a reason."""
    minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    starts_on = models.DateField()
    ends_on = models.DateField()
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["lot", "supplier"], name="procurement_admitted_once"),
            models.UniqueConstraint(fields=["lot", "place"], name="procurement_agreement_place"),
            models.CheckConstraint(condition=Q(minor__gt=0), name="procurement_agrees_a_price"),
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="procurement_agreement_period"),
        ]

    def __str__(self) -> str:
        return self.number


class CallOff(models.Model):
    """An order under an agreement, at its price, with the contract that it became. Appended only, kept as its contract."""

    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="call_offs")
    contract = models.OneToOneField("procurement.Contract", on_delete=models.PROTECT, related_name="call_off")
    quantity = models.DecimalField(max_digits=14, decimal_places=3)
    minor = models.BigIntegerField()
    reason = models.TextField(blank=True)
    """Why another than the first member got it."""
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=100)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(minor__gt=0, quantity__gt=0), name="procurement_calls_something_off")
        ]

    def __str__(self) -> str:
        return str(self.contract)


class Competition(models.Model):
    """A mini-competition: a tender that invites the members of a framework's lot and nobody else. Kept as its tender."""

    lot = models.ForeignKey("procurement.Lot", on_delete=models.PROTECT, related_name="competitions")
    """The framework's lot."""
    tender = models.OneToOneField("procurement.Tender", on_delete=models.CASCADE, related_name="competition")
    quantity = models.DecimalField(max_digits=14, decimal_places=3)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(quantity__gt=0), name="procurement_competes_for_something")]

    def __str__(self) -> str:
        return f"{self.lot_id} {self.tender_id}"


class AgreementCatalogue(models.Model):
    """The catalogue through which an agreement is sold in the e-mall: its orders count under the same ceiling. Kept as its
    agreement."""

    agreement = models.OneToOneField(Agreement, on_delete=models.PROTECT, related_name="in_mall")
    catalogue = models.OneToOneField("procurement.Catalogue", on_delete=models.PROTECT, related_name="of_agreement")

    def __str__(self) -> str:
        return f"{self.agreement_id} {self.catalogue_id}"
