"""Is the document on this photograph genuine?"""

from datetime import datetime

from django.utils.translation import gettext as _

from madang.framework.documents import judging, photographs
from madang.framework.documents.domain import statement
from madang.framework.documents.domain.verdicts import Verdict
from madang.framework.documents.models import Document
from madang.framework.documents.seal.keys import statement_keys
from madang.framework.documents.usecases.verify_number import spend


def verify_photo(data: bytes, now: datetime, source: str = "", number: str = "") -> Verdict:
    """The verdict on a photograph or scan by the codes on it; with `number`, as typed off the paper, also whether the two
    belong together. Raises TooManyRequests.
    """
    spend(source=source)
    try:
        codes = photographs.codes_on(data=data)
    except photographs.NotAPhotograph:
        return judging.unknown(
            explanation=_("The file is not a picture that can be read. Send a PNG or JPEG photograph.")
        )
    return judge_codes(codes=codes, now=now, number=number)


def judge_codes(*, codes: photographs.Codes, now: datetime, number: str = "") -> Verdict:
    """The verdict on codes read off a paper."""
    if not codes.statements:
        return judging.unknown(
            explanation=_("No document code was found. Photograph the whole QR code, flat and in good light.")
        )
    printed = number or next(iter(codes.numbers), "")
    verdicts = [judge_statement(text=text, now=now, printed=printed) for text in codes.statements[:4]]
    # A paper with a good code and a bad one is a bad paper.
    return next((verdict for verdict in verdicts if not verdict.is_good), verdicts[0])


def judge_statement(*, text: str, now: datetime, printed: str) -> Verdict:
    """The verdict on one statement; `printed` is the number that stands on the paper, if known."""
    try:
        said = statement.verify(text=text, keys=statement_keys())
    except statement.NotAStatement:
        return judging.unknown(explanation=_("The QR code is not one of our documents, or it is damaged."))
    except statement.UnknownKey:
        return judging.unknown(
            explanation=_("The QR code was not signed here. Verify it with the member that issued it.")
        )
    except statement.ForgedStatement:
        return _forged(text)
    document = judging.find(number=said.number)
    if document is None:
        return judging.unknown(number=said.number)
    if printed and judging.find(number=printed) != document:
        return judging.other_document(document=document, number=printed)
    if said.digest.hex() != document.facts_digest:
        return judging.altered(document=document, explanation=_("The QR code says other facts than the books."))
    return judging.verdict_on(document=document, now=now)


def _forged(text: str) -> Verdict:
    """A broken signature: told by the number that the code claims, when we know it."""
    try:
        payload = statement.take_apart(message=statement.message_in(text=text)).payload
        claimed = statement.read_claims(payload=payload).number
    except statement.NotAStatement:
        claimed = ""
    document: Document | None = judging.find(number=claimed) if claimed else None
    explanation = _(
        "The QR code was changed after it was signed: its signature does not fit. Do not rely on this paper."
    )
    if document is None:
        return judging.unknown(explanation=explanation, number=claimed)
    return judging.altered(document=document, explanation=explanation)
