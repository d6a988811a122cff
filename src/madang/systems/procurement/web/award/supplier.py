"""What a bidder may do after the opening: complain, and explain a low price."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from madang.framework.identity.access import RESIDENTS, open_to
from madang.framework.identity.requests import ActorRequest
from madang.framework.ui import written
from madang.framework.values import Money, clock
from madang.systems.procurement.models import AbnormallyLow, Award, Lot, Supplier
from madang.systems.procurement.usecases.award.explain_price import give_explanation
from madang.systems.procurement.usecases.award.file_complaint import NotABidder, file_complaint
from madang.systems.procurement.usecases.bidding.find_ceremony import tender_of
from madang.systems.procurement.web.acting import supplier_of
from madang.systems.procurement.web.award.forms import ComplaintForm, ExplanationForm
from madang.systems.procurement.web.award.showing import Given, form_page


def _supplier(request: ActorRequest) -> Supplier:
    """The business for which the actor acts. Raises NotABidder."""
    found = supplier_of(request)
    if found is None:
        raise NotABidder
    return found


@open_to(RESIDENTS)
@require_http_methods(["GET", "HEAD", "POST"])
def complain(request: ActorRequest, number: str, position: int) -> HttpResponse:
    """Complain about the award of a lot."""
    tender, supplier = tender_of(number=number), _supplier(request)
    lot = get_object_or_404(Lot, tender=tender, position=position)
    award = Award.objects.filter(lot=lot).select_related("supplier", "lot").order_by("-pk").first()
    if award is None:
        raise Http404
    back = reverse("procurement:award", args=[number])

    def file(given: Given) -> HttpResponse:
        made = file_complaint(
            award=award, supplier=supplier, ground=given["ground"], actor=request.actor, now=clock.now()
        )
        messages.success(request, _("Your complaint is case {case}. The award is suspended.").format(case=made.case))
        return redirect(back)

    return form_page(
        request,
        form=ComplaintForm(request.POST if request.method == "POST" else None),
        do=file,
        back=back,
        title=_("Complain about an award"),
        lead=_("A reviewer outside the buying office decides. Until then the award is suspended."),
        button=_("Send the complaint"),
        facts=[
            (_("Tender"), f"{tender.title} ({number})"),
            (_("Awarded to"), f"{award.supplier.name}, {written.money(Money(award.minor, award.currency))}"),
            (_("Complaints are taken until"), written.moment(award.standstill_until)),
            (_("Complaint of"), supplier.name),
        ],
    )


@open_to(RESIDENTS)
@require_http_methods(["GET", "HEAD", "POST"])
def explain(request: ActorRequest, number: str, position: int) -> HttpResponse:
    """Explain a price that the buyer asked about."""
    tender, supplier = tender_of(number=number), _supplier(request)
    asked = get_object_or_404(
        AbnormallyLow.objects.select_related("bid__supplier", "bid__offer"),
        bid__tender=tender,
        bid__lot__position=position,
        bid__supplier=supplier,
    )
    back = reverse("procurement:award", args=[number])

    def give(given: Given) -> HttpResponse:
        give_explanation(bid=asked.bid, text=given["text"], actor=request.actor, now=clock.now())
        messages.success(request, _("The buyer has your explanation."))
        return redirect(back)

    offer = asked.bid.offer
    return form_page(
        request,
        form=ExplanationForm(request.POST if request.method == "POST" else None, initial={"text": asked.explanation}),
        do=give,
        back=back,
        title=_("Explain your price"),
        lead=_(
            "The buyer finds it unusually low and decides on what you write; without a word the bid may be excluded."
        ),
        button=_("Send the explanation"),
        facts=[
            (_("Tender"), f"{tender.title} ({number})"),
            (_("Your price"), written.money(Money(offer.minor, offer.currency))),
            (_("Explain until"), written.moment(asked.answer_until)),
        ],
    )
