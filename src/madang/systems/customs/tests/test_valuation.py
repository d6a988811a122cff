"""Values stated by traders, used by declarations, doubted and decided by customs; who sees whose."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import override

from madang.exchange.models import AccessEntry
from madang.framework.audit.models import Entry
from madang.framework.cases.models import Case
from madang.framework.cases.usecases import answer_objection, decide, object_to
from madang.framework.identity.actor import Actor, ActorKind, Duty
from madang.framework.identity.may import Forbidden
from madang.framework.identity.tests.browsers import company_mandate, give_duty, new_account, signed_in
from madang.framework.values import Money, Party, clock
from madang.systems.customs.domain.declaration import Declaration, Document
from madang.systems.customs.domain.find_value import ValueFacts
from madang.systems.customs.domain.value_found import Goods
from madang.systems.customs.domain.value_of_others import Comparable
from madang.systems.customs.domain.value_of_resale import Resale, Resold
from madang.systems.customs.domain.value_of_sale import Sale
from madang.systems.customs.domain.words import DeclarationState, ValuationMethod
from madang.systems.customs.models import CustomsDeclaration, ValueDoubt, ValueStatement
from madang.systems.customs.tests.declarations_world import NOW, OFFICE, SHOP, acting, declaration
from madang.systems.customs.usecases.batches.work_batch import ACTOR
from madang.systems.customs.usecases.declarations.change_declaration import amend_declaration
from madang.systems.customs.usecases.declarations.content import assessed_of, declaration_of
from madang.systems.customs.usecases.declarations.load_demo import demo_paid
from madang.systems.customs.usecases.declarations.lodge_declaration import lodge_declaration
from madang.systems.customs.usecases.declarations.lodge_many import lodge_many
from madang.systems.customs.usecases.declarations.record_many import Source
from madang.systems.customs.usecases.declarations.refusals import DeclarationRefused
from madang.systems.customs.usecases.permissions import OFFICER
from madang.systems.customs.usecases.valuation.doubt_value import doubt_value
from madang.systems.customs.usecases.valuation.find_statement import find_statement
from madang.systems.customs.usecases.valuation.refusals import (
    DoubtedAlready,
    NoSuchStatement,
    NoValueFound,
    StatementMissing,
    ValueDecided,
)
from madang.systems.customs.usecases.valuation.search_values import Wanted, search_values
from madang.systems.customs.usecases.valuation.state_value import state_value, state_value_for
from madang.systems.customs.usecases.valuation.words import METHODS

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("no_chance")]
OTHER = Party.business("1028200002")
CLERK, CHIEF = (
    Actor(kind=ActorKind.OFFICIAL, account_id=place, name=name, duties=(Duty(OFFICE, OFFICE, OFFICER),))
    for place, name in ((9001, "심"), (9002, "장"))
)
GOODS = Goods(quantity=Decimal(100), unit="H87", shipped_on=date(2026, 2, 20), origin="CN")
RESALE = Resale(
    sales=(Resold(quantity=Decimal(10), unit_price=Money(6480, "KRW"), sold_on=date(2026, 3, 2)),),
    margin_percent=Decimal(25),
    duty_percent=Decimal(8),
)
# 6,480 less a quarter is 4,860: 4,500 and its duty of eight percent; of a hundred pieces 450,000.
FACTS = ValueFacts(goods=GOODS, sale=Sale(price=Money(0, "KRW"), sold=False), resale=RESALE)
IDENTICAL = Comparable(
    reference="D-9", value=Money(500_000, "KRW"), quantity=Decimal(100), shipped_on=date(2026, 2, 1), origin="CN"
)


def stated(facts: ValueFacts = FACTS, actor: Actor | None = None) -> ValueStatement:
    return state_value(facts=facts, commodity="6109101000", description="면 티셔츠", actor=actor or acting(), now=NOW)


def _naming(reference: str, *numbers: str) -> Declaration:
    told = declaration(reference)
    papers = tuple(Document(type="934", number=number) for number in numbers)
    return replace(told, items=(replace(told.items[0], documents=papers),))


def lodged(reference: str, *numbers: str, actor: Actor | None = None) -> CustomsDeclaration:
    told = _naming(reference, *numbers)
    return lodge_declaration(declaration=told, channel="page", actor=actor or acting(), now=NOW)


def doubted(one: CustomsDeclaration) -> ValueDoubt:
    return doubt_value(number=one.number, item=1, reason="현저히 낮음", actor=CLERK, now=NOW)


def settled(held: ValueDoubt, outcome: str) -> None:
    decide(case=Case.objects.get(number=held.case), outcome=outcome, reasons="근거", actor=CLERK, now=NOW)


def test_a_declaration_is_assessed_by_the_statement_that_its_item_names():
    made = stated()
    assert (made.method, made.value_minor) == ("4", 450_000)
    one = lodged("A-1", made.number)
    assessed = assessed_of(content=one.assessed)
    assert assessed is not None
    (item,) = assessed.items
    assert (item.customs_value, item.statement, item.valuation) == (450_000, made.number, ValuationMethod.DEDUCTIVE)
    assert sum(step.amount for step in item.value_steps) == 450_000
    assert one.value_minor == 450_000
    assert item.value_steps[0].cite == "Customs Act art. 33 (1) 1; Customs Act Decree art. 27 (1)"
    with pytest.raises(IntegrityError), transaction.atomic():
        ValueStatement.objects.update(value_minor=1)


def test_declarations_lodged_together_have_their_statements_read_at_once():
    told = [_naming("M-1", stated().number), _naming("M-2", stated().number), declaration("M-3")]
    source = Source(party=SHOP, party_name="x", by="test", by_name="test", channel="page", batch="B-1")
    with CaptureQueriesContext(connection) as queries:
        taken = lodge_many(declarations=told, source=source, actor=ACTOR, now=NOW)
    assert [one.assessed.customs_value.minor for one in taken if one.assessed] == [450_000, 450_000, 300_000]
    assert sum("customs_valuestatement" in one["sql"] for one in queries) == 1


@pytest.mark.parametrize("misfit", ["stranger", "quantity", "goods", "method"])
def test_a_statement_that_does_not_fit_the_goods_is_a_fault(misfit):
    made = stated(actor=acting(OTHER) if misfit == "stranger" else None)
    told = declaration("A-2")
    item = replace(told.items[0], documents=(Document(type="N934", number=made.number),))
    if misfit == "quantity":
        item = replace(item, quantities=(replace(item.quantities[0], value=Decimal(99)),))
    elif misfit == "goods":
        item = replace(item, commodity="6203421000")
    elif misfit == "method":
        item = replace(item, valuation=ValuationMethod.TRANSACTION)
    with pytest.raises(DeclarationRefused) as refused:
        lodge_declaration(declaration=replace(told, items=(item,)), channel="page", actor=acting(), now=NOW)
    code = "customs.value.no_statement" if misfit == "stranger" else "customs.value.statement_misfit"
    assert {fault.code for fault in refused.value.faults} == {code}


def test_facts_by_which_no_method_holds_are_not_kept_and_say_why():
    with pytest.raises(NoValueFound) as refused:
        stated(replace(FACTS, resale=None))
    assert str(METHODS[ValuationMethod.COMPUTED]) in str(refused.value)
    with override("en"), pytest.raises(NoValueFound, match="too large"):
        stated(replace(FACTS, goods=replace(GOODS, quantity=Decimal(10**12))))
    assert not ValueStatement.objects.exists()


def test_a_doubt_holds_the_goods_and_customs_decides_by_another_value_which_an_objection_may_undo():
    one = lodged("A-3")
    before = (one.state, one.value_minor, one.payable_minor)
    held = doubted(one)
    one.refresh_from_db()
    assert one.state == DeclarationState.UNDER_CONTROL.value
    with pytest.raises(DoubtedAlready):
        doubted(one)
    with pytest.raises(StatementMissing):
        settled(held, "refused")
    facts = ValueFacts(goods=GOODS, sale=Sale(price=Money(300_000, "KRW"), doubted=True), identical=(IDENTICAL,))
    with pytest.raises(Forbidden):
        state_value_for(doubt=held.number, facts=facts, actor=acting(), now=NOW)
    made = state_value_for(doubt=held.number, facts=facts, actor=CLERK, now=NOW)
    settled(held, "refused")
    one.refresh_from_db()
    assert (one.version, one.value_minor, one.state) == (2, 500_000, DeclarationState.AWAITING_PAYMENT.value)
    assert sum(one.levies.filter(state="open").values_list("minor", flat=True)) == one.payable_minor
    with pytest.raises(DoubtedAlready):
        doubted(one)
    with pytest.raises(ValueDecided):
        amend_declaration(
            number=one.number, version=2, declaration=declaration("A-3"), reason="x", actor=acting(), now=NOW
        )
    case = Case.objects.get(number=held.case)
    object_to(case=case, reasons="실제 가격", actor=acting(scope=("*",)), now=NOW)
    case.refresh_from_db()
    answer_objection(case=case, outcome="upheld", reasons="입증됨", actor=CHIEF, now=NOW)
    one.refresh_from_db()
    held.refresh_from_db()
    assert (one.state, one.value_minor, one.payable_minor) == before
    assert held.state == "restored"
    assert declaration_of(content=one.content).items[0].documents == ()
    assert made.by_customs


def test_a_value_that_is_proven_stands_and_the_goods_go_on():
    one = lodged("A-4")
    before = one.state
    held = doubted(one)
    settled(held, "granted")
    one.refresh_from_db()
    assert (one.version, one.state) == (1, before)
    assert list(one.events.values_list("kind", flat=True))[-2:] == ["value_doubted", "value_accepted"]


def test_after_release_the_decided_value_is_an_assessment_of_which_its_party_is_told_first():
    one = lodged("A-5")
    demo_paid(one, NOW)
    held = doubted(one)
    state_value_for(doubt=held.number, facts=replace(FACTS, sale=None), actor=CLERK, now=NOW)
    settled(held, "refused")
    one.refresh_from_db()
    assert (one.state, one.version) == (DeclarationState.RELEASED.value, 1)
    told = one.corrections.get()
    assert (told.state, told.assessed["items"][0]["customs_value"]) == ("told", 450_000)
    assert told.changes["duty"] > 0


def test_only_officers_search_values_each_business_sees_it_and_doubted_ones_are_left_out():
    for reference in ("S-1", "S-2"):
        demo_paid(lodged(reference), NOW)
    second = CustomsDeclaration.objects.get(reference="S-2")
    wanted = Wanted(commodity="610910", unit="H87", since=date(2026, 1, 1), until=date(2026, 12, 31), origin="CN")
    with pytest.raises(Forbidden):
        search_values(wanted=wanted, actor=acting(), now=NOW)
    found = search_values(wanted=wanted, actor=CLERK, now=NOW)
    assert [(one.value.minor, one.quantity, one.party) for one in found] == [(300_000, Decimal(100), SHOP)] * 2
    assert Entry.objects.filter(action="customs.look", target="values:610910").count() == 1
    assert AccessEntry.objects.filter(subject=str(SHOP)).count() == 1
    doubted(second)
    assert second.number not in [one.number for one in search_values(wanted=wanted, actor=CLERK, now=NOW)]


def test_a_statement_is_its_traders_and_an_officers():
    made = stated()
    assert find_statement(number=made.number, actor=acting(), now=NOW) == made
    with pytest.raises(NoSuchStatement):
        find_statement(number=made.number, actor=acting(OTHER), now=NOW)
    find_statement(number=made.number, actor=CLERK, now=NOW)
    assert Entry.objects.filter(action="customs.look", target=f"value:{made.number}").exists()


def acting_browser() -> Client:
    key = company_mandate(SHOP.key, person="person-sora", scope=("customs.declare:*",), now=clock.now())
    return signed_in(new_account("sora", person="person-sora"), mandate=key)


def _typed(**more: Any) -> dict[str, str]:
    day = (clock.now().date() - timedelta(days=10)).isoformat()
    goods = {"commodity": "6109.10-1000", "description": "T-shirts", "quantity": "100", "unit": "H87"}
    return goods | {"origin": "CN", "shipped_on": day, "level": "wholesale"} | more


def test_the_wizard_asks_for_a_method_only_where_those_before_it_find_nothing():
    browser = signed_in(new_account("importer", person="person-sora"))
    goods, sale = (reverse("customs:new_value_step", args=[step]) for step in ("goods", "sale"))
    assert browser.post(goods, _typed()).status_code == 302
    priced = {"sold": "on", "price": "3000000", "currency": "KRW", "incoterm": "FOB", "freight": "10000"}
    assert browser.post(sale, priced).url.endswith("/summary/")
    assert "3,010,000" in browser.get(reverse("customs:new_value_step", args=["summary"])).content.decode()
    assert browser.post(sale, priced | {"sold": ""}).url.endswith("/identical/")
    for step, answers in (("identical", {"identical": "x; y"}), ("identical", {}), ("similar", {})):
        sent = browser.post(reverse("customs:new_value_step", args=[step]), answers)
        assert sent.status_code == (422 if "x; y" in answers.values() else 302)
    assert sent.url.endswith("/resale/")
    day = clock.now().date().isoformat()
    sold = {"resold": f"10; 6480; {day}\n900; 9999; {day}; related", "margin": "25", "duty": "8"}
    assert browser.post(sent.url, sold).url.endswith("/summary/")
    kept = browser.post(reverse("customs:new_value_step", args=["summary"]))
    page = browser.get(kept.url).content.decode()
    assert "450,000" in page
    assert "the goods were not sold for export" in page
    assert "V2" in browser.get(reverse("customs:value_statements")).content.decode()


def test_officers_doubt_search_and_work_out_on_pages_and_the_trader_reads_no_others_numbers():
    account = new_account("value-officer")
    give_duty(account, OFFICER, office=OFFICE)
    officer, trader = signed_in(account), acting_browser()
    for reference in ("P-1", "P-2"):
        demo_paid(lodged(reference, actor=acting(OTHER)), NOW)
    one = lodged("P-3")
    sent = officer.post(reverse("customs:doubt_value", args=[one.number, 1]), {"reason": "low"})
    held = ValueDoubt.objects.get()
    assert sent.url == reverse("customs:value_doubt", args=[held.number])
    assert "low" in officer.get(sent.url).content.decode()
    assert (
        f"Opening the doubt about a value {held.number}"
        in AccessEntry.objects.filter(subject=str(SHOP)).latest("pk").record
    )
    assert held.number in officer.get(reverse("customs:value_desk")).content.decode()
    asked = {"commodity": "610910", "unit": "H87", "doubt": held.number, "since": "2026-01-01", "until": "2026-12-31"}
    asked |= {"origin": "", "words": ""}
    page = officer.get(reverse("customs:search_values"), asked).content.decode()
    first = CustomsDeclaration.objects.get(reference="P-1").number
    assert first in page
    assert one.number not in page
    used = officer.post(
        reverse("customs:use_values", args=[held.number]), asked | {"row": f"{first}/1", "as": "identical"}
    )
    assert used.status_code == 302
    kept = officer.post(reverse("customs:work_value_step", args=[held.number, "summary"]))
    assert kept.url == sent.url
    made = ValueStatement.objects.get()
    assert (made.method, made.value_minor, made.by_customs) == ("2", 300_000, True)
    address = reverse("customs:value_statement", args=[made.number])
    assert first in officer.get(address).content.decode()
    settled(held, "refused")
    read = trader.get(address).content.decode()
    assert "300,000" in read
    assert first not in read
    assert made.number in officer.get(reverse("customs:declaration", args=[one.number])).content.decode()
