"""An exporter claims a drawback: the materials that went into the goods, or the table's amount."""

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from django.views.decorators.http import require_http_methods

from madang.framework.identity.access import RESIDENTS, open_to
from madang.framework.identity.requests import ActorRequest
from madang.framework.ui import written
from madang.framework.ui.forms import ShownIn
from madang.framework.values import Money, clock
from madang.systems.customs.domain.drawback import DrawbackMethod, imported_since
from madang.systems.customs.models import CustomsDeclaration
from madang.systems.customs.usecases.declarations.content import declaration_of
from madang.systems.customs.usecases.declarations.find_declaration import own_declaration
from madang.systems.customs.usecases.drawback.file_drawback import file_drawback
from madang.systems.customs.usecases.drawback.find_lines import lines_left
from madang.systems.customs.usecases.drawback.law import drawback_law
from madang.systems.customs.usecases.drawback.refusals import MaterialsUnfit, NoExport
from madang.systems.customs.usecases.drawback.words import METHODS
from madang.systems.customs.web.drawback.material_forms import MaterialsForm, placed
from madang.systems.customs.web.refunds.account import AccountForm


class ClaimForm(AccountForm, MaterialsForm):
    """How it is reckoned, the materials, the account."""

    field_order = ("method", "small_maker")

    method = forms.ChoiceField(
        label=gettext_lazy("How it is reckoned"), choices=tuple(METHODS.items()), widget=forms.RadioSelect
    )
    small_maker = forms.BooleanField(
        label=gettext_lazy("We are a small or medium manufacturer and made the goods (only for fixed amounts)"),
        required=False,
    )


@open_to(RESIDENTS)
@require_http_methods(["GET", "HEAD", "POST"])
def claim(request: ActorRequest, number: str) -> HttpResponse:
    """The form; sent, an officer decides."""
    found = own_declaration(number=number, actor=request.actor)
    if found.released_at is None:
        raise NoExport(number=found.number)
    now = clock.now()
    law = drawback_law(on=timezone.localdate(now))
    since = imported_since(exported_on=timezone.localdate(found.released_at), years=law.import_years)
    lines = lines_left(party=found.party, since=since)
    form = ClaimForm(
        data=request.POST if request.method == "POST" else None,
        initial={"method": DrawbackMethod.INDIVIDUAL.value},
        lines=lines,
        made=[(item.sequence, item.description) for item in declaration_of(content=found.content).items],
    )
    if form.is_bound and form.is_valid():
        with ShownIn(form):
            return _sent(request, found, form)
    values = {
        "number": found.number,
        "facts": [
            (pgettext("customs", "Goods"), found.title),
            (pgettext("customs", "Exported"), written.day(timezone.localdate(found.released_at))),
            (pgettext("customs", "Value"), written.money(Money(found.value_minor, found.currency))),
            (_("Materials imported since"), written.day(since)),
        ],
        "form": form,
        "rows": form.rows(),
    }
    return render(request, "customs/drawback/claim.html", values, status=422 if form.errors else 200)


def _sent(request: ActorRequest, found: CustomsDeclaration, form: ClaimForm) -> HttpResponse:
    told = form.cleaned_data
    try:
        made = file_drawback(
            number=found.number,
            method=DrawbackMethod(told["method"]),
            materials=form.materials(),
            small_maker=told["small_maker"],
            account=told["account"],
            holder=told["holder"],
            actor=request.actor,
            now=clock.now(),
        )
    except MaterialsUnfit as refusal:
        raise MaterialsUnfit(faults=tuple(placed(fault=fault) for fault in refusal.faults)) from None
    return redirect("customs:drawback", made.number)
