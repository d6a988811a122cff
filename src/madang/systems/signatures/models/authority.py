"""An authority of the public-key infrastructure."""

from typing import ClassVar

from django.db import models

from madang.systems.signatures.formats.certificates import Addresses


class Authority(models.Model):
    """A root or an issuing authority with its certificate. A root's private key is kept only wrapped; its custodians' shares
    open it. Never edited after it was founded, but for the numbers of its lists and its end. Kept for ever: signatures of
    decades ago are checked against it.
    """

    key = models.CharField(max_length=32, unique=True)
    kind = models.CharField(max_length=16, choices=[("root", "root"), ("issuing", "issuing")])
    name = models.CharField(max_length=64)
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="children")
    certificate = models.BinaryField()
    key_label = models.CharField(max_length=64, blank=True, default="")
    wrapped_key = models.BinaryField(default=bytes)
    threshold = models.PositiveSmallIntegerField(default=0)
    valid_from = models.DateTimeField()
    valid_until = models.DateTimeField()
    last_list = models.PositiveBigIntegerField(default=0)
    public_url = models.CharField(max_length=200)
    policy = models.CharField(max_length=100)
    founded_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="signatures_root_is_wrapped",
                condition=models.Q(kind="root", parent=None, key_label="")
                | models.Q(kind="issuing", parent__isnull=False),
            ),
            models.CheckConstraint(
                name="signatures_authority_times", condition=models.Q(valid_until__gt=models.F("valid_from"))
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def chain(self) -> tuple[bytes, ...]:
        """Its certificate and those of its issuers up to the root, in DER."""
        own = bytes(self.certificate)
        return (own, *self.parent.chain) if self.parent is not None else (own,)

    @property
    def addresses(self) -> Addresses:
        """Where those who check its certificates find what they need."""
        here = f"{self.public_url}/signatures"
        online = self.kind == "issuing"
        return Addresses(
            certificate=f"{here}/authorities/{self.key}.cer",
            revocation_list=f"{here}/lists/{self.key}.crl",
            delta_list=f"{here}/lists/{self.key}-delta.crl" if online else "",
            responder=f"{here}/ocsp/" if online else "",
            policy=self.policy,
        )
