"""Drawbacks: duty given back for exports."""

from django.db import models
from django.db.models import Q

from madang.framework.values import Money, Party, PartyKind
from madang.systems.customs.domain.drawback import DrawbackMethod, DrawbackState
from madang.systems.customs.domain.material_certificate import CertificateKind, CertificateState
from madang.systems.customs.domain.taken_back import TakenBack
from madang.systems.customs.models.filed import Filed


class Drawback(Filed):
    """A claim for the duty of what went into one exported declaration; `amounts` are by levy. An export is drawn back once:
    only what was refused may be claimed anew. Kept five years after the claim (환급특례법 art. 20 (1)).
    """

    declaration = models.ForeignKey("customs.CustomsDeclaration", on_delete=models.PROTECT, related_name="drawbacks")
    """The export."""
    party_kind = models.CharField(max_length=16)
    party_key = models.CharField(max_length=64)
    office_code = models.CharField(max_length=64)
    method = models.CharField(max_length=12, choices=[(one.value, one.value) for one in DrawbackMethod])
    state = models.CharField(max_length=8, choices=[(one.value, one.value) for one in DrawbackState])
    amounts = models.JSONField()
    minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    steps = models.JSONField(default=list)
    """How a fixed amount was reckoned, by exported item: commodity, value, rate."""
    account = models.CharField(max_length=34)
    holder = models.CharField(max_length=140)
    checked_at = models.DateTimeField(null=True)
    checked_by = models.CharField(max_length=100, blank=True, default="")
    """Who looked at it again after it was paid."""

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["declaration"],
                condition=~Q(state=DrawbackState.REFUSED.value),
                name="customs_drawn_back_once",
            ),
            models.CheckConstraint(condition=Q(minor__gt=0), name="customs_drawback_is_something"),
        ]
        indexes = [models.Index(fields=["party_kind", "party_key", "-filed_at"], name="customs_drawbacks_of")]

    @property
    def link(self) -> str:
        """The page on which its party follows it."""
        return f"/customs/drawbacks/{self.number}/"

    @property
    def party(self) -> Party:
        """The exporter."""
        return Party(PartyKind(self.party_kind), self.party_key)

    @property
    def amount(self) -> Money:
        """All that is claimed."""
        return Money(self.minor, self.currency)


class MaterialCertificate(Filed):
    """What was paid for materials bought at home (기초원재료납세증명서, 수입세액분할증명서), or for those of a month by their
    average (평균세액증명서): `amounts` by levy for the whole `quantity`. It uses up what it certifies, and is
    used up itself; `counts_from` is when its term begins. Kept five years.
    """

    kind = models.CharField(max_length=12, choices=[(one.value, one.value) for one in CertificateKind])
    state = models.CharField(max_length=8, choices=[(one.value, one.value) for one in CertificateState])
    party_kind = models.CharField(max_length=16)
    party_key = models.CharField(max_length=64)
    party_name = models.CharField(max_length=200)
    """Who sold."""
    buyer_kind = models.CharField(max_length=16)
    buyer_key = models.CharField(max_length=64)
    buyer_name = models.CharField(max_length=200)
    office_code = models.CharField(max_length=64)
    sold_on = models.DateField()
    commodity = models.CharField(max_length=12)
    description = models.CharField(max_length=200)
    quantity = models.DecimalField(max_digits=20, decimal_places=6)
    unit = models.CharField(max_length=3)
    amounts = models.JSONField()
    currency = models.CharField(max_length=3)
    counts_from = models.DateField()
    document = models.CharField(max_length=60, blank=True, default="")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(quantity__gt=0), name="customs_certifies_something"),
        ]
        indexes = [
            models.Index(fields=["buyer_kind", "buyer_key", "-filed_at"], name="customs_certificates_for"),
            models.Index(fields=["party_kind", "party_key", "-filed_at"], name="customs_certificates_of"),
        ]

    @property
    def link(self) -> str:
        """The page on which seller and buyer follow it."""
        return f"/customs/drawbacks/certificates/{self.number}/"

    @property
    def party(self) -> Party:
        """Who sold."""
        return Party(PartyKind(self.party_kind), self.party_key)

    @property
    def buyer(self) -> Party:
        """Who bought, and may use it."""
        return Party(PartyKind(self.buyer_kind), self.buyer_key)

    @property
    def amount(self) -> Money:
        """All that it certifies."""
        return Money(sum(self.amounts.values()), self.currency)


class DrawbackReturn(models.Model):
    """So much of a drawback was too much and is charged, with what comes on top. Never changed; kept as its drawback."""

    number = models.CharField(max_length=40, unique=True)
    drawback = models.ForeignKey(Drawback, on_delete=models.PROTECT, related_name="returns")
    why = models.CharField(max_length=12, choices=[(one.value, one.value) for one in TakenBack])
    own = models.BooleanField()
    """Whether its party said so first."""
    amounts = models.JSONField()
    addition_minor = models.BigIntegerField()
    says = models.CharField(max_length=1000)
    at = models.DateTimeField()
    by = models.CharField(max_length=100)

    def __str__(self) -> str:
        return self.number


class DrawbackUse(models.Model):
    """So much of one line of an import, or of a certificate (`source`), used for a drawback or for another certificate. The
    database lets nothing be used for more than it holds, whoever claims at the same moment; what is refused frees what it used.
    Else never changed. Kept as what used it."""

    drawback = models.ForeignKey(Drawback, on_delete=models.PROTECT, related_name="uses", null=True)
    certificate = models.ForeignKey(MaterialCertificate, on_delete=models.PROTECT, related_name="uses", null=True)
    made = models.PositiveIntegerField(default=1)
    """The exported item."""
    declaration = models.ForeignKey(
        "customs.CustomsDeclaration", on_delete=models.PROTECT, related_name="used", null=True
    )
    """The import."""
    item = models.PositiveIntegerField()
    source = models.ForeignKey(MaterialCertificate, on_delete=models.PROTECT, related_name="used", null=True)
    commodity = models.CharField(max_length=12)
    per_unit = models.DecimalField(max_digits=20, decimal_places=6)
    quantity = models.DecimalField(max_digits=20, decimal_places=6)
    unit = models.CharField(max_length=3)
    amounts = models.JSONField()
    freed = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(quantity__gt=0), name="customs_used_something"),
            models.CheckConstraint(condition=Q(drawback=None) ^ Q(certificate=None), name="customs_used_by_one"),
            models.CheckConstraint(condition=Q(declaration=None) ^ Q(source=None), name="customs_used_of_one"),
        ]
        indexes = [models.Index(fields=["declaration", "item"], name="customs_uses_of_line")]

    def __str__(self) -> str:
        return f"{self.origin} {self.quantity} {self.unit}"

    @property
    def origin(self) -> str:
        """The import line or the certificate."""
        return self.source.number if self.source else f"{self.declaration} / {self.item}"
