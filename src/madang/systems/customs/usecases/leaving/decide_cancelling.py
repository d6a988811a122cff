"""An officer decides whether the release of an export is cancelled: from then on its goods must not leave (in Korea Customs Act
arts. 250 (2), 251 (2))."""

from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from madang.framework.cases.domain.states import Outcome
from madang.framework.cases.models import Case, Decision
from madang.framework.cases.procedures import Procedure
from madang.framework.documents.models import Document, Status
from madang.framework.documents.usecases.revoke import revoke
from madang.framework.identity.actor import Actor
from madang.framework.identity.officers import officer
from madang.framework.notify import notify
from madang.framework.ui import written
from madang.systems.customs.domain.words import DeclarationState
from madang.systems.customs.models import CustomsDeclaration, ReleaseCancelling, TradeLine
from madang.systems.customs.usecases.declarations.advance_declaration import locked
from madang.systems.customs.usecases.declarations.history import happened
from madang.systems.customs.usecases.leaving.cancel_release import PROCEDURE, require_cancellable
from madang.systems.customs.usecases.leaving.refusals import AnotherOfficer, NotHeardYet
from madang.systems.customs.usecases.permissions import OFFICER
from madang.systems.customs.usecases.permits.end_requests import end_what_was_asked

DAYS = "customs.leaving.cancel_days"


def procedure() -> Procedure:
    """Decided by an officer of the declaration's office."""
    return Procedure(
        code=PROCEDURE,
        title=_("Cancelling the release of an export"),
        decided_by=OFFICER,
        days=DAYS,
        supplement_days="customs.declarations.supplement_days",
        describe=_facts,
        on_decision=_decide,
        may_withdraw=False,
    )


def _facts(case: Case) -> list[tuple[object, object]]:
    made = ReleaseCancelling.objects.select_related("declaration").get(pk=case.data["cancelling"])
    one = made.declaration
    facts: list[tuple[object, object]] = [
        (_("Declaration"), one.number),
        (pgettext_lazy("customs", "Trader"), one.party_name),
        (pgettext_lazy("customs", "Goods"), one.title),
        (pgettext_lazy("customs leaving", "Begun by"), _("Customs") if made.by_customs else _("The exporter")),
        (pgettext_lazy("customs leaving", "Reason"), made.reason),
    ]
    if made.answer_by is not None:
        facts.append((_("The exporter may answer until"), written.day(made.answer_by)))
        facts.append((_("The exporter’s answer"), made.answer or "–"))
    return facts


def _decide(*, case: Case, decision: Decision, actor: Actor, now: datetime) -> None:
    """Granted, the release ends and the goods are as before it. What customs began is decided by another officer, after the
    exporter was heard. Raises NotHeardYet, AnotherOfficer, NotToCancel."""
    one = locked(number=case.data["declaration"])
    made = ReleaseCancelling.objects.select_for_update().get(pk=case.data["cancelling"])
    if made.decided_at is not None:
        return
    if made.by_customs and made.answer_by is not None:
        if made.answered_at is None and timezone.localdate(now) <= made.answer_by:
            raise NotHeardYet(day=written.day(made.answer_by))
        if officer(actor) == made.opened_by:
            raise AnotherOfficer
    made.cancelled, made.decided_at = decision.outcome == Outcome.GRANTED.value, now
    made.save(update_fields=["cancelled", "decided_at"])
    if made.cancelled:
        require_cancellable(one=one)
        _cancel(one, decision.reasons, actor, now)
    kind = "release_cancelled" if made.cancelled else "release_stands"
    happened(to=one, kind=kind, actor=actor, now=now, text=decision.reasons, detail={"case": case.number})
    link = f"/customs/leaving/exports/{one.number}/"
    notify(party=one.party, template=f"customs/{kind}", values={"number": one.number}, link=link, now=now)


def _cancel(one: CustomsDeclaration, reasons: str, actor: Actor, now: datetime) -> None:
    one.state, one.released_at = DeclarationState.CANCELLED.value, None
    one.save(update_fields=["state", "released_at"])
    # What never left is no trade; the month's next edition has it no longer.
    TradeLine.objects.filter(declaration=one).delete()
    end_what_was_asked(one=one, withdrawn=True, why=reasons, now=now)
    certificate = Document.objects.filter(number=one.certificate, status=Status.VALID).first()
    if certificate is not None:
        revoke(document=certificate, reason=reasons, actor=actor, now=now)
