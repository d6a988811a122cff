"""The issued document."""

from datetime import date

from django.db import models

from madang.framework.documents.domain.verdicts import Outcome, standing
from madang.framework.values import Party, PartyKind


class Status(models.TextChoices):
    """What the issuer did with it since. That its days ran out is no act: it follows from `valid_until`."""

    VALID = "valid"
    REPLACED = "replaced"
    REVOKED = "revoked"


class Document(models.Model):
    """A sealed PDF as it left the office.

    Never edited after issue: a trigger lets only the status, its time, its reason and the successor change, once. `key` is
    the number as it is looked up. `facts` are what a verifier compares with the paper; they never hold a whole resident
    number. The file lies in storage under `sha256`. Kept as long as the register it is drawn from, ten years at least.
    """

    number = models.CharField(max_length=40, unique=True)
    key = models.CharField(max_length=40, unique=True)
    kind = models.CharField(max_length=100)
    party_kind = models.CharField(max_length=16)
    party_key = models.CharField(max_length=64)
    holder = models.CharField(max_length=200, blank=True)
    title = models.CharField(max_length=200)
    office_code = models.CharField(max_length=40)
    issuer = models.CharField(max_length=200)
    language = models.CharField(max_length=12)
    sha256 = models.CharField(max_length=64, unique=True)
    size = models.PositiveIntegerField()
    statement = models.TextField()
    facts = models.JSONField()
    facts_digest = models.CharField(max_length=32)
    case = models.CharField(max_length=60, blank=True)
    idempotency_key = models.CharField(max_length=200, blank=True)
    issued_at = models.DateTimeField()
    issued_on = models.DateField()
    valid_until = models.DateField(null=True)
    status = models.CharField(max_length=12, choices=Status, default=Status.VALID)
    status_at = models.DateTimeField(null=True)
    status_reason = models.CharField(max_length=500, blank=True)
    replaced_by = models.CharField(max_length=40, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["idempotency_key"],
                condition=~models.Q(idempotency_key=""),
                name="documents_one_document_a_key",
            ),
            models.CheckConstraint(condition=models.Q(status__in=Status.values), name="documents_status_known"),
            models.CheckConstraint(
                condition=models.Q(party_kind__in=[kind.value for kind in PartyKind]), name="documents_party_kind_known"
            ),
            models.CheckConstraint(
                condition=models.Q(status=Status.REPLACED) ^ models.Q(replaced_by=""),
                name="documents_replaced_names_its_successor",
            ),
        ]
        indexes = [
            # The wallet: a party's documents, newest first.
            models.Index(fields=["party_kind", "party_key", "-issued_at"], name="documents_wallet"),
            models.Index(fields=["case"], condition=~models.Q(case=""), name="documents_of_case"),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def party(self) -> Party:
        """Whose document it is."""
        return Party(PartyKind(self.party_kind), self.party_key)

    @property
    def scope_code(self) -> str:
        """What a mandate must reach for its holder to act on this document."""
        return self.kind

    @property
    def file_name(self) -> str:
        """The name it is saved under."""
        return f"{self.number}.pdf"

    def standing(self, *, today: date) -> Outcome:
        """GENUINE, REVOKED, REPLACED or EXPIRED on that day."""
        return standing(status=self.status, valid_until=self.valid_until, today=today)
