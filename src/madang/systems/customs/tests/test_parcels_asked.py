"""The simplified rate of parcels, the post's list, what a later list makes too large, what a consignee asks of a parcel."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from django.urls import reverse

from madang.framework.cases.models import Case
from madang.framework.cases.usecases import decide
from madang.framework.identity.tests.browsers import new_account, signed_in
from madang.framework.law import use_country
from madang.framework.money import books
from madang.framework.notify.models import Message
from madang.framework.values import Money, Party
from madang.systems.customs.domain.declaration import Item
from madang.systems.customs.domain.express import Carried
from madang.systems.customs.models import CustomsDeclaration, CustomsRefund, ExpressList, Parcel, ParcelAsked
from madang.systems.customs.tests.declarations_world import NOW, OFFICE, acting, declaration
from madang.systems.customs.tests.securing_world import DESK, pay
from madang.systems.customs.tests.test_express import HANA, row, sent, states
from madang.systems.customs.usecases.declarations.content import declaration_of
from madang.systems.customs.usecases.declarations.lodge_declaration import lodge_declaration
from madang.systems.customs.usecases.declarations.refusals import DeclarationRefused
from madang.systems.customs.usecases.express import refusals
from madang.systems.customs.usecases.express.ask_about_parcel import SentBack, ask_back, report_not_mine
from madang.systems.customs.usecases.express.declare_parcels import declare_parcels
from madang.systems.customs.usecases.express.law import is_post, post_operator
from madang.systems.customs.usecases.express.lodge_list import SentList, lodge_list
from madang.systems.customs.usecases.express.personal_code import issue_code

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("no_chance")]
POST = Party.business("0000000003")
LATER = NOW + timedelta(days=30)


def declared(waybill: str) -> CustomsDeclaration:
    return CustomsDeclaration.objects.get(reference=waybill)


def steps(one: CustomsDeclaration) -> list[tuple[str, str]]:
    return [(step["rule"], step["rate"]) for item in one.assessed["items"] for step in item["steps"]]


def claimed(one: CustomsDeclaration) -> Item:
    return declaration_of(content=one.content).items[0]


@pytest.fixture
def code() -> str:
    return issue_code(actor=HANA, now=NOW).code


@pytest.fixture
def paid(code: str) -> CustomsDeclaration:
    """A parcel of 160 dollars, declared and paid."""
    declare_parcels(number=sent(row("W003", code, price="160")).number, now=NOW)
    pay(declared("W003"))
    return declared("W003")


def test_a_parcel_bears_one_rate_unless_its_consignee_wants_the_regular_ones_or_it_is_no_own_use(code):
    made = sent(
        row("W001", code, price="160"),
        row("W002", code, price="160", regular_rate="yes"),
        row("W003", code, price="160", own_use="no"),
        row("W004", code, price="160", commodity="2204211000"),
    )
    declare_parcels(number=made.number, now=NOW)
    # Annex 2 no. 3 (b) of the decree: clothing whose basic rate is 10 percent or more.
    assert steps(declared("W001")) == [("S81", "18%")]
    one = declared("W001")
    assert one.payable_minor == one.value_minor * 18 // 100 // 10 * 10
    for regular in ("W002", "W003"):
        assert "S81" not in {rule for rule, _rate in steps(declared(regular))}
        assert not claimed(declared(regular)).additional_procedures
    # Liquor is left out (annex 2, proviso), which its declaration says.
    wine = declared("W004")
    assert (claimed(wine).additional_procedures, steps(wine)[0][0] != "S81") == (("S81",), True)
    assert any("S81" not in note and "simplified rate" in note for note in wine.assessed["notes"])


def test_a_business_does_not_claim_the_simplified_rate():
    told = declaration()
    item = replace(told.items[0], additional_procedures=("S81",))
    with pytest.raises(DeclarationRefused) as refused:
        lodge_declaration(declaration=replace(told, items=(item,)), channel="page", actor=acting(), now=NOW)
    assert [fault.code for fault in refused.value.faults] == ["customs.simplified.people"]


def test_the_post_alone_lodges_its_list_and_the_limit_from_the_united_states_is_not_for_post(code):
    told = SentList(
        reference="P-1",
        office=OFFICE,
        rows=[row("W001", code, price="190", sent_from="US")],
        channel="page",
        carried=Carried.POST,
    )
    with pytest.raises(refusals.PostAlone):
        lodge_list(sent=told, actor=acting(), now=NOW)
    made = lodge_list(sent=told, actor=acting(POST), now=NOW)
    # 200 dollars from the United States are for express shipments (KORUS art. 4.7): by post 150 hold.
    assert (made.kind, states()) == ("post", {"W001": "to_declare"})
    declare_parcels(number=made.number, now=NOW)
    said = declaration_of(content=declared("W001").content)
    assert (said.border.mode.value, said.documents[0].type) == ("5", "750")


def test_what_comes_later_of_an_order_has_all_of_it_taxed(code):
    first = sent(row("W001", code, seller="One shop"), row("W009", code, seller="Other"))
    sent(row("W002", code, seller="one SHOP"), reference="L-2")
    assert states() == {"W001": "released", "W009": "released", "W002": "to_declare"}
    for one in ExpressList.objects.all():
        for _again in range(2):
            declare_parcels(number=one.number, now=NOW)
    earlier = Parcel.objects.get(waybill="W001")
    assert (earlier.state, earlier.whys, earlier.lodged_id) == ("released", ["together"], first.pk)
    assert earlier.declaration == declared("W001").number
    assert declared("W001").payable_minor > 0
    assert Message.objects.filter(template="customs/parcel_taxed_after").count() == 1
    assert Parcel.objects.get(waybill="W009").declaration == ""


def test_a_parcel_that_is_not_ours_counts_no_longer_and_is_stopped(code):
    sent(row("W001", code, seller="One shop", price="160"))
    made = report_not_mine(waybill="W001", text="주문한 적이 없음", actor=HANA, now=NOW)
    with pytest.raises(refusals.AskedBefore):
        report_not_mine(waybill="W001", text="", actor=HANA, now=NOW)
    decide(case=Case.objects.get(number=made.case), outcome="granted", reasons="확인", actor=DESK, now=NOW)
    assert states() == {"W001": "refused"}
    assert ParcelAsked.objects.get().state == "granted"
    sent(row("W002", code, seller="One shop"), reference="L-2")
    assert states()["W002"] == "released"


def test_a_released_parcel_that_is_not_ours_is_not_taxed_with_what_comes_later(code):
    sent(row("W001", code, seller="One shop"))
    made = report_not_mine(waybill="W001", text="", actor=HANA, now=NOW)
    decide(case=Case.objects.get(number=made.case), outcome="granted", reasons="확인", actor=DESK, now=NOW)
    sent(row("W002", code, seller="One shop"), row("W003", code, seller="One shop"), reference="L-2")
    assert states() == {"W001": "released", "W002": "to_declare", "W003": "to_declare"}
    assert Parcel.objects.get(waybill="W001").whys == []


@pytest.mark.parametrize("country", ["kr", "xx"])
def test_a_courier_is_not_the_post(country):
    with use_country(country):
        assert not is_post(party=Party.business("1018100009"), on=NOW.date())
        assert is_post(party=Party.business(post_operator(on=NOW.date())), on=NOW.date())


def test_what_was_paid_for_a_parcel_goes_back_with_it(paid):
    sum_ = paid.payable_minor
    back = SentBack(on=LATER.date(), waybill="RR1", account="088-12345678901", holder="김하나")
    # Six months from 9 March 2026 end on 9 September (Customs Act art. 106-2 (1)).
    late = SentBack(on=(NOW + timedelta(days=185)).date(), waybill="", account=back.account, holder="김하나")
    with pytest.raises(refusals.ParcelNotReturned):
        ask_back(waybill="W003", text="", sent=late, actor=HANA, now=NOW + timedelta(days=190))
    made = ask_back(waybill="W003", text="크기가 안 맞음", sent=back, actor=HANA, now=LATER)
    decide(case=Case.objects.get(number=made.case), outcome="granted", reasons="반출 확인", actor=DESK, now=LATER)
    owed = CustomsRefund.objects.get(source=made.number)
    assert (owed.minor, owed.levy, owed.party, owed.state) == (sum_, "duty", Party.person("person-hana"), "owed")
    assert books.balance(account="revenue.customs.duty", currency="KRW") == Money(0, "KRW")
    ParcelAsked.objects.update(state="refused")
    with pytest.raises(refusals.ParcelNotReturned):
        ask_back(waybill="W003", text="", sent=back, actor=HANA, now=LATER)


def test_the_page_of_a_parcel_takes_both_and_shows_what_became_of_it(paid):
    hana = signed_in(new_account("hana", person="person-hana"))
    page = reverse("customs:own_parcel", args=["W003"])
    shown = hana.get(page).content.decode()
    assert paid.number in shown
    # The article, as either language writes it.
    assert re.search(r"106(-|조의)2", shown)
    faulty = hana.post(page, {"do": "return", "sent_back_on": "2026-03-09", "account": "?", "holder": ""})
    assert faulty.status_code == 422
    told = {"do": "not_mine", "text": "주문한 적이 없음"}
    assert hana.post(page, told).status_code == 302
    assert ParcelAsked.objects.get().case in hana.get(page).content.decode()
    stranger = signed_in(new_account("minsu", person="person-minsu"))
    assert stranger.get(page).status_code == 404
