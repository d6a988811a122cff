"""For trustees, and whoever watches them: what each has to do now and with which command, and what became of what came in."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from madang.framework.identity.access import ANYONE, open_to
from madang.framework.identity.requests import ActorRequest
from madang.systems.elections.models import Board, Election, Trustee
from madang.systems.elections.usecases.awaited_parts import DECRYPTION, SHUFFLE, awaited_parts
from madang.systems.elections.usecases.counting.add_up import adding_up
from madang.systems.elections.usecases.counting.check_shuffle import HandedIn, shuffles_handed_in
from madang.systems.elections.usecases.group_of_election import group_of_election
from madang.systems.elections.web.preparation.words import PARTS
from madang.systems.elections.web.words import title_of


@open_to(ANYONE)
@require_safe
def trustees(request: ActorRequest, uuid: str) -> HttpResponse:
    """The trustees of an announced election."""
    held = get_object_or_404(Election.objects.exclude(announced_at=None), uuid=uuid)
    awaited, came = awaited_parts(election=held), shuffles_handed_in(election=held)
    ranked = group_of_election(election=held).embeds
    listed = [
        {
            "position": one.position,
            "name": one.name,
            "part": PARTS.get(awaited.get(one.position, ""), ""),
            "command": _command(one, awaited.get(one.position, ""), ranked=ranked),
            "came": shown_shuffle(came.get(one.position)),
        }
        for one in held.trustees.select_related("election").order_by("position")
    ]
    adding = adding_up(election=held)
    values = {
        "uuid": uuid,
        "title": title_of(election=held),
        "needed": held.threshold or len(listed),
        "listed": listed,
        "adding": adding,
        "busy": bool(adding and not adding.broken) or being_checked(came),
        "has_board": Board.objects.filter(election=held).exists(),
    }
    return render(request, "elections/counting/trustees.html", values)


def being_checked(came: dict[int, HandedIn]) -> bool:
    """Whether a job is at it."""
    return any(not one.refused for one in came.values())


def shown_shuffle(one: HandedIn | None) -> dict[str, Any] | None:
    """For `elections/counting/handed_in.html`."""
    if one is None:
        return None
    says = _("The shuffle is being checked: step {done} of {steps}").format(done=one.done, steps=one.steps)
    waits = _("The shuffle is here and waits to be checked")
    return {"refused": one.refused, "label": says if one.steps else waits, "done": one.done, "steps": one.steps or 1}


def _command(one: Trustee, part: str, *, ranked: bool) -> str:
    """What makes the part, on the trustee's own machine."""
    flag, file, key = " --ranked" if ranked else "", f"{one.election.uuid}.bel", "--key trustee.key"
    desk = f"--certs {one.election.uuid}.trustee-{one.position}.json"
    opens = f"decrypt-threshold {file} {key} --decryption-key trustee.output"
    made = {
        "public": f"new-key{flag} --private trustee.key",
        "certificate": f"ceremony certificate{flag} {key}",
        "polynomial": f"ceremony polynomial {desk} {key}",
        "output": f"ceremony output {desk} {key}",
        SHUFFLE: f"shuffle {file}",
        DECRYPTION: opens if one.election.threshold else f"decrypt {file} {key}",
    }
    return f"./madang elections {made[part]}" if part else ""
