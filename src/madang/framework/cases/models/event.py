"""The timeline."""

from django.db import models

from madang.framework.cases.models.case import Case


class CaseEvent(models.Model):
    """What happened to a case, in order. Appended only: the database refuses a change and a deletion. Kept as its case."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="events")
    kind = models.CharField(max_length=24)
    at = models.DateTimeField()
    actor_kind = models.CharField(max_length=16)
    actor_account = models.BigIntegerField(null=True)
    actor_name = models.CharField(max_length=120, blank=True)
    office_code = models.CharField(max_length=64, blank=True)
    text = models.TextField(blank=True)
    detail = models.JSONField(default=dict)

    class Meta:
        indexes = [models.Index(fields=["case", "id"], name="cases_timeline")]

    def __str__(self) -> str:
        return f"{self.kind} {self.at:%Y-%m-%d %H:%M}"
