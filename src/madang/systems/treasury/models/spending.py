"""Commitments, verified obligations, payment orders and batches."""

from django.db import models


class Commitment(models.Model):
    """Money promised to a payee, by a contract or a decision. What is not used is released. `system` and `reference` are
    another system's name and its own number for the promise, where one asked for it; then `committed_by` is who promised
    there. Kept ten years.
    """

    number = models.CharField(max_length=32, unique=True)
    line = models.ForeignKey("treasury.BudgetLine", on_delete=models.PROTECT, related_name="commitments")
    payee = models.CharField(max_length=140)
    account = models.CharField(max_length=34)
    purpose = models.CharField(max_length=140)
    minor = models.BigIntegerField()
    obligated = models.BigIntegerField(default=0)
    released = models.BigIntegerField(default=0)
    committed_at = models.DateTimeField()
    committed_by = models.CharField(max_length=100)
    system = models.CharField(max_length=40, blank=True, default="", db_default="")
    reference = models.CharField(max_length=64, blank=True, default="", db_default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["system", "reference"], condition=~models.Q(system=""), name="treasury_committed_once"
            ),
            models.CheckConstraint(
                condition=models.Q(system="", reference="") | (~models.Q(system="") & ~models.Q(reference="")),
                name="treasury_system_has_its_reference",
            ),
            models.CheckConstraint(condition=models.Q(minor__gt=0), name="treasury_commits_something"),
            models.CheckConstraint(
                condition=models.Q(minor__gte=models.F("obligated") + models.F("released"))
                & models.Q(obligated__gte=0)
                & models.Q(released__gte=0),
                name="treasury_obligations_within_commitment",
            ),
        ]

    def __str__(self) -> str:
        return self.number


class Obligation(models.Model):
    """A claim that was checked against delivery, by another official than the one who committed. Kept ten years."""

    number = models.CharField(max_length=32, unique=True)
    commitment = models.ForeignKey(Commitment, on_delete=models.PROTECT, related_name="obligations")
    invoice = models.CharField(max_length=64)
    minor = models.BigIntegerField()
    due_on = models.DateField(null=True)
    verified_at = models.DateTimeField()
    verified_by = models.CharField(max_length=100)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(minor__gt=0), name="treasury_owes_something"),
            models.UniqueConstraint(fields=["commitment", "invoice"], name="treasury_invoice_once"),
        ]

    def __str__(self) -> str:
        return self.number


class PaymentBatch(models.Model):
    """Orders that go to the bank in one file: prepared by one officer, approved by two others, or sent back by
    one of them, whose reason stays. Kept ten years.
    """

    number = models.CharField(max_length=32, unique=True)
    currency = models.CharField(max_length=3)
    prepared_at = models.DateTimeField()
    prepared_by = models.CharField(max_length=100)
    first_approver = models.CharField(max_length=100, blank=True)
    second_approver = models.CharField(max_length=100, blank=True)
    released_at = models.DateTimeField(null=True)
    released_on = models.DateField(null=True, db_index=True)
    sent_back_at = models.DateTimeField(null=True)
    sent_back_by = models.CharField(max_length=100, blank=True)
    sent_back_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(first_approver=models.F("prepared_by"))
                & ~models.Q(second_approver=models.F("prepared_by")),
                name="treasury_nobody_approves_own_batch",
            ),
            models.CheckConstraint(
                condition=models.Q(second_approver="") | ~models.Q(second_approver=models.F("first_approver")),
                name="treasury_two_approvers",
            ),
            models.CheckConstraint(
                condition=models.Q(released_at=None) | (~models.Q(first_approver="") & ~models.Q(second_approver="")),
                name="treasury_released_by_two",
            ),
            models.CheckConstraint(
                condition=models.Q(released_at=None) | models.Q(sent_back_at=None),
                name="treasury_sent_back_or_released",
            ),
        ]

    def __str__(self) -> str:
        return self.number


class PaymentOrder(models.Model):
    """The order to pay an obligation. `number` is its end-to-end identification at the bank. One lives for an obligation at a
    time; a returned one may be ordered again. `reason` is why the bank refused or returned it. Kept ten years.
    """

    number = models.CharField(max_length=32, unique=True)
    obligation = models.ForeignKey(Obligation, on_delete=models.PROTECT, related_name="orders")
    batch = models.ForeignKey(PaymentBatch, on_delete=models.PROTECT, related_name="orders")
    minor = models.BigIntegerField()
    state = models.CharField(
        max_length=16, default="ordered", choices=[(one, one) for one in ("ordered", "paid", "returned")]
    )
    paid_on = models.DateField(null=True)
    bank_says = models.CharField(max_length=8, blank=True)
    reason = models.CharField(max_length=35, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["obligation"], condition=~models.Q(state="returned"), name="treasury_one_live_order"
            )
        ]

    def __str__(self) -> str:
        return self.number
