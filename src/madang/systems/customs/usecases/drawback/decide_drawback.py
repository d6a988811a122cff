"""An official decides a drawback; what is granted is paid out by the treasury."""

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
from madang.systems.customs.domain.drawback import DrawbackState
from madang.systems.customs.models import Drawback
from madang.systems.customs.usecases.declarations.history import happened
from madang.systems.customs.usecases.drawback.file_drawback import DRAWBACK
from madang.systems.customs.usecases.drawback.law import HERE
from madang.systems.customs.usecases.drawback.materials import free, uses_of
from madang.systems.customs.usecases.drawback.words import METHODS
from madang.systems.customs.usecases.permissions import OFFICER
from madang.systems.customs.usecases.refunds.owe_refund import Payee, owe_refund

DAYS = f"{HERE}.answer_days"


def procedure() -> Procedure:
    """Decided by an officer of the export's office."""
    return Procedure(
        code=DRAWBACK,
        title=_("Drawback of duty for an export"),
        decided_by=OFFICER,
        days=DAYS,
        supplement_days="customs.declarations.supplement_days",
        describe=_facts,
        legal_text=lambda case: citation(f"{HERE}.claim_years", on=timezone.localdate(case.filed_at)),
        on_decision=_decide,
        may_withdraw=False,
    )


def _facts(case: Case) -> list[tuple[object, object]]:
    made = Drawback.objects.select_related("declaration").get(number=case.data["drawback"])
    one = made.declaration
    return [
        (_("Export declaration"), one.number),
        (pgettext_lazy("customs", "Trader"), one.party_name),
        (pgettext_lazy("customs", "Goods"), one.title),
        (_("How it is reckoned"), METHODS[made.method]),
        (_("Amount"), written.money(made.amount)),
        *((use.origin, f"{use.commodity} {written.number(use.quantity)} {use.unit}") for use in uses_of(made=made)),
    ]


def _decide(*, case: Case, decision: Decision, actor: Actor, now: datetime) -> None:
    """Granted, it is owed; refused, the import lines are free again and the reasons are told."""
    made = (
        Drawback.objects.select_for_update(of=("self",)).select_related("declaration").get(number=case.data["drawback"])
    )
    if made.state != DrawbackState.FILED.value:
        return
    granted = decision.outcome == Outcome.GRANTED.value
    made.state = (DrawbackState.GRANTED if granted else DrawbackState.REFUSED).value
    made.says, made.decided_at = decision.reasons[:1000], now
    made.save(update_fields=["state", "says", "decided_at"])
    if granted:
        _owe(made, actor, now)
    else:
        free(made=made)
    kind = "drawback_granted" if granted else "drawback_refused"
    detail = {"drawback": made.number, "minor": made.minor}
    happened(to=made.declaration, kind=kind, actor=actor, now=now, text=decision.reasons, detail=detail)
    values = {"number": made.number, "amount": made.amount, "reasons": made.says}
    notify(party=made.party, template=f"customs/{kind}", values=values, link=made.link, now=now)


def _owe(made: Drawback, actor: Actor, now: datetime) -> None:
    payee = Payee(
        party=made.party,
        office=made.office_code,
        source=made.number,
        link=made.link,
        currency=made.currency,
        account=made.account,
        holder=made.holder,
    )
    for levy, minor in made.amounts.items():
        owe_refund(to=payee, levy=levy, minor=minor, actor=actor, now=now)
