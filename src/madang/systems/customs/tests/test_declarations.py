"""From lodging to release, on the law itself and the real registers of cases, money, documents and the exchange."""

from dataclasses import replace

import msgspec
import pytest
from django.db import IntegrityError, transaction
from stdnum.iso7064 import mod_11_10

from madang.contracts.customs_v1 import PermitAnswer, PermitDecided
from madang.exchange.delivery import deliver_batch
from madang.exchange.models import OutboxEvent
from madang.framework.cases.models import Case
from madang.framework.cases.usecases import decide
from madang.framework.documents.models import Document
from madang.framework.identity.actor import Actor, ActorKind, Duty
from madang.framework.identity.may import Forbidden
from madang.framework.identity.models import Office
from madang.framework.money.models import Charge
from madang.framework.money.usecases.take_transfer import take_transfer
from madang.framework.values import Money, Party
from madang.systems.customs.domain.numbers import declaration_number
from madang.systems.customs.domain.words import Lane
from madang.systems.customs.models import (
    CargoBill,
    CustomsDeclaration,
    DeclarationEvent,
    DeferredPayment,
    Levied,
    PermitNeed,
    Selected,
)
from madang.systems.customs.tests.cargo_world import FORWARDER, direct, lodged, manifest, stores
from madang.systems.customs.tests.declarations_world import (
    BISCUITS,
    NOW,
    OFFICE,
    SHOP,
    acting,
    approved_rule,
    declaration,
)
from madang.systems.customs.usecases.declarations.ask_permits import ask_permits, take_answer
from madang.systems.customs.usecases.declarations.change_declaration import amend_declaration, withdraw_declaration
from madang.systems.customs.usecases.declarations.load_demo import load_declarations_demo
from madang.systems.customs.usecases.declarations.lodge_declaration import lodge_declaration
from madang.systems.customs.usecases.declarations.refusals import (
    DeclarationClosed,
    DeclarationRefused,
    ReferenceUsed,
)
from madang.systems.customs.usecases.declarations.seal_certificate import seal_certificate
from madang.systems.customs.usecases.permissions import INSPECTOR, OFFICER, PERMITS

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("no_chance")]


def lodge(reference="A-1", **other):
    return lodge_declaration(declaration=declaration(reference, **other), channel="page", actor=acting(), now=NOW)


def fresh(one):
    return CustomsDeclaration.objects.get(pk=one.pk)


def pay(one):
    for levied in Levied.objects.filter(declaration=one, state="open"):
        take_transfer(
            number=levied.charge,
            amount=Money(levied.minor, levied.currency),
            reference=f"bank-{levied.charge}",
            in_suspense=False,
            now=NOW,
        )


def official(duty, office=OFFICE):
    held = Duty(office_code=office, office_name=office, code=duty)
    return Actor(kind=ActorKind.OFFICIAL, account_id=9, name="감하솔", duties=(held,))


def test_an_import_is_assessed_charged_paid_released_and_certified():
    one = lodge()

    # 13 % of 300,000, then 10 % of 339,000 (published example: Wow TV, 2025-04-06, on the Customs Service).
    owed = {levied.levy: levied.minor for levied in one.levies.all()}
    assert owed == {"duty": 39_000, "vat": 33_900}
    assert one.state == "awaiting_payment"
    charges = Charge.objects.filter(reference=one.number)
    assert {charge.account for charge in charges} == {"revenue.customs.duty", "revenue.customs.vat"}
    assert {charge.payer for charge in charges} == {SHOP}
    pay(one)
    done = fresh(one)
    assert (done.state, done.released_at) == ("released", NOW)
    Office.objects.get_or_create(code=OFFICE, defaults={"name": "인천세관", "name_en": "Incheon Customs"})
    number = seal_certificate(number=one.number, now=NOW)
    assert seal_certificate(number=one.number, now=NOW) == number
    assert Document.objects.filter(number=number).count() == 1
    kinds = list(DeclarationEvent.objects.filter(declaration=one).order_by("pk").values_list("kind", flat=True))
    assert kinds == ["lodged", "selected", "charged", "paid", "paid", "released", "certified"]


def test_the_import_tax_that_a_business_paid_is_told_to_the_tax_office_in_full():
    pay(lodge())
    told = OutboxEvent.objects.filter(contract="customs_v1.ImportTaxed").values_list("happening", flat=True)
    said = [msgspec.json.decode(bytes(one))["body"] for one in told]
    # The tax of the published example above is reckoned on 339,000: the customs value with the duty.
    assert [(one["base"]["minor"], one["tax"]["minor"]) for one in said] == [(339_000, 33_900)]
    alone = Actor(kind=ActorKind.RESIDENT, person="person-sora", name="최소라")
    own = lodge_declaration(declaration=declaration("A-9"), channel="page", actor=alone, now=NOW)
    pay(own)
    assert OutboxEvent.objects.filter(contract="customs_v1.ImportTaxed").count() == 1


def test_lodged_twice_it_is_one_and_another_content_under_its_reference_is_refused():
    one = lodge()
    assert lodge().pk == one.pk
    with pytest.raises(ReferenceUsed):
        lodge(commodity=BISCUITS)
    assert CustomsDeclaration.objects.count() == 1


def test_every_fault_is_told_at_once_and_nothing_is_kept():
    with pytest.raises(DeclarationRefused) as told:
        lodge("", office="XYZ", items=(), total_items=2)
    places = {fault.place for fault in told.value.faults}
    assert {"reference", "office", "items", "total_items"} <= places
    assert not CustomsDeclaration.objects.exists()


def test_goods_under_a_bill_are_declared_by_whom_they_are_consigned_to():
    stores()
    lodged(manifest(direct("B001")))
    with pytest.raises(DeclarationRefused) as told:
        lodge(bill="B001")
    assert [fault.code for fault in told.value.faults] == ["customs.not_your_bill"]
    own = lodge_declaration(
        declaration=declaration("A-2", bill="B001"), channel="page", actor=acting(Party.business(FORWARDER)), now=NOW
    )
    assert own.bill == "B001"


def test_a_manifest_that_comes_later_and_names_another_holds_the_goods():
    one = lodge(bill="B001")
    stores()
    lodged(manifest(direct("B001")))
    pay(one)
    assert fresh(one).state == "released"
    assert fresh(one).events.filter(kind="goods_held").exists()
    assert not CargoBill.objects.get(number="B001").released


def test_a_mandate_for_something_else_declares_nothing():
    with pytest.raises(Forbidden):
        lodge_declaration(declaration=declaration(), channel="page", actor=acting(scope=("tax.file:*",)), now=NOW)


@pytest.mark.parametrize(("lane", "duty"), [(Lane.YELLOW, OFFICER), (Lane.RED, INSPECTOR)])
def test_a_look_holds_the_declaration_until_it_is_decided(lane, duty):
    rule = approved_rule(lane=lane, condition="commodity starts 6109")
    good, bad = lodge("good"), lodge("bad")
    assert good.state == bad.state == "under_control"
    assert not good.levies.exists()
    decide(case=Case.objects.get(number=good.case), outcome="granted", reasons="맞음", actor=official(duty), now=NOW)
    decide(
        case=Case.objects.get(number=bad.case), outcome="refused", reasons="다른 물품", actor=official(duty), now=NOW
    )
    assert fresh(good).state == "awaiting_payment"
    assert fresh(bad).state == "refused"
    assert not Charge.objects.filter(reference=bad.number).exists()
    told = Selected.objects.in_bulk([good.number, bad.number], field_name="number")
    assert (told[good.number].found, told[bad.number].found) == (False, True)
    assert told[bad.number].finding == "다른 물품"
    assert told[bad.number].reasons == [{"why": "rule", "code": rule, "lane": lane.value}]


def test_an_amendment_is_selected_anew_and_leads_to_no_gentler_lane():
    approved_rule(lane=Lane.YELLOW, condition="commodity starts 6109")
    approved_rule(lane=Lane.RED, condition="origin is VN")
    one = lodge()
    assert one.lane == "yellow"
    told = declaration()
    item = replace(told.items[0], origin="VN")
    one = amend_declaration(
        number=one.number, version=1, declaration=replace(told, items=(item,)), reason="원산지", actor=acting(), now=NOW
    )
    assert one.lane == "red"
    one = amend_declaration(
        number=one.number,
        version=2,
        declaration=declaration("A-1", "8516710000"),
        reason="품목",
        actor=acting(),
        now=NOW,
    )
    assert (one.lane, one.state) == ("red", "under_control")


def test_another_agency_is_asked_over_the_exchange_and_its_word_is_waited_for():
    one = lodge(commodity=BISCUITS)
    assert one.state == "awaiting_permit"
    ask_permits(number=one.number, now=NOW)
    need = PermitNeed.objects.get(declaration=one)
    assert (need.state, need.office_code) == ("asked", "MFDS")
    case = Case.objects.get(procedure="customs.permit.food")
    decide(case=case, outcome="granted", reasons="적합", actor=official(PERMITS, "MFDS"), now=NOW)
    deliver_batch(recipient="customs", now=NOW)
    assert PermitNeed.objects.get().state == "granted"
    assert fresh(one).state == "awaiting_payment"


def test_a_refused_permit_refuses_the_declaration():
    one = lodge(commodity=BISCUITS)
    told = {"declaration": one.number, "item": 1, "requirement": "imported_food", "says": "부적합"}
    take_answer(told=PermitDecided(answer=PermitAnswer.REFUSED, **told), actor=acting(), now=NOW)
    take_answer(told=PermitDecided(answer=PermitAnswer.GRANTED, **told), actor=acting(), now=NOW)
    assert fresh(one).state == "refused"


def test_an_amendment_is_assessed_anew_and_a_withdrawal_ends_what_was_charged():
    one = lodge()
    told = declaration()
    dearer = replace(told, items=(replace(told.items[0], price=Money(600_000, "KRW")),))
    changed = amend_declaration(
        number=one.number, version=1, declaration=dearer, reason="송품장 정정", actor=acting(), now=NOW
    )
    assert {row.levy: row.minor for row in changed.levies.filter(state="open")} == {"duty": 78_000, "vat": 67_800}
    gone = withdraw_declaration(number=one.number, version=2, reason="반송", actor=acting(), now=NOW)
    assert gone.state == "cancelled"
    assert not Charge.objects.filter(reference=one.number, state="open").exists()
    with pytest.raises(DeclarationClosed):
        withdraw_declaration(number=one.number, version=2, reason="반송", actor=acting(), now=NOW)


def test_deferred_payment_releases_within_its_guarantee_and_not_beyond():
    DeferredPayment.objects.create(
        party_kind="business",
        party_key=SHOP.key,
        guarantee="G-1",
        limit_minor=100_000,
        currency="KRW",
        valid_from=NOW.date(),
        valid_until=NOW.date(),
    )
    first, second = lodge("A-1"), lodge("A-2")
    assert (first.state, first.deferred) == ("released", True)
    # Customs Act art. 9 (3): what falls due within a month is paid by its end; 15 days after 9 March is the 24th.
    assert {levied.due_on.isoformat() for levied in first.levies.all()} == {"2026-03-31"}
    assert (second.state, second.deferred) == ("awaiting_payment", False)


def test_what_happened_is_never_changed():
    one = lodge()
    with pytest.raises(IntegrityError), transaction.atomic():
        DeclarationEvent.objects.filter(declaration=one).update(text="x")


def test_numbers_carry_a_check_digit():
    number = declaration_number(office="KCS-020", year=2026, serial=1)
    assert number[:15] == "02010-26-000001"
    assert mod_11_10.is_valid(number.replace("-", ""))
    assert not mod_11_10.is_valid(number.replace("000001", "000010").replace("-", ""))


def test_the_demonstration_has_declarations_in_several_states():
    assert load_declarations_demo(now=NOW) == 5
    assert load_declarations_demo(now=NOW) == 5
    states = {one.reference: one.state for one in CustomsDeclaration.objects.all()}
    assert states == {
        "DEMO-1": "released",
        "DEMO-2": "awaiting_payment",
        "DEMO-3": "awaiting_permit",
        "DEMO-4": "cancelled",
        "DEMO-5": "released",
    }
