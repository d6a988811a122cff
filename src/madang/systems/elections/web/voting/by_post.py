"""A voter who cannot come asks for a ballot by post."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from madang.framework.identity.access import RESIDENTS, open_to
from madang.framework.identity.requests import ActorRequest
from madang.framework.law import citation
from madang.framework.ui import written
from madang.framework.values import Refusal, clock
from madang.systems.elections.domain.words import PUBLIC_KINDS, State
from madang.systems.elections.models import Election, Voter
from madang.systems.elections.usecases.voting.apply_by_post import GROUNDS, LAW, apply_by_post
from madang.systems.elections.usecases.voting.by_post import postal_voter_of
from madang.systems.elections.web.words import title_of

HIDDEN = (State.DRAFT.value, State.CANCELLED.value)


@open_to(RESIDENTS)
@require_http_methods(["GET", "POST"])
def by_post(request: ActorRequest, uuid: str) -> HttpResponse:
    """Apply, or see what became of it."""
    held = get_object_or_404(Election.objects.exclude(state__in=HIDDEN).exclude(absentee_until=None), uuid=uuid)
    ground, address, refused, faults = request.POST.get("ground", ""), request.POST.get("address", ""), "", {}
    if request.method == "POST":
        try:
            case = apply_by_post(election=held, ground=ground, address=address, actor=request.actor, now=clock.now())
            return redirect("cases:my_case", case.number)
        except Refusal as refusal:
            refused, faults = str(refusal), {one.place: one.says for one in refusal.faults}
    own = Voter.objects.filter(election=held, person=request.actor.person or "").first()
    until, today = held.absentee_until, timezone.localdate(clock.now())
    values = {
        "uuid": uuid,
        "title": title_of(election=held),
        "refused": refused,
        "faults": faults,
        "ground": ground,
        "address": address or (own.address if own else ""),
        "grounds": [(one.value, says) for one, says in GROUNDS.items()],
        "admitted": own is not None and postal_voter_of(voter=own) is not None,
        "open": until is not None and today <= until and held.state in {State.ANNOUNCED, State.ROLL_FROZEN},
        "until": written.day(until) if until else "",
        "closes": written.moment(held.closes_at),
        "cite": citation(LAW, on=until) if until and held.kind in PUBLIC_KINDS else "",
    }
    return render(request, "elections/voting/by_post.html", values, status=422 if refused else 200)
