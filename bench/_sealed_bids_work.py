"""A child of sealed_bids.py, in the scratch database. Prints one line of JSON.

python _sealed_bids_work.py prepare FOLDER TENDERS SUPPLIERS | deadline SECONDS | open N | seal N
"""

import base64
import json
import os
import sys
import time
from datetime import timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "madang.site.settings.bench")

import django

django.setup()

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding
from django.core.management import call_command
from django.db import connection

from madang.framework.identity.actor import Actor, ActorKind, Duty
from madang.framework.identity.officers import officer
from madang.framework.values import clock
from madang.systems.procurement.domain.group import BASE, multiply, random_scalar
from madang.systems.procurement.domain.secret_sharing import (
    check_dealing,
    check_parts,
    open_shares,
    pool,
    prove_possession,
)
from madang.systems.procurement.formats.parts import opening_context
from madang.systems.procurement.formats.sealed_bid import Ceremony as Sealing
from madang.systems.procurement.formats.sealed_bid import open_sealed, public_point, read_sealed, seal
from madang.systems.procurement.models import Bid, BidderKey, Clearance, CustodianKey, Lot, Supplier, Tender
from madang.systems.procurement.usecases import permissions
from madang.systems.procurement.usecases.bidding.appoint_custodians import begin_ceremony
from madang.systems.procurement.usecases.bidding.certify_keys import certify_key, keep_keys_current
from madang.systems.procurement.usecases.bidding.close_bidding import close_bidding, settling
from madang.systems.procurement.usecases.bidding.custodian_keys import register_custodian_key
from madang.systems.procurement.usecases.bidding.open_bids import give_parts, share_of, waiting_for
from madang.systems.procurement.usecases.bidding.submit_bid import submit_bid

CONTENT = {"minor": 98_765_000, "currency": "KRW", "draws": [], "answers": {}}
OFFICES = ("A", "B", "C")
SECRETS = (7**60, 11**60, 13**60)
SIGNER = ec.derive_private_key(5**60, ec.SECP256R1())
PUBLIC = public_point(key=SIGNER.public_key()).hex()
REQUEST = (
    x509.CertificateSigningRequestBuilder()
    .subject_name(x509.Name([]))
    .sign(SIGNER, hashes.SHA256())
    .public_bytes(Encoding.DER)
)


def _custodian(place: int) -> Actor:
    duty = Duty(OFFICES[place], OFFICES[place], permissions.CUSTODIAN)
    return Actor(kind=ActorKind.OFFICIAL, name=f"custodian {place}", duties=(duty,))


def _keys() -> list[CustodianKey]:
    found = list(CustodianKey.objects.order_by("pk"))
    for place in range(len(found), len(SECRETS)):
        who = _custodian(place)
        public, proof = prove_possession(secret=SECRETS[place], context=officer(who).encode())
        found.append(register_custodian_key(public=public, proof=proof, actor=who, now=clock.now()))
    return found


def _tender(number: str) -> Sealing:
    now = clock.now()
    made = Tender.objects.create(
        number=number, ocid=f"ocds-bench-{number}", buyer="A", title=number, description="", kind="goods", method="open",
        award_by="lowest_price", state="published", currency="KRW", estimated=10**8, basis="", made_at=now, made_by="",
        published_at=now, closes_at=now + timedelta(days=9), opens_at=now + timedelta(days=9),
    )  # fmt: skip
    Lot.objects.create(tender=made, position=1, title=number, estimated=10**8)
    buyer = Actor(kind=ActorKind.OFFICIAL, name="buyer", duties=(Duty("A", "A", permissions.BUYER),))
    begun = begin_ceremony(tender=made, keys=_keys(), actor=buyer, now=now)
    keys = tuple(bytes.fromhex(one) for one in begun.keys)
    return Sealing(key=begun.key, tender=number, threshold=begun.threshold, keys=keys)


def _suppliers(count: int) -> None:
    now = clock.now()
    made = [Supplier(number=f"{one:010}", name=str(one), form="corporation", registered_at=now) for one in range(count)]
    Supplier.objects.bulk_create(made, ignore_conflicts=True)
    cleared = {"source": "charges", "clear": True, "currency": "KRW", "asked_at": now, "asked_on": now.date()}
    until = now.date() + timedelta(days=30)
    Clearance.objects.bulk_create(
        Clearance(supplier=one, valid_until=until, **cleared) for one in Supplier.objects.all()
    )
    for one in Supplier.objects.filter(bidder_keys=None):
        key = BidderKey.objects.create(
            supplier=one, public=PUBLIC, label="bench", registered_at=now, registered_by="bench", request=REQUEST
        )
        certify_key(key=key, now=clock.now())


def _certificates() -> dict[str, bytes]:
    """By the supplier's number its device's certificate."""
    found = BidderKey.objects.values_list("supplier__number", "chain")
    return {number: base64.b64decode(chain[0]) for number, chain in found}


def _sealed(sealing: Sealing, number: str, certificate: bytes) -> bytes:
    return seal(content=CONTENT, ceremony=sealing, lot=1, supplier=number, signer=SIGNER, certificate=certificate)


def prepare(folder: str, tenders: str, suppliers: str) -> dict[str, Any]:
    """A database with the trust services, tenders and suppliers, and a sealed bid of each for each in FOLDER/bids."""
    from importlib import import_module

    call_command("migrate", verbosity=0)
    import_module("madang.systems.signatures.demo").load_demo(
        country="kr", population=0, now=clock.now(), progress=lambda *_told: None
    )
    _suppliers(int(suppliers))
    sealings = [_tender(f"T-{one}") for one in range(int(tenders))]
    with Path(folder, "bids").open("wb") as out:
        for number, certificate in sorted(_certificates().items()):
            for sealing in sealings:
                out.write(_sealed(sealing, number, certificate) + b"\n")
    return {"bids": int(tenders) * int(suppliers)}


def deadline(seconds: str) -> dict[str, Any]:
    """All tenders close then: earlier than was said, which the database refuses outside of such a rehearsal. The job of the
    minute has just asked how the certificates stand, as it does."""
    keep_keys_current(now=clock.now())
    at = clock.now() + timedelta(seconds=int(seconds))
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE procurement_tender DISABLE TRIGGER USER")
        Tender.objects.update(closes_at=at, opens_at=at)
        cursor.execute("ALTER TABLE procurement_tender ENABLE TRIGGER USER")
    return {"closes_at": at.isoformat()}


def received() -> dict[str, Any]:
    """What the database holds."""
    stamped = Bid.objects.exclude(token=None)
    tokens = stamped.values("token").distinct().count()
    return {"bids": Bid.objects.count(), "stamped": stamped.count(), "tokens": tokens}


def opening(count: str) -> dict[str, Any]:
    """One tender with so many bids: what the custodians' side and the server's side of its opening take."""
    _suppliers(int(count))
    sealing = _tender(f"OPEN-{count}")
    for number, certificate in sorted(_certificates().items())[: int(count)]:
        submit_bid(data=_sealed(sealing, number, certificate), actor=None, now=clock.now())
    tender = Tender.objects.get(number=sealing.tender)
    ceremony, now = tender.ceremony, (tender.closes_at or clock.now()) + settling(now=clock.now())
    started = time.perf_counter()
    close_bidding(ceremony=ceremony, now=now)
    closed = time.perf_counter()
    ceremony.refresh_from_db()
    custodians = server = 0.0
    for seat in ceremony.seats.select_related("key", "ceremony").order_by("position")[:2]:
        begun = time.perf_counter()
        waiting = list(waiting_for(seat=seat))
        numbers = tuple(bid.number for bid in waiting)
        context = opening_context(ceremony=ceremony.key, position=seat.position, numbers=numbers)
        shares = [share_of(bid=bid, position=seat.position) for bid in waiting]
        served = time.perf_counter()
        secret = SECRETS[seat.position - 1]
        parts, proof = open_shares(secret=secret, shares=shares, context=context.encode())
        opened = time.perf_counter()
        actor = _custodian(seat.position - 1)
        give_parts(ceremony=ceremony, numbers=numbers, parts=parts, proof=proof, actor=actor, now=now)
        server += served - begun + time.perf_counter() - opened
        custodians += opened - served
    held = tender.bids.filter(state="opened").count()
    return {"opened": held, "closing": closed - started, "server": server, "custodians": custodians}


def sealing(count: str) -> dict[str, Any]:
    """CPU seconds to seal, to check at the door, and to open: each bid by itself, two custodians."""
    secrets = [random_scalar() for _ in range(3)]
    keys = tuple(multiply(point=BASE, scalar=one) for one in secrets)
    given = Sealing(key="c", tender="T", threshold=2, keys=keys)
    clocks = [time.process_time()]
    made = [seal(content=CONTENT, ceremony=given, lot=1, supplier="1", signer=SIGNER) for _ in range(int(count))]
    clocks.append(time.process_time())
    read = [read_sealed(data=one) for one in made]
    for bid in read:
        check_dealing(dealing=bid.dealing, keys=keys, threshold=2, context=bid.place.context)
    clocks.append(time.process_time())
    both = []
    for place in (0, 1):
        shares = [bid.dealing.shares[place] for bid in read]
        parts, proof = open_shares(secret=secrets[place], shares=shares, context=b"")
        check_parts(key=keys[place], shares=shares, parts=parts, proof=proof, context=b"")
        both.append(parts)
    for bid, one, other in zip(read, *both, strict=True):
        open_sealed(bid=bid, secret=pool(parts={1: one, 2: other}))
    clocks.append(time.process_time())
    seconds = [later - earlier for earlier, later in pairwise(clocks)]
    return dict(zip(("seal", "check", "open"), (int(count) / one for one in seconds), strict=True))


ACTS = {"prepare": prepare, "deadline": deadline, "received": received, "open": opening, "seal": sealing}
told = ACTS[sys.argv[1]](*sys.argv[2:])
connection.close()
sys.stdout.write(json.dumps(told) + "\n")
