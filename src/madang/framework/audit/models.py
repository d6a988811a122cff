"""The audit trail's tables. Only the SQL function `audit_append` writes entries; triggers refuse change and deletion."""

from django.db import models


class Entry(models.Model):
    """Who did what to what, when, for whom. Append-only; one link of one of the parallel hash chains. Kept for good.

    `detail` holds codes and counts, never resident numbers or what a document says: the trail is read by auditors.
    """

    chain = models.SmallIntegerField()
    number = models.BigIntegerField()
    at = models.DateTimeField()
    actor_kind = models.CharField(max_length=12)
    account = models.BigIntegerField(null=True)
    actor_name = models.CharField(max_length=120)
    office = models.CharField(max_length=40)
    behalf = models.CharField(max_length=80)
    mandate = models.CharField(max_length=32)
    action = models.CharField(max_length=120)
    target = models.CharField(max_length=200)
    detail = models.JSONField()
    previous = models.BinaryField(max_length=32)
    hash = models.BinaryField(max_length=32)

    class Meta:
        db_table = "audit_entry"
        constraints = [models.UniqueConstraint(fields=["chain", "number"], name="audit_entry_place")]
        indexes = [
            models.Index(fields=["target", "at"], name="audit_entry_target"),
            models.Index(fields=["account", "at"], name="audit_entry_account"),
        ]

    def __str__(self) -> str:
        return f"{self.chain}/{self.number}"


class Chain(models.Model):
    """The tip of one chain: the number and hash of its last entry. The row lock is what orders the chain's writers."""

    chain = models.SmallIntegerField(primary_key=True)
    number = models.BigIntegerField(default=0)
    hash = models.BinaryField(max_length=32)

    class Meta:
        db_table = "audit_chain"

    def __str__(self) -> str:
        return f"{self.chain}: {self.number}"


class Head(models.Model):
    """A Merkle root over the tips of all chains (RFC 6962 hashing), linked to the head before. Append-only; published.

    Who keeps a head outside can prove that nothing recorded before it was changed since, whoever owns the database.
    """

    number = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField()
    entries = models.BigIntegerField()
    tips = models.JSONField()
    previous = models.BinaryField(max_length=32)
    root = models.BinaryField(max_length=32)

    class Meta:
        db_table = "audit_head"

    def __str__(self) -> str:
        return str(self.number)
