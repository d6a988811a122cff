"""My documents, and whether a document is genuine."""

from madang.contracts.documents_v1 import (
    DocumentRow,
    Documents,
    Fact,
    ListDocuments,
    Verification,
    VerifyDocument,
)
from madang.contracts.envelope import Envelope
from madang.exchange.registry import answers
from madang.framework.documents import judging
from madang.framework.documents.models import Document
from madang.framework.documents.usecases.verify_number import verify_number
from madang.framework.values import clock


@answers(ListDocuments)
def list_documents(query: ListDocuments, envelope: Envelope) -> Documents:
    """The party's documents here, newest first."""
    mine = Document.objects.filter(party_kind=query.party.kind.value, party_key=query.party.key).order_by("-issued_at")
    today = judging.local_day(instant=clock.now())
    page = mine[query.offset : query.offset + min(query.limit, 200)]
    rows = tuple(
        DocumentRow(
            number=document.number,
            title=document.title,
            issuer=document.issuer,
            status=document.standing(today=today).value,
            issued_at=document.issued_at,
            valid_until=document.valid_until,
            link=f"/documents/{document.number}/",
        )
        for document in page
    )
    all_here = query.offset == 0 and len(rows) < query.limit
    return Documents(documents=rows, total=len(rows) if all_here else mine.count())


@answers(VerifyDocument)
def verify_document(query: VerifyDocument, envelope: Envelope) -> Verification:
    """What this member's books say; the asking member limits how often anyone may ask."""
    verdict = verify_number(query.number, clock.now())
    document = judging.find(number=query.number)
    if document is not None and query.sha256 and query.sha256 != document.sha256:
        verdict = judging.altered(document=document, explanation="")
    return Verification(
        outcome=verdict.outcome.value,
        explanation=verdict.explanation,
        title=verdict.title or None,
        issuer=verdict.by or None,
        issued_at=verdict.issued_at,
        valid_until=verdict.valid_until,
        changed_on=judging.local_day(instant=verdict.changed_at) if verdict.changed_at else None,
        replaced_by=verdict.replaced_by or None,
        facts=tuple(Fact(label=label, value=value) for label, value in verdict.facts.items()),
    )
