"""Is this file the document as it was issued?"""

import hashlib
from datetime import datetime

from django.utils.translation import gettext as _

from madang.framework.documents import judging, keeping, photographs, strangers
from madang.framework.documents.domain.verdicts import Verdict
from madang.framework.documents.models import Document
from madang.framework.documents.usecases.verify_number import spend
from madang.framework.documents.usecases.verify_photo import judge_codes


def verify_upload(data: bytes, now: datetime, source: str = "", number: str = "") -> Verdict:
    """The verdict on an uploaded file: the sealed PDF itself, or a scan or photograph of the paper.

    The file is compared byte by byte (by SHA-256) with what was issued; nothing of a stranger's PDF is run or drawn.
    With `number`, as typed off the paper, also whether the two belong together. Raises TooManyRequests.
    """
    spend(source=source)
    if len(data) > keeping.LARGEST:
        return judging.unknown(
            explanation=_("The file is larger than any document issued here. Upload the PDF as you got it.")
        )
    document = Document.objects.filter(sha256=hashlib.sha256(data).hexdigest()).first()
    if document is not None:
        return _belonging(document, number) or judging.verdict_on(document=document, now=now)
    if strangers.is_pdf(data=data):
        return _judge_pdf(data, now, number)
    return _judge_picture(data, now, number)


def _belonging(document: Document, number: str) -> Verdict | None:
    if number and judging.find(number=number) != document:
        return judging.other_document(document=document, number=number)
    return None


def _judge_pdf(data: bytes, now: datetime, number: str) -> Verdict:
    """A PDF that we did not issue with these bytes."""
    for candidate in strangers.numbers_in(data=data):
        document = judging.find(number=candidate)
        if document is not None:
            return _belonging(document, number) or judging.altered(
                document=document, explanation=_difference(document, data)
            )
    pictures = strangers.pictures_in(data=data)
    codes = photographs.codes_on_all(pictures=pictures)
    if codes.statements:
        return judge_codes(codes=codes, now=now, number=number)
    return judging.unknown(
        explanation=_(
            "This PDF was not issued here, or it was changed so far that no number is left in it. Verify by the number "
            "on the paper."
        )
    )


def _difference(document: Document, data: bytes) -> str:
    if hashlib.sha256(data[: document.size]).hexdigest() == document.sha256:
        return _(
            "Something was added to this file after it was sealed. What the office issued is still inside; what was added is "
            "not from the office. Do not rely on this file."
        )
    return _(
        "This file was changed after it was sealed: its bytes are not the ones that were issued. Do not rely on it."
    )


def _judge_picture(data: bytes, now: datetime, number: str) -> Verdict:
    try:
        codes = photographs.codes_on(data=data)
    except photographs.NotAPhotograph:
        return judging.unknown(
            explanation=_("The file is neither a PDF nor a picture that can be read. Upload the PDF as you got it.")
        )
    return judge_codes(codes=codes, now=now, number=number)
