"""Issue the certificate that a granted registration ends with, and tell the counter its number."""

from datetime import datetime

from django.utils.translation import get_language

from madang.exchange.progress_reports import report_documents
from madang.framework.cases.models import Case
from madang.framework.documents import Document
from madang.framework.identity.actor import system_actor
from madang.framework.law import pack
from madang.systems.businesses.usecases.issue_certificate import CARD, Wanted, issue_certificate
from madang.systems.businesses.usecases.name import SYSTEM


def issue_card(*, case: str, now: datetime) -> Document | None:
    """The registration certificate of a granted case; issued once however often it is called. None for any other case."""
    found = Case.objects.filter(number=case, procedure="businesses.registration", outcome="granted").first()
    if found is None or "business" not in found.data:
        return None
    wanted = Wanted(
        kind=CARD,
        party=found.applicant,
        number=found.data["business"],
        language=found.data.get("language") or get_language() or pack().languages[0],
        idempotency_key=f"{CARD}:{case}",
        case=case,
    )
    document = issue_certificate(wanted=wanted, actor=system_actor(SYSTEM), now=now)
    report_documents(case=found, documents=(document.number,), now=now)
    return document
