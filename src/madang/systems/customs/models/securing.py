"""Guarantees, and goods under a procedure while the duties on them wait."""

from decimal import Decimal

from django.db import models
from django.db.models import F, Q

from madang.framework.values import Party, PartyKind
from madang.systems.customs.domain.procedures import Ending
from madang.systems.customs.domain.securing import HOLDING, INSIDE, MORTGAGED, SecuredState
from madang.systems.customs.models.declaration import CustomsDeclaration

_HOLDING = Q(state__in=sorted(state.value for state in HOLDING))
_INSIDE = Q(state__in=sorted(state.value for state in INSIDE))


class CustomsGuarantee(models.Model):
    """Security that an office accepted (Customs Act of Korea art. 24), for whatever its holder owes up to its limit. What is
    used of it is the sum of what hangs on it: goods under a procedure, movements under bond, the right to pay later. What was
    drawn is gone, until its debtor pays after all. Kept five years after it ended.
    """

    number = models.CharField(max_length=30, unique=True)
    kind = models.CharField(max_length=16)
    """What it is: money, a bond, insurance, a surety (`usecases/securing/words.py`)."""
    issuer = models.CharField(max_length=120, blank=True, default="")
    paper = models.CharField(max_length=60, blank=True, default="")
    """The issuer's own number."""
    office_code = models.CharField(max_length=64, blank=True, default="")
    party_kind = models.CharField(max_length=16, default=PartyKind.BUSINESS.value)
    party_key = models.CharField(max_length=64)
    party_name = models.CharField(max_length=200, blank=True, default="")
    limit_minor = models.BigIntegerField()
    drawn_minor = models.BigIntegerField(default=0)
    currency = models.CharField(max_length=3)
    valid_from = models.DateField()
    valid_until = models.DateField()
    accepted_at = models.DateTimeField()
    accepted_by = models.CharField(max_length=100, blank=True, default="")
    returned_at = models.DateTimeField(null=True)
    told_at = models.DateTimeField(null=True)
    """When its holder was reminded of its end."""
    deposit = models.CharField(max_length=60, blank=True, default="", db_default="")
    """The charge by which money is deposited; the guarantee holds from the day on which it is paid."""
    deposited_on = models.DateField(null=True)
    appraised_minor = models.BigIntegerField(null=True)
    """What land or a building is worth by its appraisal; a mortgage on it is the `paper`."""
    appraised_on = models.DateField(null=True)

    class Meta:
        db_table = "customs_guarantee"
        constraints = [
            models.CheckConstraint(condition=Q(limit_minor__gt=0), name="customs_guarantee_limit"),
            models.CheckConstraint(
                condition=Q(drawn_minor__gte=0, drawn_minor__lte=F("limit_minor")), name="customs_guarantee_drawn"
            ),
            models.CheckConstraint(
                condition=~Q(kind__in=MORTGAGED) | Q(appraised_minor__gte=F("limit_minor"), appraised_on__isnull=False),
                name="customs_guarantee_appraised",
            ),
            models.UniqueConstraint(fields=["issuer", "paper"], condition=~Q(paper=""), name="customs_guarantee_paper"),
        ]
        indexes = [models.Index(fields=["party_kind", "party_key"], name="customs_guarantees_of")]

    def __str__(self) -> str:
        return self.number

    @property
    def party(self) -> Party:
        """Who gave it."""
        return Party(PartyKind(self.party_kind), self.party_key)


class SecuredGoods(models.Model):
    """One item of a declaration under a procedure: what waits, what secures it, until when, and how much of it left. Kept as
    long as its declaration."""

    declaration = models.ForeignKey(CustomsDeclaration, on_delete=models.PROTECT, related_name="secured")
    item = models.PositiveIntegerField()
    procedure = models.CharField(max_length=32)
    guarantee = models.ForeignKey(CustomsGuarantee, on_delete=models.PROTECT, null=True, related_name="goods")
    """None where the procedure asks for none, or a document stands in for it."""
    paper = models.CharField(max_length=70, blank=True, default="")
    """The document that stands in for a guarantee: the number of an ATA carnet."""
    commodity = models.CharField(max_length=16)
    title = models.CharField(max_length=200)
    quantity = models.DecimalField(max_digits=20, decimal_places=6)
    unit = models.CharField(max_length=8)
    discharged = models.DecimalField(max_digits=20, decimal_places=6, default=Decimal(0))
    suspended = models.JSONField()
    """Levy to smallest units: what waits for the whole quantity."""
    to_secure_minor = models.BigIntegerField()
    """What a guarantee has to cover for the whole quantity."""
    secured_minor = models.BigIntegerField(default=0)
    """What is held of the guarantee now; of all that hangs on one the database lets hold no more than it is good for."""
    drawn_minor = models.BigIntegerField(default=0, db_default=0)
    """What was taken from the guarantee because the debtor did not pay; given back to it when the debtor does."""
    currency = models.CharField(max_length=3)
    began_on = models.DateField(null=True)
    due_on = models.DateField(null=True)
    extended = models.BooleanField(default=False)
    state = models.CharField(max_length=12, choices=[(one.value, one.value) for one in SecuredState])
    told_at = models.DateTimeField(null=True)
    """When its holder was reminded of the term."""

    class Meta:
        db_table = "customs_secured_goods"
        constraints = [
            models.UniqueConstraint(fields=["declaration", "item"], name="customs_secured_once"),
            models.CheckConstraint(
                condition=Q(quantity__gt=0, discharged__gte=0, discharged__lte=F("quantity")),
                name="customs_secured_quantity",
            ),
            models.CheckConstraint(
                condition=Q(secured_minor__gte=0) & (Q(secured_minor=0) | Q(guarantee__isnull=False)),
                name="customs_secured_by_something",
            ),
        ]
        indexes = [
            models.Index(fields=["due_on"], condition=_INSIDE, name="customs_secured_terms"),
            models.Index(fields=["guarantee"], condition=_HOLDING, name="customs_secured_holding"),
        ]

    def __str__(self) -> str:
        return f"{self.declaration_id}/{self.item}"

    @property
    def left(self) -> Decimal:
        """How much of it is still there."""
        return self.quantity - self.discharged


class Discharged(models.Model):
    """Goods that left a procedure without the duties that waited. Never edited."""

    goods = models.ForeignKey(SecuredGoods, on_delete=models.PROTECT, related_name="discharges")
    ending = models.CharField(max_length=16, choices=[(one.value, one.value) for one in Ending])
    quantity = models.DecimalField(max_digits=20, decimal_places=6)
    declaration = models.CharField(max_length=32, blank=True, default="", db_index=True)
    """The number of the declaration that ended it; else `text` says what customs confirmed."""
    text = models.CharField(max_length=1000, blank=True, default="")
    at = models.DateTimeField()
    by = models.CharField(max_length=100)

    class Meta:
        db_table = "customs_discharged"
        constraints = [models.CheckConstraint(condition=Q(quantity__gt=0), name="customs_discharged_something")]

    def __str__(self) -> str:
        return f"{self.goods_id} {self.ending}"
