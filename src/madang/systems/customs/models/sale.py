"""Goods whose term of storage is over: the notice before their sale, and what was decided."""

from django.db import models
from django.db.models import F, Q

from madang.systems.customs.models.bill import CargoBill


class SaleNotice(models.Model):
    """Customs told the owner to declare goods or send them back, otherwise they are sold (in Korea Customs Act arts. 208, 209).
    Another officer decides when the month is over. Kept as long as the bill."""

    bill = models.ForeignKey(CargoBill, on_delete=models.PROTECT, related_name="sale_notices")
    store = models.CharField(max_length=8)
    packages = models.PositiveIntegerField()
    given_at = models.DateTimeField()
    given_by = models.CharField(max_length=100)
    respond_by = models.DateField()
    sell = models.BooleanField(null=True)
    reasons = models.CharField(max_length=1000, blank=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.CharField(max_length=100, blank=True)

    class Meta:
        db_table = "customs_sale_notice"
        constraints = [
            models.UniqueConstraint(
                fields=["bill", "store"], condition=Q(decided_at=None), name="customs_sale_notice_one"
            ),
            models.CheckConstraint(condition=Q(decided_at=None) ^ Q(sell__isnull=False), name="customs_sale_decided"),
            models.CheckConstraint(condition=~Q(decided_by=F("given_by")), name="customs_sale_another_officer"),
        ]

    def __str__(self) -> str:
        return f"{self.bill_id} {self.store}"
