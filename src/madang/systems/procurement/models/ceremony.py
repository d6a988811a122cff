"""Ceremonies: whose keys seal the bids of a tender, and how the bids were opened."""

from django.db import models
from django.db.models import F, Q

OPEN, CLOSED, OPENED = "open", "closed", "opened"
STATES = [(one, one) for one in (OPEN, CLOSED, OPENED)]


class CustodianKey(models.Model):
    """The public half of a custodian's key, with the proof that the custodian holds the other half, which was never here. A
    custodian has one key that stands; ceremonies keep the key with which they began. Kept as long as the bids.
    """

    officer = models.CharField(max_length=100)
    """By what the custodian is told apart, as `identity.officers.officer` has it."""
    name = models.CharField(max_length=120)
    office = models.CharField(max_length=32)
    """The code of the office at which the custodian holds the duty."""
    public = models.CharField(max_length=64, unique=True)
    """Hexadecimal."""
    proof = models.JSONField()
    demonstration = models.BooleanField(default=False)
    """Its secret half comes from a seed that everybody knows: the demonstration's, refused elsewhere."""
    registered_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["officer"], condition=Q(ended_at=None), name="procurement_one_key_a_custodian"
            )
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.public[:8]}"


class Ceremony(models.Model):
    """How the bids of one tender are sealed and opened: for the keys of its seats, of which `threshold` open together. Begins
    before the first bid, closes once, with the list of the bids that stand, and is opened once. Kept ten years.
    """

    key = models.CharField(max_length=32, unique=True)
    tender = models.OneToOneField("procurement.Tender", on_delete=models.PROTECT, related_name="ceremony")
    threshold = models.PositiveSmallIntegerField()
    keys = models.JSONField()
    """The custodians' public keys by position, hexadecimal: what every bid is checked against."""
    state = models.CharField(max_length=8, choices=STATES, default=OPEN)
    began_at = models.DateTimeField()
    began_by = models.CharField(max_length=100)
    closed_at = models.DateTimeField(null=True)
    listed = models.PositiveIntegerField(default=0)
    root = models.CharField(max_length=64, blank=True)
    """The Merkle root (RFC 6962) over the hashes of the bids that stood at closing, by number."""
    opened_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(threshold__gte=2), name="procurement_nobody_opens_alone"),
            models.CheckConstraint(
                condition=Q(state=OPEN, closed_at=None) | Q(~Q(state=OPEN), closed_at__isnull=False),
                name="procurement_ceremony_closed_once",
            ),
            models.CheckConstraint(
                condition=Q(opened_at=None) | Q(opened_at__gte=F("closed_at")), name="procurement_opened_after_closing"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.tender.number} {self.state}"


class Seat(models.Model):
    """A custodian's place in a ceremony. Kept as its ceremony."""

    ceremony = models.ForeignKey(Ceremony, on_delete=models.PROTECT, related_name="seats")
    position = models.PositiveSmallIntegerField()
    key = models.ForeignKey(CustodianKey, on_delete=models.PROTECT, related_name="seats")
    gave_at = models.DateTimeField(null=True)
    """When this custodian had given the parts of all bids."""

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["ceremony", "position"], name="procurement_seat_once"),
            models.UniqueConstraint(fields=["ceremony", "key"], name="procurement_custodian_sits_once"),
        ]

    def __str__(self) -> str:
        return f"{self.ceremony_id}/{self.position}"


class OpenedPart(models.Model):
    """What one custodian made of their share of one bid, checked. Appended only, kept as the bid: whoever holds enough of them
    opens the bid again and sees that the opening was right.
    """

    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="parts")
    bid = models.ForeignKey("procurement.Bid", on_delete=models.PROTECT, related_name="parts")
    part = models.BinaryField()
    given_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["seat", "bid"], name="procurement_part_once")]

    def __str__(self) -> str:
        return f"{self.seat_id} {self.bid_id}"


class OpeningStep(models.Model):
    """One line of the ceremony's minute: who did what, when. Appended only, public, kept as its ceremony."""

    ceremony = models.ForeignKey(Ceremony, on_delete=models.PROTECT, related_name="steps")
    at = models.DateTimeField()
    what = models.CharField(max_length=16)
    """`began`, `closed`, `gave`, `opened`."""
    who = models.CharField(max_length=120)
    count = models.PositiveIntegerField(default=0)
    detail = models.JSONField(default=dict)

    class Meta:
        indexes = [models.Index(fields=["ceremony", "at"], name="procurement_minute")]

    def __str__(self) -> str:
        return f"{self.what} {self.at:%Y-%m-%d %H:%M}"


class BidderKey(models.Model):
    """A key with which a device or a program signs bids for a supplier, registered by who may act for the supplier, with the
    certificate that the trust services gave for it and what they last said of that. Ended it never comes back. Kept as the
    bids that it signed.
    """

    supplier = models.ForeignKey("procurement.Supplier", on_delete=models.PROTECT, related_name="bidder_keys")
    public = models.CharField(max_length=130)
    """The uncompressed P-256 point, hexadecimal."""
    label = models.CharField(max_length=80)
    registered_at = models.DateTimeField()
    registered_by = models.CharField(max_length=100)
    holder = models.CharField(max_length=120, blank=True, default="")
    """The person whose device it is or who keeps the program, as the certificate names them."""
    request = models.BinaryField(null=True)
    """The signing request (PKCS #10, DER) by which the key's holder proved to have it."""
    waits = models.TextField(blank=True, default="")
    """Why the certificate that was asked for is not here yet; empty where nothing is waited for."""
    chain = models.JSONField(default=list)
    """Its certificate and the issuers' up to the root: base64 of DER, as `x5c` has them (RFC 7515, 4.1.6)."""
    fingerprint = models.CharField(max_length=64, blank=True, default="")
    certified_from = models.DateTimeField(null=True)
    certified_until = models.DateTimeField(null=True)
    standing = models.CharField(max_length=12, blank=True, default="")
    """What the trust services said last, at `standing_at`: good, suspended, revoked or unknown; with their reason."""
    standing_reason = models.CharField(max_length=32, blank=True, default="")
    standing_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["supplier", "public"], name="procurement_bidder_key_once")]
        indexes = [models.Index(fields=["standing_at"], condition=Q(ended_at=None), name="procurement_standings_asked")]

    def __str__(self) -> str:
        return self.label
