"""A payment's receipt as a sealed document."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from madang.framework.documents.usecases.issue_receipt import issue_receipt
from madang.framework.identity.access import RESIDENTS, open_to
from madang.framework.identity.may import may
from madang.framework.identity.requests import ActorRequest
from madang.framework.law import pack
from madang.framework.money.models import Receipt
from madang.framework.values import clock


@open_to(RESIDENTS)
@require_POST
def receipt_document(request: ActorRequest, number: str) -> HttpResponse:
    """The sealed receipt in the asked language of the country, made where it was not yet; on its page it is downloaded."""
    receipt = get_object_or_404(Receipt.objects.select_related("payment__charge"), number=number)
    language = request.POST.get("language", "")
    if not may(request.actor, "money.pay", receipt.payment.charge) or language not in pack().languages:
        raise Http404
    document = issue_receipt(receipt=receipt, language=language, actor=request.actor, now=clock.now())
    return redirect("documents:document", number=document.number)
