"""A decision on paper: sealed by the agency that decided, with a timestamp, in the applicant's wallet."""

from datetime import datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from madang.framework.cases import clock, procedures
from madang.framework.cases.domain.states import Outcome
from madang.framework.cases.models import Case, Decision
from madang.framework.cases.wording import day, outcome_title
from madang.framework.documents.kinds import DocumentKind, register
from madang.framework.documents.models import Document
from madang.framework.documents.seal.trust import Untrusted, trust_service
from madang.framework.documents.usecases.issue import issue
from madang.framework.identity.actor import Actor
from madang.framework.identity.models import Account, Office
from madang.framework.law import pack
from madang.framework.values import PartyKind

KIND = "cases.decision"
# How long a paper waits for a timestamp; then it is sealed without one.
WAITS_FOR_TIME = timedelta(days=1)
Row = tuple[str, str]


def register_decisions() -> None:
    """Make the kind known; the deciding office issues it."""
    register(
        DocumentKind(
            code=KIND,
            title=gettext_lazy("Notice of a decision"),
            template="documents/plain.typ",
            office=lambda _party, content: str(content["office"]),
            certifies=gettext_lazy("The office named here decided so."),
        )
    )


def issue_decision(*, decision: Decision, actor: Actor, now: datetime) -> Document | None:
    """The paper of one decision, made once: with a timestamp while the decision is younger than a day, then without one if
    need be. None where the deciding office is not registered here. Call it outside a transaction. Raises Untrusted."""
    if not Office.objects.filter(code=decision.office_code).exists():
        return None
    in_time = now - decision.decided_at < WAITS_FOR_TIME
    try:
        return _issue(decision, actor, now, with_time=trust_service() is not None)
    except Untrusted:
        if in_time:
            raise
        return _issue(decision, actor, now, with_time=False)


def _issue(decision: Decision, actor: Actor, now: datetime, *, with_time: bool) -> Document:
    case, language = decision.case, _language(decision.case)
    with override(language):
        facts = _facts(case, decision)
        rows = [*facts, (_("Reasons"), decision.reasons)]
        rows += _law(case, decision)
    content = {"office": decision.office_code, "holder": case.applicant_name, "rows": [list(row) for row in rows]}
    return issue(
        kind=KIND,
        party=case.applicant,
        content=content,
        facts=dict(facts),
        language=language,
        actor=actor,
        now=now,
        case=case.number,
        idempotency_key=f"decision:{decision.pk}:{case.number}",
        holder=case.applicant_name,
        with_time=with_time,
    )


def _facts(case: Case, decision: Decision) -> list[Row]:
    """What a verifier compares: which case, what about, how and when it was decided."""
    return [
        (_("Case number"), case.number),
        (_("What was asked"), str(procedures.get(case.procedure).title)),
        (_("Decision"), outcome_title(decision.outcome)),
        (_("Decided on"), day(clock.local_day(decision.decided_at))),
    ]


def _law(case: Case, decision: Decision) -> list[Row]:
    rows = [(_("Law"), decision.legal_text)] if decision.legal_text else []
    if decision.outcome == Outcome.REFUSED and case.objection_until is not None:
        rows.append((_("You may object until"), day(case.objection_until)))
    return rows


def _language(case: Case) -> str:
    """The applicant's, where they have an account here that names one; else the country's first."""
    person = case.applicant.key if case.applicant.kind is PartyKind.PERSON else ""
    account = Account.objects.filter(person=person).first() if person else None
    return (account.language if account else "") or pack().languages[0]
