"""What the waiting page says, in the reader's language: figures, and the sentence that is read out."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from babel.dates import format_time
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from madang.framework.admission.domain import Phase, rounded_minutes
from madang.framework.admission.standing import Standing
from madang.framework.ui import written


@dataclass(frozen=True, slots=True)
class Told:
    """`headline` and `rows` are seen; `said` is read out when `step` changes, which it does seldom."""

    headline: str
    rows: tuple[tuple[str, str], ...]
    note: str
    said: str
    step: str


def _clock(at: datetime, *, seconds: bool = False) -> str:
    return str(format_time(timezone.localtime(at), format="HH:mm:ss" if seconds else "HH:mm", locale=written.locale()))


def told(*, stands: Standing, place: int) -> Told:
    """What the holder of `place` is told."""
    if stands.phase is Phase.CLOSED:
        note = _("Nobody new is let in now. Who is inside finishes, and who waits keeps their place.")
        return Told(_("The door is closed for now"), _figures(stands, place), note, note, "closed")
    if stands.phase is Phase.ARRIVING and stands.opens_at is not None:
        return _arriving(stands, stands.opens_at)
    if not place:
        note = _("The lots are being drawn. Your place is shown in a moment.")
        return Told(_("The door has opened"), (), note, note, "lots")
    return _waiting(stands, place)


def _arriving(stands: Standing, opens_at: datetime) -> Told:
    rows = (
        (_("Opens"), written.moment(opens_at)),
        (_("Waiting with you"), written.number(stands.last_place)),
        (_("As of"), _clock(stands.at, seconds=True)),
    )
    note = _(
        "When the door opens, a lot puts all who are here in order. Nobody gains by coming earlier, by loading this page "
        "again or by opening it twice. Who comes after the opening stands behind."
    )
    return Told(_("The door has not opened yet"), rows, note, note, "arriving")


def _waiting(stands: Standing, place: int) -> Told:
    ahead, wait = stands.ahead_of(place), stands.wait(place)
    if wait is None:
        note = _("How long it takes is not known yet: too few people went in lately to measure it.")
        step, said = "unknown", note
    else:
        minutes = rounded_minutes(wait)
        note = _("Measured by how many people were called in the last minutes. It may become shorter or longer.")
        step = str(minutes)
        said = ngettext(
            "About %(count)d minute until your turn.", "About %(count)d minutes until your turn.", minutes
        ) % {"count": minutes}
    if stands.per_minute == 0:
        note = said = _("Nobody is being called at the moment. Your place stays.")
        step = "paused"
    headline = ngettext("%(count)s person is before you", "%(count)s people are before you", ahead) % {
        "count": written.number(ahead)
    }
    return Told(headline, _figures(stands, place), note, said, step)


def _figures(stands: Standing, place: int) -> tuple[tuple[str, str], ...]:
    if not place:
        return ()
    wait = stands.wait(place)
    rows = [(_("Your place"), written.number(place)), (_("Called up to place"), written.number(stands.called))]
    if wait is not None:
        minutes = rounded_minutes(wait)
        about = ngettext("about %(count)d minute", "about %(count)d minutes", minutes) % {"count": minutes}
        turn = _clock(stands.at + timedelta(seconds=wait))
        rows.append((_("Your turn"), _("%(wait)s, at %(time)s or so") % {"wait": about, "time": turn}))
    elif stands.phase is Phase.QUEUE:
        rows.append((_("Your turn"), _("not known yet")))
    rows.append((_("As of"), _clock(stands.at, seconds=True)))
    return tuple(rows)
