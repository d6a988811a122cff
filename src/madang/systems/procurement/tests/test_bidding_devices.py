"""The devices that sign bids: certified by the trust services, checked at the door, ended; and what their silence does."""

import json
import subprocess
from datetime import datetime, timedelta
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from madang.exchange.refusals import NeighbourDown
from madang.framework.identity.actor import system_actor
from madang.framework.identity.may import Forbidden
from madang.framework.values import clock
from madang.systems.procurement.domain.devices import Device, Signer, Unfit, judge, outdated
from madang.systems.procurement.formats.device_certificate import UnfitChain, chain_in_pem, read_chain, read_request
from madang.systems.procurement.models import Bid, BidderKey, Supplier
from madang.systems.procurement.tests import bidding_market as room
from madang.systems.procurement.tests.bidding_market import Market, bidder, request_of
from madang.systems.procurement.usecases.bidding import certify_keys, refusals
from madang.systems.procurement.usecases.bidding.bidder_keys import end_bidder_key, register_bidder_key
from madang.systems.procurement.usecases.bidding.certify_keys import keep_keys_current
from madang.systems.procurement.usecases.bidding.submit_bid import submit_bid

SHOP, OTHER = "1018100001", "1018100002"
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


@pytest.fixture
def now() -> datetime:
    return clock.now().replace(microsecond=0) + timedelta(seconds=1)


@pytest.fixture
def services(db: None, now: datetime) -> Any:
    founding = import_module("madang.systems.signatures.usecases.found_services")
    return founding.found_services(actor=system_actor("t"), now=now - MINUTE)


@pytest.fixture(autouse=True)
def heard(monkeypatch: pytest.MonkeyPatch) -> None:
    """No test remembers another's silence."""
    monkeypatch.setitem(certify_keys._silent, "until", 0.0)


@pytest.fixture
def today(db: None, now: datetime) -> Market:
    """A tender of these days, for certificates begin when they are issued."""
    tender = room.tender("T-TODAY", published_at=now - DAY, closes_at=now + 9 * DAY, opens_at=now + 9 * DAY)
    keys = [room.registered(name) for name in room.CUSTODIANS]
    ceremony = room.appoint_custodians(tender=tender, keys=keys, actor=room.BUYER, now=now - DAY)
    for one in (SHOP, OTHER):
        room.supplier(one, asked=now - DAY)
    return Market(tender=tender, lot=tender.lots.get(), ceremony=ceremony)


def register(market: Market, now: datetime, number: str = SHOP) -> BidderKey:
    device = market.devices.setdefault(number, ec.generate_private_key(ec.SECP256R1()))
    shop = Supplier.objects.get(number=number)
    return register_bidder_key(supplier=shop, request=request_of(device), label="Laptop", actor=bidder(number), now=now)


def send(market: Market, now: datetime, number: str = SHOP, **other: Any) -> Bid:
    return submit_bid(data=market.sealed(number, **other), actor=None, now=now)


def chain_of(key: BidderKey) -> list[bytes]:
    read = x509.load_pem_x509_certificates(chain_in_pem(told=key.chain).encode())
    return [one.public_bytes(Encoding.DER) for one in read]


def change(act: str, key: BidderKey, now: datetime, **given: Any) -> None:
    """What a registration officer does at the trust services."""
    status = import_module("madang.systems.signatures.usecases.change_status")
    serial = f"{x509.load_der_x509_certificate(chain_of(key)[0]).serial_number:x}"
    getattr(status, act)(serial=serial, actor=system_actor("officer"), now=now, **given)


def silence(monkeypatch: pytest.MonkeyPatch) -> None:
    def down(*_asked: object) -> None:
        raise NeighbourDown(system="signatures")

    monkeypatch.setattr(certify_keys, "ask", down)


def assurance(bid: Bid) -> str:
    return str(json.loads(bid.receipt)["signer"]["assurance"])


def test_a_device_is_certified_and_openssl_finds_its_chain_sound(
    services: Any, today: Market, now: datetime, tmp_path: Path
) -> None:
    key = register(today, now)
    assert (key.waits, key.standing, len(key.chain)) == ("", "good", 3)
    leaf = chain_of(key)[0]
    names = {one.rfc4514_attribute_name: one.value for one in x509.load_der_x509_certificate(leaf).subject}
    assert (names["CN"], names["O"]) == ("Sora", SHOP)
    (tmp_path / "chain.pem").write_text(chain_in_pem(told=key.chain))
    root = x509.load_der_x509_certificate(bytes(services.root.certificate))
    (tmp_path / "root.pem").write_bytes(root.public_bytes(Encoding.PEM))
    command = ["openssl", "verify", "-CAfile", "root.pem", "-untrusted", "chain.pem", "chain.pem"]
    said = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert "chain.pem: OK" in said.stdout, said.stderr
    bid = send(today, now + MINUTE, certificate=leaf)
    at = now.isoformat().replace("+00:00", "Z")
    told = {"assurance": "certified", "certificate": key.fingerprint, "standing_at": at}
    assert json.loads(bid.receipt)["signer"] == told
    assert register(today, now + DAY).fingerprint == key.fingerprint, "the same device again is the same certificate"
    with pytest.raises(Forbidden):
        end_bidder_key(key=key, actor=bidder(OTHER), now=now)


def test_a_revoked_certificates_bid_is_refused_with_its_reason(services: Any, today: Market, now: datetime) -> None:
    key = register(today, now)
    reasons = import_module("madang.systems.signatures.domain.status").Reason
    change("suspend_certificate", key, now + MINUTE)
    with override("en"), pytest.raises(refusals.CertificateRevoked, match="on hold"):
        send(today, now + 11 * MINUTE)
    change("release_certificate", key, now + 12 * MINUTE)
    keep_keys_current(now=now + 20 * MINUTE)
    bid = send(today, now + 21 * MINUTE)
    assert assurance(bid) == "certified"
    change("revoke_certificate", key, now + 22 * MINUTE, reason=reasons.KEY_COMPROMISE)
    with override("en"), pytest.raises(refusals.CertificateRevoked, match="other hands"):
        send(today, now + 40 * MINUTE)
    assert Bid.objects.get() == bid
    with pytest.raises(refusals.DeviceEnded):
        register(today, now + 41 * MINUTE)


def test_an_ended_key_is_refused_at_once_and_its_certificate_revoked(
    services: Any, today: Market, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = register(today, now), register(today, now, OTHER)
    certificates = import_module("madang.systems.signatures.models").Certificate.objects
    end_bidder_key(key=first, actor=bidder(SHOP), now=now + MINUTE)
    held = certificates.get(fingerprint=first.fingerprint)
    assert (held.status, held.reason, held.profile) == ("revoked", "cessation_of_operation", "organisation")
    with monkeypatch.context() as down:
        silence(down)
        end_bidder_key(key=second, actor=bidder(OTHER), now=now + MINUTE)
        assert keep_keys_current(now=now + MINUTE) == 0
    for number in (SHOP, OTHER):
        with pytest.raises(refusals.DeviceEnded):
            send(today, now + MINUTE, number)
    certify_keys._silent["until"] = 0.0
    assert keep_keys_current(now=now + 2 * MINUTE) == 1, "the other one is revoked once they answer"
    assert certificates.get(fingerprint=second.fingerprint).status == "revoked"


def test_the_silence_of_the_trust_services_stops_no_bid(
    services: Any, today: Market, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    register(today, now)
    with monkeypatch.context() as down:
        silence(down)
        waits = register(today, now, OTHER)
        assert not waits.chain
        assert waits.waits
        assert assurance(send(today, now + MINUTE, OTHER)) == "key_alone"
        assert assurance(send(today, now + 3 * DAY)) == "certified_earlier"
    certify_keys._silent["until"] = 0.0
    assert keep_keys_current(now=now + 3 * DAY) == 2
    waits.refresh_from_db()
    assert (waits.waits, waits.standing) == ("", "good")


def test_nobody_elses_certificate_carries_a_bid(services: Any, today: Market, now: datetime) -> None:
    own, other = register(today, now), register(today, now, OTHER)
    with pytest.raises(refusals.CertificateOther):
        send(today, now, certificate=chain_of(other)[0])
    BidderKey.objects.filter(pk=own.pk).update(certified_until=now)
    with pytest.raises(refusals.CertificateExpired):
        send(today, now)
    BidderKey.objects.filter(pk=own.pk).update(certified_until=None)
    with pytest.raises(refusals.DeviceUncertified):
        send(today, now)
    assert not Bid.objects.exists()


def test_another_system_learns_nothing_of_a_device_and_revokes_none(
    services: Any, today: Market, now: datetime
) -> None:
    held = import_module("madang.systems.signatures.usecases.certify_device")
    certificates = import_module("madang.systems.signatures.models").Certificate.objects
    key = register(today, now)
    assert certificates.filter(held.told_to(system="procurement"), fingerprint=key.fingerprint).exists()
    assert not certificates.filter(held.told_to(system="customs"), fingerprint=key.fingerprint).exists()
    unknown = import_module("madang.systems.signatures.usecases.refusals").NoSuchCertificate
    given = {"fingerprint": key.fingerprint, "actor": system_actor("exchange.x"), "now": now}
    with pytest.raises(unknown):
        held.revoke_device(system="customs", **given)


def test_the_door_asks_the_database_no_more_often_than_without_certificates(
    services: Any, today: Market, now: datetime
) -> None:
    """Three statements, as ADR 33 has it; the timestamp is the trust services' own."""
    register(today, now)
    data = today.sealed()
    with CaptureQueriesContext(connection) as asked:
        submit_bid(data=data, actor=None, now=now + MINUTE)
    assert len([one for one in asked.captured_queries if "procurement_" in one["sql"]]) <= 3


def test_a_chain_must_lead_from_this_key_to_a_root(services: Any, today: Market, now: datetime) -> None:
    key, other = register(today, now), register(today, now, OTHER)
    point = read_request(data=request_of(today.devices[SHOP])).point
    leaf, issuer, root = chain = chain_of(key)
    assert read_chain(chain=chain, point=point).fingerprint == key.fingerprint
    strange = chain_of(other)[0]
    broken = [[strange, issuer, root], [leaf], [leaf, issuer], [leaf, root], [*chain, leaf], [b"x", issuer, root]]
    for one in broken:
        with pytest.raises(UnfitChain):
            read_chain(chain=one, point=point)


NOON = datetime.fromisoformat("2026-03-02T12:00:00+00:00")
CERTIFIED: dict[str, Any] = {
    "ended": False,
    "waits": False,
    "certified_from": NOON - DAY,
    "certified_until": NOON + DAY,
    "said": "good",
    "said_at": NOON,
}


@pytest.mark.parametrize(
    ("known", "found"),
    [
        ({}, Signer.CERTIFIED),
        ({"said_at": NOON - 10 * MINUTE}, Signer.EARLIER),
        ({"said_at": None}, Signer.EARLIER),
        ({"said": "unknown"}, Signer.KEY_ALONE),
        ({"certified_from": NOON + MINUTE}, Signer.KEY_ALONE),
        ({"certified_until": NOON}, Unfit.EXPIRED),
        ({"certified_until": NOON, "waits": True}, Signer.KEY_ALONE),
        ({"said_at": NOON - DAY, "said": "revoked"}, Unfit.REVOKED),
        ({"said": "suspended"}, Unfit.SUSPENDED),
        ({"certified_until": None}, Unfit.NOT_ASKED),
        ({"certified_until": None, "waits": True}, Signer.KEY_ALONE),
        ({"ended": True}, Unfit.ENDED),
    ],
)
def test_what_a_devices_bid_is_worth(known: dict[str, Any], found: Signer | Unfit) -> None:
    """The outcomes that ADR 33 lists under "Who signs"."""
    device = Device(**CERTIFIED | known)
    assert judge(device=device, now=NOON, fresh=10 * MINUTE) is found
    assert outdated(device=device, now=NOON, fresh=10 * MINUTE) or found is not Signer.EARLIER
