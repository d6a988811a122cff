"""The charge."""

from django.db import models
from django.utils.translation import get_language

from madang.framework.money.domain.states import ChargeState
from madang.framework.values import Money, Party, PartyKind


class Charge(models.Model):
    """What a party owes the state for one thing. Amount and payer never change; the state does. A charge of nothing is
    waived from the start and never paid. `titles` says what it is for, by language. Kept ten years.
    """

    number = models.CharField(max_length=60, unique=True)
    payer_kind = models.CharField(max_length=16)
    payer_key = models.CharField(max_length=64)
    minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    purpose = models.CharField(max_length=200)
    titles = models.JSONField(default=dict)
    reference = models.CharField(max_length=100, db_index=True)
    account = models.CharField(max_length=64)
    # The service it is for, by which a mandate names it.
    service = models.CharField(max_length=100, blank=True)
    idempotency_key = models.CharField(max_length=200, unique=True)
    state = models.CharField(max_length=16)
    charged_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(minor__gte=0), name="money_charge_not_negative"),
            models.CheckConstraint(
                condition=models.Q(minor__gt=0) | models.Q(state=ChargeState.WAIVED.value),
                name="money_nothing_is_waived",
            ),
        ]
        indexes = [models.Index(fields=["payer_kind", "payer_key", "-id"], name="money_charges_of")]

    def __str__(self) -> str:
        return self.number

    @property
    def payer(self) -> Party:
        """Who owes."""
        return Party(PartyKind(self.payer_kind), self.payer_key)

    @property
    def amount(self) -> Money:
        """How much."""
        return Money(self.minor, self.currency)

    @property
    def scope_code(self) -> str:
        """What a mandate names it by."""
        return self.service

    @property
    def title(self) -> str:
        """What for, in the active language where it was given, else as it was charged."""
        return str(self.titles.get((get_language() or "").split("-")[0]) or self.purpose)
