"""Goods in a store that are to be destroyed."""

from django.db import models
from django.db.models import Q

from madang.systems.customs.models.bill import CargoBill


class Destruction(models.Model):
    """Packages that somebody asked to destroy in a store (in Korea Customs Act art. 160 (1)). Approved by a case; the keeper
    reports it when it is done, and the log of the bill has the step. Kept as long as the bill."""

    bill = models.ForeignKey(CargoBill, on_delete=models.PROTECT, related_name="destructions")
    store = models.CharField(max_length=8)
    packages = models.PositiveIntegerField()
    reason = models.CharField(max_length=1000)
    state = models.CharField(max_length=8, default="asked")
    """`asked`, `approved`, `refused` or `done`."""
    case = models.CharField(max_length=60, blank=True)
    asked_at = models.DateTimeField()
    asked_by = models.CharField(max_length=100)
    done_at = models.DateTimeField(null=True)
    done_by = models.CharField(max_length=100, blank=True)

    class Meta:
        db_table = "customs_destruction"
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=("asked", "approved", "refused", "done")), name="customs_destruction_state"
            ),
            models.CheckConstraint(condition=Q(packages__gt=0), name="customs_destruction_something"),
            models.CheckConstraint(condition=Q(state="done") ^ Q(done_at=None), name="customs_destruction_done_at"),
        ]
        indexes = [models.Index(fields=["bill", "state"], name="customs_destruction_of")]

    def __str__(self) -> str:
        return f"{self.bill_id} {self.state}"
