"""What comes between opening and award."""

from django.db import models
from django.db.models import F, Q

from madang.framework.protect.fields import EncryptedJson, EncryptedText


class ReservePrice(models.Model):
    """The lottery of a lot. The seed is promised by `commitment` before closing and revealed once, after the opening; the
    database
    refuses any other change. Every lot has one, for bids of equal rank are ordered by it too. Kept for ever.
    """

    lot = models.OneToOneField("procurement.Lot", on_delete=models.PROTECT, related_name="reserve_price")
    base = models.BigIntegerField()
    """0 where no reserve price is drawn."""
    percent = models.CharField(max_length=8)
    commitment = models.CharField(max_length=64)
    sealed_seed = EncryptedText(purpose="procurement.seed")
    committed_at = models.DateTimeField()
    committed_by = models.CharField(max_length=100)
    revealed_at = models.DateTimeField(null=True)
    seed = models.CharField(max_length=64, blank=True)
    bids = models.JSONField(default=list)
    """The hashes of all bids that lay there at closing."""
    prices = models.JSONField(default=list)
    counts = models.JSONField(default=list)
    chosen = models.JSONField(default=list)
    minor = models.BigIntegerField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(base__gte=0), name="procurement_base_not_negative"),
            models.CheckConstraint(
                condition=Q(revealed_at=None, seed="", minor=None)
                | (
                    Q(revealed_at__gt=F("committed_at"))
                    & ~Q(seed="")
                    & (Q(base=0, minor=None) | Q(base__gt=0, minor__gt=0))
                ),
                name="procurement_seed_once_revealed",
            ),
        ]

    def __str__(self) -> str:
        return self.commitment


class Panel(models.Model):
    """Who scores the offers of a tender. Kept as its tender."""

    tender = models.OneToOneField("procurement.Tender", on_delete=models.PROTECT, related_name="panel")
    appointed_at = models.DateTimeField()
    appointed_by = models.CharField(max_length=100)

    def __str__(self) -> str:
        return str(self.tender)


class PanelMember(models.Model):
    """An evaluator on a panel: nobody scores before declaring that no interest ties them to a bidder, and who has one, by their
    own word or by the business register's, is off the panel. Known to the public by `position` alone. Kept as its tender.
    """

    panel = models.ForeignKey(Panel, on_delete=models.PROTECT, related_name="members")
    position = models.PositiveSmallIntegerField()
    account = models.BigIntegerField()
    name = models.CharField(max_length=120)
    state = models.CharField(max_length=16, default="appointed")
    declared_at = models.DateTimeField(null=True)
    interest = models.TextField(blank=True)
    """What the evaluator said of an interest."""
    found = models.CharField(max_length=64, blank=True)
    """The number of the bidder that the register says the evaluator represents."""

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["panel", "account"], name="procurement_evaluator_once"),
            models.UniqueConstraint(fields=["panel", "position"], name="procurement_evaluator_position"),
            models.CheckConstraint(
                condition=Q(state__in=["appointed", "declared", "conflicted"]), name="procurement_evaluator_state"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def label(self) -> str:
        """What the public knows the evaluator by."""
        return f"evaluator-{self.position}"


class SealedScore(models.Model):
    """An evaluator's scores of one lot: the seal is public at once, the scores when all are in. Appended only, but for the
    revealing. Kept as its tender.
    """

    member = models.ForeignKey(PanelMember, on_delete=models.PROTECT, related_name="scores")
    lot = models.ForeignKey("procurement.Lot", on_delete=models.PROTECT, related_name="scores")
    sha256 = models.CharField(max_length=64)
    sealed = EncryptedJson(purpose="procurement.scores")
    """`nonce` and `sheet`."""
    sealed_at = models.DateTimeField()
    revealed_at = models.DateTimeField(null=True)
    nonce = models.CharField(max_length=64, blank=True)
    sheet = models.JSONField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["member", "lot"], name="procurement_scores_once"),
            models.CheckConstraint(
                condition=Q(revealed_at=None, sheet=None) | Q(revealed_at__isnull=False, sheet__isnull=False),
                name="procurement_scores_revealed_whole",
            ),
        ]

    def __str__(self) -> str:
        return self.sha256


class QualificationReview(models.Model):
    """Whether a bidder can do it (적격심사): points against the pass mark of the law, with reasons. Kept as its bid."""

    bid = models.OneToOneField("procurement.Bid", on_delete=models.PROTECT, related_name="qualification")
    points = models.DecimalField(max_digits=5, decimal_places=2)
    pass_mark = models.DecimalField(max_digits=5, decimal_places=2)
    passed = models.BooleanField()
    reasons = models.TextField()
    decided_at = models.DateTimeField()
    decided_by = models.CharField(max_length=100)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(points__gte=0, points__lte=100), name="procurement_review_points"),
            models.CheckConstraint(
                condition=Q(passed=True, points__gte=F("pass_mark")) | Q(passed=False, points__lt=F("pass_mark")),
                name="procurement_review_by_its_points",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.bid} {self.points}"


class AbnormallyLow(models.Model):
    """A price that must be explained before it may win, what the bidder said, and what the buyer made of it. Kept as its
    bid.
    """

    bid = models.OneToOneField("procurement.Bid", on_delete=models.PROTECT, related_name="low_price")
    rule = models.CharField(max_length=16)
    asked_at = models.DateTimeField()
    asked_by = models.CharField(max_length=100)
    answer_until = models.DateTimeField()
    explanation = models.TextField(blank=True)
    explained_at = models.DateTimeField(null=True)
    accepted = models.BooleanField(null=True)
    reasons = models.TextField(blank=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.CharField(max_length=100, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(accepted=None, decided_at=None) | Q(accepted__isnull=False, decided_at__isnull=False),
                name="procurement_low_price_decided",
            )
        ]

    def __str__(self) -> str:
        return str(self.bid)


class Ranking(models.Model):
    """What came out for a lot, with all that it was computed from: `opening` is what everybody may download. A later one
    (after a
    review, an explanation, a complaint) stands beside the earlier ones. Appended only, kept for ever.
    """

    lot = models.ForeignKey("procurement.Lot", on_delete=models.PROTECT, related_name="rankings")
    at = models.DateTimeField()
    by = models.CharField(max_length=100)
    opening = models.JSONField()

    class Meta:
        indexes = [models.Index(fields=["lot", "-id"], name="procurement_ranking_lot")]

    def __str__(self) -> str:
        return f"{self.lot} {self.at:%Y-%m-%d %H:%M}"


class Complaint(models.Model):
    """What a bidder says is wrong with an award; it keeps the award pending until the reviewer decided the case. Kept for
    ever.
    """

    award = models.ForeignKey("procurement.Award", on_delete=models.PROTECT, related_name="complaints")
    supplier = models.ForeignKey("procurement.Supplier", on_delete=models.PROTECT, related_name="complaints")
    ground = models.TextField()
    filed_at = models.DateTimeField()
    case = models.CharField(max_length=60, blank=True)
    state = models.CharField(max_length=16, default="open")
    reasons = models.TextField(blank=True)
    decided_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["award", "supplier"], name="procurement_one_complaint"),
            models.CheckConstraint(
                condition=Q(state="open", decided_at=None)
                | Q(state__in=["upheld", "dismissed"], decided_at__isnull=False),
                name="procurement_complaint_decided",
            ),
        ]

    def __str__(self) -> str:
        return self.case
