"""What customs tell of paid import tax stands in the importer's return (Value-Added Tax Act of Korea arts. 35, 38 (1) 2)."""

from datetime import date, timedelta

import pytest
from django.db import transaction
from django.urls import reverse

from madang.contracts.customs_v1 import ImportTaxed
from madang.exchange import announce
from madang.exchange.delivery import deliver_pending
from madang.exchange.models import Delivery
from madang.framework.values import Money, Party
from madang.systems.tax.domain.filing import read_period
from madang.systems.tax.domain.words import Tax
from madang.systems.tax.models import ImportInvoice
from madang.systems.tax.tests.invoice_world import NOW, browser
from madang.systems.tax.usecases.returns.prefill import CUSTOMS, figures_of

pytestmark = pytest.mark.django_db
SHOP = Party.business("1018100001")


def tell(base: int, tax: int, *, on: date = date(2026, 3, 9), importer: Party = SHOP) -> None:
    """Customs announce what is paid on one declaration now."""
    told = ImportTaxed(
        declaration="020-10-26-1234567",
        importer=importer,
        office="KCS-020",
        base=Money(base, "KRW"),
        tax=Money(tax, "KRW"),
        paid_on=on,
    )
    with transaction.atomic():
        announce(told, now=NOW)
    deliver_pending(now=NOW + timedelta(minutes=1))


def imported(period: str = "2026-H1") -> dict[str, tuple[int, str]]:
    figures = figures_of(party=SHOP, tax=Tax.VAT, period=read_period(code=period), household={}, own={})
    return {one.fact: (one.minor, one.from_state) for one in figures}


def test_what_was_paid_at_the_border_is_in_the_return_of_its_period_and_names_customs():
    tell(339_000, 33_900)
    assert imported() == {"imports": (339_000, CUSTOMS), "imports_tax": (33_900, CUSTOMS)}
    assert imported("2026-H2") == {}


def test_the_same_word_twice_counts_once_and_a_correction_is_a_row_of_its_own():
    tell(339_000, 33_900)
    tell(339_000, 33_900)
    Delivery.objects.update(delivered_at=None, next_at=NOW)
    deliver_pending(now=NOW + timedelta(minutes=2))
    tell(678_000, 67_800, on=date(2026, 7, 1))
    tell(0, 0, on=date(2026, 7, 2))
    rows = ImportInvoice.objects.order_by("place").values_list("place", "base_minor", "tax_minor")
    assert list(rows) == [(1, 339_000, 33_900), (2, 339_000, 33_900), (3, -678_000, -67_800)]
    assert imported()["imports_tax"] == (33_900, CUSTOMS)
    # What goes back outweighs the second half: it is left to the taxpayer.
    assert imported("2026-H2") == {}


def test_a_person_who_imports_deducts_nothing():
    tell(339_000, 33_900, importer=Party.person("person-hana"))
    assert not ImportInvoice.objects.exists()


def test_the_importer_reads_its_own_and_nobody_else_does():
    tell(339_000, 33_900)
    page = browser(SHOP.key, person="person-dohyun").get(reverse("tax:invoices_imported")).content.decode()
    assert "020-10-26-1234567-1" in page
    other = browser("1018100002", person="person-sora").get(reverse("tax:invoices_imported")).content.decode()
    assert "020-10-26-1234567-1" not in other
    assert "Nothing was imported yet" in other
