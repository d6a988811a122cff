"""What was told to the public."""

from django.db import models

from madang.systems.procurement.domain.words import Step


class Release(models.Model):
    """One OCDS release: what everybody could know of an ocid after one step. Appended only, kept for ever."""

    ocid = models.CharField(max_length=64)
    key = models.CharField(max_length=100, unique=True)
    """The release's `id`."""
    step = models.CharField(max_length=32, choices=[(one.value, one.value) for one in Step])
    at = models.DateTimeField()
    body = models.JSONField()

    class Meta:
        indexes = [models.Index(fields=["ocid", "at"], name="procurement_release_ocid")]

    def __str__(self) -> str:
        return self.key
