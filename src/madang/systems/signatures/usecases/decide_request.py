"""What a decision on a request for a certificate does, and what the officer sees of it."""

import base64
from collections.abc import Iterable
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from madang.framework.cases import procedures
from madang.framework.cases.domain.states import Outcome
from madang.framework.cases.models import Case, Decision
from madang.framework.cases.procedures import Procedure
from madang.framework.identity.actor import Actor
from madang.framework.values import Party, PartyKind
from madang.systems.signatures.models import Certificate
from madang.systems.signatures.usecases.issue_certificate import Wanted, issue_certificate
from madang.systems.signatures.usecases.permissions import OFFICER
from madang.systems.signatures.usecases.request_certificate import PROCEDURE

KINDS = {
    "person": _("Certificate of a person"),
    "organisation": _("Certificate of an organisation"),
    "seal": _("Certificate of an agency's seal"),
    "member": _("Certificate of a member of the exchange"),
}


def decide_request(*, case: Case, decision: Decision, actor: Actor, now: datetime) -> None:
    """Granted, the certificate is issued in the decision's transaction. Raises RequestRefused, NoAuthority."""
    if decision.outcome != Outcome.GRANTED:
        return
    data = case.data
    wanted = Wanted(
        profile=data["profile"],
        party=Party(PartyKind(case.subject_kind), case.subject_key),
        name=data["name"],
        public_key=base64.b64decode(data["public_key"]) or None,
        case=case.number,
        renews=Certificate.objects.filter(serial=data["renews"]).first() if data["renews"] else None,
    )
    certificate = issue_certificate(wanted=wanted, actor=actor, now=now)
    # The decision saves the case in this transaction.
    case.data["serial"] = certificate.serial


def register_procedure() -> None:
    """Make the procedure known to the worklist."""
    procedures.register(
        Procedure(
            code=PROCEDURE,
            title=_("Request for a certificate"),
            decided_by=OFFICER,
            days="signatures.deadlines.certificate",
            on_decision=decide_request,
            describe=_facts,
        )
    )


def _facts(case: Case) -> Iterable[tuple[object, object]]:
    data = case.data
    kept = _("made and kept by the trust service") if not data["public_key"] else _("made and kept by the applicant")
    facts = [(_("Kind"), KINDS[data["profile"]]), (_("Name in the register"), data["name"]), (_("Private key"), kept)]
    if data["renews"]:
        facts.append((_("Renews the certificate"), data["renews"]))
    if data.get("serial"):
        facts.append((_("Number of the certificate"), data["serial"]))
    return facts
