"""Buyers who are no business (Value-Added Tax Act of Korea art. 32 (1) 2): their number is kept sealed."""

from datetime import UTC, date, datetime
from decimal import Decimal
from importlib import import_module

import pytest
from django.db import connection
from django.urls import reverse

from madang.framework.identity.actor import Actor, ActorKind
from madang.framework.identity.tests.browsers import new_account, signed_in
from madang.framework.law import pack
from madang.framework.notify.models import Message
from madang.framework.ops.tests.once_a_file import once_a_file
from madang.framework.storage.storing import read_blob
from madang.systems.tax.domain.amendment import Change, Reason
from madang.systems.tax.domain.einvoicing import BuyerKind
from madang.systems.tax.domain.matching import LINE
from madang.systems.tax.formats import korean_tax_invoice
from madang.systems.tax.models import TaxInvoice
from madang.systems.tax.tests.dues_world import MACHINE
from madang.systems.tax.tests.invoice_world import NOW, TODAY, browser, enter, issued
from madang.systems.tax.usecases.compliance.invoice_rows import invoice_rows
from madang.systems.tax.usecases.invoices.amend_invoice import amend_invoice
from madang.systems.tax.usecases.invoices.find_invoice import find_invoice
from madang.systems.tax.usecases.invoices.refusals import InvoiceRefused, NoSuchInvoice

pytestmark = pytest.mark.django_db
PASSPORT = "M12345678"


@once_a_file
def person() -> tuple[str, str]:
    """Hana on the resident register: her key and her resident number."""
    generate = "madang.systems.population.usecases.generate"
    plan = import_module(f"{generate}.plan").plan_of(pack=pack(), today=date(2026, 3, 9), seed="test")
    register = import_module(f"{generate}.named").named_people(pack=pack(), plan=plan)
    import_module(f"{generate}.load").write_register(
        register=register, plan=plan, serials_from=0, now=datetime(2026, 3, 9, tzinfo=UTC)
    )
    key = next(row["person"] for row in pack().data("demo")["residents"] if row["login"] == "hana")
    held = import_module("madang.systems.population.models").Person.objects.get(key=key)
    number_of = import_module("madang.systems.population.usecases.numbers").number_of
    return key, number_of(person=held)


@pytest.fixture
def shop() -> str:
    return enter("도현상회", person="person-dohyun")


def resident(key: str) -> Actor:
    return Actor(kind=ActorKind.RESIDENT, account_id=5, person=key, name="김하나")


def test_a_person_s_number_is_in_the_signed_file_alone_and_sealed_everywhere_else(person, shop):
    key, number = person
    made = issued(shop, number, buyer_kind=BuyerKind.PERSON)
    assert (made.buyer, made.buyer_kind, made.buyer_name) == (key, "person", "김하나")
    assert korean_tax_invoice.read(data=read_blob(made.blob_id)).buyer == number
    assert b"<BusinessTypeCode>02<" in read_blob(made.blob_id)
    assert number not in str(made.facts)
    with connection.cursor() as cursor:
        cursor.execute("SELECT row_to_json(one)::text FROM tax_taxinvoice AS one WHERE id = %s", [made.pk])
        assert number not in cursor.fetchone()[0]
    assert TaxInvoice.objects.get(pk=made.pk).buyer_number == number
    told = Message.objects.get(template="tax/invoice_received")
    assert told.party_key == key
    # Nobody expects a person's invoice in a return of value-added tax.
    assert invoice_rows(side="buyer", since=TODAY, until=TODAY).select(list(LINE)).collect().height == 0


def test_the_person_reads_it_and_another_does_not(person, shop):
    key, number = person
    made = issued(shop, number, buyer_kind=BuyerKind.PERSON)
    assert find_invoice(number=made.number, actor=resident(key)).pk == made.pk
    with pytest.raises(NoSuchInvoice):
        find_invoice(number=made.number, actor=resident("somebody"))
    client = signed_in(new_account("hana", person=key))
    assert made.number in client.get(reverse("tax:invoices_received")).content.decode()
    page = client.get(reverse("tax:invoice", args=[made.number])).content.decode()
    assert number not in page
    assert "Amend" not in page


def test_what_amends_it_names_the_same_person(person, shop):
    key, number = person
    made = issued(shop, number, buyer_kind=BuyerKind.PERSON)
    (back,) = amend_invoice(
        original=made, reason=Reason.CANCELLATION, change=Change(happened_on=TODAY), actor=MACHINE, now=NOW
    )
    assert (back.buyer, back.buyer_kind, back.buyer_number) == (key, "person", number)
    assert korean_tax_invoice.read(data=read_blob(back.blob_id)).buyer == number


def test_a_foreigner_stands_under_the_number_of_nines_with_the_passport_in_the_note(shop):
    made = issued(shop, PASSPORT, buyer_kind=BuyerKind.FOREIGNER, buyer_name="Ana Kovač", note="선물")
    read = korean_tax_invoice.read(data=read_blob(made.blob_id))
    # As the tax office's form has it: thirteen nines, the number in the remarks.
    assert (read.buyer, read.buyer_name, read.note) == ("9" * 13, "Ana Kovač", f"{PASSPORT} 선물")
    assert (made.buyer, PASSPORT in str(made.facts)) == ("", False)
    assert made.net_minor == Decimal(120_000)


@pytest.mark.parametrize(
    ("told", "codes"),
    [
        ({"buyer_kind": BuyerKind.PERSON}, {"no_person"}),
        ({"buyer_kind": BuyerKind.FOREIGNER}, {"text"}),
        ({"buyer_kind": BuyerKind.FOREIGNER, "buyer_name": "A\x00"}, {"text"}),
    ],
)
def test_who_is_not_to_be_found_is_not_invoiced(person, shop, told, codes):
    with pytest.raises(InvoiceRefused) as refused:
        issued(shop, "0000000000000", **told)
    assert {one.code for one in refused.value.faults} == codes
    assert not TaxInvoice.objects.exists()


def test_the_page_issues_to_a_person_after_a_look(person, shop):
    _key, number = person
    client = browser(shop, person="person-dohyun")
    lines = {"name_1": "복사용지", "quantity_1": "1", "price_1": "1000", "key": "k", "written_on": str(TODAY)}
    told = lines | {"buyer_kind": "person", "buyer": number, "category": "S", "settled": "", "note": ""}
    checked = client.post(reverse("tax:issue_invoice"), told | {"do": "check"})
    assert "김하나" in checked.content.decode()
    assert client.post(reverse("tax:issue_invoice"), told | {"do": "issue"}).status_code == 302
    assert TaxInvoice.objects.get().buyer_kind == "person"
