"""Mandates: who may act for whom, for what, how long."""

from datetime import date, timedelta

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from madang.framework.identity.models.account import Account
from madang.framework.values import Party, PartyKind
from madang.framework.values.identifiers import new_key

_KINDS = [(kind.value, kind.value) for kind in PartyKind]


class Mandate(models.Model):
    """A party's word that another may act for it within a scope. Valid once the holder accepted it.

    Scope, kind and parties never change (0002_rules, 0101); a wider mandate is a new one. Revocation is final. Kept ten
    years after its end.
    """

    key = models.CharField(max_length=32, unique=True, default=new_key, editable=False)
    grantor_kind = models.CharField(max_length=10, choices=_KINDS)
    grantor_key = models.CharField(max_length=64)
    grantor_name = models.CharField(max_length=120)
    holder_kind = models.CharField(max_length=10, choices=_KINDS)
    holder_key = models.CharField(max_length=64)
    holder_name = models.CharField(max_length=120)
    kind = models.CharField(max_length=40, default="power_of_attorney")
    # What the right was seen from: the register asked, or a court's decision by its number.
    evidence = models.CharField(max_length=200, blank=True, default="")
    scope = ArrayField(models.CharField(max_length=120))
    note = models.CharField(max_length=200, blank=True)
    valid_from = models.DateField()
    valid_until = models.DateField()
    granted_at = models.DateTimeField()
    granted_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    accepted_at = models.DateTimeField(null=True)
    declined_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)
    revoked_by = models.CharField(max_length=120, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["grantor_kind", "grantor_key"], name="identity_mandate_grantor"),
            models.Index(fields=["holder_kind", "holder_key"], name="identity_mandate_holder"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_until__gt=F("valid_from")), name="identity_mandate_ends_after_its_start"
            ),
            models.CheckConstraint(
                condition=~Q(grantor_kind=F("holder_kind"), grantor_key=F("holder_key")),
                name="identity_mandate_is_for_another",
            ),
            models.CheckConstraint(condition=~Q(scope=[]), name="identity_mandate_has_a_scope"),
            models.CheckConstraint(
                condition=Q(accepted_at=None) | Q(declined_at=None), name="identity_mandate_accepted_or_declined"
            ),
        ]

    def __str__(self) -> str:
        return self.key

    @property
    def grantor(self) -> Party:
        """Who gives the power."""
        return Party(PartyKind(self.grantor_kind), self.grantor_key)

    @property
    def holder(self) -> Party:
        """Who may use it."""
        return Party(PartyKind(self.holder_kind), self.holder_key)

    @property
    def last_day(self) -> date:
        """The last day on which it may be used."""
        return self.valid_until - timedelta(days=1)


class MandateUse(models.Model):
    """One act done under a mandate, in the act's own transaction; shown to both parties. Append-only. Kept ten years."""

    mandate = models.ForeignKey(Mandate, models.PROTECT, related_name="uses")
    used_at = models.DateTimeField()
    account = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    action = models.CharField(max_length=120)
    target = models.CharField(max_length=200, blank=True)

    class Meta:
        indexes = [models.Index(fields=["mandate", "-used_at"], name="identity_mandate_uses")]

    def __str__(self) -> str:
        return f"{self.mandate_id} {self.action}"
