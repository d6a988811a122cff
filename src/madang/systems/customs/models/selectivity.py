"""Whom customs looks at: rules with two signatures, the key of the sample, what was selected and found, models."""

from django.db import models
from django.db.models import F, Q

from madang.framework.protect.fields import EncryptedText
from madang.systems.customs.domain.words import Lane

STATES = ("proposed", "approved", "refused")
LANES = [(one.value, one.value) for one in Lane]


class RiskRule(models.Model):
    """A rule of selection, as one analyst wrote it and another approved it. Never edited: a better rule is a new one. Its
    end may be set and brought forward. Kept ten years.
    """

    code = models.CharField(max_length=20, unique=True)
    title = models.CharField(max_length=100)
    condition = models.TextField(max_length=4000)
    """In the language of `domain/selectivity_condition.py`."""
    lane = models.CharField(max_length=6, choices=LANES)
    reason = models.TextField(max_length=1000)
    """Why it is thought to find something: intelligence, a trend, an international alert."""
    valid_from = models.DateField()
    valid_until = models.DateField(null=True)
    state = models.CharField(max_length=8, choices=[(one, one) for one in STATES], default="proposed")
    proposed_by = models.CharField(max_length=100)
    proposed_at = models.DateTimeField()
    decided_by = models.CharField(max_length=100, blank=True, default="")
    decided_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(proposed_by=F("decided_by")), name="customs_rule_by_four_eyes"),
            models.CheckConstraint(
                condition=Q(state="proposed") | (Q(decided_at__isnull=False) & ~Q(decided_by="")),
                name="customs_rule_decided_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gte=F("valid_from")),
                name="customs_rule_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return self.code


class SampleKey(models.Model):
    """The secret of one day's random sample: 32 random bytes, drawn when the first declaration of the day is selected. Never
    changed, so that the draw can be computed again. Kept ten years.
    """

    day = models.DateField(unique=True)
    secret = EncryptedText(purpose="customs.sample_key")

    def __str__(self) -> str:
        return self.day.isoformat()


class Selected(models.Model):
    """A declaration as it was selected: lane, reasons, score, the facts that were read; and what an inspection found. The
    selection is never edited; the outcome is written once. Kept ten years. Officials alone read it.
    """

    number = models.CharField(max_length=40, unique=True)
    """Customs' number of the declaration, with its version where it was amended."""
    on = models.DateField()
    lane = models.CharField(max_length=6, choices=LANES)
    reasons = models.JSONField()
    """`[{"why", "code", "lane"}]`."""
    score = models.PositiveSmallIntegerField(null=True)
    contributions = models.JSONField(default=list)
    """`[{"feature", "value", "adds"}]`, the ten largest."""
    model = models.CharField(max_length=20, blank=True, default="")
    facts = models.JSONField()
    """Facts of each item, as rules read them, so that a draft can be tried on the past."""
    importer = models.CharField(max_length=100, blank=True, default="")
    exporter = models.CharField(max_length=100, blank=True, default="")
    found = models.BooleanField(null=True)
    """Whether the inspection found something; empty until there was one."""
    finding = models.CharField(max_length=200, blank=True, default="")
    inspected_by = models.CharField(max_length=100, blank=True, default="")
    inspected_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(found__isnull=True, inspected_at__isnull=True)
                | Q(found__isnull=False, inspected_at__isnull=False),
                name="customs_outcome_has_its_moment",
            )
        ]
        indexes = [
            models.Index(fields=["on"], name="customs_selected_by_day"),
            models.Index(fields=["importer"], name="customs_selected_by_importer"),
            models.Index(fields=["exporter"], name="customs_selected_by_exporter"),
        ]

    def __str__(self) -> str:
        return self.number


class RuleHit(models.Model):
    """A rule that held for a declaration. Written with the selection, never edited; kept as long."""

    rule = models.ForeignKey(RiskRule, on_delete=models.PROTECT, related_name="hits")
    selected = models.ForeignKey(Selected, on_delete=models.PROTECT, related_name="hits")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["rule", "selected"], name="customs_rule_hits_once")]

    def __str__(self) -> str:
        return f"{self.rule_id}: {self.selected_id}"


class RiskModel(models.Model):
    """A model as it was trained; the newest one scores. Never edited. Kept ten years."""

    version = models.CharField(max_length=20, unique=True)
    base = models.FloatField()
    weights = models.JSONField()
    means = models.JSONField()
    examples = models.PositiveIntegerField()
    finds = models.PositiveIntegerField()
    trained_by = models.CharField(max_length=100)
    trained_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.version
