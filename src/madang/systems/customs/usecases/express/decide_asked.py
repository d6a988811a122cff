"""Officers answer what consignees asked of their parcels."""

from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from madang.framework.cases.domain.states import Outcome
from madang.framework.cases.models import Case, Decision
from madang.framework.cases.procedures import Procedure
from madang.framework.identity.actor import Actor
from madang.framework.law import citation
from madang.framework.notify import notify
from madang.framework.ui import written
from madang.framework.values import Party
from madang.systems.customs.models import Parcel, ParcelAsked
from madang.systems.customs.usecases.declarations.advance_declaration import locked
from madang.systems.customs.usecases.declarations.history import happened
from madang.systems.customs.usecases.express.ask_about_parcel import MONTHS, NOT_MINE, RETURN, paid_for
from madang.systems.customs.usecases.permissions import OFFICER
from madang.systems.customs.usecases.refunds.owe_refund import Payee, owe_refund

DAYS = "customs.express.answer_days"
STOPPED = ("held", "to_declare", "faulty")


def not_mine() -> Procedure:
    """A parcel that somebody ordered under another one's code."""
    return Procedure(
        code=NOT_MINE,
        title=_("A parcel that the consignee did not order"),
        decided_by=OFFICER,
        days=DAYS,
        supplement_days="customs.declarations.supplement_days",
        describe=_facts,
        on_decision=_decide,
        may_withdraw=False,
    )


def returned() -> Procedure:
    """What was paid for a parcel that went back."""
    return Procedure(
        code=RETURN,
        title=_("Duties of a parcel that was sent back"),
        decided_by=OFFICER,
        days=DAYS,
        supplement_days="customs.declarations.supplement_days",
        describe=_facts,
        legal_text=lambda case: citation(MONTHS, on=timezone.localdate(case.filed_at)),
        on_decision=_decide,
        may_withdraw=False,
    )


def _facts(case: Case) -> list[tuple[object, object]]:
    made = ParcelAsked.objects.select_related("parcel").get(number=case.data["asked"])
    parcel = made.parcel
    facts: list[tuple[object, object]] = [
        (pgettext_lazy("customs parcel", "Waybill"), parcel.waybill),
        (pgettext_lazy("customs parcel", "What it is"), parcel.description),
        (pgettext_lazy("customs parcel", "Seller"), parcel.seller),
        (_("Declaration"), parcel.declaration or "–"),
        (_("What the consignee says"), made.text or "–"),
    ]
    if made.sent_back_on is not None:
        facts.append((_("Sent back on"), f"{written.day(made.sent_back_on)} {made.waybill}".strip()))
    return facts


def _decide(*, case: Case, decision: Decision, actor: Actor, now: datetime) -> None:
    """Granted, what is neither released nor declared is stopped, or what was paid goes back; refused, the reasons are told."""
    made = ParcelAsked.objects.select_for_update(of=("self",)).get(number=case.data["asked"])
    if made.state != "asked":
        return
    parcel = Parcel.objects.select_for_update(of=("self",)).select_related("lodged").get(pk=made.parcel_id)
    granted = decision.outcome == Outcome.GRANTED.value
    made.state, made.decided_at, made.says = "granted" if granted else "refused", now, decision.reasons[:1000]
    made.save(update_fields=["state", "decided_at", "says"])
    link = f"/customs/parcels/{parcel.waybill}/"
    if granted and made.kind == "return":
        _give_back(made, parcel, link, actor, now)
    elif granted and parcel.state in STOPPED:
        parcel.state, parcel.finding = "refused", decision.reasons[:300]
        parcel.save(update_fields=["state", "finding"])
    template = "customs/parcel_answered" if granted else "customs/parcel_not_granted"
    values = {"waybill": parcel.waybill, "reasons": made.says}
    notify(party=Party.person(parcel.person), template=template, values=values, link=link, now=now)


def _give_back(made: ParcelAsked, parcel: Parcel, link: str, actor: Actor, now: datetime) -> None:
    """All that was paid and not given back yet, a refund a levy (Decree art. 124-2: all of it where all of the goods went)."""
    one = locked(number=parcel.declaration)
    payee = Payee(
        party=one.party,
        office=one.office_code,
        source=made.number,
        link=link,
        currency=one.currency,
        account=made.account,
        holder=made.holder,
        declaration=one,
    )
    for levy, minor in paid_for(declaration=one).items():
        owe_refund(to=payee, levy=levy, minor=minor, actor=actor, now=now)
    detail = {"asked": made.number, "waybill": made.waybill}
    happened(to=one, kind="sent_back", actor=actor, now=now, text=made.says, detail=detail)
