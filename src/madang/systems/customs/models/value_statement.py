"""Statements of how a customs value was found, and doubts about a declared one."""

from django.db import models
from django.db.models import Q

from madang.framework.values import Party, PartyKind


class ValueStatement(models.Model):
    """How the value of goods was found (in Korea 가격신고서, Customs Act art. 27): the facts as they were stated, and what
    the law made of them that day. A declaration whose item names its number is assessed by these facts at the
    rates of its own day. Written once; another one takes its place. Kept as declarations are (art. 12).
    """

    number = models.CharField(max_length=20, unique=True)
    party_kind = models.CharField(max_length=16)
    party_key = models.CharField(max_length=64)
    party_name = models.CharField(max_length=200)
    commodity = models.CharField(max_length=12)
    description = models.CharField(max_length=200)
    facts = models.JSONField()
    worked = models.JSONField()
    method = models.CharField(max_length=1)
    value_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    worked_on = models.DateField()
    by_customs = models.BooleanField(default=False)
    """An officer worked it out, for a doubt; then its facts may be of other traders, and are for officials alone."""
    made_by = models.CharField(max_length=100)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(value_minor__gt=0), name="customs_stated_a_value")]
        indexes = [models.Index(fields=["party_kind", "party_key", "-made_at"], name="customs_statements_of")]

    def __str__(self) -> str:
        return self.number

    @property
    def party(self) -> Party:
        """Whose goods they are."""
        return Party(PartyKind(self.party_kind), self.party_key)


class ValueDoubt(models.Model):
    """Customs doubts a declared value and asks for proof (in Korea Customs Act art. 30 (4), (5)). Its case holds the
    question, the answer and the decision. `before` is the item as it was declared, so that an objection that is
    upheld restores it. One item is doubted once at a time; before release it waits meanwhile. Kept as its declaration.
    """

    number = models.CharField(max_length=20, unique=True)
    declaration = models.ForeignKey("customs.CustomsDeclaration", on_delete=models.PROTECT, related_name="value_doubts")
    item = models.PositiveIntegerField()
    reason = models.CharField(max_length=1000)
    state = models.CharField(max_length=10)
    """open, accepted, decided, restored."""
    case = models.CharField(max_length=60, blank=True, default="")
    before = models.JSONField()
    statement = models.ForeignKey(ValueStatement, on_delete=models.PROTECT, null=True, related_name="doubts")
    opened_by = models.CharField(max_length=100)
    opened_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["declaration", "item"], condition=Q(state="open"), name="customs_doubted_once"
            ),
            models.CheckConstraint(
                condition=~Q(state="decided") | Q(statement__isnull=False), name="customs_decided_by_a_statement"
            ),
        ]

    def __str__(self) -> str:
        return self.number
