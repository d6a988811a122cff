"""Assets that the state keeps and wears out."""

from django.db import models


class Asset(models.Model):
    """A thing bought by a verified claim and kept in the books at its cost. `depreciated` is what wearing out has taken so
    far, written by the depreciation alone. Kept ten years after its disposal.
    """

    number = models.CharField(max_length=40, unique=True)
    obligation = models.OneToOneField("treasury.Obligation", on_delete=models.PROTECT, related_name="asset")
    name = models.CharField(max_length=140)
    minor = models.BigIntegerField()
    residual = models.BigIntegerField(default=0)
    months = models.PositiveSmallIntegerField()
    used_from = models.DateField()
    depreciated = models.BigIntegerField(default=0)
    depreciated_until = models.DateField(null=True)
    disposed_on = models.DateField(null=True)
    proceeds = models.BigIntegerField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(residual__gte=0) & models.Q(minor__gt=models.F("residual")),
                name="treasury_asset_worth_more_than_its_rest",
            ),
            models.CheckConstraint(
                condition=models.Q(depreciated__gte=0)
                & models.Q(minor__gte=models.F("depreciated") + models.F("residual")),
                name="treasury_asset_not_worn_beyond_its_cost",
            ),
            models.CheckConstraint(condition=models.Q(months__gt=0), name="treasury_asset_lives"),
        ]

    def __str__(self) -> str:
        return self.number
