"""How the service is, for anyone: from what was measured, "unknown" where nothing was. Never from a cache."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import get_language, gettext_lazy, pgettext, pgettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from madang.framework.identity.access import ANYONE, open_to
from madang.framework.ui import written
from madang.framework.values import clock
from madang.systems.customs.domain.service_status import ServiceState, known_neighbours
from madang.systems.customs.models import Fallback
from madang.systems.customs.usecases.continuity.service_status import ServiceStatus, service_status
from madang.systems.customs.usecases.declarations.offices import office_name

STATES = {
    ServiceState.RUNNING: pgettext_lazy("customs status", "Running"),
    ServiceState.DISTURBED: pgettext_lazy("customs status", "Disturbed"),
    ServiceState.FALLBACK: pgettext_lazy("customs status", "Fallback procedure"),
    ServiceState.UNKNOWN: pgettext_lazy("customs status", "Unknown"),
}
SENTENCES = {
    ServiceState.RUNNING: gettext_lazy("Declarations are taken and answered."),
    ServiceState.DISTURBED: gettext_lazy("Something is slow or does not answer. The facts below say what."),
    ServiceState.FALLBACK: gettext_lazy(
        "Officers declared the fallback procedure. Write declarations without a network."
    ),
    ServiceState.UNKNOWN: gettext_lazy("Nobody knows at this moment: nothing was answered or measured lately."),
}
TONES = {
    ServiceState.RUNNING: "success",
    ServiceState.DISTURBED: "warning",
    ServiceState.FALLBACK: "danger",
    ServiceState.UNKNOWN: "gray",
}


@open_to(ANYONE)
@require_safe
@never_cache
def status(request: HttpRequest) -> HttpResponse:
    """The page."""
    now = clock.now()
    found = service_status(now=now)
    values = {
        "state": STATES[found.state],
        "sentence": SENTENCES[found.state],
        "tone": TONES[found.state],
        "asked_at": now,
        "facts": _facts(found, now),
        "fallbacks": [_fallback(one) for one in found.fallbacks],
        "days": found.days,
        "reachable": found.facts.reachable,
    }
    return render(request, "customs/continuity/status.html", values)


def _unknown(value: object) -> object:
    return pgettext("customs status", "unknown") if value is None else value


def _facts(found: ServiceStatus, now: datetime) -> list[tuple[object, object]]:
    facts = found.facts
    last, since = facts.last_answered_at, facts.waiting_since
    took = None
    if facts.median_milliseconds is not None:
        seconds = written.number(facts.median_milliseconds / 1000)
        took = _("{seconds} s in the middle of {count} answers").format(seconds=seconds, count=facts.answered)
    waiting = None if facts.waiting_files is None else written.number(facts.waiting_files)
    if since is not None:
        waiting = _("{count}, the oldest since {at}").format(count=waiting, at=written.moment(since))
    neighbours = known_neighbours(facts=facts, now=now)
    return [
        (_("Last declaration answered"), _unknown(written.moment(last) if last else None)),
        (_("Time to an answer, last hour"), _unknown(took)),
        (_("Files of declarations waiting"), _unknown(waiting)),
        (_("Members of the exchange"), _unknown(_answering(neighbours))),
        (_("Measured last"), _unknown(written.moment(facts.measured_at) if facts.measured_at else None)),
    ]


def _answering(neighbours: Mapping[str, bool] | None) -> str | None:
    if neighbours is None:
        return None
    words = {True: pgettext("customs status", "answers"), False: pgettext("customs status", "does not answer")}
    return ", ".join(f"{name}: {words[sound]}" for name, sound in sorted(neighbours.items()))


def _fallback(one: Fallback) -> dict[str, Any]:
    office = office_name(code=one.office_code, language=get_language() or "") if one.office_code else ""
    return {
        "office": office or _("All customs offices"),
        "reason": one.reason,
        "began_at": one.began_at,
        "ended_at": one.ended_at if one.end_declared_at else None,
    }


@open_to(ANYONE)
@require_safe
@never_cache
def status_json(request: HttpRequest) -> HttpResponse:
    """The same for programs. What is not known is null; 503 where the database does not answer."""
    now = clock.now()
    found = service_status(now=now)
    facts = found.facts
    neighbours = known_neighbours(facts=facts, now=now)
    told = {
        "state": found.state.value,
        "asked_at": now,
        "last_answered_at": facts.last_answered_at,
        "answered_in_the_last_hour": facts.answered,
        "median_milliseconds": facts.median_milliseconds,
        "waiting_files": facts.waiting_files,
        "waiting_since": facts.waiting_since,
        "measured_at": facts.measured_at,
        "members": None if neighbours is None else dict(neighbours),
        "fallbacks": [_told(one) for one in found.fallbacks] if facts.reachable else None,
        "days": [
            {
                "day": one.day,
                "measured": one.measured,
                "disturbed": one.disturbed,
                "unknown_minutes": one.unknown_minutes,
            }
            for one in found.days
        ]
        if facts.reachable
        else None,
    }
    return JsonResponse(told, status=200 if facts.reachable else 503, json_dumps_params={"ensure_ascii": False})


def _told(one: Fallback) -> dict[str, Any]:
    return {
        "number": one.number,
        "office": one.office_code,
        "reason": one.reason,
        "began_at": one.began_at,
        "ended_at": one.ended_at if one.end_declared_at else None,
    }
