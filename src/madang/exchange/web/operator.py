"""The operator's page: members and how they answer, events that wait or are dead, and the seals over the log."""

from typing import Any

from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from madang.contracts.envelope import law
from madang.contracts.members_v1 import DescribeMember, MemberDescription
from madang.exchange import Answer, Asking, ask_all, jobs
from madang.exchange.models import AccessEntry, Delivery, Head
from madang.framework import audit
from madang.framework.identity.access import officials, open_to
from madang.framework.identity.requests import ActorRequest
from madang.framework.values import clock

OPERATOR = "exchange.operator"
MOST = 100


def _members(request: ActorRequest) -> list[dict[str, Any]]:
    asking = Asking(
        system="exchange", actor=request.actor, purpose=_("Looking after the exchange"), basis=law(""), timeout=2.0
    )
    found = []
    for each in ask_all(DescribeMember(), asking):
        if not isinstance(each, Answer):
            found.append({"name": each.member, "answers": False, "why": str(each.why)})
            continue
        described: MemberDescription = each.reply
        busy = sorted(described.contracts, key=lambda contract: -(contract.answered + contract.failed))
        found.append({"name": each.member, "answers": True, "systems": ", ".join(described.systems), "contracts": busy})
    return found


def _dead() -> list[dict[str, Any]]:
    rows = Delivery.objects.exclude(dead_at=None).select_related("event").order_by("dead_at")[:MOST]
    return [
        {
            "id": row.pk,
            "event": row.event.contract,
            "recipient": row.recipient,
            "at": row.event.announced_at,
            "attempts": row.attempts,
            "error": row.last_error,
        }
        for row in rows
    ]


@open_to(officials(OPERATOR))
@require_GET
def overview(request: ActorRequest) -> HttpResponse:
    """How the exchange is, on one page."""
    waiting = Q(delivered_at=None, dead_at=None)
    queues = Delivery.objects.filter(waiting).values("recipient").annotate(waiting=Count("pk")).order_by("recipient")
    last = Head.objects.order_by("-pk").first()
    values = {
        "members": _members(request),
        "dead": _dead(),
        "queues": list(queues),
        "entries": AccessEntry.objects.count(),
        "head": {"number": last.pk, "size": last.size, "made_at": last.made_at, "signed_at": last.signed_at}
        if last
        else None,
        "unsigned": Head.objects.filter(signature=None).count(),
    }
    return render(request, "exchange/overview.html", values)


def _chosen(request: HttpRequest) -> list[int]:
    return [int(text) for text in request.POST.getlist("delivery") if text.isdigit() and len(text) < 19]


@open_to(officials(OPERATOR))
@require_POST
def replay(request: ActorRequest) -> HttpResponse:
    """Give the chosen dead events a fresh start."""
    now, chosen = clock.now(), _chosen(request)
    count = jobs.replay(deliveries=chosen, now=now)
    audit.record(
        actor=request.actor, action="exchange.replay", target="deliveries", detail={"deliveries": chosen}, now=now
    )
    said = ngettext("%(count)d event is on its way again.", "%(count)d events are on their way again.", count)
    messages.success(request, said % {"count": count})
    return HttpResponseRedirect(reverse("exchange:overview"))
