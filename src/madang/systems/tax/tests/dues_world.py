"""A taxpayer, officers, and dues, for the tests of collecting."""

from datetime import UTC, date, datetime
from typing import Any

from madang.framework.identity.actor import ActingFor, Actor, ActorKind, Duty, system_actor
from madang.framework.values import Party
from madang.systems.tax.domain.words import DueReason, Role, Tax
from madang.systems.tax.models import Due, Return, Taxpayer
from madang.systems.tax.usecases import permissions
from madang.systems.tax.usecases.dues.assess_taxpayer import Finding
from madang.systems.tax.usecases.dues.raise_due import raise_due
from madang.systems.tax.usecases.registration.register_taxpayer import register_taxpayer

# A Monday; 10:00 in Seoul.
NOW = datetime(2026, 6, 1, 1, 0, tzinfo=UTC)
TODAY = date(2026, 6, 1)
MACHINE = system_actor("test")
OFFICE = "NTS-101"
HANA = Party.person("person-hana")
SHOP = Party.business("1018100001")


def official(login: str, duty: str) -> Actor:
    """An official of the tax office."""
    held = Duty(office_code=OFFICE, office_name="종로세무서", code=duty)
    return Actor(kind=ActorKind.OFFICIAL, account_id=sum(map(ord, login)), name=login, duties=(held,))


OFFICER = official("taxofficer", permissions.OFFICER)
REVIEWER = official("taxreviewer", permissions.REVIEWER)
COLLECTOR = official("taxcollector", permissions.COLLECTOR)
HERSELF = Actor(kind=ActorKind.RESIDENT, account_id=1, person=HANA.key, name="김하나")
STRANGER = Actor(kind=ActorKind.RESIDENT, account_id=2, person="person-minsu", name="이민수")


def acting(party: Party = SHOP, *, scope: tuple[str, ...] = ("*",)) -> Actor:
    """Somebody who acts for a business."""
    whose = ActingFor(party=party, mandate_id="m", scope=scope, name="도현상회")
    return Actor(kind=ActorKind.RESIDENT, account_id=3, person="person-dohyun", name="최도현", acting_for=whose)


def taxpayer(party: Party = HANA, *roles: Role) -> Taxpayer:
    """A registered taxpayer."""
    return register_taxpayer(party=party, name="김하나", roles=roles or (Role.INCOME,), actor=MACHINE, now=NOW)


def due(minor: int, due_on: date, **other: Any) -> Due:
    """Something owed."""
    given: dict[str, Any] = {
        "taxpayer": taxpayer(),
        "tax": Tax.INCOME,
        "period": "2025",
        "reason": DueReason.RETURN,
        "source": f"S-{minor}-{due_on}",
        "actor": MACHINE,
        "now": NOW,
    }
    return raise_due(minor=minor, due_on=due_on, **(given | other))


def finding(minor: int = 12_000_000) -> Finding:
    """What an officer found."""
    return Finding(
        tax=Tax.INCOME,
        period="2024",
        minor=minor,
        facts="임대 수입 60,000,000원이 신고되지 않았음.",
        reasons="계좌 입금 내역이 신고한 수입보다 많음.",
        law="소득세법 제80조제2항",
    )


def filed(payable: int, *, number: str = "F-1", tax: Tax = Tax.INCOME, who: Taxpayer | None = None) -> Return:
    """A return whose difference is `payable`."""
    return Return.objects.create(
        number=number,
        taxpayer=who or taxpayer(),
        tax=tax.value,
        period="2025",
        period_from=date(2025, 1, 1),
        period_until=date(2025, 12, 31),
        facts={},
        tax_minor=1_000_000,
        prepaid_minor=1_000_000 - payable,
        payable_minor=payable,
        currency="KRW",
        filed_at=NOW,
        filed_by="account:1",
    )
