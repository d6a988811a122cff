"""A published revocation list."""

from typing import ClassVar

from django.db import models

from madang.systems.signatures.models.authority import Authority


class RevocationList(models.Model):
    """A list as an authority published it; `base` is the number of the whole list that a delta adds to. Never edited. The
    latest is handed out; all are kept ten years past the authority's end.
    """

    authority = models.ForeignKey(Authority, models.PROTECT, related_name="lists")
    number = models.PositiveBigIntegerField()
    base = models.PositiveBigIntegerField(null=True)
    der = models.BinaryField()
    entries = models.PositiveIntegerField()
    this_update = models.DateTimeField()
    next_update = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["authority", "number", "base"], nulls_distinct=False, name="signatures_list_number_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.authority_id} {self.number}"
