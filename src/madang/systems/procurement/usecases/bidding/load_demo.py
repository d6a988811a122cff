"""Ceremonies and bids of the demonstration, for whatever tenders and suppliers there are; its keys are known to all."""

import base64
import random
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from madang.framework.identity.actor import Actor, ActorKind, Duty
from madang.framework.identity.models import DutyAssignment
from madang.framework.identity.officers import officer
from madang.framework.law import pack, parameter_or_none
from madang.framework.values import Refusal
from madang.systems.procurement.domain.bids import DRAWN, PRELIMINARY
from madang.systems.procurement.domain.secret_sharing import open_shares, prove_possession
from madang.systems.procurement.domain.words import TenderState
from madang.systems.procurement.formats.parts import opening_context
from madang.systems.procurement.formats.sealed_bid import Ceremony as Sealing
from madang.systems.procurement.formats.sealed_bid import seal
from madang.systems.procurement.models import Ceremony, CustodianKey, Lot, Supplier, Tender
from madang.systems.procurement.usecases.bidding.appoint_custodians import begin_ceremony
from madang.systems.procurement.usecases.bidding.close_bidding import close_bidding, settling
from madang.systems.procurement.usecases.bidding.custodian_keys import register_custodian_key
from madang.systems.procurement.usecases.bidding.demo_keys import demo_device, demo_secret
from madang.systems.procurement.usecases.bidding.open_bids import give_parts, share_of, terms_of, waiting_for
from madang.systems.procurement.usecases.bidding.submit_bid import submit_bid
from madang.systems.procurement.usecases.permissions import BUYER, CUSTODIAN

MOST_BIDS, MOST_FOR_A_LOT = 150, 5
TAKING = (TenderState.PUBLISHED.value, TenderState.CLOSED.value)


def load_bidding_demo(*, now: datetime, for_a_lot: int = MOST_FOR_A_LOT) -> int:
    """Ceremonies for all tenders that take or took bids, with two to so many bids a lot; those whose hour has come are opened.
    How many bids.
    """
    custodians = _custodians()
    keys = [_key(one, now) for one in custodians]
    chance, sent = random.Random(33), 0
    suppliers = list(Supplier.objects.order_by("number")[:40])
    for tender in Tender.objects.filter(state__in=TAKING, ceremony=None).order_by("number"):
        wanted = parameter_or_none("procurement.bidding.custodians", on=now.date())
        if tender.closes_at is None or tender.published_at is None or len(keys) < (wanted or len(keys) + 1):
            continue
        ceremony = _begin(tender, keys[:wanted])
        sent += _bids(ceremony, suppliers, chance, now, (for_a_lot, MOST_BIDS - sent))
        _open(ceremony, custodians, now)
    return sent


def _custodians() -> list[Actor]:
    """The demonstration's officials who hold the duty, one an office first."""
    found: dict[str, Actor] = {}
    rows = DutyAssignment.objects.filter(duty=CUSTODIAN, account__demo=True).select_related("account", "office")
    for row in rows.order_by("account__login"):
        duty = Duty(row.office.code, row.office.name, CUSTODIAN)
        found[row.account.login] = Actor(
            kind=ActorKind.OFFICIAL,
            account_id=row.account_id,
            name=row.account.name,
            login=row.account.login,
            duties=(duty,),
        )
    return list(found.values())


def _key(custodian: Actor, now: datetime) -> CustodianKey:
    held = CustodianKey.objects.filter(officer=officer(custodian), ended_at=None).first()
    if held is not None:
        return held
    context = officer(custodian).encode()
    public, proof = prove_possession(secret=demo_secret(login=custodian.login), context=context)
    return register_custodian_key(public=public, proof=proof, actor=custodian, now=now, demonstration=True)


def _begin(tender: Tender, keys: Sequence[CustodianKey]) -> Ceremony:
    buyer = Actor(kind=ActorKind.OFFICIAL, name=tender.made_by, duties=(Duty(tender.buyer, "", BUYER),))
    assert tender.published_at is not None  # noqa: S101  a constraint of the table
    return begin_ceremony(tender=tender, keys=keys, actor=buyer, now=tender.published_at)


def _bids(
    ceremony: Ceremony, suppliers: Sequence[Supplier], chance: random.Random, now: datetime, most: tuple[int, int]
) -> int:
    """A few bids for each lot, in the last days before the deadline or before now."""
    tender, sent = ceremony.tender, 0
    assert tender.closes_at is not None  # noqa: S101  a constraint of the table
    latest = min(tender.closes_at, now)
    named = Supplier.objects.filter(invitations__tender=tender).order_by("number")
    suppliers = list(named) or suppliers
    for lot in tender.lots.select_related("tender").order_by("position"):
        count = min(len(suppliers), chance.randint(2, most[0]), most[1] - sent)
        drawn = chance.sample(list(suppliers), max(count, 0))
        for place, supplier in enumerate(_with_named(drawn, tender, now)):
            at = latest - timedelta(minutes=7 * (place + 1))
            sent += _send(ceremony, lot, supplier, chance, at)
    return sent


def _with_named(drawn: list[Supplier], tender: Tender, now: datetime) -> list[Supplier]:
    """Where the demonstration's own buyer opened the bids, businesses for which a visitor can act bid first: one of them wins,
    and can sign the contract.
    """
    over = tender.closes_at is not None and tender.closes_at <= now
    if not over or tender.category or tender.buyer != str(pack().data("procurement/demo")["buying_office"]):
        return drawn
    names = [row["name"] for row in pack().data("demo")["businesses"]]
    named = list(Supplier.objects.filter(name__in=names).order_by("number"))
    return (named + [one for one in drawn if one not in named])[: len(drawn)]


def _send(ceremony: Ceremony, lot: Lot, supplier: Supplier, chance: random.Random, at: datetime) -> int:
    sealing = Sealing(
        key=ceremony.key,
        tender=ceremony.tender.number,
        threshold=ceremony.threshold,
        keys=tuple(bytes.fromhex(one) for one in ceremony.keys),
    )
    signer, device = demo_device(supplier=supplier, at=at)
    closes_at = ceremony.tender.closes_at
    if device.certified_from and closes_at and at < device.certified_from < closes_at:
        # After its certificate, so that this carries the bid.
        at = device.certified_from
    content = _content(lot, chance)
    certificate = base64.b64decode(device.chain[0]) if device.chain and at >= (device.certified_from or at) else b""
    data = seal(
        content=content,
        ceremony=sealing,
        lot=lot.position,
        supplier=supplier.number,
        signer=signer,
        certificate=certificate,
    )
    try:
        submit_bid(data=data, actor=None, now=at)
    except Refusal:
        # Another room says that this supplier may not bid for it: the demonstration is honest about that.
        return 0
    return 1


def _content(lot: Lot, chance: random.Random) -> dict[str, Any]:
    tender = lot.tender
    around = lot.base_price or lot.estimated
    terms = terms_of(lot=lot)
    answers: dict[str, Any] = {
        code: chance.choice(("See our plan of delivery and staff.", "납품 및 인력 계획에 따릅니다."))
        for code in tender.criteria.filter(by_formula=False).values_list("code", flat=True)
    }
    if tender.award_by == "lifecycle_cost":
        answers["costs"] = [around // 20 + chance.randint(0, around // 50) for _ in range(5)]
    return {
        "minor": around * chance.randint(8680, 9150) // 10_000 if terms.priced else 0,
        "currency": tender.currency,
        "draws": sorted(chance.sample(range(1, PRELIMINARY + 1), DRAWN)) if terms.draws else [],
        "answers": answers,
    }


def _open(ceremony: Ceremony, custodians: Sequence[Actor], now: datetime) -> None:
    """Closed and opened as in earnest, at the hours that the notice names, where they have come."""
    tender = ceremony.tender
    assert tender.closes_at is not None  # noqa: S101  constraints of the table
    assert tender.opens_at is not None  # noqa: S101
    closed_at, opened_at = tender.closes_at + settling(now=now), tender.opens_at + settling(now=now)
    if now < closed_at or not close_bidding(ceremony=ceremony, now=closed_at) or now < opened_at:
        return
    ceremony.refresh_from_db()
    for seat in ceremony.seats.select_related("key", "ceremony").order_by("position")[: ceremony.threshold]:
        who = next(one for one in custodians if officer(one) == seat.key.officer)
        waiting = list(waiting_for(seat=seat))
        if not waiting:
            return
        numbers = tuple(bid.number for bid in waiting)
        context = opening_context(ceremony=ceremony.key, position=seat.position, numbers=numbers).encode()
        shares = [share_of(bid=bid, position=seat.position) for bid in waiting]
        parts, proof = open_shares(secret=demo_secret(login=who.login), shares=shares, context=context)
        give_parts(ceremony=ceremony, numbers=numbers, parts=parts, proof=proof, actor=who, now=opened_at)
