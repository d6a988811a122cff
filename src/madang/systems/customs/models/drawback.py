"""Drawbacks: duty given back for exports."""

from django.db import models
from django.db.models import Q

from madang.framework.values import Money, Party, PartyKind
from madang.systems.customs.domain.drawback import DrawbackMethod, DrawbackState
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
    def party(self) -> Party:
        """The exporter."""
        return Party(PartyKind(self.party_kind), self.party_key)

    @property
    def amount(self) -> Money:
        """All that is claimed."""
        return Money(self.minor, self.currency)


class DrawbackUse(models.Model):
    """So much of one line of an import, used for a drawback. The database lets no line be used for more than it holds, whoever
    claims at the same moment; a refused claim frees what it used. Else never changed. Kept as its drawback."""

    drawback = models.ForeignKey(Drawback, on_delete=models.PROTECT, related_name="uses")
    declaration = models.ForeignKey("customs.CustomsDeclaration", on_delete=models.PROTECT, related_name="used")
    """The import."""
    item = models.PositiveIntegerField()
    commodity = models.CharField(max_length=12)
    per_unit = models.DecimalField(max_digits=20, decimal_places=6)
    quantity = models.DecimalField(max_digits=20, decimal_places=6)
    unit = models.CharField(max_length=3)
    amounts = models.JSONField()
    freed = models.BooleanField(default=False)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(quantity__gt=0), name="customs_used_something")]
        indexes = [models.Index(fields=["declaration", "item"], name="customs_uses_of_line")]

    def __str__(self) -> str:
        return f"{self.declaration_id}/{self.item} {self.quantity} {self.unit}"
