"""Issue a document: rendered, sealed, numbered, kept, recorded."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import IntegrityError, connection, transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from madang.framework import audit
from madang.framework.documents import kinds
from madang.framework.documents.composing import Draft, page_data, page_images, statement_of
from madang.framework.documents.domain import numbers, statement
from madang.framework.documents.domain.printable import printable, printable_tree
from madang.framework.documents.keeping import keep
from madang.framework.documents.models import Document
from madang.framework.documents.rendering import render
from madang.framework.documents.seal.pades import Inscription
from madang.framework.documents.seal.sealer import sealer
from madang.framework.identity.actor import Actor
from madang.framework.law import pack
from madang.framework.values import Party, Refusal


class KeyUsedForAnother(Refusal):
    """The idempotency key already made a document of another kind or for another party."""

    code = "documents.key_used_for_another"
    says = _("This request was already used to issue another document. Start the request anew.")


@dataclass(frozen=True, kw_only=True, slots=True)
class Made:
    """A drawn and sealed document on its way into the books."""

    draft: Draft
    pdf: bytes
    code: str


def issue(
    *,
    kind: str,
    party: Party,
    content: Mapping[str, Any],
    facts: Mapping[str, str],
    language: str,
    actor: Actor,
    now: datetime,
    case: str = "",
    idempotency_key: str = "",
    holder: str = "",
    with_time: bool = False,
) -> Document:
    """The document of `kind` that says `content` about `party`, in `language`, sealed and recorded.

    `content` is what the kind's template prints; `facts` are label and value, in order, of what a verifier must find on the
    paper (never a whole resident number). `holder` is the party's name as printed. The same `idempotency_key` gives the
    document that it made first. `with_time` puts a timestamp into the seal.
    Call it outside a transaction: drawing takes a while, and only the record is one.
    Raises NoSuchKind, NoSuchOffice, KeyUsedForAnother; Untrusted where no timestamp is to be had.
    """
    existing = _issued_before(kind, party, idempotency_key)
    if existing is not None:
        return existing
    draft = draft_of(kind=kind, party=party, content=content, facts=facts, language=language, now=now, holder=holder)
    made = make(draft=draft, with_time=with_time)
    try:
        with transaction.atomic():
            return record(made=made, party=party, actor=actor, now=now, case=case, idempotency_key=idempotency_key)
    except IntegrityError:
        # Two requests with one key drew at the same time; the first to record has made the document.
        existing = _issued_before(kind, party, idempotency_key)
        if existing is None:
            raise
        return existing


def _issued_before(kind: str, party: Party, key: str) -> Document | None:
    if not key:
        return None
    # Nearly every key is new; asking for no more than that is a fifth of the work.
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM documents_document WHERE idempotency_key = %s", [key])
        if cursor.fetchone() is None:
            return None
    document = Document.objects.get(idempotency_key=key)
    if (document.kind, document.party) != (kind, party):
        raise KeyUsedForAnother
    return document


def draft_of(
    *,
    kind: str,
    party: Party,
    content: Mapping[str, Any],
    facts: Mapping[str, str],
    language: str,
    now: datetime,
    holder: str = "",
) -> Draft:
    """What is to be drawn, under a fresh number."""
    known = kinds.get(kind)
    issued_on = now.astimezone(ZoneInfo(pack().time_zone)).date()
    with override(language):
        title = str(known.title)
    return Draft(
        kind=known,
        number=numbers.new_number(member=settings.MADANG_MEMBER),
        title=title,
        issuer=known.issuer(party=party, content=content, language=language),
        holder=printable(holder or str(content.get("holder", ""))),
        language=language,
        content=printable_tree(content),
        facts={printable(str(label)): printable(str(value)) for label, value in facts.items()},
        issued_at=now,
        issued_on=issued_on,
        valid_until=known.valid_until(issued_on=issued_on),
    )


def make(*, draft: Draft, with_time: bool = False) -> Made:
    """The sealed file and the text of its QR code. Raises Untrusted where `with_time` and no timestamp is to be had."""
    seal = sealer()
    expires_at = None
    if draft.valid_until is not None:
        last = draft.valid_until + timedelta(days=1)
        expires_at = datetime.combine(last, time.min, tzinfo=ZoneInfo(pack().time_zone))
    said = statement_of(draft=draft, expires_at=expires_at)
    code = statement.to_text(message=seal.sign_statement(payload=statement.claims_of(statement=said)))
    address = f"{public_address()}/verify/"
    data = page_data(draft=draft, address=address)
    pdf = render(template=draft.kind.template, data=data, images=page_images(draft=draft, code=code))
    inscription = Inscription(
        name=draft.issuer.agency,
        reason=draft.number,
        location=address,
        sealed_at=draft.issued_at,
        spoken=str(data["labels"]["seal_alt"]),
    )
    sealed = seal.seal(pdf=pdf, inscription=inscription, office=draft.issuer.office_code, with_time=with_time)
    return Made(draft=draft, pdf=sealed, code=code)


def public_address() -> str:
    """Where the public reaches this member, without a slash at the end."""
    return str(getattr(settings, "MADANG_PUBLIC_URL", "") or "http://127.0.0.1:8000").rstrip("/")


def record(*, made: Made, party: Party, actor: Actor, now: datetime, case: str, idempotency_key: str) -> Document:
    """The file, the document's row and its trail, in the caller's transaction: all of them or none."""
    draft, sha256 = made.draft, keep(pdf=made.pdf, now=now)
    document = Document.objects.create(
        number=draft.number,
        key=numbers.key_of(number=draft.number),
        kind=draft.kind.code,
        party_kind=party.kind.value,
        party_key=party.key,
        holder=draft.holder[:200],
        title=draft.title[:200],
        office_code=draft.issuer.office_code,
        issuer=draft.issuer.agency[:200],
        language=draft.language,
        sha256=sha256,
        size=len(made.pdf),
        statement=made.code,
        facts=[[label, value] for label, value in draft.facts.items()],
        facts_digest=statement.facts_digest(facts=draft.facts).hex(),
        case=case,
        idempotency_key=idempotency_key,
        issued_at=now,
        issued_on=draft.issued_on,
        valid_until=draft.valid_until,
    )
    detail = {"kind": document.kind, "party": str(party), "sha256": sha256, "case": case}
    audit.record(actor=actor, action="documents.issue", target=f"document:{document.number}", detail=detail, now=now)
    return document
