"""For officials: the signatures that are kept alive, when each is due, and what failed."""

from django.db.models import Count, F, Q
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from madang.framework.identity.access import officials, open_to
from madang.framework.identity.may import require
from madang.framework.identity.requests import ActorRequest
from madang.framework.ui.tables import Column, Filter, Table
from madang.framework.values import clock
from madang.systems.signatures.models import SigningRequest
from madang.systems.signatures.usecases.permissions import KEEPER, OFFICER


@open_to(officials(KEEPER, OFFICER))
@require_safe
def kept(request: ActorRequest) -> HttpResponseBase:
    """A table; what failed stands first."""
    require(request.actor, "signatures.see_kept")
    now = clock.now()
    rows = SigningRequest.objects.filter(state=SigningRequest.SIGNED, renew_at__isnull=False)
    counts = rows.aggregate(
        kept=Count("pk"), due=Count("pk", filter=Q(renew_at__lte=now)), failed=Count("pk", filter=~Q(renewal_fault=""))
    )
    table = Table(
        request=request,
        columns=[
            # The title of a private document is no official's business: its key names it.
            Column(name="key", title=_("Request")),
            Column(name="form", title=_("Format")),
            Column(name="ended_at", title=_("Signed"), kind="moment", sort="ended_at"),
            Column(name="renewals", title=_("Renewals"), kind="number", sort="renewals"),
            Column(name="renew_at", title=_("Next renewal"), kind="moment", sort="renew_at"),
            Column(name="renewal_fault", title=_("What failed")),
        ],
        source=rows.order_by(F("renewal_fault").desc(), "renew_at", "pk"),
        filters=[
            Filter(
                name="state",
                title=_("State"),
                choices=(("due", _("due")), ("failed", _("failed"))),
                apply=lambda found, value: (
                    found.filter(renew_at__lte=now) if value == "due" else found.exclude(renewal_fault="")
                ),
            )
        ],
        caption=_("Signatures that are kept"),
    )
    return table.file(name="kept-signatures") or render(request, "signatures/kept.html", {"table": table, **counts})
