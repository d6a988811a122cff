"""A tender with its ceremony, custodians and suppliers, for the tests of sealed bids."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding

from madang.framework.identity.actor import ActingFor, Actor, ActorKind, Duty
from madang.framework.identity.models import Mandate
from madang.framework.identity.officers import officer
from madang.framework.values import Party
from madang.systems.procurement.domain.secret_sharing import open_shares, prove_possession
from madang.systems.procurement.formats.parts import opening_context
from madang.systems.procurement.formats.sealed_bid import Ceremony as Sealing
from madang.systems.procurement.formats.sealed_bid import public_point, seal
from madang.systems.procurement.models import Bid, BidderKey, Ceremony, Clearance, CustodianKey, Lot, Supplier, Tender
from madang.systems.procurement.usecases import permissions
from madang.systems.procurement.usecases.bidding.appoint_custodians import appoint_custodians
from madang.systems.procurement.usecases.bidding.custodian_keys import register_custodian_key
from madang.systems.procurement.usecases.bidding.open_bids import give_parts, seat_of, share_of, waiting_for
from madang.systems.procurement.usecases.bidding.submit_bid import submit_bid

CLOSES = datetime(2026, 3, 20, 1, 0, tzinfo=UTC)
OPENS = CLOSES + timedelta(hours=1)
SECOND = timedelta(seconds=1)
BEFORE, AFTER = CLOSES - SECOND, CLOSES + timedelta(minutes=2)
BUYER_OFFICE = "1741000"
SECRETS = {"buyer": 7**60, "auditor": 11**60, "third": 13**60}


def official(name: str, *, office: str, duty: str = permissions.CUSTODIAN) -> Actor:
    return Actor(kind=ActorKind.OFFICIAL, name=name, duties=(Duty(office, office, duty),))


CUSTODIANS = {
    "buyer": official("buyer", office=BUYER_OFFICE),
    "auditor": official("auditor", office="BAI"),
    "third": official("third", office="PPS"),
}
BUYER = official("purchaser", office=BUYER_OFFICE, duty=permissions.BUYER)


def bidder(number: str) -> Actor:
    mandate, _made = Mandate.objects.get_or_create(
        grantor_kind="business",
        grantor_key=number,
        defaults={
            "grantor_name": number,
            "holder_kind": "person",
            "holder_key": "person-sora",
            "holder_name": "Sora",
            "scope": ["*"],
            "valid_from": CLOSES.date() - timedelta(days=90),
            "valid_until": CLOSES.date() + timedelta(days=3650),
            "granted_at": CLOSES - timedelta(days=90),
            "accepted_at": CLOSES - timedelta(days=90),
        },
    )
    acting = ActingFor(party=Party.business(number), mandate_id=mandate.key, scope=("*",), name=number)
    return Actor(kind=ActorKind.RESIDENT, name="Sora", person="person-sora", acting_for=acting)


def request_of(device: ec.EllipticCurvePrivateKey) -> bytes:
    """A signing request as a device makes it."""
    asked = x509.CertificateSigningRequestBuilder().subject_name(x509.Name([])).sign(device, hashes.SHA256())
    return asked.public_bytes(Encoding.DER)


def waiting(number: str, device: ec.EllipticCurvePrivateKey) -> None:
    """The device is registered for the supplier where there is one, and waits for its certificate: most tests found no trust
    services, whose silence stops no bid."""
    owner = Supplier.objects.filter(number=number).first()
    if owner is not None:
        given = {"label": "test", "registered_at": CLOSES, "waits": "silent", "request": request_of(device)}
        public = public_point(key=device.public_key()).hex()
        BidderKey.objects.get_or_create(supplier=owner, public=public, defaults=given)


@dataclass
class Market:
    """One tender with its ceremony, and suppliers with a device each."""

    tender: Tender
    lot: Lot
    ceremony: Ceremony
    devices: dict[str, ec.EllipticCurvePrivateKey] = field(default_factory=dict)

    def sealing(self, **other: Any) -> Sealing:
        keys = tuple(bytes.fromhex(one) for one in self.ceremony.keys)
        given = {"key": self.ceremony.key, "tender": self.tender.number, "threshold": 2, "keys": keys}
        return Sealing(**(given | other))

    def sealed(self, supplier: str = "1018100001", *, minor: int = 90_000_000, **other: Any) -> bytes:
        content = {"minor": minor, "currency": "KRW", "draws": [2, 9], "answers": {}} | other.pop("content", {})
        device = self.devices.setdefault(supplier, ec.generate_private_key(ec.SECP256R1()))
        if other.pop("known", True):
            waiting(supplier, device)
        sealing = other.pop("sealing", self.sealing())
        return seal(
            **{"content": content, "ceremony": sealing, "lot": 1, "supplier": supplier, "signer": device} | other
        )

    def send(self, supplier: str = "1018100001", *, now: datetime = BEFORE, **other: Any) -> Bid:
        return submit_bid(data=self.sealed(supplier, **other), actor=bidder(supplier), now=now)

    def give(self, name: str, *, now: datetime = OPENS, **other: Any) -> int:
        self.ceremony.refresh_from_db()
        seat = seat_of(ceremony=self.ceremony, actor=CUSTODIANS[name])
        waiting = waiting_for(seat=seat)
        shares = [share_of(bid=bid, position=seat.position) for bid in waiting]
        numbers = tuple(bid.number for bid in waiting)
        context = opening_context(ceremony=self.ceremony.key, position=seat.position, numbers=numbers)
        parts, proof = open_shares(secret=SECRETS[name], shares=shares, context=context.encode())
        given = {"numbers": numbers, "parts": parts, "proof": proof, "actor": CUSTODIANS[name]} | other
        return give_parts(ceremony=self.ceremony, now=now, **given)


def tender(number: str = "T-2026-1", **other: Any) -> Tender:
    given: dict[str, Any] = {
        "number": number,
        "ocid": f"ocds-madang-{number}",
        "buyer": BUYER_OFFICE,
        "title": "사무용 의자",
        "description": "의자 100개",
        "kind": "goods",
        "method": "open",
        "award_by": "lower_limit",
        "state": "published",
        "currency": "KRW",
        "estimated": 100_000_000,
        "basis": "State Contracts Act art. 7",
        "made_at": CLOSES - timedelta(days=30),
        "made_by": "account:1",
        "published_at": CLOSES - timedelta(days=20),
        "closes_at": CLOSES,
        "opens_at": OPENS,
    }
    made = Tender.objects.create(**given | other)
    Lot.objects.create(tender=made, position=1, title=made.title, estimated=100_000_000, base_price=100_000_000)
    return made


def supplier(number: str, *, asked: datetime = CLOSES - timedelta(days=5)) -> Supplier:
    """Registered, and cleared of debts for thirty days; where nothing is said, from a few days before the closing."""
    made = Supplier.objects.create(number=number, name=number, form="sole_trader", registered_at=CLOSES)
    source = {"source": "charges", "clear": True, "currency": "KRW"}
    valid = {"asked_on": asked.date(), "valid_until": asked.date() + timedelta(days=30)}
    Clearance.objects.create(supplier=made, asked_at=asked, **source, **valid)
    return made


def registered(name: str) -> CustodianKey:
    who = CUSTODIANS[name]
    key, proof = prove_possession(secret=SECRETS[name], context=officer(who).encode())
    return register_custodian_key(public=key, proof=proof, actor=who, now=CLOSES - timedelta(days=19))


@pytest.fixture
def market(db: None) -> Market:
    made = tender()
    keys = [registered(name) for name in CUSTODIANS]
    ceremony = appoint_custodians(tender=made, keys=keys, actor=BUYER, now=CLOSES - timedelta(days=18))
    for number in ("1018100001", "1018100002", "1018100003"):
        supplier(number)
    return Market(tender=made, lot=made.lots.get(), ceremony=ceremony)
