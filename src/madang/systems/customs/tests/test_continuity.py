"""When the service cannot run: two officers, offline declarations that count once, entered paper, a status that is true."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import OperationalError, connection
from django.test import Client
from django.urls import reverse

from madang.framework.identity.actor import Actor, ActorKind, Duty
from madang.framework.identity.tests.browsers import company_mandate, give_duty, new_account, signed_in
from madang.framework.notify.models import Message
from madang.framework.values import clock
from madang.systems.customs.domain.offline_reference import make_reference
from madang.systems.customs.models import AnswerTime, CustomsDeclaration, Fallback, PaperRelease
from madang.systems.customs.tests.declarations_world import BISCUITS, NOW, OFFICE, SHOP, acting, declaration
from madang.systems.customs.usecases.continuity import refusals
from madang.systems.customs.usecases.continuity.fallbacks import (
    decide_end,
    decide_fallback,
    propose_end,
    propose_fallback,
)
from madang.systems.customs.usecases.continuity.lodge_offline import lodge_offline
from madang.systems.customs.usecases.continuity.measure_service import measure_service
from madang.systems.customs.usecases.continuity.release_on_paper import Paper, enter_paper_release
from madang.systems.customs.usecases.continuity.tell_fallback import tell_fallback
from madang.systems.customs.usecases.declarations.lodge_declaration import lodge_declaration
from madang.systems.customs.usecases.permissions import OFFICER

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("no_chance")]

HOUR = timedelta(hours=1)
FIRST, SECOND = (
    Actor(kind=ActorKind.OFFICIAL, name=name, duties=(Duty(OFFICE, OFFICE, OFFICER),)) for name in ("가", "나")
)
WHOM = {"whom": SHOP.key}


def declared(*, hours: int = 30) -> Fallback:
    """In force since then."""
    made = propose_fallback(office=OFFICE, reason="정전", began_at=NOW - hours * HOUR, actor=FIRST, now=NOW)
    return decide_fallback(number=made.number, declare=True, actor=SECOND, now=NOW)


def ended(made: Fallback) -> Fallback:
    propose_end(number=made.number, ended_at=NOW - HOUR, actor=SECOND, now=NOW)
    return decide_end(number=made.number, end=True, actor=FIRST, now=NOW)


def written(hours: int, **other: Any) -> Any:
    """A declaration that was written so many hours ago."""
    reference = make_reference(at=NOW - hours * HOUR, drawn="ABCDEF")
    return declaration(reference, **{"office": OFFICE} | other)


def lodged(one: Any, **other: Any) -> Any:
    return lodge_offline(declaration=one, actor=acting(), **{"whom": SHOP.key, "device_now": NOW, "now": NOW} | other)


def test_nobody_declares_or_ends_a_fallback_alone():
    made = propose_fallback(office=OFFICE, reason="정전", began_at=NOW - HOUR, actor=FIRST, now=NOW)
    with pytest.raises(refusals.OwnFallback):
        decide_fallback(number=made.number, declare=True, actor=FIRST, now=NOW)
    with pytest.raises(refusals.FallbackStands):
        propose_fallback(office=OFFICE, reason="또", began_at=NOW - HOUR, actor=SECOND, now=NOW)
    decide_fallback(number=made.number, declare=True, actor=SECOND, now=NOW)
    propose_end(number=made.number, ended_at=NOW, actor=SECOND, now=NOW)
    with pytest.raises(refusals.OwnFallback):
        decide_end(number=made.number, end=True, actor=SECOND, now=NOW)
    assert decide_end(number=made.number, end=True, actor=FIRST, now=NOW).state == "ended"
    with pytest.raises(refusals.FallbackFaulty):
        propose_fallback(office=OFFICE, reason=" ", began_at=NOW + HOUR, actor=FIRST, now=NOW)


def test_an_offline_declaration_counts_from_the_day_of_writing_under_the_fallback_and_once():
    fallback = ended(declared())
    one = lodged(written(20))
    # NOW is 10:00 on 9 March in Seoul; twenty hours before it was the 8th.
    assert (one.counts_on.isoformat(), one.fallback) == ("2026-03-08", fallback.number)
    assert one.declaration.lodged_at == NOW
    again = lodged(written(20), now=NOW + 90 * HOUR, device_now=NOW + 90 * HOUR)
    assert (again.declaration.pk, again.counts_on, again.fallback) == (one.declaration.pk, one.counts_on, one.fallback)
    assert CustomsDeclaration.objects.count() == 1


def test_without_a_fallback_the_day_of_arrival_counts_and_others_send_nothing_of_mine():
    assert lodged(written(20)).counts_on.isoformat() == "2026-03-09"
    with pytest.raises(refusals.OtherParty):
        lodged(written(21), whom="")
    with pytest.raises(refusals.ReferenceNotProvisional):
        lodged(declaration("P-2603080100-ABCDEF-0"))


def entered(fallback: Fallback, *, business: str = SHOP.key, released_at: Any = NOW - 19 * HOUR) -> PaperRelease:
    """The paper of what was written twenty hours ago."""
    told = Paper(
        declaration=written(20).reference, business=business, paper="수기-1", released_at=released_at, released_by="나"
    )
    return enter_paper_release(fallback=fallback.number, told=told, actor=FIRST, now=NOW)


@pytest.mark.parametrize("early", [True, False])
def test_a_release_on_paper_is_entered_before_or_after_the_declaration_arrives(*, early: bool):
    fallback = declared()
    # Biscuits wait for another agency: the officer saw its paper.
    goods = written(20, commodity=BISCUITS)
    if early:
        entered(fallback)
    one = lodged(goods).declaration
    if not early:
        assert one.state == "awaiting_permit"
        entered(fallback)
    one.refresh_from_db()
    assert (one.state, one.released_at) == ("released", NOW - 19 * HOUR)
    assert one.levies.filter(state="open").exists()
    with pytest.raises(refusals.PaperEntered):
        entered(fallback)
    assert PaperRelease.objects.get().declaration == one.number


def test_a_paper_of_another_time_or_another_party_releases_nothing():
    fallback = ended(declared())
    with pytest.raises(refusals.PaperFaulty):
        entered(fallback, released_at=NOW)
    entered(fallback, business="1018100099")
    assert lodged(written(20)).declaration.state == "awaiting_payment"


def test_who_has_goods_there_is_told_and_the_public_reads_it():
    lodge_declaration(declaration=declaration(), channel="page", actor=acting(), now=NOW)
    fallback = declared()
    assert tell_fallback(number=fallback.number, over=False, now=NOW) == 1
    assert Message.objects.filter(template="customs/fallback", party_key=SHOP.key).exists()
    page = Client().get(reverse("customs:status"), {"lang": "en"})
    assert "Fallback procedure" in page.content.decode()
    assert "no-store" in page["Cache-Control"]
    assert Client().get(reverse("customs:status_json")).json()["fallbacks"][0]["ended_at"] is None


def test_the_status_says_what_was_measured_and_unknown_where_nothing_was():
    address = reverse("customs:status_json")
    nothing = Client().get(address).json()
    assert (nothing["state"], nothing["members"], nothing["median_milliseconds"]) == ("unknown", None, None)
    now = clock.now()
    for milliseconds in (100, 900, 300):
        AnswerTime.objects.create(at=now - timedelta(minutes=9), milliseconds=milliseconds, channel="api")
    AnswerTime.objects.create(at=now - timedelta(days=3), milliseconds=1, channel="api")
    measure_service(now=now)
    told = Client().get(address).json()
    assert (told["state"], told["median_milliseconds"], told["answered_in_the_last_hour"]) == ("running", 300, 3)
    assert set(told["members"].values()) == {True}
    assert told["days"][0]["measured"] == 1
    assert AnswerTime.objects.count() == 3


def test_a_database_that_does_not_answer_makes_the_status_unknown():
    def silent(*_told: object) -> None:
        raise OperationalError("connection refused")

    with connection.execute_wrapper(silent):
        page, told = (Client().get(reverse(f"customs:{name}"), {"lang": "en"}) for name in ("status", "status_json"))
    assert "Unknown" in page.content.decode()
    assert (told.status_code, told.json()["state"], told.json()["fallbacks"]) == (503, "unknown", None)


def test_officers_sign_on_pages():
    officers = []
    for login in ("one", "two"):
        account = new_account(login)
        give_duty(account, OFFICER, office=OFFICE)
        officers.append(signed_in(account))
    told = {"office": OFFICE, "began_at": "2026-01-01T00:00", "reason": "정전"}
    assert officers[0].post(reverse("customs:fallbacks"), told).status_code == 422
    began = clock.now() - HOUR
    sent = officers[0].post(reverse("customs:fallbacks"), told | {"began_at": f"{began:%Y-%m-%dT%H:%M}+00:00"})
    assert sent.status_code == 302, sent.content.decode()
    assert officers[0].post(sent.url, {"do": "declare"}).status_code == 422
    assert officers[1].post(sent.url, {"do": "declare"}).status_code == 302
    assert officers[1].get(reverse("customs:paper_release", args=[Fallback.objects.get().number])).status_code == 200


def test_a_broker_s_device_sends_each_declaration_once_and_reads_every_fault():
    key = company_mandate(SHOP.key, person="person-sora", scope=("customs.declare:*",), now=clock.now())
    sora = signed_in(new_account("sora", person="person-sora"), mandate=key)
    assert sora.get(reverse("customs:offline_who")).json()["whom"] == SHOP.key
    given = {"reference": make_reference(at=clock.now(), drawn="ABCDEF"), "device_now": clock.now().isoformat()}
    answers = {"whom": SHOP.key, "direction": "import", "office": OFFICE, "mode": "1", "partner": "H"}
    answers |= {
        "partner_country": "CN",
        "invoice": "I",
        "currency": "KRW",
        "incoterm": "CIF",
        "commodity_1": "6109101000",
    }
    answers |= {"description_1": "T-shirts", "origin_1": "CN", "net_mass_1": "20", "unit_1": "H87", "price_1": "300000"}

    def send(body: dict[str, Any]) -> Any:
        return sora.post(reverse("customs:offline_send"), body, content_type="application/json").json()

    wrong = send(given | {"answers": answers | {"commodity_1": "0000000000", "price_1": "x"}})
    assert [fault["place"] for fault in wrong["faults"]] == ["Price of the item, in the currency of the invoice (1)"]
    unknown = send(given | {"answers": answers | {"commodity_1": "0000000000"}})
    assert "no line of the tariff" in unknown["faults"][0]["says"]
    taken = [send(given | {"answers": answers}) for _time in range(2)]
    assert (taken[0]["outcome"], taken[0]) == ("taken", taken[1])
    assert CustomsDeclaration.objects.get().number == taken[0]["number"]
    assert send(given | {"answers": answers | {"price_1": "5"}})["outcome"] == "refused"
    assert send(given | {"answers": answers | {"whom": ""}})["outcome"] == "kept"
    assert send({"answers": 3})["outcome"] == "refused"
