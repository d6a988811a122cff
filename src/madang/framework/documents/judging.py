"""From a row of the books to a verdict in the verifier's language."""

from collections.abc import Mapping
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from madang.framework.documents.domain import numbers
from madang.framework.documents.domain.verdicts import Outcome, Verdict
from madang.framework.documents.models import Document
from madang.framework.documents.wording import long_date
from madang.framework.law import pack


def local_day(*, instant: datetime) -> date:
    """The country's day at that instant."""
    return instant.astimezone(ZoneInfo(pack().time_zone)).date()


def find(*, number: str) -> Document | None:
    """The document with this number, however it was typed; None when there is none."""
    try:
        parsed = numbers.parse_number(text=number)
    except numbers.NoDocumentNumber:
        return None
    return Document.objects.filter(key=numbers.key_of(number=parsed)).first()


def verdict_on(*, document: Document, now: datetime) -> Verdict:
    """What became of a document whose content is not in doubt."""
    outcome = document.standing(today=local_day(instant=now))
    return _verdict(document, outcome, _explained(document, outcome))


def altered(*, document: Document, explanation: str) -> Verdict:
    """The number is ours, what came with it is not as we issued it. The facts are those of the books."""
    return _verdict(document, Outcome.ALTERED, explanation)


def other_document(*, document: Document, number: str) -> Verdict:
    """What was read belongs to `document`, the verifier holds a paper with `number`."""
    explanation = _(
        "The code or file belongs to document {found}, not to {number}. A code may have been copied from another document. "
        "Do not rely on this paper."
    ).format(found=document.number, number=number)
    return _verdict(document, Outcome.OTHER_DOCUMENT, explanation)


def unknown(*, explanation: str = "", number: str = "") -> Verdict:
    """Nothing of the kind was issued here."""
    said = explanation or _(
        "No document with this number was issued here. Check the number against the paper; if it is right, do not rely on "
        "the paper."
    )
    return Verdict(outcome=Outcome.UNKNOWN, explanation=said, number=number)


def _verdict(document: Document, outcome: Outcome, explanation: str) -> Verdict:
    return Verdict(
        outcome=outcome,
        explanation=explanation,
        number=document.number,
        kind=document.kind,
        title=document.title,
        holder=document.holder,
        by=document.issuer,
        issued_at=document.issued_at,
        valid_until=document.valid_until,
        changed_at=document.status_at,
        replaced_by=document.replaced_by,
        reason=document.status_reason,
        facts=facts_of(document=document),
    )


def facts_of(*, document: Document) -> Mapping[str, str]:
    """Label and value in the order in which they were issued."""
    return dict(document.facts)


def _explained(document: Document, outcome: Outcome) -> str:
    if outcome is Outcome.GENUINE:
        return _("This document is genuine and valid. Compare the facts below with what the paper says.")
    language = get_language() or "en"
    if outcome is Outcome.EXPIRED and document.valid_until:
        day = long_date(day=document.valid_until, language=language)
        return _("This document is genuine, but its validity ended on {day}. Ask for a new one.").format(day=day)
    day = long_date(day=local_day(instant=document.status_at), language=language) if document.status_at else ""
    if outcome is Outcome.REPLACED:
        return _("This document was replaced on {day} by document {number}. Ask for the new one.").format(
            day=day, number=document.replaced_by
        )
    return _("This document was revoked on {day}: {reason} Do not rely on it.").format(
        day=day, reason=document.status_reason.rstrip(".") + "."
    )
