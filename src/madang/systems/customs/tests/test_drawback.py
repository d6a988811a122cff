"""Drawback: 환급특례법 arts. 2, 9, 10, 13, 14, its Decree arts. 9, 16 and Rule art. 12, named where each value comes from."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from madang.exchange.refunds import pay_out
from madang.framework.cases.models import Case
from madang.framework.cases.usecases import decide
from madang.framework.identity.actor import Actor, ActorKind, Duty
from madang.framework.identity.tests.browsers import company_mandate, give_duty, new_account, signed_in
from madang.framework.money import books
from madang.framework.money.usecases.repay import mark_paid
from madang.framework.money.usecases.take_transfer import take_transfer
from madang.framework.ops.tests.once_a_file import once_a_file
from madang.framework.values import Money, Party, clock
from madang.systems.customs.domain.declaration import Incoterm, Quantity
from madang.systems.customs.domain.drawback import (
    DrawbackMethod,
    ImportLine,
    Measured,
    Misuse,
    Use,
    as_charged,
    claim_until,
    fixed_amount,
    given_back,
    imported_since,
    misuses,
)
from madang.systems.customs.domain.words import Direction
from madang.systems.customs.models import (
    Correction,
    CustomsDeclaration,
    CustomsRefund,
    Drawback,
    DrawbackUse,
    ExportLoading,
)
from madang.systems.customs.tests.conftest import nobody_drawn
from madang.systems.customs.tests.declarations_world import NOW, OFFICE, SHOP, acting, declaration
from madang.systems.customs.usecases.corrections.file_correction import file_correction
from madang.systems.customs.usecases.corrections.load_demo import load_corrections_demo
from madang.systems.customs.usecases.corrections.refusals import DrawnBack
from madang.systems.customs.usecases.declarations.lodge_declaration import lodge_declaration
from madang.systems.customs.usecases.drawback.file_drawback import file_drawback
from madang.systems.customs.usecases.drawback.law import claim_years
from madang.systems.customs.usecases.drawback.load_demo import load_drawback_demo
from madang.systems.customs.usecases.drawback.materials import Material
from madang.systems.customs.usecases.drawback.refusals import (
    DrawbackClaimed,
    DrawbackTooLate,
    MaterialsUnfit,
    NoExport,
    NoSmallMaker,
    NotLoaded,
)
from madang.systems.customs.usecases.permissions import OFFICER
from madang.systems.customs.usecases.refunds.declare import REPAYMENTS

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("no_chance")]
ACCOUNT, HOLDER = "088-12345678901", "도현상회"
OFFICIAL = Actor(kind=ActorKind.OFFICIAL, account_id=9, name="감하솔", duties=(Duty(OFFICE, OFFICE, OFFICER),))


def line(**other):
    told = {
        "declaration": "I",
        "item": 1,
        "commodity": "1",
        "measure": Measured(value=Decimal(100), unit="KGM"),
        "levies": {"duty": 39_000, "vat": 33_900},
        "imported_on": date(2026, 3, 9),
    }
    return ImportLine(**(told | other))


def test_materials_are_imported_within_two_years_before_the_end_of_the_month_of_export():
    # Art. 9 (1), Decree art. 9 (1): the base day is the last of the month.
    assert imported_since(exported_on=date(2026, 2, 10), years=2) == date(2024, 2, 28)


@pytest.mark.parametrize(
    ("exported_on", "last_on"),
    [
        # Art. 14 (1): two years; five since 1 January 2023, also for what was not over on that day (Act No. 19197, addenda
        # arts. 1, 2).
        (date(2020, 12, 31), date(2022, 12, 31)),
        (date(2021, 1, 1), date(2026, 1, 1)),
        (date(2026, 2, 10), date(2031, 2, 10)),
    ],
)
def test_a_drawback_is_claimed_within_two_or_five_years_by_the_law_of_its_day(exported_on, last_on):
    assert claim_until(exported_on=exported_on, years=claim_years()) == last_on


def test_value_added_tax_is_kept_and_parts_never_bring_back_more_than_the_whole():
    # Art. 2 no. 1 does not name value-added tax; a third of 39,000 is 13,000.
    assert given_back(line=line(), quantity=Decimal(50), unit=10) == {"duty": 19_500}
    odd = line(measure=Measured(value=Decimal(7), unit="KGM"))
    parts = [given_back(line=odd, quantity=Decimal(1), unit=10)["duty"] for _turn in range(7)]
    assert sum(parts) <= 39_000


def test_a_line_has_its_part_of_what_was_charged_and_no_more():
    told = {"levies": {"duty": 3_000, "vat": 9}, "assessed": {"duty": 9_000, "vat": 9}}
    assert as_charged(charged={"duty": 8_990, "vat": 20}, **told) == {"duty": 2_996, "vat": 9}
    assert as_charged(charged={}, **told) == {"duty": 0, "vat": 0}


def test_a_fixed_amount_is_so_much_for_each_ten_thousand_won_of_value():
    assert fixed_amount(value=12_345_678, rate=30, per=10_000, unit=10) == 37_030


@pytest.mark.parametrize(
    ("per_unit", "quantity", "found"),
    [
        ("0.5", "50", []),
        ("0.5", "51", [(0, Misuse.MORE_THAN_NEEDED)]),
        ("2", "101", [(0, Misuse.USED_UP)]),
        ("0.5", "0", [(0, Misuse.NOTHING)]),
    ],
)
def test_a_use_is_no_more_than_the_export_needs_and_the_line_holds(per_unit, quantity, found):
    use = Use(line=line(), per_unit=Decimal(per_unit), quantity=Decimal(quantity))
    assert misuses(uses=[use], exported={1: Decimal(100)}, since=date(2024, 3, 31)) == found
    assert misuses(uses=[use], exported={1: Decimal(100)}, since=date(2026, 3, 10))[0][1] in {
        Misuse.TOO_OLD,
        Misuse.NOTHING,
    }


def lodged(reference, now=NOW, actor=None, **other):
    return lodge_declaration(
        declaration=declaration(reference, **other), channel="page", actor=actor or acting(), now=now
    )


def traded():
    """100 T-shirts imported, 39,000 of duty paid; 60 of them exported for 500,000 won: their keys."""
    brought = lodged("I-1")
    for row in brought.levies.all():
        take_transfer(
            number=row.charge, amount=Money(row.minor, "KRW"), reference=row.charge, in_suspense=False, now=NOW
        )
    return brought.pk, exported("E-1", 60).pk


@once_a_file
def keys():
    with nobody_drawn():
        return traded()


@pytest.fixture
def goods(keys):
    """Both as they stand when a test begins."""
    return tuple(CustomsDeclaration.objects.get(pk=one) for one in keys)


def exported(reference, pieces):
    told = declaration(reference)
    item = replace(
        told.items[0],
        quantities=(Quantity(value=Decimal(pieces), unit="H87"),),
        price=Money(500_000, "KRW"),
        origin="KR",
    )
    one = lodged(
        reference,
        direction=Direction.EXPORT,
        items=(item,),
        incoterm=Incoterm(code="FOB"),
        charges=(),
        export_country="KR",
        destination_country="US",
    )
    assert one.state == "released"
    loaded(one)
    return one


def loaded(one):
    told = {"carrier": "1018100009", "reference": "M-1", "conveyance": "HANA", "voyage": "1E", "port": "KRINC"}
    ExportLoading.objects.create(declaration=one, loaded_on=NOW.date(), at=NOW, by="test", **told)


def claimed(sent, brought, quantity, *, item=1, per_unit=1, method=DrawbackMethod.INDIVIDUAL, now=NOW, **other):
    rows = [Material(declaration=brought.number, item=item, per_unit=Decimal(per_unit), quantity=Decimal(quantity))]
    told = {"small_maker": False, "account": ACCOUNT, "holder": HOLDER, "actor": acting()} | other
    return file_drawback(number=sent.number, method=method, materials=rows, now=now, **told)


def decided(made, outcome):
    decide(case=Case.objects.get(number=made.case), outcome=outcome, reasons="확인", actor=OFFICIAL, now=NOW)
    return Drawback.objects.get(pk=made.pk)


def test_what_was_paid_for_the_materials_goes_back_through_the_treasury(goods):
    brought, sent = goods
    made = claimed(sent, brought, 60)
    assert (made.state, made.amounts) == ("filed", {"duty": 23_400})
    assert decided(made, "granted").state == "granted"
    row = CustomsRefund.objects.get(source=made.number)
    assert (row.levy, row.minor, row.interest_minor) == ("duty", 23_400, 0)
    assert books.balance(account="revenue.customs.duty", currency="KRW").minor == -15_600
    pay_out(system="customs", number=row.number, now=NOW)
    mark_paid(of=REPAYMENTS, reference=row.reference, paid_on=NOW.date(), now=NOW)
    assert books.balance(account="refunds_payable", currency="KRW").minor == 0
    # The exporter's claim to deduct the import tax is as it was.
    assert not CustomsRefund.objects.filter(levy="vat").exists()


def test_an_import_line_is_used_up_once_and_freed_by_a_refusal(goods):
    brought, sent = goods
    first = claimed(sent, brought, 60)
    second = exported("E-2", 60)
    with pytest.raises(MaterialsUnfit) as told:
        claimed(second, brought, 41)
    assert [fault.code.rpartition(".")[2] for fault in told.value.faults] == ["used_up"]
    with pytest.raises(DrawbackClaimed):
        claimed(sent, brought, 1)
    decided(first, "refused")
    assert claimed(second, brought, 60).amounts == {"duty": 23_400}
    assert claimed(sent, brought, 40).amounts == {"duty": 15_600}


def test_the_database_lets_nobody_use_more_than_a_line_holds_nor_change_a_use(goods):
    brought, sent = goods
    made = claimed(sent, brought, 60)
    kept = DrawbackUse.objects.get(drawback=made)
    for other in ({"quantity": Decimal("40.000001")}, {"unit": "KGM", "quantity": Decimal(1)}, {"item": 2}):
        row = DrawbackUse.objects.get(pk=kept.pk)
        row.pk = None
        for name, value in other.items():
            setattr(row, name, value)
        with pytest.raises(IntegrityError), transaction.atomic():
            row.save(force_insert=True)
    with pytest.raises(IntegrityError), transaction.atomic():
        DrawbackUse.objects.filter(pk=kept.pk).update(quantity=1)
    with pytest.raises(IntegrityError), transaction.atomic():
        DrawbackUse.objects.filter(pk=kept.pk).delete()


def test_a_small_maker_takes_the_table_and_no_other(goods):
    _brought, sent = goods
    told = {"materials": (), "account": ACCOUNT, "holder": HOLDER, "actor": acting(), "now": NOW}
    with pytest.raises(NoSmallMaker):
        file_drawback(number=sent.number, method=DrawbackMethod.FIXED, small_maker=False, **told)
    made = file_drawback(number=sent.number, method=DrawbackMethod.FIXED, small_maker=True, **told)
    # 500,000 won of value, 30 won for each 10,000.
    assert made.amounts == {"duty": 1_500}
    # Rule art. 12: more than 600 million in one of the two years before.
    Drawback.objects.filter(pk=made.pk).update(minor=600_000_001, filed_at=NOW - timedelta(days=365))
    second = exported("E-2", 60)
    with pytest.raises(NoSmallMaker):
        file_drawback(number=second.number, method=DrawbackMethod.FIXED, small_maker=True, **told)


def test_only_a_released_export_is_drawn_back_with_ones_own_materials_and_in_time(goods):
    brought, sent = goods
    with pytest.raises(NoExport):
        claimed(brought, brought, 1)
    alone = Actor(kind=ActorKind.RESIDENT, person="person-sora", name="최소라")
    foreign = lodged("I-9", actor=alone)
    with pytest.raises(MaterialsUnfit):
        claimed(sent, foreign, 1)
    loading = ExportLoading.objects.filter(declaration=sent)
    kept = loading.get()
    loading.delete()
    with pytest.raises(NotLoaded):
        claimed(sent, brought, 1)
    kept.save(force_insert=True)
    CustomsDeclaration.objects.filter(pk=sent.pk).update(released_at=NOW - timedelta(days=5 * 366))
    with pytest.raises(DrawbackTooLate):
        claimed(sent, brought, 1)


def test_an_import_whose_duty_was_given_back_is_not_corrected(goods):
    brought, sent = goods
    claimed(sent, brought, 60)
    with pytest.raises(DrawnBack):
        file_correction(
            number=brought.number, version=1, declaration=declaration(), reason="x", actor=acting(), now=NOW
        )


def test_an_import_of_which_duty_may_go_back_is_not_used_meanwhile(goods):
    brought, sent = goods
    less = replace(declaration(), items=(replace(declaration().items[0], price=Money(200_000, "KRW")),))
    told = {"number": brought.number, "version": 1, "reason": "x", "actor": acting(), "now": NOW}
    claim = file_correction(declaration=less, account=ACCOUNT, holder=HOLDER, **told)
    assert (claim.kind, claim.state) == ("claim", "filed")
    with pytest.raises(MaterialsUnfit):
        claimed(sent, brought, 60)
    decide(case=Case.objects.get(number=claim.case), outcome="refused", reasons="x", actor=OFFICIAL, now=NOW)
    assert claimed(sent, brought, 60).minor == 23_400


def test_an_exporter_claims_on_pages_and_an_officer_reads(goods):
    brought, sent = goods
    key = company_mandate(SHOP.key, person="person-sora", scope=("customs.declare:*",), now=clock.now())
    sora = signed_in(new_account("sora", person="person-sora"), mandate=key)
    CustomsDeclaration.objects.filter(pk=sent.pk).update(released_at=clock.now())
    place = reverse("customs:claim_drawback", args=[sent.number])
    assert place in sora.get(reverse("customs:drawbacks")).content.decode()
    assert f"{brought.number}/1" in sora.get(place).content.decode()
    told = {"method": "individual", "line_1": f"{brought.number}/1", "per_unit_1": "1", "quantity_1": "61"}
    told |= {"account": ACCOUNT, "holder": HOLDER}
    assert sora.post(place, told).status_code == 422
    done = sora.post(place, told | {"quantity_1": "60"})
    assert done.status_code == 302
    assert "23,400" in sora.get(done.url).content.decode()
    officer = new_account("customsofficer")
    give_duty(officer, OFFICER, office=OFFICE)
    assert signed_in(officer).get(done.url).status_code == 200
    stranger = signed_in(new_account("minsu", person="person-minsu"))
    assert stranger.get(done.url).status_code == 404
    assert stranger.get(place).status_code == 404
    assert Party.business(SHOP.key) == Drawback.objects.get().party


def test_the_demonstration_has_corrections_and_a_drawback():
    assert load_corrections_demo(now=NOW) == load_corrections_demo(now=NOW) == 4
    found = set(Correction.objects.values_list("kind", "state"))
    assert found == {("supplement", "done"), ("claim", "filed"), ("assessed", "told")}
    assert load_drawback_demo(now=NOW) == load_drawback_demo(now=NOW) == 1
    assert Drawback.objects.get().state == "filed"
