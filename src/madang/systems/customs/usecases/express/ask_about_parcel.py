"""A consignee says that a parcel is not theirs, or that they sent it back and want what they paid for it (in Korea Customs Act
art. 106-2). Either is a case of the office's officers."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.db.models import Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from madang.framework.audit import record
from madang.framework.cases.usecases import open_case
from madang.framework.identity.actor import Actor
from madang.framework.identity.may import require
from madang.framework.law import parameter
from madang.framework.money.usecases.repay import account_given
from madang.framework.values import Fault, Party
from madang.framework.values.identifiers import random_symbols
from madang.systems.customs.domain.express import last_day_to_return
from madang.systems.customs.domain.words import DeclarationState
from madang.systems.customs.models import CustomsDeclaration, CustomsRefund, Levied, Parcel, ParcelAsked
from madang.systems.customs.usecases.express.find_parcels import parcels_of
from madang.systems.customs.usecases.express.refusals import AskedBefore, NoSuchParcel, ParcelNotReturned
from madang.systems.customs.usecases.refunds.accounts import AccountMissing

NOT_MINE, RETURN = "customs.parcel_not_mine", "customs.parcel_return"
MONTHS = "customs.express.return_months"


@dataclass(frozen=True, slots=True, kw_only=True)
class SentBack:
    """A parcel that went back: when, by which waybill, and to which account what was paid goes."""

    on: date
    waybill: str
    account: str
    holder: str


def find_own_parcel(*, waybill: str, actor: Actor) -> Parcel:
    """One of the actor's own. Raises NoSuchParcel."""
    found = parcels_of(actor=actor).filter(waybill=waybill[:35]).first() if waybill.isprintable() else None
    if found is None:
        raise NoSuchParcel
    return found


def report_not_mine(*, waybill: str, text: str, actor: Actor, now: datetime) -> ParcelAsked:
    """Somebody ordered under the consignee's code. Raises Forbidden, NoSuchParcel, AskedBefore."""
    parcel = find_own_parcel(waybill=waybill, actor=actor)
    return _asked(ParcelAsked(kind="not_mine", parcel=parcel, text=text.strip()[:1000]), NOT_MINE, actor, now)


def ask_back(*, waybill: str, text: str, sent: SentBack, actor: Actor, now: datetime) -> ParcelAsked:
    """What was paid for a parcel that went back as it came. Raises Forbidden, NoSuchParcel, AccountMissing, ParcelNotReturned,
    AskedBefore."""
    parcel = find_own_parcel(waybill=waybill, actor=actor)
    if reason := _why_not(parcel, sent.on, timezone.localdate(now)):
        raise ParcelNotReturned(reason=reason, faults=(Fault("sent_back_on", reason, ParcelNotReturned.code),))
    account, holder = account_given(account=sent.account, holder=sent.holder, missing=AccountMissing)
    made = ParcelAsked(
        kind="return",
        parcel=parcel,
        text=text.strip()[:1000],
        sent_back_on=sent.on,
        waybill=sent.waybill.strip()[:35],
        account=account,
        holder=holder,
    )
    return _asked(made, RETURN, actor, now)


def paid_for(*, declaration: CustomsDeclaration) -> dict[str, int]:
    """What was paid of each levy and not given back yet."""
    paid = Levied.objects.filter(declaration=declaration, state="paid").values_list("levy").annotate(Sum("minor"))
    back = dict(CustomsRefund.objects.filter(declaration=declaration).values_list("levy").annotate(Sum("minor")))
    left = {levy: int(sum_) - int(back.get(levy, 0)) for levy, sum_ in paid}
    return {levy: minor for levy, minor in left.items() if minor > 0}


def declared_as(*, parcel: Parcel) -> CustomsDeclaration | None:
    """The declaration of a parcel; none where a list cleared it."""
    return CustomsDeclaration.objects.filter(number=parcel.declaration).first() if parcel.declaration else None


def _why_not(parcel: Parcel, sent_on: date, today: date) -> str:
    one = declared_as(parcel=parcel)
    if one is None or one.state != DeclarationState.RELEASED.value or one.released_at is None:
        return _("it was not released by a declaration of its own, so nothing was paid for it.")
    if not parcel.own_use:
        return _("it was not for your own use.")
    if not paid_for(declaration=one):
        return _("nothing is left of what was paid for it.")
    last = last_day_to_return(released_on=timezone.localdate(one.released_at), months=int(parameter(MONTHS, on=today)))
    if not timezone.localdate(one.released_at) <= sent_on <= min(today, last):
        return _("it must have gone back between its release and {day}, and not later than today.").format(
            day=last.isoformat()
        )
    return ""


def _asked(made: ParcelAsked, procedure: str, actor: Actor, now: datetime) -> ParcelAsked:
    parcel = made.parcel
    party = Party.person(parcel.person)
    require(actor, "customs.declare", str(party))
    made.number, made.state, made.asked_at = f"Q{now:%Y}-{random_symbols(count=8)}", "asked", now
    try:
        with transaction.atomic():
            made.save(force_insert=True)
            case = open_case(
                procedure=procedure,
                applicant=party,
                subject=party,
                office=parcel.lodged.office_code,
                data={"asked": made.number},
                actor=actor,
                now=now,
                application=f"customs:parcel:{made.number}",
                applicant_name=str(parcel.consignee["name"]),
            )
            made.case = case.number
            made.save(update_fields=["case"])
            detail = {"asked": made.number, "kind": made.kind}
            record(actor=actor, action="customs.ask_about_parcel", target=f"parcel:{parcel.pk}", detail=detail, now=now)
    except IntegrityError:
        known = ParcelAsked.objects.filter(parcel=parcel, kind=made.kind).exclude(state="refused").first()
        raise AskedBefore(waybill=parcel.waybill, number=known.number if known else "") from None
    return made
