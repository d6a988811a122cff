"""A declaration that ends, also where the release of an export is cancelled: its agencies are told, and each closes what it
was asked."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from madang.contracts.customs_v1 import DeclarationEnded, PermitAnswer
from madang.exchange import announce
from madang.framework.cases.domain.states import OPEN as OPEN_CASES
from madang.framework.cases.domain.states import Outcome
from madang.framework.cases.models import Case
from madang.framework.cases.usecases import decide, lapse_supplement
from madang.framework.identity.actor import Actor
from madang.framework.law import pack
from madang.systems.customs.domain.progress import PermitState
from madang.systems.customs.models import CustomsDeclaration, PermitRequest, QuotaClaim
from madang.systems.customs.usecases.declarations import queue
from madang.systems.customs.usecases.permits.licences import give_back_licence


def end_what_was_asked(*, one: CustomsDeclaration, withdrawn: bool, why: str, now: datetime) -> None:
    """Customs' side: what waits is ended, the agencies are told over the exchange, and quotas are settled anew, which takes
    back what the declaration was given. In the caller's transaction, which holds the declaration."""
    if one.permits.exists():
        tell_ended(one=one, withdrawn=withdrawn, why=why, now=now)
        waiting = (PermitState.NEEDED.value, PermitState.ASKED.value, PermitState.PARTLY.value)
        one.permits.filter(state__in=waiting).update(state=PermitState.ENDED.value, stage="")
    orders = QuotaClaim.objects.filter(declaration=one.number, returned_at=None).values_list("quota__order", flat=True)
    for order in sorted(set(orders)):
        queue.settle_quota(order=order)


def tell_ended(*, one: CustomsDeclaration, withdrawn: bool, why: str, now: datetime) -> None:
    """Tell the agencies that nothing is asked any more. Twice is once."""
    told = DeclarationEnded(declaration=one.number, withdrawn=withdrawn, why=why[:300])
    announce(told, now=now, subject=one.party)


@transaction.atomic
def end_requests(*, declaration: str, why: str, actor: Actor, now: datetime) -> int:
    """The agency's side: its open cases end, licences get back what was taken; how many requests ended. Twice is once."""
    rows = PermitRequest.objects.select_for_update().filter(declaration=declaration, ended_at=None).order_by("pk")
    for one in rows:
        open_yet = one.answer == PermitAnswer.ASKED.value
        one.ended_at = now
        if open_yet:
            one.answer = PermitState.ENDED.value
        one.save(update_fields=["ended_at", "answer"])
        give_back_licence(one=one, now=now)
        if open_yet and one.case:
            _end_case(one, why, actor, now)
    return len(rows)


def _end_case(one: PermitRequest, why: str, actor: Actor, now: datetime) -> None:
    case = Case.objects.filter(number=one.case, state__in=[state.value for state in OPEN_CASES]).first()
    if case is None:
        return
    if case.supplements.filter(answered_at=None, lapsed_at=None).exists():
        case = lapse_supplement(case=case, actor=actor, now=now)
    with override(pack().languages[0]):
        reasons = _("The declaration ended before the answer: {why}").format(why=why or "–")
    decide(case=case, outcome=Outcome.REFUSED.value, reasons=reasons, actor=actor, now=now)
