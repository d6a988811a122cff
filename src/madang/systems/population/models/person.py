"""A person of the register."""

from typing import ClassVar

from django.contrib.postgres.indexes import OpClass
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Person(models.Model):
    """Someone entered in the register, for life and after: entries are closed, never deleted.

    `key` names the person to other systems. The resident number is kept encrypted (`number_sealed`) and found by its
    blind index; it leaves this table only through a use case that records why. Kept for ever (Resident Registration
    Act art. 7).
    """

    class Sex(models.TextChoices):
        FEMALE = "female", pgettext_lazy("population", "Female")
        MALE = "male", pgettext_lazy("population", "Male")

    class Status(models.TextChoices):
        RESIDENT = "resident", pgettext_lazy("population", "Resident")
        ABROAD = "abroad", pgettext_lazy("population", "Living abroad")
        DEAD = "dead", pgettext_lazy("population", "Dead")
        REMOVED = "removed", _("Removed from the register")

    key = models.CharField(max_length=32, unique=True)
    number_sealed = models.BinaryField(null=True)
    number_index = models.BinaryField(null=True, unique=True)
    number_issued_on = models.DateField(null=True)
    name = models.CharField(max_length=100)
    hanja_name = models.CharField(max_length=50, blank=True, default="")
    latin_name = models.CharField(max_length=100, blank=True, default="")
    birth_on = models.DateField()
    sex = models.CharField(max_length=6, choices=Sex.choices)
    nationality = models.CharField(max_length=2)
    status = models.CharField(max_length=8, choices=Status.choices, default=Status.RESIDENT)
    died_on = models.DateField(null=True)
    clan_origin = models.CharField(max_length=20, blank=True, default="")
    registered_base = models.CharField(max_length=200, blank=True, default="")
    source = models.CharField(max_length=40, blank=True, default="")
    """What entered this person: empty for a reported birth, `generated` for the demonstration, `import:<key>`."""

    class Meta:
        indexes: ClassVar = [
            models.Index(OpClass(Lower("name"), "text_pattern_ops"), "birth_on", name="population_name_birth"),
            models.Index(OpClass(Lower("latin_name"), "text_pattern_ops"), name="population_latin_name"),
            models.Index(fields=["birth_on"], name="population_birth"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(died_on__isnull=True) | models.Q(died_on__gte=models.F("birth_on")),
                name="population_death_after_birth",
            ),
            models.CheckConstraint(
                condition=models.Q(status="dead", died_on__isnull=False)
                | (~models.Q(status="dead") & models.Q(died_on__isnull=True)),
                name="population_dead_has_day",
            ),
            models.CheckConstraint(condition=~models.Q(name=""), name="population_has_name"),
            models.CheckConstraint(
                condition=models.Q(number_sealed__isnull=True, number_index__isnull=True)
                | models.Q(number_sealed__isnull=False, number_index__isnull=False),
                name="population_number_is_findable",
            ),
        ]
