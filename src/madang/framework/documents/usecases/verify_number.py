"""Is there a document with this number, and does it still hold?"""

from datetime import datetime

from django.utils.translation import gettext as _

from madang.framework.documents import judging
from madang.framework.documents.domain import numbers
from madang.framework.documents.domain.verdicts import Verdict
from madang.framework.protect import limit

# A clerk checks one paper after another; 80 random bits keep a guesser from ever meeting one at this pace.
TIMES, PER_SECONDS = 30, 60


def spend(*, source: str) -> None:
    """One question of `source` (an address) counts; without a source (a member that limits by itself) none does.

    Raises TooManyRequests.
    """
    if source:
        limit(f"documents.verify:{source}", times=TIMES, per_seconds=PER_SECONDS)


def verify_number(number: str, now: datetime, source: str = "") -> Verdict:
    """The verdict on `number` as typed off the paper; `source` is who asks, for the limit. Raises TooManyRequests."""
    spend(source=source)
    try:
        numbers.parse_number(text=number)
    except numbers.NoDocumentNumber:
        return judging.unknown(
            number=number[:60],
            explanation=_(
                "This is not a document number: a symbol is missing or mistyped. Type it as it is printed at the top of "
                "the paper."
            ),
        )
    document = judging.find(number=number)
    return judging.unknown(number=number) if document is None else judging.verdict_on(document=document, now=now)
