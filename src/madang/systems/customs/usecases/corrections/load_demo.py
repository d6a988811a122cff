"""Corrections of the demonstration: one to be paid, one that waits for an officer, two that customs told before it assesses."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from madang.framework.identity.actor import Actor, ActorKind, Duty
from madang.framework.law import pack
from madang.framework.values import Money
from madang.systems.customs.domain.appeal import AppealKind
from madang.systems.customs.domain.words import DeclarationState, Direction
from madang.systems.customs.models import Correction, CustomsDeclaration
from madang.systems.customs.usecases.corrections.file_appeal import file_appeal
from madang.systems.customs.usecases.corrections.file_correction import assess_anew, file_correction
from madang.systems.customs.usecases.declarations.content import declaration_of
from madang.systems.customs.usecases.declarations.load_demo import demo_declared, demo_owner, demo_paid
from madang.systems.customs.usecases.permissions import OFFICER

# What each should have cost instead of 8,400 dollars, and why.
PRICES = {
    "CORR-1": (9_600_00, "생산지원비 누락 / tools for the maker were left out of the price"),
    "CORR-2": (7_000_00, "송품장 금액 착오 / the invoice says less"),
}
# What customs found in two others.
TOLD = {
    "CORR-3": (9_100_00, "권리사용료 누락 / a royalty was left out"),
    "CORR-4": (9_900_00, "운임 과소신고 / carriage was declared too low"),
}


def load_corrections_demo(*, now: datetime) -> int:
    """Load what is not there yet; how many corrections there are then. What chance chose to be looked at is left alone."""
    owner = demo_owner()
    known = CustomsDeclaration.objects.filter(reference__startswith="CORR-")
    if owner is not None and pack().code == "kr" and not known.exists():
        for reference, (minor, reason) in (PRICES | TOLD).items():
            one = demo_declared(reference, owner, Direction.IMPORT, now)
            demo_paid(one, now)
            one.refresh_from_db()
            if one.state == DeclarationState.RELEASED.value:
                _correct(one, minor, reason, owner, now)
    return Correction.objects.count()


def _correct(one: CustomsDeclaration, minor: int, reason: str, owner: Actor, now: datetime) -> None:
    said = declaration_of(content=one.content)
    items = (replace(said.items[0], price=Money(minor, "USD")), *said.items[1:])
    told: dict[str, Any] = {
        "number": one.number,
        "version": one.version,
        "declaration": replace(said, items=items),
        "reason": reason,
    }
    if one.reference not in TOLD:
        file_correction(**told, actor=owner, now=now, account="088-12345678901", holder=owner.name)
        return
    made = assess_anew(**told, actor=_officer(one), now=now)
    if one.reference == "CORR-4":
        reasons = "운임은 계약서대로입니다. / The carriage is that of the contract."
        file_appeal(number=made.number, kind=AppealKind.REVIEW, reasons=reasons, actor=owner, now=now)


def _officer(one: CustomsDeclaration) -> Actor:
    return Actor(kind=ActorKind.OFFICIAL, name="감하솔", duties=(Duty(one.office_code, one.office_code, OFFICER),))
