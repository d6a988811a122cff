"""How content people were."""

from django.db import models

from madang.systems.civil.models.application import Application


class Satisfaction(models.Model):
    """One rating (1 to 5) with an optional remark, once for an application that is over. Kept with its application."""

    application = models.OneToOneField(Application, on_delete=models.CASCADE, related_name="satisfaction")
    service = models.CharField(max_length=100)
    stars = models.SmallIntegerField()
    remark = models.CharField(max_length=500, blank=True)
    rated_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["service"])]
        constraints = [models.CheckConstraint(condition=models.Q(stars__range=(1, 5)), name="civil_stars_one_to_five")]

    def __str__(self) -> str:
        return f"{self.service}: {self.stars}"
