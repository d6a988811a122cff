"""Taxpayers and actors of tests of returns."""

from datetime import UTC, date, datetime

from madang.framework.identity.actor import Actor, ActorKind, Duty
from madang.framework.identity.models import Office
from madang.framework.law import pack
from madang.systems.tax.models import Report, Taxpayer

NOW = datetime(2026, 5, 20, 3, 0, tzinfo=UTC)
HANA = next(row["person"] for row in pack().data("demo")["residents"] if row["login"] == "hana")


def resident(person: str = HANA) -> Actor:
    """A resident who acts for themselves."""
    return Actor(kind=ActorKind.RESIDENT, account_id=7, name="Kim Hana", person=person)


def taxpayer(kind: str = "person", key: str = HANA, **values: object) -> Taxpayer:
    """Somebody whom the tax office knows."""
    office = next(row for row in pack().data("offices") if "tax.officer" in row["duties"])
    Office.objects.get_or_create(code=office["code"], defaults={"name": office["name"], "agency": office["agency"]})
    given = {"name": "김하나", "roles": ["income"], "office_code": office["code"], "registered_on": date(2020, 1, 1)}
    return Taxpayer.objects.create(party_kind=kind, party_key=key, **(given | values))


def official(office: str, duty: str = "tax.officer") -> Actor:
    """A tax officer at that office."""
    held = Duty(office_code=office, office_name=office, code=duty)
    return Actor(kind=ActorKind.OFFICIAL, account_id=201, name="Oh Seyoung", duties=(held,))


def report(reporter: Taxpayer, kind: str, minor: int, *, person: str = HANA, year: int = 2025) -> Report:
    """A report that counts."""
    return Report.objects.create(
        number=f"P-{reporter.pk}-{kind}-{person[:6]}",
        reporter=reporter,
        person=person,
        kind=kind,
        year=year,
        minor=minor,
        currency=pack().currency,
        reported_at=NOW,
        counts=True,
    )
