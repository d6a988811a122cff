"""Assets that the state keeps and wears out."""

from django.db import models


class Asset(models.Model):
    """A thing kept in the books at its cost, or at what it was last revalued at: bought by a verified claim, given by a
    `donor`, or there before these books began; where it was not bought, its fund is told here. `depreciated` is what wearing
    out has taken so far, `impaired` what impairments took; `months_before` and `depreciated_before` are the months of use and
    the depreciation at the last of them, from where the rest is spread anew. Written by depreciation, impairment and
    revaluation alone. Kept ten years after its disposal.
    """

    number = models.CharField(max_length=40, unique=True)
    obligation = models.OneToOneField("treasury.Obligation", on_delete=models.PROTECT, null=True, related_name="asset")
    own_fund = models.CharField(max_length=32, blank=True)
    name = models.CharField(max_length=140)
    minor = models.BigIntegerField()
    residual = models.BigIntegerField(default=0)
    months = models.PositiveSmallIntegerField()
    used_from = models.DateField()
    depreciated = models.BigIntegerField(default=0)
    depreciated_until = models.DateField(null=True)
    impaired = models.BigIntegerField(default=0)
    months_before = models.PositiveSmallIntegerField(default=0)
    depreciated_before = models.BigIntegerField(default=0)
    # Months of use before its cost or its last revaluation, and its residual value, as if nothing had been impaired since.
    base_months = models.PositiveSmallIntegerField(default=0)
    base_residual = models.BigIntegerField(null=True)
    revalued_on = models.DateField(null=True)
    # What revaluations of it added to the revaluation surplus, and took as an expense, less what they gave back.
    surplus = models.BigIntegerField(default=0)
    written_down = models.BigIntegerField(default=0)
    donor = models.CharField(max_length=140, blank=True)
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
                & models.Q(impaired__gte=0)
                & models.Q(minor__gte=models.F("depreciated") + models.F("impaired") + models.F("residual")),
                name="treasury_asset_not_worn_beyond_its_cost",
            ),
            models.CheckConstraint(condition=models.Q(months__gt=0), name="treasury_asset_lives"),
            models.CheckConstraint(
                condition=models.Q(months_before__lte=models.F("months"))
                & models.Q(depreciated_before__gte=0)
                & models.Q(depreciated_before__lte=models.F("depreciated")),
                name="treasury_asset_revised_within_its_life",
            ),
            models.CheckConstraint(
                condition=models.Q(obligation=None) | models.Q(own_fund=""), name="treasury_asset_has_one_fund"
            ),
            models.CheckConstraint(
                condition=models.Q(obligation=None) | models.Q(donor=""), name="treasury_asset_bought_or_given"
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def fund(self) -> str:
        """Whose it is: the fund that paid for it, or that it stood in when the books began."""
        return self.obligation.commitment.line.fund if self.obligation else self.own_fund

    @property
    def carrying(self) -> int:
        """What it stands at in the books; nothing once it is gone."""
        return 0 if self.disposed_on else self.minor - self.depreciated - self.impaired
