"""A business as a supplier: register it, and see all that is known of it and from where."""

from datetime import date

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from madang.exchange.own_businesses import own_businesses
from madang.framework.identity.access import RESIDENTS, open_to
from madang.framework.identity.requests import ActorRequest
from madang.framework.ui.forms import DateField, ShownIn
from madang.framework.values import PartyKind, clock
from madang.systems.procurement.domain.clearance import Source
from madang.systems.procurement.models import Clearance, Sanction, Supplier, SupplierCertificate
from madang.systems.procurement.usecases.name import SYSTEM
from madang.systems.procurement.usecases.supply import declare
from madang.systems.procurement.usecases.supply.ask_clearance import ask_clearance
from madang.systems.procurement.usecases.supply.name_account import name_account
from madang.systems.procurement.usecases.supply.record import record_of
from madang.systems.procurement.usecases.supply.register_supplier import PURPOSE, register_supplier
from madang.systems.procurement.usecases.supply.standing import SAYS, answered, why_not
from madang.systems.procurement.web.supply.performing import record_facts
from madang.systems.procurement.web.supply.words import STATES, TONES, clearance_line, family_title, sanction_row


class CategoriesForm(forms.Form):
    """What the business supplies."""

    families = forms.MultipleChoiceField(
        label=gettext_lazy("What the business supplies"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Families of UNSPSC. Buyers find you by them."),
    )

    def __init__(self, **options: object) -> None:
        super().__init__(**options)  # type: ignore[arg-type]
        choices = [(code, family_title(code)) for code in sorted(declare.family_titles())]
        self.fields["families"].choices = choices  # type: ignore[attr-defined]


class CertificateForm(forms.Form):
    """A certificate."""

    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=tuple(declare.KINDS.items()))
    number = forms.CharField(label=gettext_lazy("Number"), max_length=64)
    issuer = forms.CharField(label=gettext_lazy("Issued by"), max_length=140)
    from_on = DateField(label=gettext_lazy("Holds from"))
    until_on = DateField(label=gettext_lazy("Holds until"))


class AccountForm(forms.Form):
    """Where orders of the e-mall are paid to."""

    account = forms.CharField(
        label=gettext_lazy("Account that you are paid to"),
        max_length=34,
        help_text=gettext_lazy("An IBAN, or the bank's code, a hyphen and the number."),
    )
    holder = forms.CharField(label=gettext_lazy("Holder of the account"), max_length=140)


@open_to(RESIDENTS)
@require_http_methods(["GET", "HEAD", "POST"])
def company(request: ActorRequest) -> HttpResponse:
    """The business for which the resident acts: registration, or its page."""
    party, now = request.actor.party, clock.now()
    if party is None or party.kind is not PartyKind.BUSINESS:
        found = own_businesses(system=SYSTEM, purpose=PURPOSE, actor=request.actor)
        return render(request, "procurement/supply/whose.html", {"businesses": found})
    supplier = Supplier.objects.filter(number=party.key).first()
    if supplier is None:
        return _register(request, party.key)
    asked = request.POST.get("do", "")
    if asked == "ask":
        ask_clearance(supplier=supplier, actor=request.actor, now=now)
        messages.success(request, _("Asked. What every office answered stands below."))
        return redirect("procurement:company")
    if asked == "end":
        key = request.POST.get("key", "")
        declare.end_certificate(
            supplier=supplier, key=int(key) if key.isdigit() and len(key) < 12 else 0, actor=request.actor, now=now
        )
        return redirect("procurement:company")
    chosen = list(supplier.categories.filter(ended_at=None).values_list("family", flat=True))
    families = CategoriesForm(data=request.POST if asked == "families" else None, initial={"families": chosen})
    certificate = CertificateForm(data=request.POST if asked == "certificate" else None, prefix="certificate")
    paid = {"account": supplier.account, "holder": supplier.account_holder or supplier.name}
    account = AccountForm(data=request.POST if asked == "account" else None, prefix="paid", initial=paid)
    if (
        _declared(request, supplier, families)
        or _noted(request, supplier, certificate)
        or _paid_to(request, supplier, account)
    ):
        return redirect("procurement:company")
    forms_of = {"families": families, "certificate": certificate, "account": account}
    values = _page(supplier, timezone.localdate(now)) | forms_of
    status = 422 if any(one.errors for one in forms_of.values()) else 200
    return render(request, "procurement/supply/company.html", values, status=status)


def _register(request: ActorRequest, number: str) -> HttpResponse:
    form = forms.Form(data=request.POST if request.method == "POST" else None)
    if form.is_valid():
        with ShownIn(form):
            register_supplier(number=number, actor=request.actor, now=clock.now())
            messages.success(request, _("Registered. Now say what the business supplies."))
            return redirect("procurement:company")
    acting = request.actor.acting_for
    name = acting.name_in(request.actor.language) if acting else number
    values = {"form": form, "number": number, "name": name}
    return render(request, "procurement/supply/register.html", values, status=422 if form.errors else 200)


def _declared(request: ActorRequest, supplier: Supplier, form: CategoriesForm) -> bool:
    if form.is_bound and form.is_valid():
        with ShownIn(form):
            declare.declare_categories(
                supplier=supplier, families=form.cleaned_data["families"], actor=request.actor, now=clock.now()
            )
            messages.success(request, _("What the business supplies is saved."))
            return True
    return False


def _noted(request: ActorRequest, supplier: Supplier, form: CertificateForm) -> bool:
    if form.is_bound and form.is_valid():
        with ShownIn(form):
            declare.note_certificate(supplier=supplier, **form.cleaned_data, actor=request.actor, now=clock.now())
            messages.success(request, _("The certificate is noted. You are reminded before it ends."))
            return True
    return False


def _paid_to(request: ActorRequest, supplier: Supplier, form: AccountForm) -> bool:
    if form.is_bound and form.is_valid():
        with ShownIn(form):
            name_account(supplier=supplier, **form.cleaned_data, actor=request.actor, now=clock.now())
            messages.success(request, _("The account is saved. Orders from now on are paid to it."))
            return True
    return False


def _page(supplier: Supplier, today: date) -> dict[str, object]:
    codes = why_not(supplier=supplier, on=today)
    last = {
        source: Clearance.objects.filter(supplier=supplier, source=source.value).order_by("-id").first()
        for source in Source
    }
    held = SupplierCertificate.objects.filter(supplier=supplier, ended_at=None).order_by("until_on")
    return {
        "name": supplier.name,
        "state": STATES.get(supplier.state, supplier.state),
        "tone": TONES.get(supplier.state, "gray"),
        "number": supplier.number,
        "address": supplier.address,
        "registered_at": supplier.registered_at,
        "against": [SAYS[code] for code in codes],
        "clearances": [
            clearance_line(
                source=source, last=one, relied=answered(supplier=supplier, source=source, on=today), on=today
            )
            for source, one in last.items()
        ],
        "certificates": [
            {
                "key": one.pk,
                "kind": declare.KINDS.get(one.kind, one.kind),
                "number": one.number,
                "issuer": one.issuer,
                "until_on": one.until_on,
                "ended": one.until_on < today,
            }
            for one in held
        ],
        "sanctions": [sanction_row(one) for one in Sanction.objects.filter(supplier=supplier).order_by("-id")],
        "record": record_facts(record_of(supplier=supplier, on=today)),
    }
