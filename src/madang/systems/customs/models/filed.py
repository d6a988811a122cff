"""What somebody files with customs and an official decides."""

from django.db import models


class Filed(models.Model):
    """What all such things keep: a number, the case, who filed it when, when it was decided and what the decision says."""

    number = models.CharField(max_length=40, unique=True)
    case = models.CharField(max_length=60, blank=True, default="")
    filed_at = models.DateTimeField()
    filed_by = models.CharField(max_length=100)
    decided_at = models.DateTimeField(null=True)
    says = models.CharField(max_length=1000, blank=True, default="")

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.number
