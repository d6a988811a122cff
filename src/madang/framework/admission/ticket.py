"""The ticket in a browser's cookie: sealed by the field keys, so that nobody reads, guesses or forges one.

It holds the place itself: whoever polls is answered without a look at any row.
"""

import base64
import binascii
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from madang.framework.protect.encryption import Undecipherable, decrypt, encrypt

PURPOSE = "admission.ticket"
DAY = 24 * 3600


@dataclass(frozen=True, kw_only=True)
class Held:
    """What a browser holds for one door. `place` 0: not known yet; `seen` 0: has not been inside, else the second of the
    last request that was noted there; `entered` the ticket that it went in with."""

    holder: str
    round: int = 0
    ticket: str = ""
    place: int = 0
    seen: int = 0
    entered: str = ""

    def was_inside(self, *, within: timedelta, now: datetime) -> bool:
        """Whether the last noted request inside is no longer ago than `within`."""
        return self.seen > 0 and now.timestamp() - self.seen <= within.total_seconds()


def cookie_name(*, door: str) -> str:
    """Browsers keep cookies by host, not by port: members on one host must not overwrite each other's."""
    return f"madang-ticket-{settings.MADANG_MEMBER}-{door}"


def read_held(request: HttpRequest, *, door: str) -> Held | None:
    """What the browser holds for `door`; None where there is nothing, or nothing of ours."""
    given = request.COOKIES.get(cookie_name(door=door), "")
    if not given or len(given) > 600:
        return None
    try:
        text = decrypt(base64.urlsafe_b64decode(given), purpose=f"{PURPOSE}/{door}")
        holder, round_, ticket, place, seen, entered = text.split("|")
        return Held(holder=holder, round=int(round_), ticket=ticket, place=int(place), seen=int(seen), entered=entered)
    except (Undecipherable, ValueError, binascii.Error):
        return None


def hand_out(response: HttpResponse, *, door: str, held: Held) -> None:
    """Gives the browser what it holds from now on."""
    text = "|".join((held.holder, str(held.round), held.ticket, str(held.place), str(held.seen), held.entered))
    sealed = base64.urlsafe_b64encode(encrypt(text, purpose=f"{PURPOSE}/{door}")).decode()
    response.set_cookie(
        cookie_name(door=door),
        sealed,
        max_age=DAY,
        httponly=True,
        samesite="Lax",
        secure=bool(settings.SESSION_COOKIE_SECURE),
    )
