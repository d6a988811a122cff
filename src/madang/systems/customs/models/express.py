"""Parcels of couriers, and the codes by which people's parcels are known."""

from decimal import Decimal

from django.db import models
from django.db.models import Q

from madang.framework.money.domain.bank_accounts import LONGEST
from madang.framework.protect.fields import EncryptedJson, EncryptedText
from madang.framework.values import Money, Party, PartyKind
from madang.systems.customs.domain.express import Carried


class PersonalCode(models.Model):
    """The code of a person for parcels; the one that was not ended counts, an earlier one names nobody any more. The code is
    sealed and found by its blind index; `names` are those that a parcel may bear. Kept five years after its end.
    """

    person = models.CharField(max_length=64)
    code = EncryptedText(purpose="customs.personal_code")
    blind_index = models.BinaryField(max_length=32, unique=True)
    names = EncryptedJson(purpose="customs.personal_code_names")
    issued_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person"], condition=Q(ended_at=None), name="customs_one_personal_code")
        ]

    def __str__(self) -> str:
        return f"personal code {self.pk}"


class ExpressList(models.Model):
    """A list of parcels as a courier lodged it, taken whole. The courier's own `reference` names one; the same content again is
    the one that stands. Kept five years (Customs Act of Korea art. 12).
    """

    number = models.CharField(max_length=20, unique=True)
    party_kind = models.CharField(max_length=16)
    party_key = models.CharField(max_length=64)
    party_name = models.CharField(max_length=200)
    kind = models.CharField(
        max_length=8,
        choices=[(one.value, one.value) for one in Carried],
        default=Carried.EXPRESS.value,
        db_default="express",
    )
    reference = models.CharField(max_length=35)
    digest = models.CharField(max_length=64)
    office_code = models.CharField(max_length=64)
    channel = models.CharField(max_length=8)
    count = models.PositiveIntegerField()
    lodged_at = models.DateTimeField()
    lodged_by = models.CharField(max_length=100)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["party_kind", "party_key", "reference"], name="customs_express_list_once")
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def party(self) -> Party:
        """The courier."""
        return Party(PartyKind(self.party_kind), self.party_key)


class Parcel(models.Model):
    """A parcel of a list. What was said of it is never edited; its state moves. `person` is whom its code named. Kept as
    its list."""

    lodged = models.ForeignKey(ExpressList, on_delete=models.PROTECT, related_name="parcels")
    place = models.PositiveIntegerField()
    waybill = models.CharField(max_length=35, unique=True)
    person = models.CharField(max_length=64)
    consignee = EncryptedJson(purpose="customs.consignee")
    """`{"name", "phone", "address"}` as the courier said."""
    seller = models.CharField(max_length=100)
    ordered_on = models.DateField()
    commodity = models.CharField(max_length=10)
    description = models.CharField(max_length=200)
    quantity = models.PositiveIntegerField()
    sent_from = models.CharField(max_length=2)
    minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    value = models.BigIntegerField()
    """In minor units of the currency in which the law sets its limits."""
    grams = models.BigIntegerField()
    own_use = models.BooleanField()
    regular_rate = models.BooleanField(default=False, db_default=False)
    """The consignee does not want the simplified rate."""
    route = models.CharField(max_length=8)
    whys = models.JSONField(default=list)
    relief = models.BooleanField(default=False)
    lane = models.CharField(max_length=6, blank=True, default="")
    """Empty where its declaration is selected instead."""
    state = models.CharField(max_length=12)
    """released, held, refused; to_declare until its declaration is made, declared, or faulty where the tariff refused it."""
    declaration = models.CharField(max_length=32, blank=True, default="")
    """Also of a parcel that was released by a list: what came later made its order too large, so it is taxed afterwards."""
    faults = models.JSONField(default=list)
    released_at = models.DateTimeField(null=True)
    decided_by = models.CharField(max_length=100, blank=True, default="")
    finding = models.CharField(max_length=300, blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["lodged", "place"], name="customs_parcel_place"),
            models.CheckConstraint(
                condition=Q(released_at=None) ^ Q(state="released"), name="customs_parcel_released_has_its_moment"
            ),
        ]
        indexes = [
            models.Index(fields=["person", "-id"], name="customs_parcels_of"),
            models.Index(fields=["person", "ordered_on"], name="customs_parcels_ordered"),
            models.Index(fields=["id"], condition=Q(state="held"), name="customs_parcels_held"),
        ]

    def __str__(self) -> str:
        return self.waybill

    @property
    def kilograms(self) -> Decimal:
        """Its mass as declarations say it."""
        return Decimal(self.grams) / 1000

    @property
    def pieces(self) -> Decimal:
        """How many, as declarations say it."""
        return Decimal(self.quantity)

    @property
    def price(self) -> Money:
        """What was paid to the seller."""
        return Money(self.minor, self.currency)


class ParcelAsked(models.Model):
    """What a consignee asked of a parcel, and what an official decided: that it is not theirs, or that they sent it back and
    want what they paid for it. One of a kind a parcel stands. Kept as its parcel.
    """

    number = models.CharField(max_length=20, unique=True)
    parcel = models.ForeignKey(Parcel, on_delete=models.PROTECT, related_name="asked")
    kind = models.CharField(max_length=8, choices=[(one, one) for one in ("not_mine", "return")])
    text = models.CharField(max_length=1000)
    sent_back_on = models.DateField(null=True)
    waybill = models.CharField(max_length=35, blank=True, default="")
    """Of the parcel that went back."""
    account = models.CharField(max_length=LONGEST, blank=True, default="")
    holder = models.CharField(max_length=140, blank=True, default="")
    case = models.CharField(max_length=60, blank=True, default="")
    state = models.CharField(max_length=8, choices=[(one, one) for one in ("asked", "granted", "refused")])
    says = models.CharField(max_length=1000, blank=True, default="")
    asked_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["parcel", "kind"], condition=~Q(state="refused"), name="customs_parcel_asked_once"
            ),
            models.CheckConstraint(
                condition=~Q(kind="return") | (~Q(account="") & Q(sent_back_on__isnull=False)),
                name="customs_parcel_return_says_where",
            ),
        ]

    def __str__(self) -> str:
        return self.number
