"""A page or an act that needs a surer sign-in: the way there and back, with what was typed."""

import base64
import json
import secrets
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from madang.framework.protect import Undecipherable, decrypt, encrypt
from madang.framework.values import Refusal, clock

KEPT_FOR = timedelta(minutes=15)
MOST_KEPT = 60_000
_KEPT, _PURPOSE = "identity.kept_form", "identity.kept_form"
_SECRET = ("csrfmiddlewaretoken", "password", "current", "new", "again")


class SurerSignInNeeded(Refusal):
    """The act needs the level `needed`, which this session does not have. On a page it leads to the step-up and back."""

    code = "identity.assurance_needed"
    says = gettext_lazy("This needs a surer proof of who you are. Confirm with a stronger means, then go on.")
    status = 403


def step_up(request: HttpRequest, *, needed: int) -> HttpResponse:
    """The page where the level rises; it leads back here. What was sent is kept meanwhile, but for files and passwords."""
    if request.method in ("GET", "HEAD"):
        back = request.get_full_path()
    else:
        back = reverse("identity:go_on") if _keep(request) else reverse("identity:settings")
    address = f"{reverse('identity:confirm')}?{urlencode({'level': int(needed), 'next': back})}"
    if request.headers.get("HX-Request") == "true":
        return HttpResponse(status=204, headers={"HX-Redirect": address})
    return HttpResponseRedirect(address)


def _keep(request: HttpRequest) -> bool:
    fields = [[name, str(value)] for name, values in request.POST.lists() if name not in _SECRET for value in values]
    text = json.dumps({"path": request.get_full_path(), "fields": fields, "mark": secrets.token_hex(4)})
    if len(text) > MOST_KEPT:
        messages.warning(request, _("What you sent is too long to be kept meanwhile. Start again from its page."))
        return False
    if request.FILES:
        messages.warning(request, _("Files cannot be kept meanwhile. Attach them again."))
    sealed = base64.b64encode(encrypt(text, purpose=_PURPOSE)).decode()
    request.session[_KEPT] = {"sealed": sealed, "until": (clock.now() + KEPT_FOR).timestamp()}
    return True


def kept_form(request: HttpRequest) -> dict[str, Any] | None:
    """What was kept: where it was sent, and its fields; None where nothing is, or it is too old."""
    held = request.session.get(_KEPT)
    if not held or held["until"] < clock.now().timestamp():
        request.session.pop(_KEPT, None)
        return None
    try:
        kept: dict[str, Any] = json.loads(decrypt(base64.b64decode(held["sealed"]), purpose=_PURPOSE))
    except (Undecipherable, ValueError):
        return None
    return kept
