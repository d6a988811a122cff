"""The balances with which the state's books begin."""

from django.db import models

from madang.framework.storage.models import Blob


class OpeningBalance(models.Model):
    """The balances of a first adoption as an official sent them: of the last day before the first fiscal year of these books,
    with the document they stand in. Booked once, by another official than who prepared them, or withdrawn; never changed.
    Kept for good.
    """

    year = models.PositiveSmallIntegerField()
    on = models.DateField()
    name = models.CharField(max_length=200)
    document = models.ForeignKey(Blob, on_delete=models.PROTECT, related_name="+")
    rows = models.JSONField()
    prepared_at = models.DateTimeField()
    prepared_by = models.CharField(max_length=100)
    booked_at = models.DateTimeField(null=True)
    booked_by = models.CharField(max_length=100, blank=True)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.CharField(max_length=100, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                models.Value(1), condition=models.Q(booked_at__isnull=False), name="treasury_adopted_once"
            ),
            models.CheckConstraint(
                condition=~models.Q(booked_by=models.F("prepared_by")), name="treasury_two_open_the_books"
            ),
            models.CheckConstraint(
                condition=models.Q(booked_at=None) | models.Q(withdrawn_at=None), name="treasury_opening_has_one_end"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.on} {self.name}"
