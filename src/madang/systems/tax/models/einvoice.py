"""Electronic tax invoices as they were issued."""

from django.db import models
from django.db.models import Q

from madang.framework.protect.fields import EncryptedText
from madang.systems.tax.domain.amendment import Reason
from madang.systems.tax.domain.einvoicing import CATEGORIES, BuyerKind, Part

NUMBER = 24


class TaxInvoice(models.Model):
    """An invoice as it was issued. Never edited, never deleted: an amendment is an invoice of its own that names the one
    before it in `original`. `facts` are `domain.invoice.Invoice` as JSON and hold the lines; the figures here are derived
    from them once, at issue. Kept ten years.
    """

    number = models.CharField(max_length=NUMBER, unique=True)
    """The approval number (in Korea 승인번호): day of issue, issuing system, serial number."""
    seller = models.CharField(max_length=64)
    buyer = models.CharField(max_length=64)
    """Registration numbers; a buyer finds what it received by its own. Of a person the register's key, else nothing."""
    buyer_kind = models.CharField(
        max_length=10,
        choices=[(one.value, one.value) for one in BuyerKind],
        default=BuyerKind.BUSINESS.value,
        db_default=BuyerKind.BUSINESS.value,
    )
    buyer_number = EncryptedText(purpose="tax.invoice_buyer", null=True)
    """The resident number, passport or alien registration of a buyer who is no business."""
    seller_name = models.CharField(max_length=140)
    buyer_name = models.CharField(max_length=140)
    title = models.CharField(max_length=140)
    """The first line's name."""
    written_on = models.DateField()
    issued_on = models.DateField()
    issued_at = models.DateTimeField()
    issued_by = models.CharField(max_length=100)
    category = models.CharField(max_length=2, choices=[(one.value, one.value) for one in CATEGORIES])
    settled = models.BooleanField(default=False)
    net_minor = models.BigIntegerField()
    tax_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    due_on = models.DateField()
    """Until when it was to be issued."""
    late_rate = models.PositiveIntegerField(default=0)
    """In ten-thousandths of the taxable value; nothing where it was issued in time."""
    original = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="amendments")
    reason = models.CharField(max_length=20, blank=True, default="", choices=[(one.value, one.value) for one in Reason])
    part = models.CharField(max_length=12, blank=True, default="", choices=[(one.value, one.value) for one in Part])
    happened_on = models.DateField(null=True)
    facts = models.JSONField()
    blob = models.ForeignKey("storage.Blob", on_delete=models.PROTECT, related_name="+")
    """The signed XML."""
    upload = models.ForeignKey("tax.InvoiceUpload", on_delete=models.PROTECT, null=True, related_name="invoices")
    must_be_electronic = models.BooleanField(null=True)
    """Whether its seller had to issue it electronically on its day; nothing where the law says nothing of it."""
    key = models.CharField(max_length=64)
    """The issuer's own name for it: said twice, it is refused."""

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(number__regex=r"^[0-9]{24}$"), name="tax_invoice_number_form"),
            models.CheckConstraint(condition=~Q(seller=models.F("buyer")), name="tax_invoice_two_parties"),
            models.CheckConstraint(
                condition=Q(net_minor__gt=0, tax_minor__gte=0) | Q(net_minor__lt=0, tax_minor__lte=0),
                name="tax_invoice_one_direction",
            ),
            models.CheckConstraint(condition=Q(category="S") | Q(tax_minor=0), name="tax_invoice_untaxed"),
            models.CheckConstraint(
                condition=Q(original__isnull=True, reason="", part="", net_minor__gt=0)
                | (Q(original__isnull=False, happened_on__isnull=False) & ~Q(reason="") & ~Q(part="")),
                name="tax_invoice_amends_with_reason",
            ),
            models.UniqueConstraint(
                fields=["original"], condition=Q(part=Part.NEGATIVE.value), name="tax_invoice_taken_back_once"
            ),
            models.UniqueConstraint(fields=["seller", "key"], name="tax_invoice_key_once"),
        ]
        indexes = [
            models.Index(fields=["seller", "-written_on"], name="tax_invoices_sold"),
            models.Index(fields=["buyer", "-written_on"], name="tax_invoices_bought"),
            models.Index(fields=["issued_on"], name="tax_invoices_by_issue"),
        ]

    def __str__(self) -> str:
        return self.number


class Transmission(models.Model):
    """That an invoice's details reached the tax office, and whether in time. Written once. Kept as long as the invoice."""

    invoice = models.OneToOneField(TaxInvoice, on_delete=models.PROTECT, related_name="transmission")
    due_on = models.DateField()
    sent_on = models.DateField()
    sent_at = models.DateTimeField()
    late_rate = models.PositiveIntegerField(default=0)
    """In ten-thousandths of the taxable value; nothing where it came in time."""

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(sent_on__lte=models.F("due_on")) & Q(late_rate=0) | Q(sent_on__gt=models.F("due_on")),
                name="tax_transmission_late_after_due",
            ),
        ]

    def __str__(self) -> str:
        return str(self.invoice_id)


class InvoiceUpload(models.Model):
    """A file of invoices that an issuer sent, and what became of its rows. `faults` are the first of them, `wrong_rows` how
    many rows had one; the rows themselves are not kept. Kept ten years.
    """

    number = models.CharField(max_length=24, unique=True)
    seller = models.CharField(max_length=64)
    name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    uploaded_at = models.DateTimeField()
    uploaded_by = models.CharField(max_length=100)
    rows = models.PositiveIntegerField()
    wrong_rows = models.PositiveIntegerField()
    kept = models.PositiveIntegerField()
    """Invoices that were issued from it."""
    keep_rest = models.BooleanField()
    faults = models.JSONField(default=list)
    """`[{"row", "field", "code", "value"}]`."""

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["seller", "sha256"], condition=Q(kept__gt=0), name="tax_upload_taken_once"),
            models.CheckConstraint(
                condition=Q(keep_rest=True) | Q(wrong_rows=0) | Q(kept=0), name="tax_upload_whole_or_asked"
            ),
        ]

    def __str__(self) -> str:
        return self.number
