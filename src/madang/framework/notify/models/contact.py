"""How a party wants to be reached."""

from django.db import models

from madang.framework.protect.fields import EncryptedText


class Contact(models.Model):
    """A party's language and ways of being reached. E-mail address and telephone number are encrypted at rest.

    Changed by the party alone; deleted with the party's last account.
    """

    party_kind = models.CharField(max_length=16)
    party_key = models.CharField(max_length=64)
    language = models.CharField(max_length=8, blank=True)
    email = EncryptedText(purpose="notify.contact", null=True)
    phone = EncryptedText(purpose="notify.contact", null=True)
    by_email = models.BooleanField(default=False)
    by_sms = models.BooleanField(default=False)
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["party_kind", "party_key"], name="notify_one_contact_a_party")]

    def __str__(self) -> str:
        return f"{self.party_kind}:{self.party_key}"
