"""Exports that wait to be loaded: which are late, who is told, who may wait longer (in Korea Customs Act art. 251)."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Max, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from madang.framework.identity.actor import Actor
from madang.framework.identity.may import Forbidden, require
from madang.framework.identity.officers import officer
from madang.framework.law import parameter
from madang.framework.notify import notify
from madang.framework.values import Fault
from madang.systems.customs.domain.loading import load_by
from madang.systems.customs.domain.words import DeclarationState, Direction
from madang.systems.customs.models import CustomsDeclaration, LoadingExtension
from madang.systems.customs.usecases.declarations.history import happened
from madang.systems.customs.usecases.leaving.refusals import NoSuchExport, TermFaulty
from madang.systems.customs.usecases.permissions import OFFICER

TOLD = "export_late"
AT_ONCE = 500


def waiting_exports() -> QuerySet[CustomsDeclaration]:
    """Released and not loaded, with the latest day that was granted."""
    rows = CustomsDeclaration.objects.filter(
        direction=Direction.EXPORT.value, state=DeclarationState.RELEASED.value, loading=None
    )
    return rows.annotate(granted=Max("loading_extensions__until")).order_by("released_at", "pk")


def last_day(*, one: CustomsDeclaration) -> date:
    """Until when it is loaded; `one` comes of `waiting_exports`."""
    released = timezone.localdate(one.released_at)
    days = int(parameter("customs.leaving.load_days", on=released))
    return load_by(released_on=released, days=days, extended_until=getattr(one, "granted", None))


def waiting_at(*, actor: Actor) -> QuerySet[CustomsDeclaration]:
    """Those of an official's offices. Raises Forbidden."""
    offices = [*actor.offices(OFFICER)]
    if not offices:
        raise Forbidden
    return waiting_exports().filter(office_code__in=offices)


def tell_late_exports(*, actor: Actor, now: datetime) -> int:
    """Tell each exporter once that the term is over: the release may be cancelled (art. 251 (2)). How many were told."""
    today = timezone.localdate(now)
    days = int(parameter("customs.leaving.load_days", on=today))
    old = waiting_exports().filter(released_at__lt=now - timedelta(days=days)).exclude(events__kind=TOLD)
    told = 0
    for one in old[:AT_ONCE]:
        last = last_day(one=one)
        if last >= today:
            continue
        with transaction.atomic():
            happened(to=one, kind=TOLD, actor=actor, now=now, detail={"load_by": last.isoformat()})
            values = {"number": one.number, "day": last}
            link = f"/customs/declarations/{one.number}/"
            notify(party=one.party, template="customs/export_late", values=values, link=link, now=now)
        told += 1
    return told


@transaction.atomic
def extend_loading(*, number: str, until: date, reason: str, actor: Actor, now: datetime) -> LoadingExtension:
    """Grant a longer term, within a year of release at most (Decree art. 255). Raises NoSuchExport, Forbidden, TermFaulty."""
    one = waiting_exports().filter(number=number[:32]).first() if number.isprintable() else None
    if one is None or one.released_at is None:
        raise NoSuchExport
    require(actor, "customs.decide", one.office_code)
    released = timezone.localdate(one.released_at)
    most = released + timedelta(days=int(parameter("customs.leaving.longest_days", on=released)))
    faults = []
    if not last_day(one=one) < until <= most:
        says = _("The longer term ends after the present one and within a year of release.")
        faults.append(Fault("until", says, "customs.leaving.until"))
    if not reason.strip():
        faults.append(Fault("reason", _("Say in a sentence why."), "customs.leaving.reason"))
    if faults:
        raise TermFaulty(faults=tuple(faults))
    made = LoadingExtension.objects.create(
        declaration_id=one.pk, until=until, reason=reason.strip()[:300], granted_by=officer(actor), at=now
    )
    happened(to=one, kind="term_extended", actor=actor, now=now, text=reason, detail={"until": until.isoformat()})
    return made
