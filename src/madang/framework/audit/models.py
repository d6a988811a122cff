"""The audit trail's tables, made by 0002_rules: only the SQL function `audit_append` writes entries, and triggers refuse
change, deletion and truncation. Unmanaged, so that emptying the database between tests leaves them alone.
"""

from django.db import models


class Entry(models.Model):
    """Who did what to what, when, for whom. Append-only; one link of one of the parallel hash chains. Kept for good.

    `detail` holds codes and counts, never resident numbers or what a document says: the trail is read by auditors.
    """

    chain = models.SmallIntegerField()
    number = models.BigIntegerField()
    at = models.DateTimeField()
    actor_kind = models.TextField()
    account = models.BigIntegerField(null=True)
    actor_name = models.TextField()
    office = models.TextField()
    behalf = models.TextField()
    mandate = models.TextField()
    action = models.TextField()
    target = models.TextField()
    detail = models.JSONField()
    previous = models.BinaryField(max_length=32)
    hash = models.BinaryField(max_length=32)

    class Meta:
        db_table = "audit_entry"
        managed = False

    def __str__(self) -> str:
        return f"{self.chain}/{self.number}"


class Chain(models.Model):
    """The tip of one chain: the number and hash of its last entry. The row lock is what orders the chain's writers."""

    chain = models.SmallIntegerField(primary_key=True)
    number = models.BigIntegerField(default=0)
    hash = models.BinaryField(max_length=32)

    class Meta:
        db_table = "audit_chain"
        managed = False

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
        managed = False

    def __str__(self) -> str:
        return str(self.number)
