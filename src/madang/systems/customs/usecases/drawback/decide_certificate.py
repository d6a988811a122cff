"""An official decides a certificate of materials; what is issued may be used by its buyer."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from madang.framework.audit import record
from madang.framework.cases.domain.states import Outcome
from madang.framework.cases.models import Case, Decision
from madang.framework.cases.procedures import Procedure
from madang.framework.identity.actor import Actor
from madang.framework.notify import notify
from madang.framework.ui import written
from madang.systems.customs.domain.material_certificate import CertificateState
from madang.systems.customs.models import MaterialCertificate
from madang.systems.customs.usecases.declarations import queue
from madang.systems.customs.usecases.drawback.file_certificate import CERTIFICATE
from madang.systems.customs.usecases.drawback.law import HERE
from madang.systems.customs.usecases.drawback.materials import free, uses_of
from madang.systems.customs.usecases.drawback.words import CERTIFICATES
from madang.systems.customs.usecases.permissions import OFFICER

DAYS = f"{HERE}.certificate_days"


def procedure() -> Procedure:
    """Decided by an officer."""
    return Procedure(
        code=CERTIFICATE,
        title=_("Certificate of duty paid for materials"),
        decided_by=OFFICER,
        days=DAYS,
        supplement_days="customs.declarations.supplement_days",
        describe=_facts,
        on_decision=_decide,
        may_withdraw=False,
    )


def _facts(case: Case) -> list[tuple[object, object]]:
    made = MaterialCertificate.objects.get(number=case.data["certificate"])
    return [
        (_("What it certifies"), CERTIFICATES[made.kind]),
        (pgettext_lazy("customs", "Seller"), made.party_name),
        (pgettext_lazy("customs", "Buyer"), f"{made.buyer_name} ({made.buyer_key})"),
        (_("Sold on"), written.day(made.sold_on)),
        (pgettext_lazy("customs", "Goods"), f"{made.commodity} {made.description}"),
        (_("How much"), f"{written.number(made.quantity)} {made.unit}"),
        (_("Duty paid"), written.money(made.amount)),
        *((use.origin, f"{use.commodity} {written.number(use.quantity)} {use.unit}") for use in uses_of(made=made)),
    ]


def _decide(*, case: Case, decision: Decision, actor: Actor, now: datetime) -> None:
    """Issued, it is sealed and its buyer told; refused, what it used is free again."""
    made = MaterialCertificate.objects.select_for_update().get(number=case.data["certificate"])
    if made.state != CertificateState.FILED.value:
        return
    issued = decision.outcome == Outcome.GRANTED.value
    made.state = (CertificateState.ISSUED if issued else CertificateState.REFUSED).value
    made.says, made.decided_at = decision.reasons[:1000], now
    made.save(update_fields=["state", "says", "decided_at"])
    detail = {"state": made.state, "minor": made.amount.minor}
    record(
        actor=actor, action="customs.decide_certificate", target=f"certificate:{made.number}", detail=detail, now=now
    )
    values = {"number": made.number, "amount": made.amount, "seller": made.party_name, "reasons": made.says}
    if not issued:
        free(made=made)
        notify(party=made.party, template="customs/certificate_refused", values=values, link=made.link, now=now)
        return
    queue.seal_materials(number=made.number)
    for party in dict.fromkeys((made.party, made.buyer)):
        notify(party=party, template="customs/certificate_issued", values=values, link=made.link, now=now)
