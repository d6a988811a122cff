"""A resident's own businesses."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from madang.framework.identity.access import RESIDENTS, open_to
from madang.framework.identity.requests import ActorRequest
from madang.systems.businesses.domain.numbers import WRITE_NUMBER
from madang.systems.businesses.models import Business
from madang.systems.businesses.usecases.find_business import businesses_of
from madang.systems.businesses.usecases.offered import FORMS
from madang.systems.businesses.usecases.prefill_application import FITTING
from madang.systems.businesses.web.words import TONES, sector_title, status_title


@open_to(RESIDENTS)
@require_safe
def mine(request: ActorRequest) -> HttpResponse:
    """The businesses of the person, or of the party the person acts for, and what can be done with each."""
    party = request.actor.party
    found = businesses_of(party=party) if party else []
    return render(request, "businesses/mine.html", {"businesses": [_row(business) for business in found]})


def _row(business: Business) -> dict[str, object]:
    fitting = [code for code in FORMS if code in FITTING and business.status in FITTING[code]]
    return {
        "number": WRITE_NUMBER.filled(number=business.number),
        "name": business.name,
        "status": status_title(business.status),
        "tone": TONES[business.status],
        "sector": sector_title(business.sector),
        "opened_on": business.opened_on,
        "closed_on": business.closed_on,
        "services": fitting,
    }
