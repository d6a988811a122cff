"""What customs decided of bonded areas: licences, suspensions, ends."""

from django.db import models
from django.db.models import F, Q

KINDS = ("licence", "suspension", "end", "clearing")
STATES = ("proposed", "approved", "refused")


class AreaDecision(models.Model):
    """What one cargo officer entered of a bonded area and another one approved: its licence or designation, days on which it
    takes nothing in, its end, the days to clear it (in Korea Customs Act arts. 166, 167, 174, 178, 179, 182). What the area is
    on a day follows from what was approved. Once decided only the two moments of telling are written (a trigger holds that).
    Kept as long as goods that lay there may be asked about.
    """

    number = models.CharField(max_length=20, unique=True)
    area = models.CharField(max_length=8)
    """Its code (`BondedStore`); of a new area the store is made with the approval."""
    office = models.CharField(max_length=20)
    kind = models.CharField(max_length=10)
    begins_on = models.DateField()
    last_on = models.DateField(null=True)
    """The last day of a licence or suspension; of an end the day by which the goods are out."""
    ground = models.CharField(max_length=12, blank=True)
    text = models.CharField(max_length=1000, blank=True)
    """What the paper says: its number, the facts, the hearing."""
    store_kind = models.CharField(max_length=12, blank=True)
    """Of a licence, as all that follows: what the area is, who keeps it and where it lies on the drawing of its port."""
    name = models.CharField(max_length=80, blank=True)
    name_en = models.CharField(max_length=80, blank=True)
    port = models.CharField(max_length=5, blank=True)
    keeper = models.CharField(max_length=20, blank=True)
    x = models.PositiveSmallIntegerField(default=0)
    y = models.PositiveSmallIntegerField(default=0)
    state = models.CharField(max_length=8, default="proposed")
    proposed_by = models.CharField(max_length=100)
    proposed_at = models.DateTimeField()
    decided_by = models.CharField(max_length=100, blank=True)
    decided_at = models.DateTimeField(null=True)
    told_at = models.DateTimeField(null=True)
    """When the keeper was told that the licence will run out."""
    cleared_at = models.DateTimeField(null=True)
    """When keeper and owners were told that the goods have to leave, because the licence ran out or this decision ended it."""

    class Meta:
        db_table = "customs_area_decision"
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=KINDS), name="customs_area_kind"),
            models.CheckConstraint(condition=Q(state__in=STATES), name="customs_area_state"),
            models.CheckConstraint(
                condition=Q(last_on=None) | Q(last_on__gte=F("begins_on")), name="customs_area_has_days"
            ),
            models.CheckConstraint(
                condition=~Q(state="approved", proposed_by=F("decided_by")), name="customs_area_another_officer"
            ),
            models.CheckConstraint(
                condition=Q(state="proposed") ^ Q(decided_at__isnull=False), name="customs_area_decided"
            ),
            models.UniqueConstraint(fields=["area"], condition=Q(state="proposed"), name="customs_area_one_waits"),
        ]
        indexes = [models.Index(fields=["area", "decided_at"], name="customs_area_history")]

    def __str__(self) -> str:
        return f"{self.number} {self.area} {self.kind}"
