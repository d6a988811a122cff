"""Goods under a procedure: declared, secured, released without the duties that wait, ended in parts and in time, or missed."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import msgspec
import pytest
from django.db import IntegrityError, transaction

from madang.exchange.models import OutboxEvent
from madang.framework.identity.may import Forbidden
from madang.framework.money.models import Charge
from madang.framework.notify.models import Message
from madang.framework.values import Money, Party
from madang.systems.customs.domain.declaration import Document, Guarantee, PreviousDocument
from madang.systems.customs.domain.procedures import Ending
from madang.systems.customs.domain.words import Direction
from madang.systems.customs.models import CargoBill, CustomsDeclaration, CustomsGuarantee, Discharged, Levied, TradeLine
from madang.systems.customs.tests.cargo_world import FORWARDER, KEEPER, QUAY, WAREHOUSE
from madang.systems.customs.tests.cargo_world import acting as cargo_acting
from madang.systems.customs.tests.declarations_world import MACHINE, NOW, OFFICE, SHOP, acting, declaration
from madang.systems.customs.tests.securing_world import DESK, goods_of, guarantee, leave, lodged, pay, under
from madang.systems.customs.tests.test_cargo_handling import landed
from madang.systems.customs.usecases.cargo.move_under_bond import Sending, receive_under_bond, send_under_bond
from madang.systems.customs.usecases.corrections.file_correction import file_correction
from madang.systems.customs.usecases.corrections.refusals import ProcedureGoods
from madang.systems.customs.usecases.declarations.change_declaration import amend_declaration, withdraw_declaration
from madang.systems.customs.usecases.declarations.refusals import DeclarationRefused
from madang.systems.customs.usecases.declarations.select_lane import trusted
from madang.systems.customs.usecases.securing.discharge import Left, confirm_leaving
from madang.systems.customs.usecases.securing.guarantees import return_guarantee
from madang.systems.customs.usecases.securing.leave import Leaving
from madang.systems.customs.usecases.securing.operators import (
    Authorisation,
    authorise_operator,
    end_authorisation,
    grant_deferral,
    operators_on,
)
from madang.systems.customs.usecases.securing.refusals import (
    CannotLeave,
    GuaranteeInUse,
    NotGranted,
    NothingLeft,
    TermStands,
)
from madang.systems.customs.usecases.securing.terms import extend_term, watch_terms
from madang.systems.customs.usecases.securing.used import left_of
from madang.systems.customs.usecases.securing.waiting import secure_waiting
from madang.systems.customs.usecases.statistics.note_trade import note_trade

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("no_chance")]

# What the published example of 2025-04-06 (Wow TV, on the Customs Service) levies on the goods of these tests.
DUTY, VAT = 39_000, 33_900
ALL = DUTY + VAT
AFTER = datetime(2027, 3, 10, 1, tzinfo=UTC)
"""The day after the year of Customs Act art. 97 (1) from NOW."""


def out(quantity: int, reference: str = "X-1") -> Leaving:
    return Leaving(
        ending=Ending.RE_EXPORT,
        quantity=Decimal(quantity),
        reference=reference,
        partner="Harbour",
        partner_country="CN",
    )


def left(held: CustomsGuarantee) -> int:
    return left_of(guarantee=CustomsGuarantee.objects.get(pk=held.pk), on=NOW.date())


def test_temporary_admission_is_released_without_duty_and_ended_in_part_and_whole():
    held = guarantee()
    one = lodged(under("53"))
    goods = goods_of(one)
    assert (one.state, one.payable_minor, one.levies.count()) == ("released", 0, 0)
    assert (goods.state, goods.secured_minor, goods.due_on) == ("open", ALL, date(2027, 3, 9))
    assert goods.suspended == {"duty": DUTY, "vat": VAT}
    assert left(held) == 1_000_000 - ALL
    sent = leave(one, out(40))
    assert (sent.state, sent.direction) == ("released", "export")
    # Six tenths of what waited stay secured.
    assert goods_of(one).secured_minor == ALL * 6 // 10
    leave(one, out(60, "X-2"))
    goods = goods_of(one)
    assert (goods.state, goods.left, goods.secured_minor) == ("discharged", 0, 0)
    assert left(held) == 1_000_000
    kinds = list(one.events.order_by("pk").values_list("kind", flat=True))
    assert kinds == ["lodged", "selected", "released", "under_procedure", "discharged", "discharged"]
    assert Message.objects.filter(template="customs/discharged").exists()
    assert watch_terms(actor=MACHINE, now=AFTER)["missed"] == 0


def test_without_a_guarantee_the_declaration_waits_and_goes_on_when_one_is_given():
    one = lodged(under("53"))
    assert one.state == "awaiting_security"
    small = guarantee(ALL - 1, paper="P-0")
    assert secure_waiting(party=SHOP, actor=MACHINE, now=NOW) == 0
    short = guarantee(ALL, paper="P-2", until=date(2027, 3, 8))
    assert secure_waiting(party=SHOP, actor=MACHINE, now=NOW) == 0
    fits = guarantee(ALL, paper="P-3", until=date(2027, 3, 9))
    assert secure_waiting(party=SHOP, actor=MACHINE, now=NOW) == 1
    assert [left(held) for held in (small, short, fits)] == [ALL - 1, ALL, 0]
    assert CustomsDeclaration.objects.get(pk=one.pk).state == "released"
    second = lodged(under("53", "A-2"))
    assert second.state == "awaiting_security"


def test_what_was_reserved_is_free_when_the_declaration_is_amended_or_withdrawn():
    held = guarantee(ALL)
    told = under("53", commodity="1905310000")
    one = lodged(told)
    # Reserved at once, also while another agency is asked: nobody else takes it meanwhile.
    assert one.state == "awaiting_permit"
    assert left(held) == ALL - goods_of(one).secured_minor < ALL
    dearer = replace(told, items=(replace(told.items[0], price=Money(900_000, "KRW")),))
    one = amend_declaration(number=one.number, version=1, declaration=dearer, reason="x", actor=acting(), now=NOW)
    assert goods_of(one).state == "waiting"
    assert left(held) == ALL
    withdraw_declaration(number=one.number, version=2, reason="x", actor=acting(), now=NOW)
    assert goods_of(one).state == "ended"


def test_a_missed_term_charges_what_is_left_with_a_fifth_of_the_duty():
    held = guarantee()
    one = lodged(under("53"))
    leave(one, out(40))
    assert watch_terms(actor=MACHINE, now=AFTER - timedelta(days=20))["reminded"] == 1
    assert watch_terms(actor=MACHINE, now=AFTER - timedelta(days=1))["missed"] == 0
    assert watch_terms(actor=MACHINE, now=AFTER)["missed"] == 1
    # Customs Act art. 97 (3): the duty that was exempted; (4): and 20/100 of it.
    owed = {(row.levy, row.source): row.minor for row in one.levies.all()}
    rest = DUTY * 6 // 10
    assert owed == {("duty", "term.1"): rest, ("vat", "term.1"): VAT * 6 // 10, ("duty", "penalty.1"): rest // 5}
    assert set(Charge.objects.filter(reference=one.number).values_list("account", flat=True)) == {
        "revenue.customs.duty",
        "revenue.customs.vat",
    }
    assert left(held) == 1_000_000 - ALL * 6 // 10
    assert goods_of(one).state == "due"
    with pytest.raises(DeclarationRefused):
        leave(one, out(60, "X-2"), now=AFTER)
    pay(one, now=AFTER)
    assert goods_of(one).state == "settled"
    told = OutboxEvent.objects.filter(contract="customs_v1.ImportTaxed").values_list("happening", flat=True)
    said = [msgspec.json.decode(bytes(row))["body"] for row in told]
    # Six tenths of 339,000, on which the published example reckons the tax.
    assert [(row["base"]["minor"], row["tax"]["minor"]) for row in said] == [(203_400, VAT * 6 // 10)]
    assert left(held) == 1_000_000
    assert watch_terms(actor=MACHINE, now=AFTER + timedelta(days=60))["called"] == 0


def test_what_is_not_paid_in_time_is_taken_from_the_guarantee_once():
    held = guarantee()
    one = lodged(under("53"))
    watch_terms(actor=MACHINE, now=AFTER)
    last = max(Levied.objects.filter(declaration=one).values_list("due_on", flat=True))
    on_time = datetime.combine(last, datetime.min.time(), UTC)
    assert watch_terms(actor=MACHINE, now=on_time)["called"] == 0
    late = on_time + timedelta(days=1)
    assert [watch_terms(actor=MACHINE, now=late)["called"] for _time in range(2)] == [1, 0]
    # The security is what was exempted; the addition stands beside it (art. 108 (1)).
    assert left(held) == 1_000_000 - ALL
    assert CustomsGuarantee.objects.get(pk=held.pk).drawn_minor == ALL
    pay(one, now=late)
    assert goods_of(one).state == "settled"
    assert left(held) == 1_000_000 - ALL


# Customs Act art. 98 (1): 85, 70, 55, 40, 30 hundredths of the duty by how long the goods stay.
@pytest.mark.parametrize(
    ("code", "paid", "until"),
    [
        ("R06", 5_850, date(2026, 9, 9)),
        ("R12", 11_700, date(2027, 3, 9)),
        ("R24", 17_550, date(2028, 3, 9)),
        ("R36", 23_400, date(2029, 3, 9)),
        ("R48", 27_300, date(2030, 3, 9)),
    ],
)
def test_goods_used_for_long_pay_the_share_of_the_duty_that_is_not_reduced(code, paid, until):
    guarantee()
    one = lodged(under("53", additional=(code,)))
    owed = {levied.levy: levied.minor for levied in one.levies.all()}
    assert owed["duty"] == paid
    assert one.state == "awaiting_payment"
    pay(one)
    goods = goods_of(one)
    assert (goods.due_on, goods.suspended["duty"]) == (until, DUTY - paid)


def test_a_carnet_stands_in_for_a_guarantee_and_its_end_is_the_term():
    carnet = Document(type="955", number="CN-26-001", expires_on=date(2026, 8, 1))
    one = lodged(replace(under("53"), documents=(carnet,)))
    goods = goods_of(one)
    assert (one.state, goods.guarantee, goods.paper, goods.due_on) == ("released", None, "CN-26-001", date(2026, 8, 1))


def test_goods_in_a_warehouse_bear_duty_when_they_are_declared_home_by_that_days_rates():
    one = lodged(under("71"))
    goods = goods_of(one)
    assert (one.state, goods.secured_minor, goods.due_on) == ("released", 0, date(2027, 3, 9))
    note_trade(now=NOW)
    assert not TradeLine.objects.exists()
    home = leave(one, Leaving(ending=Ending.HOME_USE, quantity=Decimal(50), reference="H-1"))
    assert {levied.levy: levied.minor for levied in home.levies.all()} == {"duty": DUTY // 2, "vat": VAT // 2}
    assert goods_of(one).left == 100
    pay(home)
    assert goods_of(one).left == 50
    leave(one, out(10))
    note_trade(now=NOW)
    # Counted when they come into free circulation; what is sent out again never did.
    assert list(TradeLine.objects.values_list("declaration__reference", flat=True)) == ["H-1"]
    longer = extend_term(goods=goods_of(one), reason="출하 지연", actor=DESK, now=NOW)
    assert longer.due_on == date(2028, 3, 9)
    with pytest.raises(TermStands):
        extend_term(goods=longer, reason="x", actor=DESK, now=NOW)
    watch_terms(actor=MACHINE, now=datetime(2028, 3, 10, 1, tzinfo=UTC))
    # Goods whose term is over may be sold (art. 208); no duty is charged on them.
    assert goods_of(one).state == "overdue"
    assert not one.levies.exists()


def test_what_stands_under_a_procedure_is_not_corrected():
    one = lodged(under("71"))
    with pytest.raises(ProcedureGoods):
        file_correction(number=one.number, version=1, declaration=under("71"), reason="x", actor=acting(), now=NOW)


def test_transit_uses_a_guarantee_until_the_goods_arrive():
    held = guarantee()
    one = lodged(under("", direction=Direction.TRANSIT))
    goods = goods_of(one)
    # Ten days by sea (art. 216 (2) and its notice).
    assert (one.state, goods.secured_minor, goods.due_on) == ("released", ALL, date(2026, 3, 19))
    with pytest.raises(CannotLeave):
        confirm_leaving(goods=goods, left=Left(ending=Ending.USED_INSIDE, quantity=Decimal(1)), actor=DESK, now=NOW)
    with pytest.raises(NothingLeft):
        confirm_leaving(goods=goods, left=Left(ending=Ending.ARRIVAL, quantity=Decimal(101)), actor=DESK, now=NOW)
    with pytest.raises(Forbidden):
        confirm_leaving(goods=goods, left=Left(ending=Ending.ARRIVAL, quantity=Decimal(1)), actor=acting(), now=NOW)
    confirm_leaving(goods=goods, left=Left(ending=Ending.ARRIVAL, quantity=Decimal(100)), actor=DESK, now=NOW)
    assert goods_of(one).state == "discharged"
    assert left(held) == 1_000_000


def test_a_transit_declared_for_a_bill_ends_when_the_store_reports_that_all_packages_arrived():
    landed("B001")
    bill = CargoBill.objects.get(number="B001")
    one = lodged(under("", bill="B001", direction=Direction.TRANSIT), party=Party.business(FORWARDER))
    assert goods_of(one).state == "open"
    # Goods in transit stay in customs' hands.
    assert not CargoBill.objects.get(number="B001").released
    sending = {"packages": 10, "origin": QUAY, "to": WAREHOUSE, "guarantee": "G1", "secured_minor": 1}
    moving = send_under_bond(sending=Sending(bill=bill, **sending), actor=cargo_acting(FORWARDER), now=NOW)
    receive_under_bond(movement=moving, packages=9, actor=cargo_acting(KEEPER), now=NOW)
    assert goods_of(one).state == "open"
    receive_under_bond(movement=moving, packages=1, actor=cargo_acting(KEEPER), now=NOW)
    assert (goods_of(one).state, goods_of(one).secured_minor) == ("discharged", 0)


def test_goods_in_a_free_zone_have_no_term_and_may_be_used_inside():
    one = lodged(under("78"))
    goods = goods_of(one)
    assert (one.state, goods.due_on, goods.guarantee) == ("released", None, None)
    confirm_leaving(goods=goods, left=Left(ending=Ending.USED_INSIDE, quantity=Decimal(30)), actor=DESK, now=NOW)
    home = leave(one, Leaving(ending=Ending.HOME_USE, quantity=Decimal(70), reference="H-1"))
    pay(home)
    assert goods_of(one).state == "discharged"
    assert list(Discharged.objects.order_by("pk").values_list("ending", flat=True)) == ["used_inside", "home_use"]
    with pytest.raises(IntegrityError), transaction.atomic():
        Discharged.objects.update(text="x")


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"guarantees": (Guarantee(number="G-none"),)}, "customs.no_such_guarantee"),
        ({"items": "uncounted"}, "customs.nothing_to_count"),
        ({"items": "mixed"}, "customs.mixed"),
    ],
)
def test_what_a_procedure_asks_is_told_with_the_other_faults(change, code):
    told = under("53")
    (item,) = told.items
    items = {
        "uncounted": (replace(item, quantities=(), net_mass=None),),
        "mixed": (item, replace(item, sequence=2, procedure="71")),
    }
    change = {name: items.get(value, value) if isinstance(value, str) else value for name, value in change.items()}
    with pytest.raises(DeclarationRefused) as refused:
        lodged(replace(told, **change))
    assert code in {fault.code for fault in refused.value.faults}


def test_only_goods_of_ones_own_that_are_there_leave_by_a_declaration():
    guarantee()
    one = lodged(under("53"))
    told = leave(one, out(100)).content["items"][0]["previous"]
    assert told == [{"type": "929", "number": one.number, "category": "", "line": 1}]
    for party, code in ((SHOP, "customs.no_such_goods"), (Party.business("1018100002"), "customs.no_such_goods")):
        again = declaration("Z-1", direction=Direction.EXPORT, items=_naming(one))
        with pytest.raises(DeclarationRefused) as refused:
            lodged(replace(again, importer=None), party=party)
        assert code in {fault.code for fault in refused.value.faults}


def _naming(one):
    (item,) = declaration().items
    return (replace(item, previous=(PreviousDocument(type="929", number=one.number, line=1),)),)


def test_a_guarantee_is_given_back_when_nothing_hangs_on_it():
    held = guarantee()
    one = lodged(under("53"))
    with pytest.raises(GuaranteeInUse):
        return_guarantee(number=held.number, actor=DESK, now=NOW)
    with pytest.raises(Forbidden):
        return_guarantee(number=held.number, actor=acting(), now=NOW)
    leave(one, out(100))
    return_guarantee(number=held.number, actor=DESK, now=NOW)
    assert lodged(under("53", "A-2")).state == "awaiting_security"
    assert held.office_code == OFFICE


def test_an_authorised_operator_pays_at_the_end_of_the_month_within_the_guarantee_that_secures_it():
    held = guarantee()
    told = {"guarantee": held.number, "limit_minor": 600_000, "until": date(2026, 12, 31), "actor": DESK, "now": NOW}
    with pytest.raises(NotGranted):
        grant_deferral(**told)
    asked = Authorisation(party=SHOP, party_name="도현상회", sector="importer", grade="AA")
    listed = authorise_operator(asked=asked, office=OFFICE, actor=DESK, now=NOW)
    with pytest.raises(NotGranted):
        authorise_operator(asked=asked, office=OFFICE, actor=DESK, now=NOW)
    grant_deferral(**told)
    # All that may be paid later is used from then on, whether or not it is.
    assert left(held) == 400_000
    with pytest.raises(NotGranted):
        grant_deferral(**told | {"limit_minor": 1})
    one = lodged(declaration("A-7"))
    assert (one.state, one.deferred) == ("released", True)
    assert trusted(party=SHOP, now=NOW)
    end_authorisation(operator=listed, reason="요건 미달", actor=DESK, now=NOW + timedelta(days=1))
    assert not operators_on(on=NOW.date() + timedelta(days=1)).exists()
    later = lodged(declaration("A-8"), now=NOW + timedelta(days=1))
    assert (later.state, later.deferred) == ("awaiting_payment", False)
    # What was not paid yet stays secured, and no more.
    held.refresh_from_db()
    assert left_of(guarantee=held, on=NOW.date() + timedelta(days=1)) == 1_000_000 - ALL
    assert Message.objects.filter(template="customs/operator_ended").exists()
