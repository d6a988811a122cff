"""Invoices of both sides for the demonstration, with a few of each pattern planted, and what matching makes of them."""

from datetime import date, datetime, timedelta

from django.db import transaction

from madang.framework.law import pack
from madang.framework.values.months import add_months
from madang.systems.tax.domain.words import Role
from madang.systems.tax.models import InvoiceFact, RiskFinding, Taxpayer
from madang.systems.tax.usecases.compliance.find_risks import find_risks
from madang.systems.tax.usecases.compliance.invoice_rows import BUYER, SELLER
from madang.systems.tax.usecases.compliance.tips import send_tip
from madang.systems.tax.usecases.registration.offices import office_for

FIRST_NUMBER = 9_700_000_001
HONEST, RING, MISSING = 24, 4, 1
MONTHS = 3
TEN_MILLION = 10_000_000
NAMES = {"ko": "표본상사 {place}", "en": "Sample Trading {place}"}
TIP = {
    "ko": ("표본상사 28", "실제로 납품한 물건이 없는데 세금계산서만 끊어 준다고 합니다. 창고도 비어 있습니다."),
    "en": ("Sample Trading 28", "They write invoices for goods that were never delivered. Their store is empty, too."),
}


def load_compliance_demo(*, now: datetime) -> int:
    """Load what is not there yet; how many findings there are then."""
    if not InvoiceFact.objects.filter(seller__startswith=str(FIRST_NUMBER)[:4]).exists():
        with transaction.atomic():
            InvoiceFact.objects.bulk_create(_facts(_traders(now), now))
        language = pack().languages[0]
        about, text = TIP.get(language, TIP["en"])
        send_tip(about=about, text=text, contact="", files=(), now=now)
    find_risks(now=now)
    return RiskFinding.objects.count()


def _traders(now: datetime) -> list[str]:
    """Businesses that exist in the tax register alone; the missing one was registered last month."""
    language = "ko" if pack().languages[0] == "ko" else "en"
    numbers = [str(FIRST_NUMBER + place) for place in range(HONEST + RING + MISSING)]
    for place, number in enumerate(numbers):
        known = now.date() - timedelta(days=40 if place >= HONEST + RING else 2000 + place)
        name = NAMES[language].format(place=place + 1)
        Taxpayer.objects.get_or_create(
            party_kind="business",
            party_key=number,
            defaults={
                "name": name,
                "name_latin": NAMES["en"].format(place=place + 1),
                "roles": [Role.VAT_GENERAL.value],
                "office_code": office_for(division=""),
                "registered_on": known,
            },
        )
    return numbers


def _facts(numbers: list[str], now: datetime) -> list[InvoiceFact]:
    months = [add_months(day=now.date().replace(day=1), months=-back) for back in range(MONTHS, 0, -1)]
    rows: list[InvoiceFact] = []
    honest, ring, missing = numbers[:HONEST], numbers[HONEST : HONEST + RING], numbers[-1]
    for place in range(240):
        seller = honest[place * 7 % (HONEST - 6)]
        buyer = honest[min(HONEST - 1, honest.index(seller) + 1 + place % 6)]
        _pair(rows, f"H{place:06}", seller, buyer, months[place % MONTHS], 300_000 + place * 7_000)
    for place, month in enumerate(months[1:]):
        for member, seller in enumerate(ring):
            buyer = ring[(member + 1) % RING]
            _pair(rows, f"C{place}{member:05}", seller, buyer, month, 90 * TEN_MILLION // 10 + member * 1000)
    for place in range(12):
        _pair(rows, f"M{place:06}", missing, honest[place + 8], months[-1], 10 * TEN_MILLION)
    _plant(rows, honest + _named(), months[-1])
    return rows


def _named() -> list[str]:
    """The demonstration's own businesses, where the register knows them."""
    people = [row["name"] for row in pack().data("demo").get("businesses", [])]
    return list(Taxpayer.objects.filter(party_kind="business", name__in=people).values_list("party_key", flat=True))


def _pair(rows: list[InvoiceFact], number: str, seller: str, buyer: str, on: date, minor: int) -> None:
    for side in (SELLER, BUYER):
        rows.append(_fact(side, number, seller, buyer, on, minor))


def _fact(side: str, number: str, seller: str, buyer: str, on: date, minor: int, state: str = "valid") -> InvoiceFact:
    told = f"{on:%Y%m%d}41000{number:0>11}"
    return InvoiceFact(
        side=side,
        number=told,
        seller=seller,
        buyer=buyer,
        issued_on=on,
        minor=minor,
        tax_minor=minor // 10,
        state=state,
    )


def _plant(rows: list[InvoiceFact], buyers: list[str], month: date) -> None:
    """One disagreement for each of the last buyers, in turn."""
    seller = buyers[0]
    for place, buyer in enumerate(buyers[10:]):
        minor, number = TEN_MILLION + place * 1_234_000, f"P{place:06}"
        kind = place % 5
        if kind == 0:
            rows.append(_fact(BUYER, number, seller, buyer, month, minor))
        elif kind == 1:
            rows.append(_fact(SELLER, number, seller, buyer, month, minor))
        elif kind == 2:
            rows.append(_fact(SELLER, number, seller, buyer, month, minor))
            rows.append(_fact(BUYER, number, seller, buyer, month, minor * 3))
        elif kind == 3:
            rows.append(_fact(SELLER, number, seller, buyer, month, minor, "cancelled"))
            rows.append(_fact(BUYER, number, seller, buyer, month, minor))
