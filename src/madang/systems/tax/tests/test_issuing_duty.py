"""Who must issue electronically (Value-Added Tax Act of Korea art. 32 (2), Enforcement Decree art. 68)."""

from datetime import date

import pytest
from django.urls import reverse

from madang.framework.law import use_country
from madang.framework.values import Party
from madang.systems.tax.domain.words import Role, Tax
from madang.systems.tax.tests.dues_world import filed, taxpayer
from madang.systems.tax.tests.invoice_world import browser, enter, issued
from madang.systems.tax.usecases.invoices.issuing_duty import issuing_duty

pytestmark = pytest.mark.django_db
SHOP = "1018100001"


def supplied(year: int, minor: int) -> None:
    """A return of value-added tax of the year's first half says so."""
    one = filed(1, number=f"V-{year}", tax=Tax.VAT, who=taxpayer(Party.business(SHOP), Role.VAT_GENERAL))
    one.facts = {"sales_invoiced": minor - 1, "sales_exempt": 1}
    one.period, one.period_from, one.period_until = f"{year}-H1", date(year, 1, 1), date(year, 6, 30)
    one.save()


@pytest.mark.parametrize(
    ("day", "limit"),
    [
        # Korea Economic Daily, 2014-04-01; tfmedia.co.kr no. 164731 (2024-06-18); jaeincpa.com, 2011-10-05.
        (date(2014, 6, 30), 1_000_000_000),
        (date(2014, 7, 1), 300_000_000),
        (date(2022, 7, 1), 200_000_000),
        (date(2023, 7, 1), 100_000_000),
        (date(2024, 7, 1), 80_000_000),
    ],
)
def test_a_sole_trader_must_from_the_limit_of_the_year_before_on(day, limit):
    year = day.year - 1 if day.month >= 7 else day.year - 2
    supplied(year, limit - 1)
    assert issuing_duty(seller=SHOP, on=day).bound is False
    supplied_more = filed(1, number="V-more", tax=Tax.VAT, who=taxpayer(Party.business(SHOP), Role.VAT_GENERAL))
    supplied_more.facts, supplied_more.period = {"sales_other": 1}, f"{year}-H2"
    supplied_more.period_from, supplied_more.period_until = date(year, 7, 1), date(year, 12, 31)
    supplied_more.save()
    found = issuing_duty(seller=SHOP, on=day)
    assert (found.bound, found.supplied, found.year) == (True, limit, year)


def test_a_corporation_must_whatever_it_sold():
    taxpayer(Party.business(SHOP), Role.VAT_GENERAL, Role.CORPORATE)
    assert issuing_duty(seller=SHOP, on=date(2026, 3, 9)).bound is True


def test_it_is_checked_at_issue_kept_with_the_invoice_and_shown_to_the_business():
    shop, other = enter("도현상회", person="person-dohyun"), enter("소라문구", person="person-sora")
    assert issued(shop, other).must_be_electronic is False
    taxpayer(Party.business(shop), Role.CORPORATE)
    assert issued(shop, other, key="2").must_be_electronic is True
    page = browser(shop, person="person-dohyun").get(reverse("tax:invoices")).content.decode()
    assert "As a corporation you must issue tax invoices electronically" in page


def test_a_country_that_says_nothing_of_it_binds_nobody():
    with use_country("kz"):
        assert issuing_duty(seller=SHOP, on=date(2026, 3, 9)) is None
