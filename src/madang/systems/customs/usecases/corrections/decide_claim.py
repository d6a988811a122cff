"""An official answers a claim for correction (in Korea within two months, Customs Act art. 38-3 (4))."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from madang.framework.cases.domain.states import Outcome
from madang.framework.cases.models import Case, Decision
from madang.framework.cases.procedures import Procedure
from madang.framework.identity.actor import Actor
from madang.framework.notify import notify
from madang.framework.ui import written
from madang.systems.customs.domain.correction import CorrectionState
from madang.systems.customs.models import Correction
from madang.systems.customs.usecases.corrections.file_correction import CLAIM
from madang.systems.customs.usecases.corrections.law import HERE
from madang.systems.customs.usecases.corrections.settle_correction import settle_correction
from madang.systems.customs.usecases.declarations.advance_declaration import locked
from madang.systems.customs.usecases.declarations.history import happened
from madang.systems.customs.usecases.declarations.words import levied_amounts
from madang.systems.customs.usecases.permissions import OFFICER

DAYS = f"{HERE}.answer_days"


def procedure() -> Procedure:
    """Decided by an officer of the declaration's office."""
    return Procedure(
        code=CLAIM,
        title=_("Claim for correction of a declaration"),
        decided_by=OFFICER,
        days=DAYS,
        supplement_days="customs.declarations.supplement_days",
        describe=_facts,
        on_decision=_decide,
        may_withdraw=False,
    )


def _facts(case: Case) -> list[tuple[object, object]]:
    return would_change(made=Correction.objects.select_related("declaration").get(number=case.data["correction"]))


def would_change(*, made: Correction) -> list[tuple[object, object]]:
    """What a correction is about and changes, for who decides on it."""
    one, changes = made.declaration, levied_amounts(amounts=made.changes, currency=made.currency)
    return [
        (_("Declaration"), one.number),
        (pgettext_lazy("customs", "Trader"), one.party_name),
        (pgettext_lazy("customs", "Goods"), one.title),
        (_("Why it is corrected"), made.reason),
        *((title, written.money(amount)) for title, amount in changes),
    ]


def _decide(*, case: Case, decision: Decision, actor: Actor, now: datetime) -> None:
    """Granted, it takes effect; refused, the declaration stays as it is and the reasons are told."""
    named = Correction.objects.get(number=case.data["correction"])
    one = locked(number=named.declaration.number)
    made = Correction.objects.select_for_update().get(pk=named.pk)
    if made.state != CorrectionState.FILED.value:
        return
    made.says = decision.reasons[:1000]
    if decision.outcome == Outcome.GRANTED.value:
        made.save(update_fields=["says"])
        settle_correction(one=one, made=made, actor=actor, now=now)
        return
    made.state, made.decided_at = CorrectionState.REFUSED.value, now
    made.save(update_fields=["says", "state", "decided_at"])
    detail = {"correction": made.number, "case": case.number}
    happened(to=one, kind="correction_refused", actor=actor, now=now, text=decision.reasons, detail=detail)
    values = {"number": one.number, "correction": made.number, "reasons": made.says}
    notify(party=one.party, template="customs/correction_refused", values=values, link=made.link, now=now)
