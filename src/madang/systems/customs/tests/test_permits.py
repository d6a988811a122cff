"""The single window as its parties meet it. Quantities and days of the law: countries/kr/customs/parameters/permits.yaml
(papers are answered within 2 working days, after the laboratory within 10: Rules of the Special Act on Imported Food)."""

import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from madang.contracts.customs_v1 import PermitRest
from madang.exchange import ask
from madang.exchange.delivery import deliver_batch
from madang.framework.cases.domain.states import Outcome
from madang.framework.cases.models import Case
from madang.framework.cases.usecases import answer_objection, decide, object_to, request_supplement
from madang.framework.identity.actor import Actor, ActorKind, Duty
from madang.framework.identity.may import Forbidden
from madang.framework.identity.tests.browsers import give_duty, new_account, signed_in
from madang.framework.values import clock
from madang.systems.customs.domain.declaration import Document, Statement
from madang.systems.customs.domain.requirements import SAID
from madang.systems.customs.domain.words import Direction
from madang.systems.customs.models import (
    CustomsDeclaration,
    LicenceUse,
    PermitLicence,
    PermitRequest,
    QuotaClaim,
    TariffQuota,
)
from madang.systems.customs.tests.declarations_world import BISCUITS, MACHINE, NOW, OFFICE, SHOP, acting, declaration
from madang.systems.customs.tests.test_declaration_pages import ITEM, SHIPMENT, VALUE, broker
from madang.systems.customs.usecases.declarations.ask_permits import ask_permits
from madang.systems.customs.usecases.declarations.change_declaration import amend_declaration, withdraw_declaration
from madang.systems.customs.usecases.declarations.claim_quota import settle_quota
from madang.systems.customs.usecases.declarations.lodge_declaration import lodge_declaration
from madang.systems.customs.usecases.declarations.refusals import DeclarationRefused, GoodsAskedAbout
from madang.systems.customs.usecases.leaving.cancel_release import ask_cancelling
from madang.systems.customs.usecases.permissions import OFFICER, PERMITS
from madang.systems.customs.usecases.permits.answer_request import answer_request, settle_rest
from madang.systems.customs.usecases.permits.licences import grant_licence
from madang.systems.customs.usecases.permits.refusals import AnswerUnfit, ExaminationOpen, LicenceUnfit
from madang.systems.customs.usecases.permits.work_on_request import (
    enter_finding,
    go_on,
    hold_request,
    order_examination,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("no_chance")]


def officer(office="MFDS", name="길은솔"):
    return Actor(kind=ActorKind.OFFICIAL, name=name, duties=(Duty(office, office, PERMITS),))


def asked(told):
    one = lodge_declaration(declaration=told, channel="page", actor=acting(), now=NOW)
    ask_permits(number=one.number, now=NOW)
    return one


def heard():
    """What was announced has arrived, and what that announced too."""
    for _round in range(2):
        deliver_batch(recipient="customs", now=clock.now())


def fresh(one):
    return CustomsDeclaration.objects.get(pk=one.pk)


def answered(one, outcome=Outcome.GRANTED, accepted=None, rest=None, actor=None):
    told = {"outcome": outcome, "reasons": "서류가 맞습니다.", "accepted": accepted, "rest": rest}
    answer_request(number=one.number, actor=actor or officer(one.office_code), now=NOW, **told)
    heard()


def beef(reference="B-1"):
    """Frozen beef, which two agencies ask about."""
    told = declaration(reference, BISCUITS)
    item = replace(told.items[0], commodity="0202300000", origin="US", documents=(Document(type="853", number="V-1"),))
    return replace(told, items=(item,))


def machines(reference, licence, mass=30):
    """Machining centres, which leave under a licence."""
    said = {"ECN": "2B001", "LCK": "general", "EUR": "Kiln Works"}
    item = replace(
        declaration().items[0],
        commodity="8457100000",
        net_mass=Decimal(mass),
        statements=tuple(Statement(type=SAID, code=code, text=text) for code, text in said.items()),
        documents=(Document(type="E811", number="S-1"), Document(type="D811", number=licence)),
    )
    out = {"direction": Direction.EXPORT, "destination_country": "US", "export_country": "KR", "items": (item,)}
    return declaration(reference, **out)


def licence(total=50, **other):
    told = {"requirement": "dual_use", "office": "MOTIR", "party": SHOP, "holder": "도현상회", "prefixes": ("845710",)}
    told |= {"partners": ("US",), "unit": "KGM", "total": Decimal(total)}
    told |= {"valid_from": NOW.date(), "valid_until": date(2099, 12, 31)}
    return grant_licence(**(told | other), actor=officer("MOTIR"), now=NOW)


def test_one_submission_asks_every_agency_and_what_they_ask_is_refused_with_every_fault():
    bare = replace(beef(), items=(replace(beef().items[0], statements=(), documents=()),))
    with pytest.raises(DeclarationRefused) as refusal:
        asked(bare)
    assert [one.place for one in refusal.value.faults] == [
        "items[0].manufacturer",
        "items[0].packed_on",
        "items[0].veterinary",
    ]
    one = asked(beef())
    requests = PermitRequest.objects.order_by("pk")
    assert [(row.office_code, row.requirement) for row in requests] == [("MFDS", "imported_food"), ("APQA", "animals")]
    assert {row["code"]: row["text"] for row in requests[1].facts["elements"]} == {"veterinary": "V-1"}
    assert list(Case.objects.order_by("pk").values_list("procedure", "days")) == [
        ("customs.permit.food", 2),
        ("customs.permit.animals", 3),
    ]
    with pytest.raises(Forbidden):
        answered(requests[0], actor=officer("APQA"))
    answered(requests[0])
    assert fresh(one).state == "awaiting_permit"
    paper = replace(beef(), items=(replace(beef().items[0], documents=(Document(type="853", number="V-2"),)),))
    with pytest.raises(GoodsAskedAbout):
        amend_declaration(number=one.number, version=1, declaration=paper, reason="x", actor=acting(), now=NOW)
    answered(requests[1])
    assert fresh(one).state == "awaiting_payment"


def test_goods_are_examined_held_and_accepted_in_part_and_the_declaration_follows():
    one = asked(declaration(commodity=BISCUITS))
    request, who = PermitRequest.objects.get(), {"actor": officer(), "now": NOW}
    order_examination(number=request.number, kind="laboratory", place="인천 보세창고", note="", **who)
    heard()
    assert one.permits.get().stage == "examination"
    case = Case.objects.get()
    assert (case.days + case.extended_days, case.due_on) == (10, request.examinations.get().due_on)
    with pytest.raises(ExaminationOpen):
        answered(request)
    with pytest.raises(ExaminationOpen):
        decide(case=case, outcome="granted", reasons="적합", actor=officer(), now=NOW)
    enter_finding(number=request.number, fit=False, finding="8 kg 부적합", **who)
    hold_request(number=request.number, reason="재검사", **who)
    assert Case.objects.get().state == "waiting"
    go_on(number=request.number, **who)
    with pytest.raises(AnswerUnfit) as refusal:
        answered(request, accepted=Decimal(20))
    assert {fault.place for fault in refusal.value.faults} == {"accepted", "rest"}
    answered(request, accepted=Decimal(12), rest=PermitRest.DESTROYED)
    assert (fresh(one).state, one.permits.get().state, one.permits.get().accepted) == ("awaiting_permit", "partly", 12)

    told = declaration(commodity=BISCUITS)
    other = replace(told, items=(replace(told.items[0], description="과자"),))
    amend = {"number": one.number, "version": 1, "reason": "일부 부적합", "actor": acting(), "now": NOW}
    with pytest.raises(GoodsAskedAbout):
        amend_declaration(declaration=other, **amend)
    less = replace(told, items=(replace(told.items[0], net_mass=Decimal(12)),))
    assert amend_declaration(declaration=less, **amend).state == "awaiting_payment"
    done_on = timezone.localdate()
    settle_rest(number=request.number, done_on=done_on, actor=officer(), now=clock.now())
    assert PermitRequest.objects.get().rest_done_on == done_on


def test_a_supplement_is_seen_at_customs_and_a_refusal_upheld_on_objection_counts_for_the_same_goods():
    one = asked(declaration(commodity=BISCUITS))
    case = Case.objects.get()
    request_supplement(case=case, asked="성분표", actor=officer(), now=NOW)
    heard()
    assert one.permits.get().stage == "supplement"
    case.refresh_from_db()
    assert case.stopped_at == NOW
    withdraw_declaration(number=one.number, version=1, reason="x", actor=acting(), now=NOW)
    heard()
    assert Case.objects.get().state == "decided"

    again = asked(declaration("A-2", BISCUITS))
    case = Case.objects.exclude(pk=case.pk).get()
    decide(case=case, outcome="refused", reasons="부적합", actor=officer(), now=NOW)
    heard()
    assert fresh(again).state == "refused"
    object_to(case=case, reasons="다시 보아 주십시오.", actor=MACHINE, now=NOW)
    answer_objection(case=case, outcome="upheld", reasons="적합", actor=officer(name="봄"), now=NOW)
    third = asked(declaration("A-3", BISCUITS))
    need = third.permits.get()
    assert (need.state, need.automatic) == ("granted", True)
    # It was upheld of those goods, and they are declared now.
    assert asked(declaration("A-4", BISCUITS)).permits.get().state == "asked"


def test_what_ends_is_told_to_the_agency_and_its_share_of_a_quota_goes_to_the_next():
    quota = TariffQuota.objects.create(
        order="Q", unit="KGM", total=20, cite="test", valid_from=NOW.date(), valid_until=NOW.date()
    )
    first, second = asked(declaration(commodity=BISCUITS)), asked(declaration("A-2", BISCUITS))
    claims = [
        QuotaClaim.objects.create(
            quota=quota, declaration=one.number, item=1, wanted=20, at=NOW + timedelta(seconds=place)
        )
        for place, one in enumerate((first, second))
    ]
    settle_quota(order="Q", actor=MACHINE, now=NOW)
    assert [QuotaClaim.objects.get(pk=one.pk).given for one in claims] == [20, 0]
    third = asked(declaration("A-3", BISCUITS))
    late = QuotaClaim.objects.create(quota=quota, declaration=third.number, item=1, wanted=15, at=NOW)

    withdraw_declaration(number=first.number, version=1, reason="반송", actor=acting(), now=NOW)
    heard()
    heard()
    gone = PermitRequest.objects.get(declaration=first.number)
    assert (gone.answer, bool(gone.ended_at), first.permits.get().state) == ("ended", True, "ended")
    assert Case.objects.get(number=gone.case).state == "decided"
    settle_quota(order="Q", actor=MACHINE, now=NOW)
    settle_quota(order="Q", actor=MACHINE, now=NOW)
    quota.refresh_from_db()
    late.refresh_from_db()
    assert (late.given, quota.used) == (15, 15)
    assert QuotaClaim.objects.get(pk=claims[0].pk).returned_at == NOW


def test_a_licence_is_written_down_until_nothing_is_left_and_gets_back_what_ended():
    with pytest.raises(LicenceUnfit):
        licence(prefixes=("6109",))
    held = licence()
    first, second = (asked(machines(reference, held.number)) for reference in ("M-1", "M-2"))
    wide = machines("M-3", licence(total=90).number, mass=40)
    both = (*wide.items[0].documents, Document(type="D811", number=held.number))
    third = asked(replace(wide, items=(replace(wide.items[0], documents=both),)))
    assert third.permits.get().state == "granted"
    assert (first.permits.get().state, first.permits.get().automatic) == ("granted", True)
    assert second.permits.get().state == "asked"
    held.refresh_from_db()
    assert held.used == 30
    waiting = PermitRequest.objects.get(declaration=second.number)
    with pytest.raises(IntegrityError), transaction.atomic():
        LicenceUse.objects.create(licence=held, request=waiting, quantity=21, at=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        LicenceUse.objects.update(quantity=1)
    told = {"number": second.number, "version": 1, "reason": "x", "actor": acting(), "now": NOW}
    for other in ({"destination_country": "VN"}, {"bill": "OTHER-1"}):
        with pytest.raises(GoodsAskedAbout):
            amend_declaration(declaration=replace(machines("M-2", held.number), **other), **told)
    # Released at once, an export is not withdrawn any more, but its release may be cancelled; what waits is withdrawn.
    withdraw_declaration(**told)
    asked_for = ask_cancelling(number=first.number, reason="주문 취소", actor=acting(), now=NOW)
    customs = Actor(kind=ActorKind.OFFICIAL, name="공", duties=(Duty(OFFICE, OFFICE, OFFICER),))
    decide(case=Case.objects.get(number=asked_for.case), outcome="granted", reasons="x", actor=customs, now=NOW)
    heard()
    held.refresh_from_db()
    assert held.used == 0


@pytest.mark.django_db(transaction=True)
def test_of_many_at_once_only_those_that_the_licence_covers_are_written_down():
    held = licence(total=100)
    rows = [
        PermitRequest(
            number=f"P-{place}",
            office_code="MOTIR",
            requirement="dual_use",
            declaration=f"D-{place}",
            item=1,
            facts={},
            asked_at=NOW,
            answer="asked",
        )
        for place in range(8)
    ]
    PermitRequest.objects.bulk_create(rows)

    def take(row):
        try:
            LicenceUse.objects.create(licence=held, request=row, quantity=30, at=NOW)
        except IntegrityError:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(8) as pool:
        taken = list(pool.map(take, rows))
    assert (sum(taken), PermitLicence.objects.get().used) == (3, 90)


def test_the_fourth_lot_of_the_same_maker_is_answered_by_rule_and_says_why():
    for place in range(3):
        asked(declaration(f"L-{place}", BISCUITS))
        answered(PermitRequest.objects.get(answer="asked"))
    fourth = asked(declaration("L-3", BISCUITS)).permits.get()
    assert (fourth.state, fourth.automatic) == ("granted", True)
    # Lots and days: Special Act on Imported Food Safety Control art. 20-2, as the pack holds it.
    assert {"3", "365"} <= {*re.findall("[0-9]+", fourth.says)}
    told = declaration("L-4", BISCUITS)
    said = (Statement(type=SAID, code="MFR", text="Elsewhere"), told.items[0].statements[1])
    other = asked(replace(told, items=(replace(told.items[0], statements=said),)))
    assert other.permits.get().state == "asked"


def test_who_withdraws_what_is_to_be_examined_does_not_get_round_the_examination():
    first = [asked(declaration(f"L-{place}", BISCUITS)) for place in range(4)]
    examined = PermitRequest.objects.get(declaration=first[3].number)
    order_examination(number=examined.number, kind="field", place="인천", note="", actor=officer(), now=NOW)
    for row in PermitRequest.objects.exclude(pk=examined.pk).order_by("pk"):
        answered(row)
    withdraw_declaration(number=first[3].number, version=1, reason="x", actor=acting(), now=NOW)
    heard()
    assert asked(declaration("L-5", BISCUITS)).permits.get().state == "asked"


def test_an_agency_that_is_asked_while_the_declaration_ends_hears_of_the_end_again(monkeypatch):
    one = lodge_declaration(declaration=beef(), channel="page", actor=acting(), now=NOW)

    def slowly(question, asking):
        withdraw_declaration(number=one.number, version=1, reason="반송", actor=acting(), now=NOW)
        heard()
        return ask(question, asking)

    monkeypatch.setattr("madang.systems.customs.usecases.declarations.ask_permits.ask", slowly)
    ask_permits(number=one.number, now=NOW)
    heard()
    assert [row.answer for row in PermitRequest.objects.all()] == ["ended"]
    assert Case.objects.get().state == "decided"


def test_pages_say_what_is_needed_ask_it_in_the_wizard_and_serve_the_agency():
    sora = broker()
    page = sora.get("/customs/permits/?code=0202300000").content.decode()
    assert "Animal and Plant Quarantine Agency" in page
    assert "Number of the health certificate" in page
    assert "Report of imported food" in sora.get("/customs/tariff/lines/1905310000/").content.decode()
    item = {f"{name}_1": value for name, value in (ITEM | {"commodity": "1905310000"}).items()}
    said = {"says_manufacturer_1": "Nordhain", "says_packed_on_1": "2026-02-02"}
    for step, told in (("shipment", SHIPMENT), ("item-1", item)):
        sora.post(f"/customs/declarations/new/{step}/", told | {"go": "next"})
    assert "Special Act on Imported Food" in sora.get("/customs/declarations/new/asked-1/").content.decode()
    missing = sora.post("/customs/declarations/new/asked-1/", {"go": "next"} | said | {"says_packed_on_1": ""})
    assert (missing.status_code, "missing. Report of imported food asks for it." in missing.content.decode()) == (
        422,
        True,
    )
    for step, told in (("asked-1", said), ("value", VALUE)):
        assert sora.post(f"/customs/declarations/new/{step}/", told | {"go": "next"}).status_code == 302
    sent = sora.post("/customs/declarations/new/summary/", {"go": "send"})
    one = CustomsDeclaration.objects.get()
    assert "Amend it" in sora.get(sent.url).content.decode()
    ask_permits(number=one.number, now=clock.now())

    account = new_account("foodofficer")
    give_duty(account, PERMITS, office="MFDS")
    food, request = signed_in(account), PermitRequest.objects.get()
    assert request.number in food.get("/customs/permits/desk/").content.decode()
    address = f"/customs/permits/requests/{request.number}/"
    assert "Nordhain" in food.get(address).content.decode()
    assert food.post(f"{address}examine/", {"kind": "field", "place": ""}).status_code == 422
    assert food.post(f"{address}examine/", {"kind": "field", "place": "Quay 3"}).status_code == 302
    assert food.post(f"{address}finding/", {"fit": "yes", "finding": "clean"}).status_code == 302
    answer = {"outcome": "granted", "accepted": "", "rest": "", "reasons": "fit"}
    assert food.post(f"{address}answer/", answer).status_code == 302
    assert PermitRequest.objects.get().answer == "granted"
    assert sora.get(address).status_code == 403
    assert sora.get("/customs/permits/licences/mine/").status_code == 200
    assert "Enter a licence" in food.get("/customs/permits/licences/").content.decode()
