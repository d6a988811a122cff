"""Exports that were loaded, and longer terms to load."""

from django.db import models

from madang.systems.customs.models.declaration import CustomsDeclaration


class ExportLoading(models.Model):
    """A released export that a carrier loaded, by its own manifest. Never edited; kept as long as the declaration."""

    declaration = models.OneToOneField(CustomsDeclaration, on_delete=models.PROTECT, related_name="loading")
    carrier = models.CharField(max_length=64)
    """Its business registration number."""
    reference = models.CharField(max_length=35)
    """The carrier's manifest of leaving goods."""
    conveyance = models.CharField(max_length=70)
    voyage = models.CharField(max_length=17)
    port = models.CharField(max_length=5)
    loaded_on = models.DateField()
    at = models.DateTimeField()
    by = models.CharField(max_length=100)

    class Meta:
        indexes = [models.Index(fields=["carrier", "-at"], name="customs_loadings_of")]

    def __str__(self) -> str:
        return f"{self.declaration_id} {self.reference}"


class LoadingExtension(models.Model):
    """A longer term to load an export, as an officer granted it. Never edited; the latest day counts."""

    declaration = models.ForeignKey(CustomsDeclaration, on_delete=models.PROTECT, related_name="loading_extensions")
    until = models.DateField()
    reason = models.CharField(max_length=300)
    granted_by = models.CharField(max_length=100)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.declaration_id} {self.until}"
