"""What a system pays back to an account."""

from django.db import models

from madang.framework.money.domain.bank_accounts import LONGEST
from madang.framework.money.domain.states import RepaymentState
from madang.framework.values import Money


class Repayment(models.Model):
    """What a system owes a party back and pays to the account that the party names; each system has rows of its own, which say
    for what. `minor` is given back, `interest_minor` added by law; of both `offset_minor` paid what the party owed. Who pays
    knows it as `order` after so many `tries`: each try has a reference of its own, so none is paid twice.
    """

    number = models.CharField(max_length=40, unique=True)
    minor = models.BigIntegerField()
    interest_minor = models.BigIntegerField(default=0, db_default=0)
    offset_minor = models.BigIntegerField(default=0)
    currency = models.CharField(max_length=3)
    account = models.CharField(max_length=LONGEST, blank=True, default="")
    holder = models.CharField(max_length=140, blank=True, default="")
    state = models.CharField(max_length=16, choices=[(one.value, one.value) for one in RepaymentState])
    decided_by = models.CharField(max_length=100, blank=True, default="")
    due_on = models.DateField()
    """By when the law has it paid."""
    paid_on = models.DateField(null=True)
    tries = models.PositiveSmallIntegerField(default=1, db_default=1)
    order = models.CharField(max_length=40, blank=True, default="", db_default="")
    bank_reason = models.CharField(max_length=200, blank=True, default="", db_default="")

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.number

    @property
    def rest(self) -> int:
        """What is paid out, in minor units."""
        return self.minor + self.interest_minor - self.offset_minor

    @property
    def amount(self) -> Money:
        """What is paid out."""
        return Money(self.rest, self.currency)

    @property
    def reference(self) -> str:
        """What this try is called where it is paid."""
        return f"{self.number}/{self.tries}"
