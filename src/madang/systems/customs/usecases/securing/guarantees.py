"""Guarantees: accepted by an official, given back when nothing hangs on them (Customs Act of Korea arts. 24, 26-2; Decree
arts. 9 to 13). Money is deposited by paying a charge, and holds from that day."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from madang.framework import audit
from madang.framework.identity.actor import Actor
from madang.framework.identity.may import require
from madang.framework.identity.officers import officer
from madang.framework.law import pack
from madang.framework.notify import notify
from madang.framework.values import Fault, Money, Party
from madang.framework.values.identifiers import random_symbols
from madang.systems.customs.domain.securing import MONEY, MORTGAGED
from madang.systems.customs.models import CustomsGuarantee
from madang.systems.customs.usecases.securing import queue
from madang.systems.customs.usecases.securing.deposits import ask_deposit, give_deposit_back
from madang.systems.customs.usecases.securing.refusals import GuaranteeInUse, GuaranteeRefused, NoSuchGuarantee
from madang.systems.customs.usecases.securing.used import used_of

ACCEPTED = "customs/guarantee_accepted"


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise:
    """What the paper says."""

    kind: str
    party: Party
    party_name: str
    issuer: str
    paper: str
    limit_minor: int
    valid_from: date
    valid_until: date
    appraised_minor: int | None = None
    appraised_on: date | None = None


def accept_guarantee(*, promise: Promise, office: str, actor: Actor, now: datetime) -> CustomsGuarantee:
    """Take it in at an office. Raises Forbidden, GuaranteeRefused."""
    require(actor, "customs.secure", office)
    today = timezone.localdate(now)
    if faults := tuple(_faults(promise, today)):
        raise GuaranteeRefused(faults=faults)
    try:
        with transaction.atomic():
            made = CustomsGuarantee.objects.create(
                number=f"G{today:%y}{random_symbols(count=9)}",
                kind=promise.kind,
                issuer=promise.issuer.strip(),
                paper=promise.paper.strip(),
                office_code=office,
                party_kind=promise.party.kind.value,
                party_key=promise.party.key,
                party_name=promise.party_name.strip(),
                limit_minor=promise.limit_minor,
                currency=pack().currency,
                valid_from=promise.valid_from,
                valid_until=promise.valid_until,
                accepted_at=now,
                accepted_by=officer(actor),
                appraised_minor=promise.appraised_minor if promise.kind in MORTGAGED else None,
                appraised_on=promise.appraised_on if promise.kind in MORTGAGED else None,
            )
            _note(made, "accept_guarantee", actor, now)
            if made.kind == MONEY:
                ask_deposit(guarantee=made, actor=actor, now=now)
                return made
            amount = Money(made.limit_minor, made.currency)
            values = {"number": made.number, "amount": amount, "day": made.valid_until}
            notify(party=made.party, template=ACCEPTED, values=values, link="/customs/guarantees/", now=now)
            queue.secure_waiting(party=made.party)
    except IntegrityError:
        says = _("This paper of this issuer was accepted already.")
        raise GuaranteeRefused(faults=(Fault("paper", says, GuaranteeRefused.code),)) from None
    return made


def _faults(promise: Promise, today: date) -> list[Fault]:
    found = []
    if promise.limit_minor <= 0:
        found.append(("limit", _("The amount must be more than nothing.")))
    if promise.valid_until < max(promise.valid_from, today):
        found.append(("valid_until", _("It must still be valid today, and end after it begins.")))
    if promise.kind != MONEY and not (promise.issuer.strip() and promise.paper.strip()):
        found.append(("paper", _("Copy the issuer and the number from the paper.")))
    if promise.kind in MORTGAGED:
        if (promise.appraised_minor or 0) < promise.limit_minor:
            found.append(("appraised", _("Land and buildings secure at most what they were appraised at.")))
        if promise.appraised_on is None or promise.appraised_on > today:
            found.append(("appraised_on", _("Say on which day they were appraised, not later than today.")))
    return [Fault(place, says, GuaranteeRefused.code) for place, says in found]


@transaction.atomic
def return_guarantee(*, number: str, actor: Actor, now: datetime) -> CustomsGuarantee:
    """Give it back. Raises Forbidden, NoSuchGuarantee, GuaranteeInUse."""
    held = CustomsGuarantee.objects.select_for_update().filter(number=number, returned_at=None).first()
    if held is None:
        raise NoSuchGuarantee
    require(actor, "customs.secure", held.office_code)
    used = used_of(guarantees=[held], on=timezone.localdate(now))[held.pk]
    if used:
        raise GuaranteeInUse(number=held.number, amount=str(Money(used, held.currency)))
    held.returned_at = now
    held.save(update_fields=["returned_at"])
    _note(held, "return_guarantee", actor, now)
    if held.deposit:
        give_deposit_back(guarantee=held, actor=actor, now=now)
    return held


def _note(one: CustomsGuarantee, action: str, actor: Actor, now: datetime) -> None:
    detail = {"kind": one.kind, "minor": one.limit_minor}
    audit.record(actor=actor, action=f"customs.{action}", target=f"guarantee:{one.number}", detail=detail, now=now)
