"""Indicators from the opened bids to the decision, and alerts; each by who may, in the browser's requests."""

from datetime import timedelta

import pytest
from django.test import Client

from madang.framework.audit.models import Entry
from madang.framework.identity.actor import ActingFor, Actor, ActorKind
from madang.framework.identity.may import Forbidden
from madang.framework.identity.models import Account, Mandate
from madang.framework.identity.tests.browsers import give_duty, new_account, signed_in
from madang.framework.notify.models import Message
from madang.framework.values import Party, PartyKind, clock
from madang.systems.procurement.domain.indicating import IndicatorState
from madang.systems.procurement.models import Alert, Indicator, IndicatorParty, Tender
from madang.systems.procurement.tests.disclosure_rows import NOW, award, bid, tender
from madang.systems.procurement.usecases.disclosure import judge_indicator
from madang.systems.procurement.usecases.disclosure.find_indicators import find_indicators
from madang.systems.procurement.usecases.disclosure.keep_alert import Wanted, keep_alert, tell_alerts

pytestmark = pytest.mark.django_db


def officer() -> Client:
    account = new_account("integrity")
    give_duty(account, "procurement.integrity", office="PPS")
    return signed_in(account)


def resident(person: str) -> Client:
    account = Account.objects.create(login=person, name=person, created_at=NOW, language="en", person=person)
    return signed_in(account)


def acting(business: str) -> Actor:
    """Whoever may act for it, under a mandate that stands."""
    mandate, _made = Mandate.objects.get_or_create(
        grantor_kind="business",
        grantor_key=business,
        holder_kind="person",
        holder_key="p7",
        defaults={
            "scope": ["*"],
            "valid_from": NOW.date(),
            "valid_until": (clock.now() + timedelta(days=90)).date(),
            "granted_at": NOW,
            "accepted_at": NOW,
        },
    )
    for_it = ActingFor(party=Party(PartyKind.BUSINESS, business), mandate_id=mandate.key, scope=("*",))
    return Actor(kind=ActorKind.RESIDENT, name="R", person="p7", acting_for=for_it)


def opened_lot() -> Tender:
    made = tender("T1", state="opened")
    lot = made.lots.get()
    bid(lot, "1111111111", 9_000_000, device="d1")
    bid(lot, "2222222222", 9_100_000, device="d1")
    bid(lot, "3333333333", 9_900_000)
    return made


def test_screens_run_over_opened_bids_and_find_nothing_twice() -> None:
    opened_lot()
    unopened = tender("T2")
    bid(unopened.lots.get(), "1111111111", 1, state="received")
    for place in range(9):
        turn = tender(f"R{place}", at=NOW + timedelta(days=place), state="awarded")
        both = [bid(turn.lots.get(), who, 5_000_000 + 900_000 * n) for n, who in enumerate(("4", "5"))]
        award(both[place % 2], at=NOW)
    assert find_indicators(now=NOW) == 2
    assert find_indicators(now=NOW + timedelta(days=1)) == 0
    assert dict(Indicator.objects.values_list("screen", "value")) == {"shared_device": 2, "bid_rotation": 100 / 2**7}


def test_from_a_pattern_to_a_decision() -> None:
    opened_lot()
    find_indicators(now=NOW)
    held = Indicator.objects.get()
    client = officer()
    page = client.get(f"/procurement/indicators/{held.pk}/").content.decode()
    assert "sent from one device" in page
    assert "A shared office" in page
    early = client.post(f"/procurement/indicators/{held.pk}/", {"state": "passed_on", "reasons": "Because"})
    assert early.status_code == 422
    assert "had their time to answer" in early.content.decode()
    assert client.post(f"/procurement/indicators/{held.pk}/").status_code == 302
    messages = Message.objects.filter(template="procurement/indicator")
    assert {one.party_key for one in messages} == {"1111111111", "2222222222"}
    first, second = held.parties.order_by("supplier__number")
    with pytest.raises(Forbidden):
        judge_indicator.answer(place=second.pk, text="Not mine", actor=acting("1111111111"), now=NOW)
    judge_indicator.answer(place=first.pk, text="One agent", actor=acting("1111111111"), now=NOW)
    with pytest.raises(judge_indicator.NotTold):
        judge_indicator.answer(place=first.pk, text="Again", actor=acting("1111111111"), now=NOW)
    assert "One agent" in client.get(f"/procurement/indicators/{held.pk}/").content.decode()
    given = {"state": "explained", "reasons": "One agent sends for both."}
    assert client.post(f"/procurement/indicators/{held.pk}/", given).status_code == 302
    held.refresh_from_db()
    assert held.state == IndicatorState.EXPLAINED
    with pytest.raises(judge_indicator.NotTold):
        judge_indicator.answer(place=second.pk, text="Too late", actor=acting("2222222222"), now=NOW)
    assert "Bids from one device" in client.get("/procurement/indicators/?state=explained").content.decode()
    found = client.get("/procurement/indicators/?state=found").content.decode()
    assert f"/procurement/indicators/{held.pk}/" not in found
    looks = Entry.objects.filter(action="procurement.inspect").count()
    assert looks >= 4, "each look is recorded"


def test_a_supplier_sees_its_question_only_once_it_was_told_and_a_resident_nothing() -> None:
    opened_lot()
    find_indicators(now=NOW)
    place = IndicatorParty.objects.first()
    assert place is not None
    client = resident("p9")
    assert client.get("/procurement/indicators/").status_code == 403
    assert "Nothing is asked" in client.get("/procurement/indicators/mine/").content.decode()
    assert client.get(f"/procurement/indicators/mine/{place.pk}/").status_code == 404


def test_an_alert_tells_once_of_what_fits() -> None:
    client = resident("p1")
    now = clock.now()
    empty = client.post("/procurement/alerts/", {})
    assert empty.status_code == 422
    assert "at least one field" in empty.content.decode()
    wrong = client.post("/procurement/alerts/", {"unspsc": "5x"})
    assert wrong.status_code == 422
    assert (
        client.post("/procurement/alerts/", {"words": "chairs", "unspsc": "5611", "most": "20000000"}).status_code
        == 302
    )
    other = Party(PartyKind.BUSINESS, "1111111111")
    for wanted in (Wanted(words="desks"), Wanted(unspsc="57"), Wanted(kind="works"), Wanted(most=5), Wanted(buyer="X")):
        keep_alert(wanted=wanted, party=other, actor=acting("1111111111"), now=now)
    soon = now + timedelta(minutes=1)
    tender("OLD", at=now - timedelta(days=1))
    tender("DRAFT", state="draft", published_at=None, questions_until=None, closes_at=None, opens_at=None)
    tender("NEW", at=soon)
    assert tell_alerts(now=soon) == 1
    assert tell_alerts(now=soon + timedelta(minutes=5)) == 0
    message = Message.objects.get(template="procurement/alert")
    assert (message.party_key, "Chairs NEW" in message.subject) == ("p1", True)
    page = client.get("/procurement/alerts/").content.decode()
    assert "UNSPSC 5611" in page
    mine = Alert.objects.get(party_key="p1")
    foreign = Alert.objects.filter(party_key="1111111111").first()
    assert foreign is not None
    client.post(f"/procurement/alerts/{foreign.pk}/drop/")
    client.post(f"/procurement/alerts/{mine.pk}/drop/")
    assert Alert.objects.count() == 5
