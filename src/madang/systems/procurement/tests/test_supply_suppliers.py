"""A business becomes a supplier by one button, and follows its registers afterwards."""

from datetime import timedelta
from importlib import import_module

import pytest
from django.db import DatabaseError, connection, transaction
from django.urls import resolve, reverse
from django.utils import timezone

from madang.contracts.envelope import Envelope
from madang.contracts.tax_v1 import GetTaxClearance, TaxClearance
from madang.exchange import answers, registry
from madang.exchange.delivery import deliver_pending
from madang.exchange.models import AccessEntry
from madang.framework.identity.actor import Actor, ActorKind
from madang.framework.identity.may import Forbidden, OutsideMandate
from madang.framework.money.usecases.charge import charge
from madang.framework.money.usecases.take_transfer import take_transfer
from madang.framework.notify.models import Message
from madang.framework.values import Money, Party, clock
from madang.systems.procurement import jobs
from madang.systems.procurement.domain.clearance import Needed
from madang.systems.procurement.models import Clearance, Sanction, Supplier
from madang.systems.procurement.tests.supply_world import (
    BUYER,
    MACHINE,
    NOW,
    REVIEWER,
    TODAY,
    acting,
    businesses,
    enter,
    official,
    signed_in,
    supplier,
)
from madang.systems.procurement.usecases import permissions
from madang.systems.procurement.usecases.supply import declare, sanction
from madang.systems.procurement.usecases.supply.ask_clearance import ask_clearance
from madang.systems.procurement.usecases.supply.register_supplier import (
    AlreadyRegistered,
    NoSuchBusiness,
    NotTrading,
    register_supplier,
)
from madang.systems.procurement.usecases.supply.standing import MayNotSupply, require_standing, why_not

pytestmark = pytest.mark.django_db
REGISTRAR = official("registrar", "businesses.registrar", office="NTS-101")
FACTS = "계약한 복합기 12대를 두 달 늦게 납품하고 검사를 방해하였음."


def test_a_business_registers_with_what_the_registers_say_and_its_subject_sees_each_look():
    number = enter()
    made = register_supplier(number=number, actor=acting(number), now=NOW)
    assert (made.name, made.form, made.state) == ("도현상회", "sole_trader", "registered")
    assert "대학로" in made.address
    assert why_not(supplier=made, on=TODAY) == ()
    assert why_not(supplier=made, on=TODAY, before=Needed.PAYMENT) == ()
    looks = AccessEntry.objects.filter(subject=f"business:{number}").values_list("contract", flat=True)
    assert {"businesses_v1.GetBusiness", "money_v1.ListCharges", "tax_v1.GetTaxClearance"} <= set(looks)
    with pytest.raises(AlreadyRegistered):
        register_supplier(number=number, actor=acting(number), now=NOW)


def test_nobody_registers_another_business_nor_one_that_is_not_there_or_does_not_trade():
    number, other = enter(), enter("옆집", person="person-sora")
    for actor in (acting(other), BUYER, Actor(kind=ActorKind.RESIDENT, person="person-dohyun")):
        with pytest.raises(Forbidden):
            register_supplier(number=number, actor=actor, now=NOW)
    with pytest.raises(OutsideMandate):
        register_supplier(number=number, actor=acting(number, scope=("civil.apply:*",)), now=NOW)
    with pytest.raises(NoSuchBusiness):
        register_supplier(number="0000000000", actor=acting("0000000000"), now=NOW)
    businesses("usecases.suspend_business").suspend_business(
        number=number, from_on=TODAY, until_on=None, reason="휴업", actor=REGISTRAR, now=NOW
    )
    with pytest.raises(NotTrading):
        register_supplier(number=number, actor=acting(number), now=NOW)
    assert not Supplier.objects.exists()
    narrow = acting(other, scope=(f"procurement.supply:{other}",))
    assert register_supplier(number=other, actor=narrow, now=NOW).number == other


def test_an_overdue_charge_bars_until_it_is_paid_and_an_answer_grows_old():
    number = enter()
    owing = acting(number)
    made = register_supplier(number=number, actor=owing, now=NOW)
    charge(
        payer=Party.business(number),
        amount=Money(50000, "KRW"),
        purpose="과태료",
        reference="T-1",
        account="revenue.penalties",
        now=NOW - timedelta(days=31),
        actor=MACHINE,
    )
    charges, _taxes = ask_clearance(supplier=made, actor=owing, now=NOW)
    assert (charges.clear, charges.owed) == (False, 50000)
    assert why_not(supplier=made, on=TODAY) == ("procurement.supplier.charges_owes",)
    with pytest.raises(MayNotSupply):
        require_standing(supplier=made, on=TODAY)
    later = supplier()
    assert why_not(supplier=later, on=TODAY + timedelta(days=30)) == ()
    assert why_not(supplier=later, on=TODAY + timedelta(days=31)) == ("procurement.supplier.charges_expired",)
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        Clearance.objects.filter(supplier=made).update(clear=True, owed=0)


def test_where_a_tax_office_answers_its_word_counts_and_its_silence_keeps_the_last_one():
    """Whoever answers the contract; `tax` itself is asked in the test after this one."""
    words = iter(
        (
            TaxClearance(clear=True, valid_until=TODAY + timedelta(days=9)),
            TaxClearance(),
            TaxClearance(),
            TaxClearance(clear=False),
        )
    )

    def answer(query: GetTaxClearance, envelope: Envelope) -> TaxClearance:
        return next(words)

    answer.__module__ = "madang.systems.tax.exchange"
    real = registry._answerers.pop("tax_v1.GetTaxClearance")
    answers(GetTaxClearance)(answer)
    try:
        made, number = supplier(), "1000000001"
        actor = acting(number)
        ask_clearance(supplier=made, actor=actor, now=NOW)
        assert why_not(supplier=made, on=TODAY, before=Needed.PAYMENT) == ()
        assert why_not(supplier=made, on=TODAY + timedelta(days=10), before=Needed.PAYMENT) == (
            "procurement.supplier.tax_expired",
        )
        for _silence in range(2):
            ask_clearance(supplier=made, actor=actor, now=NOW)
            assert why_not(supplier=made, on=TODAY, before=Needed.PAYMENT) == ()
        ask_clearance(supplier=made, actor=actor, now=NOW)
        assert why_not(supplier=made, on=TODAY, before=Needed.PAYMENT) == ("procurement.supplier.tax_owes",)
    finally:
        registry._answerers["tax_v1.GetTaxClearance"] = real


def test_overdue_taxes_bar_a_payment_until_they_are_paid():
    made, number = supplier(), "1000000001"
    tax = import_module("madang.systems.tax.tests.dues_world")
    owed = tax.due(100_000, clock.now().date() - timedelta(days=3), taxpayer=tax.taxpayer(Party.business(number)))
    today, actor = timezone.localdate(clock.now()), acting(number, now=clock.now())
    ask_clearance(supplier=made, actor=actor, now=clock.now())
    assert "procurement.supplier.tax_owes" in why_not(supplier=made, on=today, before=Needed.PAYMENT)
    assert take_transfer(
        number=owed.charge, amount=Money(100_000, "KRW"), reference="T", in_suspense=False, now=clock.now()
    )
    ask_clearance(supplier=made, actor=actor, now=clock.now())
    assert why_not(supplier=made, on=today, before=Needed.PAYMENT) == ()


def test_the_supplier_follows_the_register():
    number = enter()
    made = register_supplier(number=number, actor=acting(number), now=NOW)
    businesses("usecases.suspend_business").suspend_business(
        number=number, from_on=TODAY, until_on=None, reason="휴업", actor=REGISTRAR, now=NOW
    )
    while deliver_pending(now=clock.now()):
        pass
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT args->>'number' FROM procrastinate_jobs WHERE task_name LIKE '%%procurement.jobs.follow_supplier'"
        )
        assert [row[0] for row in cursor.fetchall()] == [number]
    jobs.follow_supplier(number=number)
    made.refresh_from_db()
    assert why_not(supplier=made, on=TODAY) == ("procurement.supplier.suspended",)
    businesses("usecases.close_business").close_business(
        number=number, closed_on=TODAY, reason="폐업", actor=REGISTRAR, now=NOW
    )
    while deliver_pending(now=clock.now()):
        pass
    made.refresh_from_db()
    assert made.state == "closed"


def test_categories_and_certificates_are_declared_whole_or_not_at_all():
    made, actor = supplier(), acting("1000000001")
    declare.declare_categories(supplier=made, families=["4412", "4410"], actor=actor, now=NOW)
    with pytest.raises(declare.DeclarationRefused) as refused:
        declare.declare_categories(supplier=made, families=["4412", "441", "=cmd"], actor=actor, now=NOW)
    assert len(refused.value.faults) == 2
    declare.declare_categories(supplier=made, families=["4412"], actor=actor, now=NOW)
    assert list(made.categories.filter(ended_at=None).values_list("family", flat=True)) == ["4412"]
    with pytest.raises(Forbidden):
        declare.declare_categories(supplier=made, families=[], actor=acting("1000000002"), now=NOW)
    facts = {"kind": "green", "number": "KC-1", "issuer": "한국환경산업기술원", "from_on": TODAY, "actor": actor}
    declare.note_certificate(supplier=made, **facts, until_on=TODAY + timedelta(days=31), now=NOW)
    with pytest.raises(declare.CertificateKnown):
        declare.note_certificate(supplier=made, **facts, until_on=TODAY + timedelta(days=31), now=NOW)
    wrong = facts | {"kind": "gold", "number": " ", "issuer": ""}
    with pytest.raises(declare.DeclarationRefused) as refused:
        declare.note_certificate(supplier=made, **wrong, until_on=TODAY - timedelta(days=1), now=NOW)
    assert {fault.place for fault in refused.value.faults} == {"kind", "number", "issuer", "until_on"}
    assert declare.remind_of_certificates(now=NOW) == 0
    assert [declare.remind_of_certificates(now=NOW + timedelta(days=days)) for days in (1, 2)] == [1, 0]
    assert Message.objects.filter(party_key=made.number, body__contains="KC-1").count() == 1


def test_a_supplier_is_heard_before_it_is_barred_and_is_free_again_by_itself():
    made, actor = supplier(), acting("1000000001")
    with pytest.raises(Forbidden):
        sanction.propose_sanction(number=made.number, ground="fraud", facts=FACTS, actor=actor, now=NOW)
    with pytest.raises(sanction.ProposalRefused) as refused:
        sanction.propose_sanction(number="9", ground="dislike", facts="짧다", actor=BUYER, now=NOW)
    assert len(refused.value.faults) == 3
    opened = sanction.propose_sanction(
        number="100-00-00001", ground="poor_performance", facts=FACTS, actor=BUYER, now=NOW
    )
    with pytest.raises(sanction.SanctionPending):
        sanction.propose_sanction(number=made.number, ground="poor_performance", facts=FACTS, actor=BUYER, now=NOW)
    assert Message.objects.filter(party_key=made.number, template=sanction.NOTICE).count() == 1
    decide = {"sanction": opened, "bar": True, "reasons": FACTS}
    with pytest.raises(Forbidden):
        sanction.decide_sanction(**decide, months=6, actor=BUYER, now=NOW)
    with pytest.raises(sanction.NotDecidable) as undecided:
        sanction.decide_sanction(**decide, months=25, actor=REVIEWER, now=NOW)
    assert {fault.code for fault in undecided.value.faults} == {
        "procurement.sanction.term",
        "procurement.sanction.not_heard",
    }
    with pytest.raises(Forbidden):
        sanction.give_opinion(sanction=opened, text="아닙니다", actor=acting("1000000002"), now=NOW)
    sanction.give_opinion(sanction=opened, text="자재 수급이 늦었습니다.", actor=actor, now=NOW)
    decided = sanction.decide_sanction(**decide, months=6, actor=REVIEWER, now=NOW)
    assert (str(decided.from_on), str(decided.until_on)) == ("2026-03-10", "2026-09-10")
    assert why_not(supplier=made, on=TODAY + timedelta(days=1)) == ("procurement.supplier.sanctioned",)
    assert "procurement.supplier.sanctioned" not in why_not(supplier=made, on=decided.until_on)
    with pytest.raises(sanction.DecidedAlready):
        sanction.decide_sanction(**decide, months=6, actor=REVIEWER, now=NOW)
    with pytest.raises(sanction.OpinionClosed):
        sanction.give_opinion(sanction=opened, text="다시", actor=actor, now=NOW)
    own = sanction.propose_sanction(number=made.number, ground="fraud", facts=FACTS, actor=REVIEWER, now=NOW)
    with pytest.raises(sanction.OwnProposal):
        sanction.decide_sanction(sanction=own, bar=False, months=0, reasons=FACTS, actor=REVIEWER, now=NOW)
    with pytest.raises(DatabaseError, match="procurement_sanction_by_another"), transaction.atomic():
        Sanction.objects.filter(pk=own.pk).update(decided_by=own.proposed_by)


def test_the_pages_from_registration_to_the_public_list(client):
    number, now = enter(), clock.now()
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    shop = signed_in("dohyun", person="person-dohyun", business=number)
    page = shop.get(reverse("procurement:company"))
    assert "Register this business" in page.content.decode()
    assert shop.post(reverse("procurement:company")).status_code == 302
    page = shop.get(reverse("procurement:company")).content.decode()
    assert "You may bid today" in page
    assert "The tax office does not answer here" not in page
    assert shop.post(reverse("procurement:company"), {"do": "families", "families": ["4412"]}).status_code == 302
    assert shop.post(reverse("procurement:company"), {"do": "certificate"}).status_code == 422
    assert shop.post(reverse("procurement:company"), {"do": "ask"}).status_code == 302
    listed = client.get(reverse("procurement:suppliers"), {"family": "4412", "q": "도현"}).content.decode()
    assert "도현상회" in listed
    Supplier.objects.create(number="1", name='=HYPERLINK("http://evil")', form="corporation", registered_at=now)
    file = client.get(reverse("procurement:suppliers"), {"format": "csv"})
    assert b"\n\"'=HYPERLINK" in b"".join(file.streaming_content)
    buyer = signed_in("buyer", duty=permissions.BUYER)
    reviewer = signed_in("reviewer", duty=permissions.REVIEWER, office="MOFE-TB")
    desk = reverse("procurement:sanction_desk")
    made = buyer.post(desk, {"number": number, "ground": "fraud", "facts": FACTS})
    assert made.status_code == 302
    opened = Sanction.objects.get()
    mine, matter = (reverse(f"procurement:{name}", args=[opened.number]) for name in ("my_sanction", "matter"))
    assert shop.post(mine, {"text": "사실과 다릅니다."}).status_code == 302
    assert client.get(mine).status_code in (302, 401, 403)
    sora = signed_in("sora", person="person-sora")
    assert sora.get(mine).status_code == 404
    assert 'href="/acting-for/"' in sora.get(reverse("procurement:company")).content.decode()
    assert resolve("/acting-for/").url_name == "by_law"
    assert buyer.post(matter, {"outcome": "bar", "months": 3, "reasons": FACTS}).status_code == 403
    assert reviewer.post(matter, {"outcome": "bar", "months": 30, "reasons": FACTS}).status_code == 422
    assert reviewer.post(matter, {"outcome": "bar", "months": 3, "reasons": FACTS}).status_code == 302
    assert "도현상회" not in client.get(reverse("procurement:sanctions")).content.decode(), "it begins tomorrow"
    Sanction.objects.update(from_on=now.date() - timedelta(days=1))
    assert "도현상회" in client.get(reverse("procurement:sanctions")).content.decode()
    assert "You cannot bid today" in shop.get(reverse("procurement:company")).content.decode()
    assert "Deceived the state" in client.get(reverse("procurement:supplier", args=[number])).content.decode()
