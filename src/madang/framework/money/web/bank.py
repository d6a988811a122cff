"""The sandbox bank's page, and where gateways call back."""

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from madang.framework.identity.access import ANYONE, open_to
from madang.framework.jobs import later
from madang.framework.money.gateways.sandbox.bank import conclude, require_demo
from madang.framework.money.jobs import tell_state
from madang.framework.money.models import SandboxTransfer
from madang.framework.money.usecases import receive_callback
from madang.framework.values import Money, Refusal, clock

_LIMIT = 16 * 1024


@open_to(ANYONE)
@require_http_methods(["GET", "HEAD", "POST"])
def sandbox_bank(request: HttpRequest, token: str) -> HttpResponse:
    """The foreign bank's page, on which the payer confirms or declines. Demo only."""
    require_demo()
    transfer = get_object_or_404(SandboxTransfer, token=token)
    if request.method == "POST":
        with transaction.atomic():
            conclude(token=token, confirmed=request.POST.get("word") == "confirm", now=clock.now())
            later(tell_state, token=token, once=f"tell-{token}")
        return HttpResponseRedirect(transfer.return_url, status=303)
    values = {
        "amount": Money(transfer.minor, transfer.currency),
        "purpose": transfer.purpose,
        "pending": transfer.state == "pending",
        "return_url": transfer.return_url,
    }
    return render(request, "money/sandbox_bank.html", values)


@csrf_exempt
@require_POST
def callback(request: HttpRequest, way: str) -> HttpResponse:
    """A gateway tells what became of an order. Its signature is the only key; a repetition is answered as the first."""
    if int(request.headers.get("Content-Length") or 0) > _LIMIT:
        raise Http404
    try:
        effect = receive_callback(way=way, body=request.body, headers=request.headers, now=clock.now())
    except Refusal as refusal:
        return JsonResponse({"code": refusal.code, "detail": str(refusal)}, status=refusal.status)
    return JsonResponse({"effect": effect})


callback = open_to(ANYONE)(callback)
