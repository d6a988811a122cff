"""Import tax invoices."""

from django.db import models
from django.db.models import Q


class ImportInvoice(models.Model):
    """What customs say that a business paid as import tax on one declaration (in Korea 수입세금계산서). A later word about the
    same declaration is a row of its own with the difference, so that the rows add up to what is paid. Never edited. Kept ten
    years.
    """

    declaration = models.CharField(max_length=32)
    place = models.PositiveSmallIntegerField()
    """Among the rows of its declaration: 1 the first, 2 and on what corrects it."""
    importer = models.CharField(max_length=64)
    """The registration number."""
    office = models.CharField(max_length=64)
    base_minor = models.BigIntegerField()
    tax_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    written_on = models.DateField()
    """The day of payment: in its period the tax may be deducted."""
    heard_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["declaration", "place"], name="tax_import_invoice_once"),
            models.CheckConstraint(condition=~Q(base_minor=0, tax_minor=0), name="tax_import_invoice_something"),
        ]
        indexes = [models.Index(fields=["importer", "-written_on"], name="tax_imports_of")]

    def __str__(self) -> str:
        return self.number

    @property
    def number(self) -> str:
        """As lists write it."""
        return f"{self.declaration}-{self.place}"
