"""What manifests and bills of arriving and of leaving goods have in common."""

from django.db import models


class LodgedManifest(models.Model):
    """A manifest as a carrier (master bills) or a forwarder (house bills) lodged it, of one voyage and one port."""

    number = models.CharField(max_length=20, unique=True)
    """Ours."""
    reference = models.CharField(max_length=35)
    """The lodger's."""
    kind = models.CharField(max_length=8)
    """`master` or `house`."""
    mode = models.CharField(max_length=4)
    source = models.CharField(max_length=8)
    """`cuscar`, `csv` or `api`."""
    lodger = models.CharField(max_length=20)
    """The business that lodged it, by its registration number."""
    lodger_name = models.CharField(max_length=140, blank=True)
    carrier = models.CharField(max_length=17)
    conveyance_number = models.CharField(max_length=35)
    conveyance_name = models.CharField(max_length=70, blank=True)
    voyage = models.CharField(max_length=17)
    port = models.CharField(max_length=5)
    """UN/LOCODE."""
    expected_at = models.DateTimeField(null=True)
    """When the ship or aircraft is to come, or to leave."""
    lodged_at = models.DateTimeField()
    lodged_by = models.CharField(max_length=100)
    digest = models.CharField(max_length=64)
    """SHA-256 of the file as it came."""
    bills = models.PositiveIntegerField()
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.number


class LodgedBill(models.Model):
    """A bill of lading or air waybill of a manifest. Its number is unique among those that stand. Names of parties are shown to
    the parties and to customs, never in public."""

    number = models.CharField(max_length=35)
    kind = models.CharField(max_length=6)
    """`master` or `house`."""
    consolidated = models.BooleanField(default=False)
    """A master bill whose goods stand in house bills of the forwarder named by it."""
    forwarder = models.CharField(max_length=20, blank=True)
    """Whose house bills a consolidated master takes; of a house bill, who issued it. A business number."""
    master_number = models.CharField(max_length=35, blank=True)
    loading = models.CharField(max_length=5)
    discharge = models.CharField(max_length=5)
    delivery = models.CharField(max_length=5, blank=True)
    consignor_name = models.CharField(max_length=140, blank=True)
    consignee_name = models.CharField(max_length=140, blank=True)
    packages = models.PositiveIntegerField()
    package_kind = models.CharField(max_length=3, blank=True)
    gross_mass = models.DecimalField(max_digits=16, decimal_places=3)
    """Kilograms."""
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.number
