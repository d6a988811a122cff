"""Reports and returns for the demonstration: of two adults in five, drawn from their keys alone, so every run is the same."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256

from django.db import transaction

from madang.contracts.population_v1 import GetAdults, Person
from madang.exchange import Asking, ask
from madang.exchange.grants import legal_basis
from madang.exchange.own_businesses import businesses_of
from madang.framework.identity.actor import system_actor
from madang.framework.law import pack
from madang.framework.values import Party, Refusal
from madang.systems.tax.domain.filing import read_period
from madang.systems.tax.domain.words import Role, Tax
from madang.systems.tax.models import Report, Return, Taxpayer
from madang.systems.tax.usecases.name import SYSTEM
from madang.systems.tax.usecases.registration.offices import office_for
from madang.systems.tax.usecases.returns import law
from madang.systems.tax.usecases.returns.ask_household import ask_household
from madang.systems.tax.usecases.returns.file_return import file_return
from madang.systems.tax.usecases.returns.prefill import facts_of, figures_of
from madang.systems.tax.usecases.returns.taxpayers import PURPOSE

YEARS = (2024, 2025)
PAGE = 2000
MOST_PEOPLE = 20_000
SHARE_PERCENT = 40
FILED = 25
"""Every so many of the people with reports filed for the first year."""
MACHINE = system_actor("tax.demo")
FIRST_NUMBER = 9_910_000_001
INSTITUTIONS = (
    ("employer", "한빛전자", "Hanbit Electronics"),
    ("factory", "다온정밀", "Daon Precision"),
    ("bank", "한강은행", "Hangang Bank"),
    ("hospital", "마루병원", "Maru Hospital"),
    ("cards", "나루카드", "Naru Card"),
    ("insurer", "바른손해보험", "Bareun Insurance"),
    ("pension", "연금공단", "Pension Corporation"),
    ("school", "새솔학교", "Saesol School"),
    ("charity", "온누리나눔", "Onnuri Charity"),
)
Row = tuple[str, str, int]
# By login: who reports what, in won, for the first year; the second is a little more.
NAMED: dict[str, tuple[Row, ...]] = {
    "hana": (
        ("employer", "wages", 58_400_000),
        ("employer", "wages_withheld", 4_150_000),
        ("employer", "pension_contributions", 2_628_000),
        ("employer", "health_insurance", 2_338_000),
        ("employer", "employment_insurance", 525_000),
        ("cards", "card_credit", 14_200_000),
        ("cards", "card_debit", 6_300_000),
        ("cards", "card_transit", 840_000),
        ("hospital", "medical_others", 3_120_000),
        ("school", "education_school", 1_450_000),
        ("charity", "donations_designated", 600_000),
        ("insurer", "insurance", 960_000),
        ("bank", "interest", 312_000),
        ("bank", "financial_withheld", 43_680),
        ("bank", "pension_savings", 3_000_000),
    ),
    "minsu": (
        ("cards", "business_revenue", 184_500_000),
        ("bank", "interest", 1_240_000),
        ("bank", "financial_withheld", 173_600),
        ("cards", "card_credit", 9_800_000),
        ("insurer", "insurance", 1_080_000),
        ("pension", "pension_contributions", 3_240_000),
        ("bank", "prepaid", 9_200_000),
    ),
    "dohyun": (
        ("cards", "business_revenue", 96_300_000),
        ("hospital", "medical_own", 4_410_000),
        ("pension", "pension_contributions", 2_160_000),
        ("bank", "mutual_relief", 3_000_000),
        ("charity", "donations_hometown", 100_000),
    ),
    "soonja": (
        ("pension", "public_pension", 16_800_000),
        ("pension", "other_withheld", 420_000),
        ("bank", "private_pension", 4_200_000),
        ("bank", "interest", 6_900_000),
        ("bank", "financial_withheld", 966_000),
        ("hospital", "medical_own", 5_260_000),
    ),
}
EXPENSES = {"minsu": 121_700_000, "dohyun": 61_900_000}
"""What they say themselves: nobody reports expenses."""


@dataclass(frozen=True, slots=True)
class _Office:
    """The institutions by their part, and how many won one of the country's smallest units is."""

    reporters: dict[str, Taxpayer]
    won: int


def load_returns_demo(*, now: datetime) -> int:
    """Load what is not there yet; how many reports there are then."""
    if not Report.objects.exists():
        people = _logins()
        here = _Office(_institutions(), 10 if pack().currency_digits else 1)
        named = {person: NAMED[login] for login, person in people.items() if login in NAMED}
        drawn = list(_drawn(set(people.values())))
        with transaction.atomic():
            _save(here, [(person, year, row) for year in YEARS for person, rows in named.items() for row in rows])
            for start in range(0, len(drawn), PAGE):
                part = drawn[start : start + PAGE]
                _save(here, [(one.key or "", year, row) for one in part for year in YEARS for row in _rows(one, year)])
        _shop_reports(people)
        _file(people, drawn)
    return Report.objects.count()


def _logins() -> dict[str, str]:
    return {row["login"]: row["person"] for row in pack().data("demo")["residents"]}


def _institutions() -> dict[str, Taxpayer]:
    native = pack().languages[0] == "ko"
    made = {}
    for place, (part, korean, latin) in enumerate(INSTITUTIONS):
        made[part], _new = Taxpayer.objects.get_or_create(
            party_kind="business",
            party_key=str(FIRST_NUMBER + place),
            defaults={
                "name": korean if native else latin,
                "name_latin": latin,
                "roles": [Role.REPORTER.value, Role.WITHHOLDING_AGENT.value],
                "office_code": office_for(division=""),
                "registered_on": date(2015, 1, 2),
            },
        )
    return made


def _drawn(named: set[str]) -> Iterator[Person]:
    """Two adults in five."""
    basis = legal_basis(asker=SYSTEM, question=GetAdults)
    purpose = "Sampling for statistics and demonstrations"
    after, count = "", 0
    while count < MOST_PEOPLE:
        asking = Asking(system=SYSTEM, actor=MACHINE, purpose=purpose, basis=basis)
        page = ask(GetAdults(after=after, limit=PAGE), asking)
        for one in page.people:
            if one.key and one.key not in named and _number(one.key, "reported") < SHARE_PERCENT:
                count += 1
                yield one
        if not page.more or not page.people:
            return
        after = page.people[-1].key or ""


def _number(key: str, about: str, below: int = 100) -> int:
    return int.from_bytes(sha256(f"{key}:{about}".encode()).digest()[:6], "big") % below


def _rows(person: Person, year: int) -> list[Row]:
    """Wages and what goes with them, or a pension from 66 on."""
    key = f"{person.key}:{year}"
    age = year - (person.birth_on.year if person.birth_on else year - 40)
    rows: list[Row] = [("bank", "interest", _number(key, "interest", 900) * 1_000)]
    rows.append(("cards", "card_credit", 2_000_000 + _number(key, "card", 18_000) * 1_000))
    if age > 65:
        rows.append(("pension", "public_pension", 4_000_000 + _number(key, "pension", 14_000) * 1_000))
        rows.append(("hospital", "medical_own", _number(key, "medical", 4_000) * 1_000))
        return rows
    employer = "employer" if _number(key, "employer") < 60 else "factory"
    wages = 24_000_000 + _number(key, "wages", 66_000) * 1_000
    rows += [
        (employer, "wages", wages),
        (employer, "wages_withheld", wages * (2 + wages // 20_000_000) // 100),
        (employer, "pension_contributions", wages * 45 // 1000),
        (employer, "health_insurance", wages * 40 // 1000),
        (employer, "employment_insurance", wages * 9 // 1000),
        ("cards", "card_debit", _number(key, "debit", 9_000) * 1_000),
        ("insurer", "insurance", _number(key, "insurance", 1_200) * 1_000),
    ]
    if _number(key, "gives") < 30:
        rows.append(("charity", "donations_designated", 50_000 + _number(key, "given", 900) * 1_000))
    if _number(key, "ill") < 45:
        rows.append(("hospital", "medical_others", _number(key, "medical", 5_000) * 1_000))
    return rows


def _save(here: _Office, told: list[tuple[str, int, Row]]) -> None:
    rows = []
    for person, year, (part, kind, won) in told:
        reporter = here.reporters[part]
        minor = won * (100 + 3 * (year - YEARS[0])) // 100 // here.won
        number = f"P{year}-{sha256(f'{reporter.party_key}:{person}:{kind}'.encode()).hexdigest()[:16].upper()}"
        rows.append(
            Report(
                number=number,
                reporter=reporter,
                person=person,
                kind=kind,
                year=year,
                minor=minor,
                currency=pack().currency,
                reported_at=datetime(year + 1, 1, 14, 6, tzinfo=UTC) + timedelta(minutes=_number(person, kind, 10_000)),
                counts=True,
            )
        )
    Report.objects.bulk_create(rows, batch_size=5000)


def _shop_reports(people: dict[str, str]) -> None:
    """The shop of one named person reports, too, so that somebody who signs in can try it."""
    if "dohyun" not in people:
        return
    for one in businesses_of(person=people["dohyun"], system=SYSTEM, purpose=PURPOSE, actor=MACHINE)[:1]:
        shop, _new = Taxpayer.objects.get_or_create(
            party_kind="business",
            party_key=str(one.number),
            defaults={
                "name": str(one.name),
                "roles": [Role.VAT_GENERAL.value],
                "office_code": office_for(division=""),
                "registered_on": date(2020, 1, 2),
            },
        )
        if Role.REPORTER.value not in shop.roles:
            shop.roles = [*shop.roles, Role.REPORTER.value]
            shop.save(update_fields=["roles"])


def _file(people: dict[str, str], drawn: list[Person]) -> None:
    """Some filed for the first year, in time: the first named resident, and of the others whoever had nothing to pay."""
    names = {row["login"]: row for row in pack().data("demo")["residents"]}
    for login in (one for one in NAMED if one in people):
        row = names[login]
        native = f"{row['family']['native']}{row['given']['native']}"
        latin = f"{row['family']['latin']} {row['given']['latin']}"
        _file_one(people[login], native, latin, EXPENSES.get(login, 0), always=login == "hana")
    for one in drawn[::FILED]:
        _file_one(one.key or "", one.name or "", one.latin_name or "", 0)


def _file_one(person: str, name: str, latin: str, expenses: int, *, always: bool = False) -> Return | None:
    year = YEARS[0]
    period, party = read_period(code=str(year)), Party.person(person)
    payer, _new = Taxpayer.objects.get_or_create(
        party_kind="person",
        party_key=person,
        defaults={
            "name": name,
            "name_latin": latin,
            "roles": [Role.INCOME.value],
            "office_code": office_for(division=""),
            "registered_on": date(year, 1, 2),
        },
    )
    own = {"business_expenses": (expenses, "")} if expenses else {}
    try:
        household = ask_household(party=party, period=period, actor=MACHINE)
        figures = figures_of(party=party, tax=Tax.INCOME, period=period, household=household, own=own)
        made = law.assessed(tax=Tax.INCOME, period=period, facts=facts_of(figures))
        if made.payable > 0 and not always:
            return None
        return file_return(
            taxpayer=payer,
            tax=Tax.INCOME,
            period=period.code,
            facts=facts_of(figures),
            sources={figure.fact: figure.sources for figure in figures},
            actor=MACHINE,
            now=datetime.combine(law.due_on(tax=Tax.INCOME, period=period), datetime.min.time(), UTC)
            - timedelta(days=9),
        )
    except Refusal:
        return None
