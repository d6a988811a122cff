"""On the desk of an election: what leads aside of its way (cancelling, beginning the ceremony anew) and the sealed record."""

import tempfile
from typing import Any

from django.http import FileResponse, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from madang.framework.identity.access import officials, open_to
from madang.framework.identity.officers import officer, officer_name
from madang.framework.identity.requests import ActorRequest
from madang.framework.ui import written
from madang.framework.values import clock
from madang.systems.elections.domain.words import State, Step
from madang.systems.elections.models import Election, JointStep
from madang.systems.elections.usecases.counting.purge_names import names_until
from madang.systems.elections.usecases.counting.seal_records import hand_to_archive, seal_records
from madang.systems.elections.usecases.joint_step import ASIDE, may_be_taken
from madang.systems.elections.usecases.permissions import MANAGER
from madang.systems.elections.usecases.preparation.cancel import propose_cancelling, take_back
from madang.systems.elections.web.preparation.words import STEPS

IN_MEMORY = 20_000_000


def aside_of(*, held: Election, request: ActorRequest) -> list[dict[str, Any]]:
    """The steps aside that may be taken now, and who proposed them."""
    proposed = {one.step: one for one in JointStep.objects.filter(election=held, approved_by="")}
    found = []
    for step in ASIDE:
        if may_be_taken(step=step, state=State(held.state)):
            one = proposed.get(step.value)
            found.append(
                {
                    "step": step.value,
                    "title": STEPS[step],
                    "proposed_by": officer_name(one.proposed_by) if one else "",
                    "own": one is not None and one.proposed_by == officer(request.actor),
                    "note": one.note if one else "",
                    "asks_why": step is Step.CANCEL,
                }
            )
    return found


def records_of(*, held: Election) -> dict[str, Any] | None:
    """The sealed record and how long names are kept; None while the election is not over."""
    until = names_until(election=held)
    if until is None:
        return None
    return {
        "may_seal": held.state == State.PUBLISHED and not held.record_number,
        "number": held.record_number,
        "sha256": held.archive_sha256,
        "until": written.day(until),
        "purged": written.moment(held.purged_at) if held.purged_at else "",
    }


@open_to(officials(MANAGER))
@require_POST
def aside(request: ActorRequest, uuid: str) -> HttpResponse:
    """Propose cancelling, take back a proposal, or seal the records."""
    held = _of_office(request, uuid)
    act, now = request.POST.get("act", ""), clock.now()
    if act == "cancel":
        propose_cancelling(election=held, because=request.POST.get("because", ""), actor=request.actor, now=now)
    elif act == "seal":
        seal_records(election=held, actor=request.actor, now=now)
    elif act == "take_back" and request.POST.get("step", "") in {one.value for one in Step}:
        take_back(election=held, step=Step(request.POST["step"]), actor=request.actor, now=now)
    return HttpResponseRedirect(reverse("elections:desk_election", args=[uuid]))


@open_to(officials(MANAGER))
@require_safe
def records_file(request: ActorRequest, uuid: str) -> FileResponse:
    """The bag that the archive takes: board, result and sealed record."""
    held = _of_office(request, uuid)
    # Closed by the answer that sends it.
    file = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115
    hand_to_archive(election=held, file=file, actor=request.actor, now=clock.now())
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename=f"{uuid}.zip", content_type="application/zip")


def _of_office(request: ActorRequest, uuid: str) -> Election:
    return get_object_or_404(Election, uuid=uuid, office__in=request.actor.offices(MANAGER))
