"""Words, tones and rows of requests for signatures."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from madang.systems.signatures.models import SigningRequest

STATES = {
    "open": _("Waiting for signatures"),
    "signed": _("Signed by all"),
    "refused": _("Refused"),
    "withdrawn": _("Withdrawn"),
    "expired": _("Not signed in time"),
}
TONES = {"open": "information", "signed": "success", "refused": "danger", "withdrawn": "gray", "expired": "warning"}
PLACES = {
    "waiting": _("not yet asked"),
    "asked": _("asked to sign"),
    "signed": _("signed"),
    "refused": _("refused"),
}
PLACE_TONES = {"waiting": "gray", "asked": "information", "signed": "success", "refused": "danger"}


def row_of(*, request: SigningRequest) -> dict[str, Any]:
    """Plain values for a list."""
    return {
        "key": request.key,
        "title": request.title,
        "asker": request.asker_name,
        "state": STATES[request.state],
        "tone": TONES[request.state],
        "asked_at": request.asked_at,
        "due_at": request.due_at,
        "open": request.state == SigningRequest.OPEN,
    }


def signatories_of(*, request: SigningRequest, party: str) -> list[dict[str, Any]]:
    """Who signs, in order, and what each did."""
    return [
        {
            "name": one.name,
            "place": one.place,
            "state": PLACES[one.state],
            "tone": PLACE_TONES[one.state],
            "at": one.done_at or one.asked_at,
            "me": one.party == party,
        }
        for one in request.signatories.order_by("place")
    ]


def is_over(*, request: SigningRequest, now: datetime) -> bool:
    """Whether nobody can sign any more."""
    return request.state != SigningRequest.OPEN or request.due_at <= now
