"""What the waiting page says, in the reader's language: figures, and the sentence that is read out.

Of all who poll within a second most are told the same but for three figures: `Shown` holds those, so the rest is drawn once.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

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


@dataclass(frozen=True, slots=True)
class Shown:
    """What differs from one who waits to the next, as text: the place, who is before it, and the time of its turn."""

    place: str
    ahead: str
    turn: str

    @property
    def texts(self) -> tuple[str, str, str]:
        """All three."""
        return (self.place, self.ahead, self.turn)


# Characters of no meaning (Unicode, private use) in the places of the three.
MARKS = Shown("\ue000", "\ue001", "\ue002")


def shown(*, stands: Standing, place: int) -> Shown:
    """The three for the holder of `place`."""
    wait = stands.wait(place)
    turn = "" if wait is None else _clock(stands.at + timedelta(seconds=wait))
    return Shown(_number(place), _number(stands.ahead_of(place)), turn)


def _clock(at: datetime, *, seconds: bool = False) -> str:
    return timezone.localtime(at).strftime("%H:%M:%S" if seconds else "%H:%M")


def _number(value: int) -> str:
    return f"{value:,}".replace(",", written.locale().number_symbols["latn"]["group"])


def headline_of(ahead: int) -> str:
    """The headline for so many before one, to be filled."""
    return ngettext("%(count)s person is before you", "%(count)s people are before you", ahead)


def told(*, stands: Standing, place: int, with_: Shown | None = None) -> Told:
    """What the holder of `place` is told; `with_` in place of its own three figures."""
    own = with_ or shown(stands=stands, place=place)
    if stands.phase is Phase.CLOSED:
        note = _("Nobody new is let in now. Who is inside finishes, and who waits keeps their place.")
        return Told(_("The door is closed for now"), _figures(stands, place, own), note, note, "closed")
    if stands.phase is Phase.ARRIVING and stands.opens_at is not None:
        return _arriving(stands, stands.opens_at)
    if not place:
        note = _("The lots are being drawn. Your place is shown in a moment.")
        return Told(_("The door has opened"), (), note, note, "lots")
    return _waiting(stands, place, own)


def _arriving(stands: Standing, opens_at: datetime) -> Told:
    rows = (
        (_("Opens"), written.moment(opens_at)),
        (_("Waiting with you"), _number(stands.last_place)),
        (_("As of"), _clock(stands.at, seconds=True)),
    )
    note = _(
        "When the door opens, a lot puts all who are here in order. Nobody gains by coming earlier, by loading this page "
        "again or by opening it twice. Who comes after the opening stands behind."
    )
    return Told(_("The door has not opened yet"), rows, note, note, "arriving")


def _waiting(stands: Standing, place: int, own: Shown) -> Told:
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
    headline = headline_of(ahead) % {"count": own.ahead}
    return Told(headline, _figures(stands, place, own), note, said, step)


def _figures(stands: Standing, place: int, own: Shown) -> tuple[tuple[str, str], ...]:
    if not place:
        return ()
    wait = stands.wait(place)
    rows = [(_("Your place"), own.place), (_("Called up to place"), _number(stands.called))]
    if wait is not None:
        minutes = rounded_minutes(wait)
        about = ngettext("about %(count)d minute", "about %(count)d minutes", minutes) % {"count": minutes}
        rows.append((_("Your turn"), _("%(wait)s, at %(time)s or so") % {"wait": about, "time": own.turn}))
    elif stands.phase is Phase.QUEUE:
        rows.append((_("Your turn"), _("not known yet")))
    rows.append((_("As of"), _clock(stands.at, seconds=True)))
    return tuple(rows)
