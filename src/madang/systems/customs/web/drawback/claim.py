"""An exporter claims a drawback: the materials that went into the goods, or the table's amount."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

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
from madang.framework.values import Fault, Money, clock
from madang.systems.customs.domain.drawback import DrawbackMethod, ImportLine, imported_since
from madang.systems.customs.models import CustomsDeclaration
from madang.systems.customs.usecases.declarations.find_declaration import own_declaration
from madang.systems.customs.usecases.drawback.file_drawback import Material, file_drawback
from madang.systems.customs.usecases.drawback.find_lines import lines_left
from madang.systems.customs.usecases.drawback.law import drawback_law
from madang.systems.customs.usecases.drawback.refusals import MaterialsUnfit, NoExport
from madang.systems.customs.usecases.drawback.words import METHODS

ROWS = 4


class ClaimForm(forms.Form):
    """How it is reckoned, the materials, the account."""

    method = forms.ChoiceField(
        label=gettext_lazy("How it is reckoned"), choices=tuple(METHODS.items()), widget=forms.RadioSelect
    )
    small_maker = forms.BooleanField(
        label=gettext_lazy("We are a small or medium manufacturer and made the goods (only for fixed amounts)"),
        required=False,
    )

    def __init__(self, *args: Any, lines: Sequence[ImportLine], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", "–"), *((_key(line), _told(line)) for line in lines)]
        for place in range(1, ROWS + 1):
            self.fields[f"line_{place}"] = forms.ChoiceField(
                label=_("Item of an import"), choices=choices, required=False
            )
            self.fields[f"per_unit_{place}"] = _number(_("How much goes into one unit, with normal loss"))
            self.fields[f"quantity_{place}"] = _number(_("How much of this import was used"))
        self.fields["account"] = forms.CharField(
            label=pgettext("customs", "Your account"),
            help_text=_("An IBAN, or the bank's code, a hyphen and the number."),
            max_length=34,
        )
        self.fields["holder"] = forms.CharField(label=_("Holder of the account"), max_length=140)

    def rows(self) -> list[tuple[int, list[forms.BoundField]]]:
        """The fields of each material."""
        names = ("line", "per_unit", "quantity")
        return [(place, [self[f"{name}_{place}"] for name in names]) for place in range(1, ROWS + 1)]

    def materials(self) -> list[Material]:
        """The rows that name an import line."""
        found = []
        for place in range(1, ROWS + 1):
            number, _stroke, item = str(self.cleaned_data.get(f"line_{place}") or "").rpartition("/")
            if number:
                found.append(
                    Material(
                        declaration=number,
                        item=int(item),
                        per_unit=self.cleaned_data[f"per_unit_{place}"] or Decimal(0),
                        quantity=self.cleaned_data[f"quantity_{place}"] or Decimal(0),
                    )
                )
        return found


def _number(label: str) -> forms.DecimalField:
    return forms.DecimalField(label=label, max_digits=16, decimal_places=6, min_value=Decimal(0), required=False)


def _key(line: ImportLine) -> str:
    return f"{line.declaration}/{line.item}"


def _told(line: ImportLine) -> str:
    told = {"line": _key(line), "commodity": line.commodity, "left": written.number(line.left)}
    return _("{line} · {commodity} · {left} {unit} left").format(**told, unit=line.measure.unit)


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
        raise MaterialsUnfit(faults=tuple(_placed(fault) for fault in refusal.faults)) from None
    return redirect("customs:drawback", made.number)


def _placed(fault: Fault) -> Fault:
    """At the field of the form."""
    place = fault.place.removeprefix("materials[").removesuffix("]")
    return Fault(f"quantity_{int(place) + 1}" if place.isdigit() else "line_1", fault.says, fault.code)
