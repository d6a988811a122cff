"""What pages of every room call an election and where it stands, in the reader's language."""

from datetime import datetime

from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from madang.framework.law import pack
from madang.systems.elections.domain.words import State
from madang.systems.elections.models import Election


def said(*, native: str, english: str) -> str:
    """The native words to readers of Korean or where there are no English ones, the English words to others."""
    return native if (get_language() or "en").startswith("ko") or not english else english


def title_of(*, election: Election) -> str:
    """What the election is called."""
    return said(native=election.title, english=election.title_en)


def standing(*, election: Election, now: datetime) -> tuple[str, str]:
    """Where an election stands for its voters, with the tone of its badge."""
    if election.state == State.CANCELLED:
        return pgettext("election", "Cancelled"), "danger"
    if election.state == State.PUBLISHED:
        return _("Result published"), "success"
    if election.is_open(now):
        return _("Open for votes"), "primary"
    if now < election.opens_at or election.state in {State.ANNOUNCED, State.ROLL_FROZEN}:
        return _("Opens later"), "gray"
    return _("Being counted"), "information"


def district_of(*, code: str) -> str:
    """A division with those above it; the whole country where none is named."""
    known, names = pack().division_by_code, list[str]()
    one = known.get(code)
    while one is not None:
        names.insert(0, said(native=one.native, english=one.latin))
        one = known.get(one.parent)
    return " ".join(names) or code or _("The whole country")


def grade_words() -> tuple[str, ...]:
    """The grades from the best to the worst."""
    return (
        pgettext("grade", "Excellent"),
        pgettext("grade", "Good"),
        pgettext("grade", "Fair"),
        pgettext("grade", "Poor"),
        pgettext("grade", "To be rejected"),
    )
