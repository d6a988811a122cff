"""Materials bought at home, averages, what is taken back: 환급특례법 arts. 9 (2), 11, 12, 14 (2), 21 and its Decree."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from madang.exchange.refunds import pay_out
from madang.framework.cases.models import Case
from madang.framework.cases.usecases import decide
from madang.framework.identity.may import Forbidden
from madang.framework.identity.models import Office
from madang.framework.identity.tests.browsers import company_mandate, new_account, signed_in
from madang.framework.money import books
from madang.framework.money.usecases.repay import mark_paid
from madang.framework.money.usecases.take_transfer import take_transfer
from madang.framework.values import Money, Party, clock
from madang.systems.customs.domain.declaration import Incoterm, Quantity
from madang.systems.customs.domain.drawback import DrawbackMethod
from madang.systems.customs.domain.material_certificate import CertificateKind, counts_from
from madang.systems.customs.domain.taken_back import TakenBack, left_of, on_top
from madang.systems.customs.domain.words import Direction
from madang.systems.customs.models import (
    CustomsDeclaration,
    CustomsRefund,
    Drawback,
    DrawbackReturn,
    DrawbackUse,
    MaterialCertificate,
)
from madang.systems.customs.tests.declarations_world import NOW, OFFICE, SHOP, acting, declaration
from madang.systems.customs.tests.test_drawback import (  # noqa: F401
    ACCOUNT,
    HOLDER,
    OFFICIAL,
    claimed,
    decided,
    exported,
    goods,
    keys,
    line,
    loaded,
    lodged,
)
from madang.systems.customs.usecases.drawback.file_certificate import Sold, file_average, file_certificate
from madang.systems.customs.usecases.drawback.file_drawback import file_drawback
from madang.systems.customs.usecases.drawback.law import taken_back_law
from madang.systems.customs.usecases.drawback.materials import Material
from madang.systems.customs.usecases.drawback.refusals import (
    CertificateUnfit,
    CheckTooLate,
    MaterialsUnfit,
    NotPaidOut,
    TooMuchBack,
)
from madang.systems.customs.usecases.drawback.seal_materials import seal_materials
from madang.systems.customs.usecases.drawback.take_back import check_drawback, report_too_much, take_back
from madang.systems.customs.usecases.refunds.declare import REPAYMENTS

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("no_chance")]
MAKER = Party.business("1018100002")
LATER = NOW + timedelta(days=20)


@pytest.mark.parametrize(
    ("kind", "sold_on", "found"),
    [
        # Art. 9 (2), Decree art. 10: what is made of them and sold within a year counts from the sale; sold later, or as it
        # came in, from the import. Art. 11 (1): an average counts from the first of its month.
        (CertificateKind.PROCESSED, date(2027, 3, 9), date(2027, 3, 9)),
        (CertificateKind.PROCESSED, date(2027, 3, 10), date(2026, 3, 9)),
        (CertificateKind.AS_IMPORTED, date(2026, 4, 1), date(2026, 3, 9)),
        (CertificateKind.AVERAGE, date(2026, 3, 31), date(2026, 3, 1)),
    ],
)
def test_the_term_of_materials_bought_at_home_begins_by_what_was_done_to_them(kind, sold_on, found):
    assert counts_from(kind=kind, lines=[line()], sold_on=sold_on, years=1) == found


@pytest.mark.parametrize(
    ("on", "own", "found"),
    [
        # Decree art. 30 (1): 39 hundred-thousandths a day; (2): ten where its party says so first, and within three months of
        # the payment the deposit rate, 31 thousandths a year.
        (date(2026, 6, 17), False, 39_000),
        (date(2026, 6, 17), True, 10_000),
        (date(2026, 6, 9), True, 1_000_000 * 31 * 92 // 365_000),
    ],
)
def test_what_is_taken_back_bears_a_share_for_each_day_less_for_who_says_so_first(on, own, found):
    law = taken_back_law(on=date(2026, 3, 9))
    assert on_top(minor=1_000_000, paid_on=date(2026, 3, 9), on=on, own=own, law=law) == found


def test_no_more_is_taken_back_than_was_given():
    assert left_of(granted={"duty": 10, "rural": 5}, before=[{"duty": 4}, {"duty": 6}]) == {"rural": 5}


def sold(**other):
    told = {
        "kind": CertificateKind.AS_IMPORTED,
        "buyer": MAKER,
        "buyer_name": "나루공업",
        "sold_on": NOW.date(),
        "commodity": "6109101000",
        "description": "면 티셔츠",
        "quantity": Decimal(60),
        "unit": "H87",
    }
    return Sold(**(told | other))


def certified(brought, quantity, actor=None, **other):
    number, item = (brought.number, 0 if isinstance(brought, MaterialCertificate) else 1)
    rows = [Material(declaration=number, item=item, per_unit=Decimal(1), quantity=Decimal(quantity))]
    return file_certificate(
        sold=sold(quantity=Decimal(quantity), **other), materials=rows, actor=actor or acting(), now=NOW
    )


def issued(made, outcome="granted"):
    decide(case=Case.objects.get(number=made.case), outcome=outcome, reasons="확인", actor=OFFICIAL, now=NOW)
    return MaterialCertificate.objects.get(pk=made.pk)


def test_a_buyer_uses_divides_and_uses_up_what_a_seller_certified(goods):  # noqa: F811
    brought, _sent = goods
    made = certified(brought, 60)
    # 39,000 of duty for a hundred; value-added tax is not certified (art. 2 no. 1).
    assert (made.state, made.amounts, made.counts_from) == ("filed", {"duty": 23_400}, NOW.date())
    with pytest.raises(MaterialsUnfit):
        certified(brought, 41)
    maker = acting(MAKER)
    with pytest.raises(MaterialsUnfit):
        certified(made, 20, actor=maker, buyer=SHOP)
    made = issued(made)
    part = issued(certified(made, 20, actor=maker, buyer=SHOP, buyer_name="도현상회"))
    assert part.amounts == {"duty": 7_800}
    with pytest.raises(MaterialsUnfit):
        certified(made, 41, actor=maker, buyer=SHOP)
    with pytest.raises(MaterialsUnfit):
        certified(made, 1)
    sent = exported("E-3", 20)
    claim = claimed(sent, part, 20, item=0)
    assert claim.amounts == {"duty": 7_800}
    assert decided(claim, "granted").state == "granted"


def test_the_database_lets_nobody_use_more_than_a_certificate_holds_or_one_not_issued(goods):  # noqa: F811
    made = certified(goods[0], 60)
    row = DrawbackUse.objects.get(certificate=made)
    told = {
        "certificate": made,
        "source": made,
        "item": 0,
        "commodity": "1",
        "per_unit": 1,
        "unit": "H87",
        "amounts": {},
    }
    with pytest.raises(IntegrityError), transaction.atomic():
        DrawbackUse.objects.create(quantity=1, **told)
    issued(made)
    DrawbackUse.objects.create(quantity=50, **told)
    for other in ({"quantity": 11}, {"quantity": 1, "unit": "KGM"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            DrawbackUse.objects.create(**(told | other))
    with pytest.raises(IntegrityError), transaction.atomic():
        DrawbackUse.objects.filter(pk=row.pk).update(source=made)


def test_a_refused_certificate_frees_what_it_used_and_one_needs_a_buyer(goods):  # noqa: F811
    made = issued(certified(goods[0], 100), "refused")
    assert made.state == "refused"
    for other in ({"buyer": SHOP}, {"sold_on": NOW.date() + timedelta(days=1)}, {"unit": " "}):
        with pytest.raises(CertificateUnfit):
            certified(goods[0], 10, **other)
    assert certified(goods[0], 100).state == "filed"


def test_an_average_is_of_all_that_is_left_of_a_month_and_takes_its_place(goods):  # noqa: F811
    brought, sent = goods
    second = lodged("I-2")
    for row in second.levies.all():
        take_transfer(
            number=row.charge, amount=Money(row.minor, "KRW"), reference=row.charge, in_suspense=False, now=NOW
        )
    told = {"commodity": "6109101000", "month": NOW.date(), "actor": acting()}
    with pytest.raises(CertificateUnfit):
        file_average(now=NOW, **told)
    april = NOW + timedelta(days=25)
    made = file_average(now=april, **told)
    assert (made.quantity, made.amounts, made.counts_from) == (200, {"duty": 78_000}, date(2026, 3, 1))
    made = issued(made)
    # Decree art. 12 (6): the imports themselves are not used any more.
    with pytest.raises(MaterialsUnfit):
        claimed(sent, brought, 1)
    assert claimed(sent, made, 60, item=0).amounts == {"duty": 23_400}


def test_the_certificate_is_sealed_for_its_buyer_once(goods):  # noqa: F811
    Office.objects.get_or_create(code=OFFICE, defaults={"name": "인천세관", "name_en": "Incheon Customs"})
    made = issued(certified(goods[0], 60))
    number = seal_materials(number=made.number, now=NOW)
    assert seal_materials(number=made.number, now=NOW) == number


def test_materials_of_several_exported_items_are_counted_by_item(goods):  # noqa: F811
    brought, _sent = goods
    told = declaration("E-9")
    first = replace(told.items[0], quantities=(Quantity(value=Decimal(30), unit="H87"),), origin="KR")
    second = replace(first, sequence=2, quantities=(Quantity(value=Decimal(10), unit="H87"),))
    one = lodged(
        "E-9",
        direction=Direction.EXPORT,
        items=(first, second),
        incoterm=Incoterm(code="FOB"),
        charges=(),
        export_country="KR",
        destination_country="US",
    )
    loaded(one)

    def row(quantity, made):
        return Material(declaration=brought.number, item=1, per_unit=Decimal(2), quantity=Decimal(quantity), made=made)

    told = {"number": one.number, "method": DrawbackMethod.INDIVIDUAL, "small_maker": False, "now": NOW}
    told |= {"account": ACCOUNT, "holder": HOLDER, "actor": acting()}
    with pytest.raises(MaterialsUnfit):
        file_drawback(materials=[row(60, 1), row(21, 2)], **told)
    made = file_drawback(materials=[row(60, 1), row(20, 2)], **told)
    assert made.amounts == {"duty": 31_200}
    assert sorted(made.uses.values_list("made", flat=True)) == [1, 2]


@pytest.fixture
def paid_out(goods):  # noqa: F811
    """23,400 won of duty given back and paid on 9 March 2026."""
    brought, sent = goods
    made = decided(claimed(sent, brought, 60), "granted")
    with pytest.raises(NotPaidOut):
        report_too_much(number=made.number, minor=1, why=TakenBack.TOO_MUCH, says="x", actor=acting(), now=NOW)
    row = CustomsRefund.objects.get(source=made.number)
    pay_out(system="customs", number=row.number, now=NOW)
    mark_paid(of=REPAYMENTS, reference=row.reference, paid_on=NOW.date(), now=NOW)
    return Drawback.objects.get(pk=made.pk)


def test_what_was_too_much_is_charged_and_an_officer_looks_again_within_five_years(paid_out):
    told = {"number": paid_out.number, "why": TakenBack.TOO_MUCH, "says": "소요량 착오"}
    back = report_too_much(minor=10_000, actor=acting(), now=LATER, **told)
    # Twenty days at the deposit rate; paid within fifteen days of the report (Decree art. 31 (3)): 13 April 2026.
    assert back.addition_minor == 10_000 * 31 * 20 // 365_000 // 10 * 10
    levied = paid_out.declaration.levies.filter(source=back.number)
    assert {row.levy: (row.minor, row.due_on.isoformat()) for row in levied} == {
        "duty": (10_000, "2026-04-13"),
        "addition": (10, "2026-04-13"),
    }
    with pytest.raises(Forbidden):
        take_back(minor=1, actor=acting(), now=LATER, **told)
    with pytest.raises(TooMuchBack):
        take_back(minor=13_401, actor=OFFICIAL, now=LATER, **told)
    more = take_back(minor=13_400, actor=OFFICIAL, now=LATER, **told)
    assert more.addition_minor == 13_400 * 39 * 20 // 100_000 // 10 * 10
    assert Drawback.objects.get().checked_by
    assert sum(row.amounts["duty"] for row in DrawbackReturn.objects.all()) == 23_400
    assert books.balance(account="receivable", currency="KRW").minor == 23_400 + 10 + more.addition_minor
    with pytest.raises(CheckTooLate):
        # Decree art. 20 (2).
        check_drawback(number=paid_out.number, says="", actor=OFFICIAL, now=NOW + timedelta(days=5 * 366))


def test_a_seller_asks_on_pages_and_its_buyer_reads_what_was_issued(goods):  # noqa: F811
    brought, _sent = goods
    browsers = {}
    for login, party in (("sora", SHOP), ("minsu", MAKER)):
        person = f"person-{login}"
        key = company_mandate(party.key, person=person, scope=("customs.declare:*",), now=clock.now())
        browsers[login] = signed_in(new_account(login, person=person), mandate=key)
    sora, minsu = browsers["sora"], browsers["minsu"]
    CustomsDeclaration.objects.filter(pk=brought.pk).update(released_at=clock.now())
    place = reverse("customs:ask_certificate")
    assert f"{brought.number}/1" in sora.get(place).content.decode()
    told = {"kind": "as_imported", "buyer": MAKER.key, "buyer_name": "Naru", "commodity": "6109101000", "unit": "H87"}
    told |= {"sold_on": clock.now().date().isoformat(), "description": "T-shirts", "quantity": "60"}
    told |= {"line_1": f"{brought.number}/1", "per_unit_1": "1", "quantity_1": "61"}
    assert sora.post(place, told).status_code == 422
    done = sora.post(place, told | {"quantity_1": "60"})
    assert done.status_code == 302
    assert "23,400" in sora.get(done.url).content.decode()
    assert minsu.get(done.url).status_code == 404
    made = issued(MaterialCertificate.objects.get())
    assert minsu.get(done.url).status_code == 200
    assert made.number in minsu.get(reverse("customs:material_certificates")).content.decode()
    assert made.number in minsu.get(place).content.decode()
    assert (
        sora.post(reverse("customs:ask_average"), {"commodity": "6109101000", "month": "2020-01-01"}).status_code == 422
    )


def test_an_exporter_says_on_its_page_that_it_was_too_much(paid_out):
    key = company_mandate(SHOP.key, person="person-sora", scope=("customs.declare:*",), now=clock.now())
    sora = signed_in(new_account("sora", person="person-sora"), mandate=key)
    place = reverse("customs:take_back", args=[paid_out.number])
    assert place in sora.get(reverse("customs:drawback", args=[paid_out.number])).content.decode()
    told = {"minor": "99999", "why": "too_much", "says": "Counted twice"}
    assert sora.post(place, told).status_code == 422
    done = sora.post(place, told | {"minor": "1000"})
    assert done.status_code == 302
    assert "/pay/" in sora.get(done.url).content.decode()
