"""Who may bid."""

from django.db import models


class Supplier(models.Model):
    """A business that registered to bid, known by its registration number. What the business register and the tax office say of
    it is asked when it counts and kept beside it. Kept ten years after its last contract.
    """

    number = models.CharField(max_length=32, unique=True)
    name = models.CharField(max_length=140)
    name_latin = models.CharField(max_length=140, blank=True)
    form = models.CharField(max_length=16)
    address = models.CharField(max_length=255, blank=True)
    state = models.CharField(max_length=16, default="registered")
    account = models.CharField(max_length=34, blank=True, default="")
    """To which it is paid for orders of the e-mall, as it says itself; a contract on an award names its own."""
    account_holder = models.CharField(max_length=140, blank=True, default="")
    registered_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.name} ({self.number})"
