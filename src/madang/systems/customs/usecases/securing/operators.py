"""Authorised operators (Customs Act of Korea art. 255-2), and the right to pay later within a guarantee (art. 9 (3))."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from madang.framework import audit
from madang.framework.identity.actor import Actor
from madang.framework.identity.may import require
from madang.framework.law import parameter
from madang.framework.notify import notify
from madang.framework.values import Fault, Money, Party
from madang.framework.values.months import add_months
from madang.systems.customs.models import AuthorisedOperator, CustomsGuarantee, DeferredPayment
from madang.systems.customs.usecases.securing.refusals import NoSuchGuarantee, NotGranted
from madang.systems.customs.usecases.securing.used import left_of

AUTHORISED, ENDED, DEFERRED = "customs/operator", "customs/operator_ended", "customs/deferred"


@dataclass(frozen=True, slots=True, kw_only=True)
class Authorisation:
    """Who is authorised for what, how well."""

    party: Party
    party_name: str
    sector: str
    grade: str


def operators_on(*, on: date) -> QuerySet[AuthorisedOperator]:
    """Those that are authorised on that day, by name."""
    stands = Q(ended_on=None) | Q(ended_on__gt=on)
    return AuthorisedOperator.objects.filter(stands, valid_from__lte=on, valid_until__gte=on).order_by(
        "party_name", "pk"
    )


def authorise_operator(*, asked: Authorisation, office: str, actor: Actor, now: datetime) -> AuthorisedOperator:
    """For the months that the law gives. Raises Forbidden, NotGranted."""
    require(actor, "customs.secure", office)
    today = timezone.localdate(now)
    months = int(parameter("customs.declarations.operator_months", on=today))
    try:
        with transaction.atomic():
            # What ran out gives way to its renewal.
            mine = AuthorisedOperator.objects.filter(
                party_kind=asked.party.kind.value, party_key=asked.party.key, sector=asked.sector, ended_on=None
            )
            mine.filter(valid_until__lt=today).update(ended_on=today)
            made = AuthorisedOperator.objects.create(
                party_kind=asked.party.kind.value,
                party_key=asked.party.key,
                party_name=asked.party_name.strip(),
                sector=asked.sector,
                grade=asked.grade,
                office_code=office,
                valid_from=today,
                valid_until=add_months(day=today, months=months),
            )
            _note(made, "authorise_operator", actor, now)
            values = {"day": made.valid_until}
            notify(party=made.party, template=AUTHORISED, values=values, link="/customs/guarantees/", now=now)
    except IntegrityError:
        raise _refused("sector", _("This business is authorised in this sector already.")) from None
    return made


@transaction.atomic
def end_authorisation(*, operator: AuthorisedOperator, reason: str, actor: Actor, now: datetime) -> AuthorisedOperator:
    """Take it back, and with the last one the right to pay later. Raises Forbidden, NotGranted."""
    require(actor, "customs.secure", operator.office_code)
    held = AuthorisedOperator.objects.select_for_update().get(pk=operator.pk)
    if held.ended_on is not None:
        raise _refused("reason", _("It was taken back before."))
    held.ended_on, held.reason = timezone.localdate(now), reason[:1000]
    held.save(update_fields=["ended_on", "reason"])
    mine = {"party_kind": held.party_kind, "party_key": held.party_key}
    if not operators_on(on=held.ended_on).filter(**mine).exists():
        # Who is trusted no longer pays later no longer; what is open stays secured.
        today = held.ended_on
        rights = DeferredPayment.objects.filter(**mine, valid_until__gte=today)
        rights.update(valid_until=today - timedelta(days=1))
    _note(held, "end_authorisation", actor, now)
    notify(party=held.party, template=ENDED, values={"reason": reason}, link="/customs/guarantees/", now=now)
    return held


@transaction.atomic
def grant_deferral(*, guarantee: str, limit_minor: int, until: date, actor: Actor, now: datetime) -> DeferredPayment:
    """Let a guarantee's holder pay at the end of the month, up to so much of it: that much is used from now on. Only an
    authorised operator, once at a time. Raises Forbidden, NoSuchGuarantee, NotGranted."""
    held = CustomsGuarantee.objects.select_for_update().filter(number=guarantee, returned_at=None).first()
    if held is None:
        raise NoSuchGuarantee
    require(actor, "customs.secure", held.office_code)
    today = timezone.localdate(now)
    mine = {"party_kind": held.party_kind, "party_key": held.party_key}
    if not operators_on(on=today).filter(**mine).exists():
        raise _refused("", _("The holder is no authorised operator."))
    if DeferredPayment.objects.filter(**mine, valid_until__gte=today).exists():
        raise _refused("", _("The holder pays later already."))
    if not today <= until <= held.valid_until:
        raise _refused("until", _("It ends after today, and no later than the guarantee."))
    left = left_of(guarantee=held, on=today)
    if not 0 < limit_minor <= left:
        says = _("Of the guarantee {amount} is free.").format(amount=Money(left, held.currency))
        raise _refused("limit", says)
    made = DeferredPayment.objects.create(
        **mine,
        guarantee=held.number,
        limit_minor=limit_minor,
        currency=held.currency,
        valid_from=today,
        valid_until=until,
    )
    detail = {"minor": limit_minor, "until": until.isoformat()}
    audit.record(
        actor=actor, action="customs.grant_deferral", target=f"guarantee:{held.number}", detail=detail, now=now
    )
    values = {"amount": Money(limit_minor, held.currency), "day": until}
    notify(party=held.party, template=DEFERRED, values=values, link="/customs/guarantees/", now=now)
    return made


def _refused(place: str, says: str) -> NotGranted:
    return NotGranted(faults=(Fault(place, says, NotGranted.code),))


def _note(one: AuthorisedOperator, action: str, actor: Actor, now: datetime) -> None:
    detail = {"sector": one.sector, "grade": one.grade}
    audit.record(actor=actor, action=f"customs.{action}", target=f"operator:{one.party}", detail=detail, now=now)
