"""Who is taxed, and as what."""

from django.db import models

from madang.framework.values import Party, PartyKind


class Taxpayer(models.Model):
    """A person or business that the tax office knows. `roles` are values of `domain.words.Role`. Never deleted: whoever stops
    has `closed_on`. Kept ten years after that.
    """

    party_kind = models.CharField(max_length=16)
    party_key = models.CharField(max_length=64)
    name = models.CharField(max_length=140)
    name_latin = models.CharField(max_length=140, blank=True, default="")
    roles = models.JSONField(default=list)
    sector = models.CharField(max_length=12, blank=True, default="")
    office_code = models.CharField(max_length=40)
    registered_on = models.DateField()
    closed_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["party_kind", "party_key"], name="tax_one_entry_a_taxpayer"),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.party_key})"

    @property
    def party(self) -> Party:
        """Who it is."""
        return Party(PartyKind(self.party_kind), self.party_key)

    @property
    def titled(self) -> str:
        """The name as papers and pages write it: a business with its number; a person's key is nobody's business."""
        return f"{self.name} ({self.party_key})" if self.party_kind == PartyKind.BUSINESS else self.name
