"""`@admitted("tax.filing")`: who has been called goes in, who is in stays in, all others are led to the waiting page.

Stands below `open_to`: who may never go in is not asked to wait. It opens no door that `open_to` keeps shut.
"""

import secrets
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import wraps
from typing import Any, TypeVar, cast
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from madang.framework.admission.declared import declared_door
from madang.framework.admission.domain import Phase
from madang.framework.admission.standing import Standing, standing
from madang.framework.admission.ticket import Held, hand_out, read_held
from madang.framework.admission.usecases.draw_ticket import draw_ticket, waiting_ticket
from madang.framework.admission.usecases.enter import enter, inside_already, stay_in
from madang.framework.ui.refusals import for_machines
from madang.framework.values import Refusal, clock

View = TypeVar("View", bound=Callable[..., Any])
# A request inside is noted once in this time, not each.
NOTED_EVERY = timedelta(seconds=60)
# What somebody sends from a page that they had open is taken for so long after their stay has run out.
FINISHING = timedelta(hours=12)
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


class NotYourTurn(Refusal):
    """A program asked before its turn."""

    code = "admission.not_your_turn"
    says = _("Many people come at once, and you have a place in the queue. Ask again in {retry_after} seconds.")
    status = 503


@dataclass(frozen=True, slots=True)
class _Answer:
    """Whether the door opens, and what the browser holds from now on where that changed."""

    opens: bool
    held: Held | None = None


def admitted(door: str) -> Callable[[View], View]:
    """Put the queue of `door` before a view. The view gets nothing that it would not get without."""

    def before(view: View) -> View:
        @wraps(view)
        def at_the_door(request: HttpRequest, *args: Any, **named: Any) -> Any:
            now = clock.now()
            stands = standing(door=door, now=now)
            answer = _ask(request, stands, now)
            response = view(request, *args, **named) if answer.opens else _to_the_queue(request, stands, answer.held)
            if answer.held is not None:
                hand_out(response, door=door, held=answer.held)
            return response

        return cast(View, at_the_door)

    return before


def _ask(request: HttpRequest, stands: Standing, now: datetime) -> _Answer:
    held = read_held(request, door=stands.door)
    mine = _holder(request, held)
    held = held if held is not None and held.holder == mine else Held(holder=mine)
    inside = held.was_inside(within=stands.stay, now=now)
    if inside and held.was_inside(within=NOTED_EVERY, now=now):
        return _Answer(opens=True)
    if stands.phase is Phase.FREE:
        return _Answer(opens=True, held=replace(held, seen=int(now.timestamp())))
    if inside or (_is_finishing(request) and held.was_inside(within=FINISHING, now=now)):
        return _inside(stands, held, stay_in(
            ticket=held.entered, door=stands.door, round_=stands.round, holder=mine, now=now
        ), now)  # fmt: skip
    return _queue(stands, held, now)


def _holder(request: HttpRequest, held: Held | None) -> str:
    """Whose the ticket is: an account's in whichever browser; of somebody who has not signed in, this browser's."""
    account = getattr(getattr(request, "actor", None), "account_id", None)
    if account:
        return f"account:{account}"
    browser = held is not None and held.holder.startswith("browser:")
    return held.holder if held is not None and browser else f"browser:{secrets.token_hex(16)}"


def _is_finishing(request: HttpRequest) -> bool:
    """Whether this comes from within a page that is open: a form that is sent, or a part of a page that is asked for."""
    return request.method not in SAFE or request.headers.get("HX-Request") == "true"


def _inside(stands: Standing, held: Held, ticket: str, now: datetime) -> _Answer:
    return _Answer(opens=True, held=replace(held, entered=ticket, ticket="", place=0, seen=int(now.timestamp())))


def _queue(stands: Standing, held: Held, now: datetime) -> _Answer:
    """Draws where nothing was drawn; goes in where the turn has come."""
    elsewhere = inside_already(door=stands.door, holder=held.holder, stay=stands.stay, now=now)
    if elsewhere:
        return _inside(stands, held, elsewhere, now)
    take = waiting_ticket if stands.phase is Phase.CLOSED else None
    ticket = (
        take(door=stands.door, round_=stands.round, holder=held.holder)
        if take
        else draw_ticket(door=stands.door, round_=stands.round, holder=held.holder, now=now)
    )
    if ticket is None:
        return _Answer(opens=False, held=replace(held, ticket="", place=0))
    if stands.phase is Phase.QUEUE and ticket.place > stands.called and not stands.waiting:
        # Nobody waits before this one: the turn may come at once.
        stands = standing(door=stands.door, now=now, fresh=True)
    called = stands.phase is Phase.QUEUE and 0 < ticket.place <= stands.called
    if called and enter(ticket=ticket.id, called=stands.called, now=now):
        return _inside(stands, held, str(ticket.id), now)
    return _Answer(opens=False, held=replace(held, ticket=str(ticket.id), round=ticket.round, place=ticket.place))


def _to_the_queue(request: HttpRequest, stands: Standing, held: Held | None) -> HttpResponse:
    """The waiting page, and from there back to what was asked for."""
    if for_machines(request):
        raise NotYourTurn(retry_after=stands.poll(held.place if held else 0))
    known = declared_door(stands.door)
    wanted = request.get_full_path() if request.method in SAFE else known.start_address() if known else "/"
    target = f"{reverse('admission:waiting', args=[stands.door])}?{urlencode({'next': wanted})}"
    if request.headers.get("HX-Request") == "true":
        response = HttpResponse(status=204)
        response["HX-Redirect"] = target
        return response
    return HttpResponseRedirect(target, status=303)
