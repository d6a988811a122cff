"""Sealed bids from appointment to opening, in the database: who may, when, and what every attack meets."""

import json
from base64 import urlsafe_b64encode
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from django.conf import settings
from django.db import DatabaseError, connection, transaction

from madang.framework.audit import verify
from madang.framework.identity.actor import ActingFor, Actor, ActorKind, Duty
from madang.framework.identity.may import Forbidden
from madang.framework.identity.models import Mandate
from madang.framework.values import Party, Refusal
from madang.systems.procurement.domain.group import BASE, multiply
from madang.systems.procurement.domain.secret_sharing import Proof, open_shares, prove_possession
from madang.systems.procurement.formats.base64url import decode, encode
from madang.systems.procurement.formats.parts import opening_context
from madang.systems.procurement.formats.sealed_bid import Ceremony as Sealing
from madang.systems.procurement.formats.sealed_bid import public_point, read_sealed, seal
from madang.systems.procurement.models import Bid, Ceremony, CustodianKey, Lot, Offer, Supplier, Tender
from madang.systems.procurement.usecases import permissions
from madang.systems.procurement.usecases.bidding import eligibility, refusals
from madang.systems.procurement.usecases.bidding.appoint_custodians import appoint_custodians
from madang.systems.procurement.usecases.bidding.bidder_keys import end_bidder_key, register_bidder_key
from madang.systems.procurement.usecases.bidding.close_bidding import close_due
from madang.systems.procurement.usecases.bidding.custodian_keys import register_custodian_key
from madang.systems.procurement.usecases.bidding.open_bids import give_parts, seat_of, share_of, waiting_for
from madang.systems.procurement.usecases.bidding.submit_bid import submit_bid
from madang.systems.procurement.usecases.bidding.withdraw_bid import withdraw_bid

pytestmark = pytest.mark.django_db

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
            "valid_until": CLOSES.date() + timedelta(days=90),
            "granted_at": CLOSES - timedelta(days=90),
            "accepted_at": CLOSES - timedelta(days=90),
        },
    )
    acting = ActingFor(party=Party.business(number), mandate_id=mandate.key, scope=("*",), name=number)
    return Actor(kind=ActorKind.RESIDENT, name="Sora", person="person-sora", acting_for=acting)


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
        sealing = other.pop("sealing", self.sealing())
        return seal(
            **{"content": content, "ceremony": sealing, "lot": 1, "supplier": supplier, "signer": device} | other
        )

    def send(self, supplier: str = "1018100001", *, now: datetime = BEFORE, **other: Any) -> Bid:
        return submit_bid(data=self.sealed(supplier, **other), actor=bidder(supplier), now=now, device="test")

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


def supplier(number: str) -> Supplier:
    return Supplier.objects.create(number=number, name=number, form="sole_trader", registered_at=CLOSES)


def registered(name: str) -> CustodianKey:
    who = CUSTODIANS[name]
    key, proof = prove_possession(secret=SECRETS[name], context=permissions.officer(who).encode())
    return register_custodian_key(public=key, proof=proof, actor=who, now=CLOSES - timedelta(days=19))


@pytest.fixture
def market(db: None) -> Market:
    made = tender()
    keys = [registered(name) for name in CUSTODIANS]
    ceremony = appoint_custodians(tender=made, keys=keys, actor=BUYER, now=CLOSES - timedelta(days=18))
    for number in ("1018100001", "1018100002", "1018100003"):
        supplier(number)
    return Market(tender=made, lot=made.lots.get(), ceremony=ceremony)


def test_from_sealing_to_opening(market: Market) -> None:
    bids = [market.send(f"101810000{one}", minor=90_000_000 + one) for one in (1, 2, 3)]
    assert json.loads(bids[0].receipt) == {
        "bid": bids[0].number,
        "lot": 1,
        "received_at": "2026-03-20T00:59:59.000000Z",
        "sha256": bids[0].sha256,
        "supplier": "1018100001",
        "tender": "T-2026-1",
    }
    assert close_due(now=CLOSES + SECOND) == 0, "what came in time may still be on its way"
    assert close_due(now=AFTER) == 1
    assert market.give("auditor") == 0
    assert not Offer.objects.exists(), "one custodian opens nothing"
    assert market.give("third") == 0
    offers = {offer.bid.supplier.number: offer for offer in Offer.objects.select_related("bid__supplier")}
    assert {number: offer.minor for number, offer in offers.items()} == {
        f"101810000{one}": 90_000_000 + one for one in (1, 2, 3)
    }
    assert offers["1018100001"].draws == [2, 9]
    assert len({offer.device for offer in offers.values()}) == 3
    market.tender.refresh_from_db()
    market.ceremony.refresh_from_db()
    assert (market.tender.state, market.ceremony.state, market.ceremony.listed) == ("opened", "opened", 3)
    told = list(market.ceremony.steps.order_by("pk").values_list("what", "who", "count"))
    assert told == [
        ("began", "purchaser", 3),
        ("closed", "procurement.close_bidding", 3),
        ("gave", "auditor", 3),
        ("gave", "third", 3),
        ("opened", "procurement", 3),
    ]
    assert verify().broken is None


def test_the_last_moment_counts_and_the_next_does_not(market: Market) -> None:
    microsecond = timedelta(microseconds=1)
    assert market.send("1018100001", now=CLOSES - microsecond).pk
    for late in (CLOSES, CLOSES + SECOND):
        with pytest.raises(refusals.BidLate):
            market.send("1018100002", now=late)
    assert Bid.objects.count() == 1


def test_a_bid_is_replaced_by_withdrawing_it_first(market: Market) -> None:
    data = market.sealed()
    first = submit_bid(data=data, actor=bidder("1018100001"), now=BEFORE)
    with pytest.raises(refusals.BidStands):
        market.send()
    with pytest.raises(Forbidden):
        withdraw_bid(bid=first, actor=bidder("1018100002"), now=BEFORE)
    withdraw_bid(bid=first, actor=bidder("1018100001"), now=BEFORE)
    with pytest.raises(refusals.NotWithdrawable):
        withdraw_bid(bid=first, actor=bidder("1018100001"), now=BEFORE)
    with pytest.raises(refusals.BidReplayed):
        submit_bid(data=data, actor=bidder("1018100001"), now=BEFORE)
    second = market.send(minor=80_000_000)
    with pytest.raises(refusals.NotWithdrawable):
        withdraw_bid(bid=second, actor=bidder("1018100001"), now=CLOSES)
    close_due(now=AFTER)
    market.give("buyer")
    market.give("auditor")
    assert [offer.minor for offer in Offer.objects.all()] == [80_000_000]
    assert Bid.objects.get(pk=first.pk).state == "withdrawn"


def _respelt(data: bytes) -> bytes:
    """The same ECDSA signature by its other s: as valid, other bytes."""
    order = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
    signing, _dot, last = data.rpartition(b".")
    raw = decode(text=last.decode())
    other = (order - int.from_bytes(raw[32:], "big")).to_bytes(32, "big")
    return signing + b"." + encode(data=raw[:32] + other).encode()


def test_a_withdrawn_bid_comes_back_under_no_other_spelling(market: Market) -> None:
    data = market.sealed()
    bid = submit_bid(data=data, actor=bidder("1018100001"), now=BEFORE)
    withdraw_bid(bid=bid, actor=bidder("1018100001"), now=BEFORE)
    assert read_sealed(data=_respelt(data)).place == read_sealed(data=data).place
    with pytest.raises(refusals.BidReplayed):
        submit_bid(data=_respelt(data), actor=None, now=BEFORE)


def _forged(market: Market, **members: Any) -> bytes:
    """A bid whose body was changed and which was signed again by its own supplier."""
    head, body, _signature = market.sealed().decode().split(".")
    given = json.loads(decode(text=body)) | members
    raw = json.dumps(given, sort_keys=True, separators=(",", ":")).encode()
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature

    signing = f"{head}.{encode(data=raw)}"
    r, s = decode_dss_signature(market.devices["1018100001"].sign(signing.encode(), ec.ECDSA(hashes.SHA256())))
    return f"{signing}.{encode(data=r.to_bytes(32, 'big') + s.to_bytes(32, 'big'))}".encode()


def _attacks(market: Market) -> dict[str, tuple[type[Refusal], Callable[[], bytes]]]:
    other_keys = tuple(multiply(point=BASE, scalar=one) for one in (3**60, 5**60, 17**60))
    swapped = market.sealing(keys=market.sealing().keys[::-1])
    sound = market.sealed()
    return {
        "a changed sign": (
            refusals.BidTampered,
            lambda: sound[:-9] + (b"A" if sound[-9:-8] != b"A" else b"B") + sound[-8:],
        ),
        "not sealed at all": (refusals.BidTampered, lambda: b'{"minor": 1}'),
        "cut short": (refusals.BidTampered, lambda: sound[: len(sound) // 2]),
        "too large": (refusals.BidTooLarge, lambda: b"x" * (512 * 1024 + 1)),
        "for another tender": (refusals.BidForeign, lambda: market.sealed(sealing=market.sealing(tender="T-2026-2"))),
        "for another ceremony": (refusals.BidForeign, lambda: market.sealed(sealing=market.sealing(key="0" * 32))),
        "for another lot": (refusals.BidForeign, lambda: market.sealed(lot=2)),
        "of another supplier": (refusals.BidForeign, lambda: market.sealed("1018100002")),
        "of nobody": (refusals.BidForeign, lambda: market.sealed("9999999999")),
        "for other custodians": (
            refusals.BidDoesNotOpen,
            lambda: market.sealed(sealing=market.sealing(keys=other_keys)),
        ),
        "for the custodians in another order": (refusals.BidDoesNotOpen, lambda: market.sealed(sealing=swapped)),
        "for a lower threshold": (
            refusals.BidDoesNotOpen,
            lambda: market.sealed(sealing=market.sealing(threshold=1)),
        ),
        "with another's dealing": (
            refusals.BidDoesNotOpen,
            lambda: _forged(market, shares=_member(market.sealed("1018100003"), "shares")),
        ),
    }


def _member(data: bytes, name: str) -> Any:
    return json.loads(read_sealed(data=data).body)[name]


def test_every_attack_is_refused_with_its_reason_and_changes_nothing(market: Market) -> None:
    for name, (refusal, make) in _attacks(market).items():
        with pytest.raises(refusal):
            pytest.fail(f"{name}: {submit_bid(data=make(), actor=bidder('1018100001'), now=BEFORE)}")
    assert not Bid.objects.exists()


def test_a_program_sends_with_a_registered_key_alone(market: Market) -> None:
    data = market.sealed()
    with pytest.raises(refusals.BidderUnknown):
        submit_bid(data=data, actor=None, now=BEFORE)
    point = public_point(key=market.devices["1018100001"].public_key())
    who, shop = bidder("1018100001"), Supplier.objects.get(number="1018100001")
    with pytest.raises(Forbidden):
        register_bidder_key(supplier=shop, public=point, label="ERP", actor=bidder("1018100002"), now=BEFORE)
    key = register_bidder_key(supplier=shop, public=point, label="ERP", actor=who, now=BEFORE)
    bid = submit_bid(data=data, actor=None, now=BEFORE)
    assert (bid.signed_with, bid.sent_by) == (key, "")
    withdraw_bid(bid=bid, actor=who, now=BEFORE)
    end_bidder_key(key=key, actor=who, now=BEFORE)
    with pytest.raises(refusals.BidderUnknown):
        submit_bid(data=market.sealed(), actor=None, now=BEFORE)


def test_one_bad_bid_harms_no_other(market: Market) -> None:
    market.send("1018100001", content={"currency": "USD"})
    market.send("1018100002", content={"draws": [4, 4]})
    content = _member(market.sealed("1018100003"), "ciphertext")
    spoiled = decode(text=content)[:-1] + b"\0"
    market.devices["1018100001"], kept = market.devices["1018100003"], market.devices["1018100001"]
    data = _with_place_of(market, "1018100003", spoiled)
    market.devices["1018100001"] = kept
    submit_bid(data=data, actor=bidder("1018100003"), now=BEFORE)
    supplier("1018100004")
    market.send("1018100004")
    close_due(now=AFTER)
    market.give("auditor")
    market.give("buyer")
    told = dict(Bid.objects.values_list("supplier__number", "refusal"))
    assert told == {
        "1018100001": "procurement.bid.wrong_currency",
        "1018100002": "procurement.bid.wrong_draws",
        "1018100003": "procurement.bid.does_not_decrypt",
        "1018100004": "",
    }
    assert Offer.objects.get().bid.supplier.number == "1018100004"


def _with_place_of(market: Market, number: str, ciphertext: bytes) -> bytes:
    body = json.loads(read_sealed(data=market.sealed(number)).body)
    return _forged(market, **body | {"ciphertext": encode(data=ciphertext)})


def test_who_became_unfit_meanwhile_is_refused_at_the_opening(market: Market, monkeypatch: pytest.MonkeyPatch) -> None:
    market.send("1018100001")
    market.send("1018100002")

    def sanctioned(*, supplier: Supplier, lot: Lot, now: datetime) -> Refusal | None:
        return refusals.BidForeign() if supplier.number == "1018100002" else None

    monkeypatch.setattr(eligibility, "_checks", [sanctioned])
    with pytest.raises(refusals.BidForeign):
        market.send("1018100002")
    close_due(now=AFTER)
    market.give("auditor")
    market.give("buyer")
    assert list(Bid.objects.order_by("supplier__number").values_list("state", flat=True)) == ["opened", "refused"]


def test_nothing_opens_early_or_by_others(market: Market) -> None:
    market.send()
    with pytest.raises(refusals.TooEarly):
        market.give("auditor")
    close_due(now=AFTER)
    with pytest.raises(refusals.TooEarly):
        market.give("auditor", now=OPENS - SECOND)
    with pytest.raises(refusals.PartsRefused):
        market.give("auditor", parts=(BASE,))
    with pytest.raises(refusals.PartsRefused):
        market.give("auditor", proof=Proof(challenge=1, response=1))
    with pytest.raises(refusals.PartsRefused):
        market.give("auditor", numbers=("BID-2026-OTHER",))
    with pytest.raises(Forbidden):
        market.give("auditor", actor=BUYER)
    with pytest.raises(refusals.NotYourSeat):
        market.give("auditor", actor=official("fourth", office="PPS"))
    assert market.give("auditor") == 0
    with pytest.raises(refusals.PartsRefused):
        market.give("auditor", parts=(BASE,), numbers=(Bid.objects.get().number,), proof=Proof(challenge=1, response=1))
    assert not Offer.objects.exists()


def test_a_tender_without_bids_or_sound_bids_fails(market: Market) -> None:
    market.send(content={"minor": 0})
    other = tender("T-2026-9")
    appoint_custodians(tender=other, keys=list(CustodianKey.objects.all()), actor=BUYER, now=BEFORE)
    assert close_due(now=AFTER) == 2
    market.give("auditor")
    market.give("third")
    assert set(Tender.objects.values_list("state", flat=True)) == {"failed"}
    assert Bid.objects.get().refusal == "procurement.bid.no_price"


def test_the_buyers_office_cannot_open_alone(market: Market) -> None:
    keys = {one.name: one for one in CustodianKey.objects.all()}
    second = official("second of the buyer", office=BUYER_OFFICE)
    key, proof = prove_possession(secret=19**60, context=permissions.officer(second).encode())
    with pytest.raises(refusals.KeyNotHeld):
        register_custodian_key(public=key, proof=proof, actor=CUSTODIANS["third"], now=BEFORE)
    keys["second"] = register_custodian_key(public=key, proof=proof, actor=second, now=BEFORE)
    other = tender("T-2026-8")
    for chosen, code in (
        (("buyer", "second", "auditor"), "procurement.custodians.one_office"),
        (("buyer", "auditor"), "procurement.custodians.number"),
        (("auditor", "auditor", "third"), "procurement.custodians.twice"),
    ):
        with pytest.raises(refusals.CustodiansUnfit) as refused:
            appoint_custodians(tender=other, keys=[keys[one] for one in chosen], actor=BUYER, now=BEFORE)
        assert [fault.code for fault in refused.value.faults] == [code]
    with pytest.raises(refusals.CeremonyBegan):
        appoint_custodians(tender=market.tender, keys=list(keys.values())[:3], actor=BUYER, now=BEFORE)


def test_the_database_itself_keeps_bids_as_they_came(market: Market) -> None:
    bid = market.send()
    close_due(now=AFTER)
    copied = "INSERT INTO procurement_bid SELECT (jsonb_populate_record(b, '{\"id\": 0}')).* FROM procurement_bid b"
    for statement in (
        "UPDATE procurement_bid SET sealed = 'x'",
        "UPDATE procurement_bid SET received_at = received_at - interval '1 day'",
        "UPDATE procurement_bid SET state = 'withdrawn', withdrawn_at = now()",
        "DELETE FROM procurement_bid",
        "UPDATE procurement_ceremony SET keys = '[]'",
        "UPDATE procurement_ceremony SET state = 'open'",
        "UPDATE procurement_ceremony SET root = ''",
        "DELETE FROM procurement_openingstep",
        copied,
    ):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    assert Bid.objects.get().pk == bid.pk


def _everything() -> bytes:
    """Every row of every table, as text."""
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT to_jsonb(t)::text FROM "{table}" t')
            found.extend(str(row[0]) for row in cursor.fetchall())
    return "\n".join(found).encode()


def test_nobody_reads_a_bid_before_the_opening(market: Market, caplog: pytest.LogCaptureFixture) -> None:
    """With the database, the server's keys and the logs in hand, and one custodian's secret on top."""
    caplog.set_level("DEBUG")
    words, price = "극비의 제안", 87_654_321
    market.tender.criteria.create(code="quality", title="Quality", points=100)
    bid = market.send(minor=price, content={"answers": {"quality": words}})
    dump, logs = _everything(), caplog.text.encode()
    secrets = [str(price), words, words.encode("unicode_escape").decode()]
    spellings = [one.encode() for one in secrets] + [one.encode().hex().encode() for one in secrets]
    spellings += [urlsafe_b64encode(one.encode()).rstrip(b"=")[:-2] for one in secrets]
    for held in (dump, logs, bytes(bid.sealed), _server_keys()):
        assert not [one for one in spellings if one in held]
    # Whatever is 32 bytes long in all of that is tried as a custodian's secret and as the content's key.
    candidates = _scalars_in(dump) | _scalars_in(_server_keys()) | {SECRETS["auditor"]}
    assert len(candidates) > 10
    assert not _opens(bid, candidates)
    assert _opens(bid, {SECRETS["auditor"], SECRETS["third"]}), "two custodians do"


def _server_keys() -> bytes:
    """All files that the server keeps, keys among them, and its settings."""
    files = [path.read_bytes() for path in settings.VAR.rglob("*") if path.is_file() and path.stat().st_size < 100_000]
    return b"\n".join([*files, settings.SECRET_KEY.encode()])


def _scalars_in(held: bytes) -> set[int]:
    import re

    hexes = {bytes.fromhex(one.decode()) for one in re.findall(rb"(?<![0-9a-f])[0-9a-f]{64}(?![0-9a-f])", held)}
    words = re.findall(rb"(?<![\w-])[\w-]{43}(?![\w-])", held)
    for word in words:
        try:
            hexes.add(decode(text=word.decode()))
        except ValueError:
            continue
    return {int.from_bytes(one, "little") for one in hexes} - {0}


def _opens(bid: Bid, candidates: set[int]) -> bool:
    """Whether any two custodians' secrets among `candidates` open it."""
    from itertools import combinations

    from madang.systems.procurement.domain.group import NotInGroup
    from madang.systems.procurement.domain.secret_sharing import pool
    from madang.systems.procurement.formats.sealed_bid import DoesNotDecrypt, open_sealed

    sealed = read_sealed(data=bytes(bid.sealed))
    keys = {bytes.fromhex(one): place for place, one in enumerate(Ceremony.objects.get().keys, start=1)}
    parts: dict[int, bytes] = {}
    for candidate in candidates:
        place = keys.get(multiply(point=BASE, scalar=candidate))
        if place:
            parts[place] = open_shares(secret=candidate, shares=[sealed.dealing.shares[place - 1]], context=b"")[0][0]
    for chosen in [*combinations(parts, 1), *combinations(parts, 2)]:
        try:
            return bool(open_sealed(bid=sealed, secret=pool(parts={one: parts[one] for one in chosen})))
        except (DoesNotDecrypt, NotInGroup):
            continue
    return False
