"""Declare and end a fallback procedure: one officer proposes, another one signs (in Korea Customs Act art. 327 and the notice
on outages of the customs system)."""

from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from madang.framework.audit import record
from madang.framework.identity.actor import Actor
from madang.framework.identity.may import Forbidden, may, require
from madang.framework.identity.officers import officer
from madang.framework.values import Fault
from madang.framework.values.identifiers import random_symbols
from madang.systems.customs.domain.continuity import Outage
from madang.systems.customs.models import Fallback
from madang.systems.customs.usecases.continuity import queue
from madang.systems.customs.usecases.continuity.refusals import (
    FallbackFaulty,
    FallbackMovedOn,
    FallbackStands,
    NoSuchFallback,
    OwnFallback,
)
from madang.systems.customs.usecases.declarations.offices import customs_offices
from madang.systems.customs.usecases.permissions import OFFICER

FARTHEST_BACK = timedelta(days=30)
"""An outage may have kept its own declaration from being entered, for that long at most."""


def propose_fallback(*, office: str, reason: str, began_at: datetime, actor: Actor, now: datetime) -> Fallback:
    """The first signature; nothing is in force yet. Raises Forbidden, FallbackFaulty, FallbackStands."""
    require(actor, "customs.fallback", office)
    faults = _faults(office, reason, began_at, now)
    if faults:
        raise FallbackFaulty(faults=tuple(faults))
    try:
        with transaction.atomic():
            made = Fallback.objects.create(
                number=f"F{timezone.localdate(now):%y%m%d}{random_symbols(count=5)}",
                office_code=office,
                reason=reason.strip()[:500],
                began_at=began_at,
                proposed_by=officer(actor),
                proposed_at=now,
            )
            _record(made, "propose_fallback", actor, now)
    except IntegrityError:
        raise FallbackStands from None
    return made


def _faults(office: str, reason: str, began_at: datetime, now: datetime) -> list[Fault]:
    faults = []
    if office and office not in {str(row["code"]) for row in customs_offices()}:
        faults.append(Fault("office", _("There is no customs office {code}.").format(code=office[:20]), "office"))
    if not reason.strip():
        faults.append(Fault("reason", _("Say in a sentence what does not work; the public reads it."), "missing"))
    if not now - FARTHEST_BACK <= began_at <= now:
        faults.append(Fault("began_at", _("The outage began before now, and not longer ago than a month."), "period"))
    return faults


@transaction.atomic
def decide_fallback(*, number: str, declare: bool, actor: Actor, now: datetime) -> Fallback:
    """The second signature declares it; whoever turns it down, or takes the own proposal back, drops it. Raises Forbidden,
    NoSuchFallback, FallbackMovedOn, OwnFallback."""
    held = _held(number, actor, "proposed")
    if declare:
        _require_other(held.proposed_by, actor)
        held.declared_by, held.declared_at = officer(actor), now
        queue.tell_fallback(number=held.number, over=False)
    else:
        held.dropped_at = now
    held.save(update_fields=["declared_by", "declared_at", "dropped_at"])
    _record(held, "declare_fallback" if declare else "drop_fallback", actor, now)
    return held


@transaction.atomic
def propose_end(*, number: str, ended_at: datetime, actor: Actor, now: datetime) -> Fallback:
    """Say when the outage was over; the fallback stands until another officer signs too. Raises Forbidden, NoSuchFallback,
    FallbackMovedOn, FallbackFaulty."""
    held = _held(number, actor, "standing")
    if not held.began_at < ended_at <= now:
        says = _("The outage ended after it began, and not later than now.")
        raise FallbackFaulty(faults=(Fault("ended_at", says, "period"),))
    held.ended_at, held.end_proposed_by = ended_at, officer(actor)
    held.save(update_fields=["ended_at", "end_proposed_by"])
    _record(held, "propose_fallback_end", actor, now)
    return held


@transaction.atomic
def decide_end(*, number: str, end: bool, actor: Actor, now: datetime) -> Fallback:
    """The second signature ends it; whoever turns that down leaves it in force. Raises Forbidden, NoSuchFallback,
    FallbackMovedOn, OwnFallback."""
    held = _held(number, actor, "ending")
    if end:
        _require_other(held.end_proposed_by, actor)
        held.end_declared_by, held.end_declared_at = officer(actor), now
        queue.tell_fallback(number=held.number, over=True)
    else:
        held.ended_at, held.end_proposed_by = None, ""
    held.save(update_fields=["ended_at", "end_proposed_by", "end_declared_by", "end_declared_at"])
    _record(held, "end_fallback" if end else "keep_fallback", actor, now)
    return held


def _held(number: str, actor: Actor, state: str) -> Fallback:
    held = Fallback.objects.select_for_update().filter(number=number[:20]).first() if number.isprintable() else None
    if held is None:
        raise NoSuchFallback
    require(actor, "customs.fallback", held.office_code)
    if held.state != state:
        raise FallbackMovedOn
    return held


def _require_other(first: str, actor: Actor) -> None:
    if first == officer(actor):
        raise OwnFallback


def _record(one: Fallback, action: str, actor: Actor, now: datetime) -> None:
    detail = {"office": one.office_code or "*"}
    record(actor=actor, action=f"customs.{action}", target=f"fallback:{one.number}", detail=detail, now=now)


def fallbacks_at(*, actor: Actor) -> QuerySet[Fallback]:
    """Those of an official's offices and of all, the newest first. Raises Forbidden."""
    offices = [*actor.offices(OFFICER)]
    if not offices:
        raise Forbidden
    return Fallback.objects.filter(office_code__in=["", *offices]).order_by("-proposed_at", "-pk")


def find_fallback(*, number: str, actor: Actor) -> Fallback:
    """One of them. Raises NoSuchFallback."""
    found = Fallback.objects.filter(number=number[:20]).first() if number.isprintable() else None
    if found is None or not may(actor, "customs.fallback", found.office_code):
        raise NoSuchFallback
    return found


def standing_fallbacks() -> QuerySet[Fallback]:
    """What is in force now, of all offices."""
    return declared_fallbacks().filter(end_declared_at=None)


def declared_fallbacks() -> QuerySet[Fallback]:
    """What is or was in force, the newest first."""
    return Fallback.objects.filter(~Q(declared_at=None), dropped_at=None).order_by("-began_at", "-pk")


def outage_of(*, fallback: Fallback) -> Outage:
    """As the law reads it. While its end waits for the second signature it is in force."""
    ended = fallback.ended_at if fallback.end_declared_at is not None else None
    return Outage(number=fallback.number, office=fallback.office_code, began_at=fallback.began_at, ended_at=ended)
