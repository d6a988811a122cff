"""The waiting page and its polls: lean doors, answered from the ticket in the cookie and one reading a second a process."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, StreamingHttpResponse
from django.template.loader import get_template
from django.urls import reverse
from django.utils import translation
from django.views.decorators.http import require_safe

from madang.framework.admission.declared import Declared, declared_door
from madang.framework.admission.domain import Phase, rounded_minutes
from madang.framework.admission.models import Door, Ticket
from madang.framework.admission.standing import Standing, standing
from madang.framework.admission.ticket import Held, hand_out, read_held
from madang.framework.admission.wording import MARKS, headline_of, shown, told
from madang.framework.identity.access import ANYONE, open_to
from madang.framework.identity.lean import lean
from madang.framework.identity.web.visitors import safe_next
from madang.framework.ops.middleware import quiet
from madang.framework.protect.addresses import client_address
from madang.framework.protect.rates import limit
from madang.framework.ui.middleware import CONTRAST_COOKIE, LANGUAGE_COOKIE, policy
from madang.framework.values import clock

MOST_PARTS = 200


@dataclass(frozen=True, slots=True)
class _Visit:
    """One request of somebody who waits: what they hold, and what is new in it."""

    door: Declared
    stands: Standing
    held: Held | None
    changed: bool
    onward: str

    @property
    def place(self) -> int:
        """Their place in this round."""
        return self.held.place if self.held is not None and self.held.round == self.stands.round else 0

    @property
    def waits(self) -> bool:
        """Whether they hold a ticket of this round."""
        return self.held is not None and bool(self.held.ticket) and self.held.round == self.stands.round

    @property
    def may_go(self) -> bool:
        """Whether the door would open now."""
        if self.stands.phase is Phase.FREE:
            return True
        return self.stands.phase is Phase.QUEUE and 0 < self.place <= self.stands.called


def _visit(request: HttpRequest, code: str) -> _Visit:
    door = declared_door(code)
    if door is None:
        raise Http404
    stands = standing(door=code, now=clock.now())
    held = read_held(request, door=code)
    onward = safe_next(request, request.GET.get("next", "")) or door.start_address()
    if held is not None and held.ticket and not held.place and held.round == stands.round and stands.lots_drawn:
        # Once each, after the lot: from here on the cookie knows the place.
        place = Ticket.objects.filter(pk=held.ticket, round=stands.round).values_list("place", flat=True).first()
        if place:
            return _Visit(door, stands, replace(held, place=place), True, onward)
    return _Visit(door, stands, held, False, onward)


def _language(request: HttpRequest) -> str:
    chosen = request.GET.get("lang") or request.COOKIES.get(LANGUAGE_COOKIE, "")
    return chosen if chosen in dict(settings.LANGUAGES) else translation.get_language_from_request(request)


def _values(visit: _Visit, *, marked: bool = False) -> dict[str, Any]:
    said = told(stands=visit.stands, place=visit.place, with_=MARKS if marked else None)
    query = urlencode({"next": visit.onward, "told": said.step})
    return {
        "told": said,
        "poll": visit.stands.poll(visit.place),
        "address": f"{reverse('admission:place', args=[visit.door.code])}?{query}",
    }


def _part(visit: _Visit, before: str) -> str:
    """The part with the figures, drawn once for all to whom the same is said in this reading of the queue."""
    stands, place_ = visit.stands, visit.place
    wait = stands.wait(place_)
    minutes = None if wait is None else rounded_minutes(wait)
    ahead = headline_of(stands.ahead_of(place_))
    known = (translation.get_language(), visit.onward, before, minutes, ahead, stands.poll(place_), bool(place_))
    drawn = _parts.of(stands)
    if known not in drawn:
        values = _values(visit, marked=True)
        values |= {"is_part": True, "is_new": values["told"].step != before}
        drawn[known] = get_template("admission/place.html").render(values)
    own = shown(stands=stands, place=place_)
    text = drawn[known]
    for mark, figure in zip(MARKS.texts, own.texts, strict=True):
        text = text.replace(mark, figure)
    return text


class _Parts:
    """What was drawn for the last reading of each queue."""

    def __init__(self) -> None:
        self._drawn: dict[str, tuple[Standing, dict[tuple[object, ...], str]]] = {}

    def of(self, stands: Standing) -> dict[tuple[object, ...], str]:
        """What was drawn for this reading; no more than a few hundred kilobytes, whatever addresses are asked with."""
        held = self._drawn.get(stands.door)
        if held is None or held[0] is not stands or len(held[1]) > MOST_PARTS:
            held = self._drawn[stands.door] = (stands, {})
        return held[1]


_parts = _Parts()


def _answered(visit: _Visit, response: HttpResponse) -> HttpResponse:
    response.headers["Cache-Control"] = "private, no-store"
    if visit.changed and visit.held is not None:
        hand_out(response, door=visit.door.code, held=visit.held)
    return response


@open_to(ANYONE)
@lean
@quiet
@require_safe
def waiting(request: HttpRequest, door: str) -> HttpResponse:
    """The page of those who wait; whoever has been called goes on from here."""
    visit = _visit(request, door)
    if visit.may_go:
        return _answered(visit, HttpResponseRedirect(visit.onward, status=303))
    language = _language(request)
    here = {"next": visit.onward}
    with translation.override(language):
        values = _values(visit) | {
            "door": str(visit.door.title),
            "prepare": [str(each) for each in visit.door.prepare],
            "language": language,
            "contrast": request.COOKIES.get(CONTRAST_COOKIE) == "high",
            "languages": [
                {"code": code, "name": name, "query": urlencode(here | {"lang": code})}
                for code, name in settings.LANGUAGES
            ],
            "again": f"?{urlencode(here)}",
            "onward": visit.onward,
            "waits": visit.waits,
            "closed": visit.stands.phase is Phase.CLOSED,
            "ticket": visit.held.ticket if visit.held and visit.waits else "",
            "seed_digest": visit.stands.seed_digest,
            "seed": visit.stands.seed,
            "lots": reverse("admission:lots", args=[door]) if visit.stands.seed else "",
        }
        response = HttpResponse(get_template("admission/waiting.html").render(values))
    response.headers["Content-Security-Policy"] = policy()
    response.headers["Content-Language"] = language
    if request.GET.get("lang") == language:
        response.set_cookie(
            LANGUAGE_COOKIE, language, samesite="Lax", max_age=31536000, secure=bool(settings.SESSION_COOKIE_SECURE)
        )
    return _answered(visit, response)


@open_to(ANYONE)
@lean
@quiet
@require_safe
def place(request: HttpRequest, door: str) -> HttpResponse:
    """A poll of the page: the part with the figures, or the way in."""
    visit = _visit(request, door)
    if visit.may_go or not visit.waits:
        response = HttpResponse(status=204)
        response.headers["HX-Redirect"] = visit.onward
        return _answered(visit, response)
    with translation.override(_language(request)):
        return _answered(visit, HttpResponse(_part(visit, request.GET.get("told", "")[:8])))


@open_to(ANYONE)
@require_safe
def lots(request: HttpRequest, door: str) -> StreamingHttpResponse:
    """Every ticket that was in the lot with its place: sorted by SHA-256 of seed and ticket, anyone can redo it."""
    limit(f"admission.lots/{client_address(request)}", times=6, per_seconds=3600)
    row = Door.objects.filter(code=door).exclude(lots_drawn_at=None).first()
    if row is None:
        raise Http404
    drawn = Ticket.objects.filter(door=door, round=row.round, place__gt=0, place__lte=row.lots)
    response = StreamingHttpResponse(
        _lines(bytes(row.seed or b"").hex(), drawn), content_type="text/csv; charset=utf-8"
    )
    response.headers["Content-Disposition"] = f'attachment; filename="lots-{row.round}.csv"'
    return response


def _lines(seed: str, drawn: Any) -> Iterator[str]:
    yield f"seed,{seed}\nplace,ticket\n"
    for place_, ticket in drawn.order_by("place").values_list("place", "pk").iterator():
        yield f"{place_},{ticket}\n"
