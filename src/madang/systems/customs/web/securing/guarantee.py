"""One guarantee: what hangs on it; and how an officer accepts one or gives it back."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from madang.framework.identity.access import RESIDENTS, officials, open_to
from madang.framework.identity.may import may
from madang.framework.identity.requests import ActorRequest
from madang.framework.ui import written
from madang.framework.ui.forms import ShownIn
from madang.framework.values import Money, clock
from madang.systems.customs.domain.securing import HOLDING
from madang.systems.customs.models import CustomsGuarantee, DeferredPayment
from madang.systems.customs.usecases.declarations.offices import office_name
from madang.systems.customs.usecases.permissions import OFFICER
from madang.systems.customs.usecases.securing.find import find_guarantee
from madang.systems.customs.usecases.securing.guarantees import Promise, accept_guarantee, return_guarantee
from madang.systems.customs.usecases.securing.holders import holder
from madang.systems.customs.usecases.securing.operators import grant_deferral
from madang.systems.customs.usecases.securing.used import free_of, used_of
from madang.systems.customs.usecases.securing.words import KINDS
from madang.systems.customs.web.refunds.account import goes_back
from madang.systems.customs.web.securing.forms import DeferralForm, GuaranteeForm


def offices_of(request: ActorRequest) -> list[tuple[str, str]]:
    """The offices at which an officer works, with their names."""
    language = get_language() or ""
    return [(code, office_name(code=code, language=language)) for code in request.actor.offices(OFFICER)]


@open_to(officials(OFFICER))
@require_http_methods(["GET", "HEAD", "POST"])
def accept(request: ActorRequest) -> HttpResponse:
    """Enter what the paper says."""
    offices = offices_of(request)
    today = timezone.localdate()
    data = request.POST if request.method == "POST" else None
    form = GuaranteeForm(data=data, offices=offices, initial={"valid_from": today})
    if form.is_bound and form.is_valid():
        with ShownIn(form):
            told = form.cleaned_data
            office, limit, key = told.pop("office"), told.pop("limit"), told.pop("party")
            whose = holder(number=key, name=told["party_name"])
            told["appraised_minor"] = told.pop("appraised")
            promise = Promise(**told, party=whose, limit_minor=limit)
            made = accept_guarantee(promise=promise, office=office, actor=request.actor, now=clock.now())
            said = _("Accepted. It holds from the day on which its holder pays the deposit.")
            done = _("Accepted. Declarations that waited for it are looked at again.")
            messages.success(request, said if made.deposit else done)
            return redirect("customs:guarantee", made.number)
    return render(request, "customs/securing/accept.html", {"form": form}, status=422 if form.errors else 200)


@open_to(RESIDENTS, officials(OFFICER))
@require_http_methods(["GET", "HEAD", "POST"])
def guarantee(request: ActorRequest, number: str) -> HttpResponse:
    """What it secures; an officer gives it back when nothing does."""
    now = clock.now()
    found = find_guarantee(number=number, actor=request.actor, now=now)
    decides = may(request.actor, "customs.secure", found.office_code)
    asked = request.POST.get("do", "") if request.method == "POST" else ""
    form = forms.Form(request.POST if asked == "return" else None)
    later = DeferralForm(request.POST if asked == "defer" else None, prefix="defer")
    if form.is_bound and form.is_valid():
        with ShownIn(form):
            return_guarantee(number=found.number, actor=request.actor, now=now)
            messages.success(request, pgettext("guarantee", "Given back."))
            return redirect("customs:guarantee", found.number)
    back = goes_back(request=request, sources=[found.number], own=not decides, answered=asked == "account")
    if back.named:
        return redirect("customs:guarantee", found.number)
    if later.is_bound and later.is_valid():
        told = later.cleaned_data
        with ShownIn(later):
            terms = {"limit_minor": told["limit"], "until": told["until"]}
            grant_deferral(guarantee=found.number, **terms, actor=request.actor, now=now)
            messages.success(request, _("Granted: its holder pays at the end of the month."))
            return redirect("customs:guarantee", found.number)
    used = used_of(guarantees=[found], on=timezone.localdate(now))[found.pk]
    values = {
        "number": found.number,
        "facts": _facts(found, used),
        "used": used,
        "hanging": _hanging(found),
        "decides": decides,
        "returnable": decides and found.returned_at is None,
        **_deposit(found, decides),
        "form": form,
        "later": later,
        "refunds": back.rows,
        "account": back.form,
    }
    failed = form.errors or later.errors or back.status == 422
    return render(request, "customs/securing/guarantee.html", values, status=422 if failed else 200)


def _deposit(found: CustomsGuarantee, decides: bool) -> dict[str, object]:
    """The charge by which its money comes, whether it came, and whether its holder pays it here."""
    came = found.deposited_on is not None
    payable = bool(found.deposit) and not (decides or came or found.returned_at)
    return {"deposit": found.deposit, "deposited": came, "payable": payable}


def _facts(found: CustomsGuarantee, used: int) -> list[tuple[str, object]]:
    currency = found.currency
    free = free_of(guarantee=found, used=used)
    return [
        (pgettext("guarantee", "Holder"), found.party_name or found.party_key),
        (pgettext("guarantee", "Kind"), KINDS[found.kind]),
        (pgettext("guarantee", "Issuer"), f"{found.issuer} {found.paper}".strip() or "–"),
        (pgettext("guarantee", "Amount"), written.money(Money(found.limit_minor, currency))),
        *_backed(found),
        (pgettext("guarantee", "Used"), written.money(Money(used, currency))),
        (pgettext("guarantee", "Drawn"), written.money(Money(found.drawn_minor, currency))),
        (pgettext("guarantee", "Free"), written.money(Money(free, currency))),
        (pgettext("guarantee", "Valid"), f"{written.day(found.valid_from)} – {written.day(found.valid_until)}"),
        (_("Customs office"), office_name(code=found.office_code, language=get_language() or "")),
        (pgettext("guarantee", "Given back"), written.moment(found.returned_at) if found.returned_at else "–"),
    ]


def _backed(found: CustomsGuarantee) -> list[tuple[str, object]]:
    """When its money came, or what its land or building was appraised at."""
    rows: list[tuple[str, object]] = []
    if found.deposit:
        came = written.day(found.deposited_on) if found.deposited_on else _("not paid yet: it does not hold")
        rows.append((pgettext("guarantee", "Deposited"), came))
    if found.appraised_minor is not None and found.appraised_on is not None:
        told = f"{written.money(Money(found.appraised_minor, found.currency))} ({written.day(found.appraised_on)})"
        rows.append((_("Appraised at"), told))
    return rows


def _hanging(found: CustomsGuarantee) -> list[dict[str, Any]]:
    """What uses it now: goods, movements, the right to pay later."""
    goods = found.goods.filter(state__in=[one.value for one in HOLDING]).select_related("declaration")
    rows: list[dict[str, Any]] = [
        {
            "title": one.title,
            "url": reverse("customs:secured_goods", args=[one.declaration.number, one.item]),
            "minor": one.secured_minor,
            "until": one.due_on,
        }
        for one in goods.order_by("due_on", "pk")[:200]
    ]
    for moved in found.movements.filter(ended_at=None).select_related("bill").order_by("due_on"):
        title = _("Movement {number} under bond").format(number=moved.number)
        url = reverse("customs:cargo_bill", args=[moved.bill.number])
        rows.append({"title": title, "url": url, "minor": moved.secured_minor, "until": moved.due_on})
    for later in DeferredPayment.objects.filter(guarantee=found.number):
        rows.append({"title": _("Monthly payment"), "url": "", "minor": later.limit_minor, "until": later.valid_until})
    return [row | {"amount": Money(row["minor"], found.currency)} for row in rows]
