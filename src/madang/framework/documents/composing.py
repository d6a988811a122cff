"""What the renderer is handed for one document. No database, no clock."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from madang.framework.documents import qr, wording
from madang.framework.documents.domain import statement
from madang.framework.documents.issuers import Issuer
from madang.framework.documents.kinds import DocumentKind

# Hangul and Hanja titles are set wide, as official forms are; Latin ones are not.
_WIDE = {"ko": 0.16, "ja": 0.16, "zh": 0.16}


@dataclass(frozen=True, kw_only=True, slots=True)
class Draft:
    """A document decided upon, not yet drawn."""

    kind: DocumentKind
    number: str
    title: str
    issuer: Issuer
    holder: str
    language: str
    content: Mapping[str, Any]
    facts: Mapping[str, str]
    issued_at: datetime
    issued_on: date
    valid_until: date | None


def statement_of(*, draft: Draft, expires_at: datetime | None) -> statement.Statement:
    """What the QR code will say."""
    return statement.Statement(
        issuer=draft.issuer.agency,
        number=draft.number,
        kind=draft.kind.code,
        title=draft.title,
        holder=draft.holder,
        issued_at=draft.issued_at,
        valid_until=expires_at,
        facts=draft.facts,
        language=draft.language,
    )


def page_images(*, draft: Draft, code: str) -> dict[str, bytes]:
    """The drawings of the page: the QR code with the text `code`, and the number's own code."""
    return {"qr.svg": qr.qr_svg(text=code).encode(), "matrix.svg": qr.matrix_svg(text=draft.number).encode()}


def page_data(*, draft: Draft, address: str) -> dict[str, Any]:
    """The data of the page; `address` is where a verifier goes."""
    with override(draft.language):
        until = wording.long_date(day=draft.valid_until, language=draft.language) if draft.valid_until else ""
        return {
            "document": {
                "title": draft.title,
                "number": draft.number,
                "form": str(draft.kind.form),
                "agency": draft.issuer.agency,
                "signatory": draft.issuer.signatory,
                "issued": wording.long_date(day=draft.issued_on, language=draft.language),
                "description": _("{title}, number {number}, issued by {agency}").format(
                    title=draft.title, number=draft.number, agency=draft.issuer.agency
                ),
                "language": draft.language[:2],
            },
            "labels": wording.page_labels(),
            "verification": wording.verification_rows(address=address, valid_until=until),
            "statement": str(draft.kind.certifies),
            "tracking": _WIDE.get(draft.language[:2], 0),
            "date": {"year": draft.issued_on.year, "month": draft.issued_on.month, "day": draft.issued_on.day},
            "seal": {"shape": draft.issuer.seal_shape, "letters": list(draft.issuer.seal_letters)},
            "content": dict(draft.content),
        }
