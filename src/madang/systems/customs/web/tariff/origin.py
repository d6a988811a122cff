"""Do my goods originate: a rule of an agreement held against what the goods are made of; open to anyone, nothing is kept."""

from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_safe

from madang.framework.identity.access import ANYONE, open_to
from madang.framework.identity.requests import ActorRequest
from madang.systems.customs.domain.origin import Material, Product, RuleUnreadable
from madang.systems.customs.domain.origin_check import Checked, Part, check_origin
from madang.systems.customs.web.tariff.saying import origin_said

MOST = 200
OWN = "own"


class OriginForm(forms.Form):
    """A product, its rule and its materials."""

    code = forms.RegexField(
        label=gettext_lazy("Code of the goods"),
        regex=r"^[0-9. -]{6,16}$",
        help_text=gettext_lazy("Six digits or more."),
    )
    value = forms.DecimalField(
        label=gettext_lazy("Value of the goods, free on board"), min_value=1, max_digits=14, decimal_places=2
    )
    rule = forms.CharField(
        label=gettext_lazy("Rule of origin"),
        help_text=gettext_lazy("As a line of the tariff shows it: CTH, CTH or RVC 45, RVC 35 up, CC and RVC 40, WO."),
        max_length=200,
    )
    tolerance = forms.DecimalField(
        label=gettext_lazy("Share of the value that is tolerated (percent)"),
        help_text=gettext_lazy("Of materials that keep their code; many agreements say 10."),
        min_value=0,
        max_value=100,
        initial=10,
    )
    materials = forms.CharField(
        label=pgettext_lazy("tariff", "Materials"),
        help_text=gettext_lazy("One a line: code, value, and “own” where it originates. For example: 851690 120.50"),
        widget=forms.Textarea(attrs={"rows": 6, "spellcheck": "false"}),
        max_length=8000,
        required=False,
    )

    def clean_materials(self) -> list[tuple[str, Decimal, bool]]:
        """Code, value, whether it is of the parties."""
        lines = [line.split() for line in self.cleaned_data["materials"].splitlines() if line.strip()]
        if len(lines) > MOST:
            raise forms.ValidationError(_("At most {most} materials.").format(most=MOST))
        return [self._material(line) for line in lines]

    def _material(self, words: list[str]) -> tuple[str, Decimal, bool]:
        code = "".join(sign for sign in words[0] if sign.isascii() and sign.isdigit())
        try:
            value = Decimal(words[1].replace(",", "")) if len(words) > 1 else Decimal(-1)
        except InvalidOperation:
            value = Decimal(-1)
        known = len(words) <= 2 or words[2].casefold() == OWN
        if len(code) < 6 or not value.is_finite() or not 0 <= value < 10**12 or not known:
            raise forms.ValidationError(_("“{line}” is no material.").format(line=" ".join(words)[:60]))
        return code, value, len(words) > 2


@open_to(ANYONE)
@require_safe
def origin(request: ActorRequest) -> HttpResponse:
    """The form; with goods in the address, the answer part by part."""
    form = OriginForm(request.GET if "materials" in request.GET else None, initial=request.GET.dict())
    checked = _checked(form) if form.is_bound and form.is_valid() else None
    values: dict[str, Any] = {"form": form}
    if checked is not None:
        values |= {"met": checked.met, "alternatives": [[_shown(part) for part in one] for one in checked.alternatives]}
    return render(request, "customs/tariff/origin.html", values, status=422 if form.errors else 200)


def _checked(form: OriginForm) -> Checked | None:
    told = form.cleaned_data
    foreign = tuple(Material(code=code, value=_minor(value)) for code, value, own in told["materials"] if not own)
    code = "".join(sign for sign in told["code"] if sign.isdigit())
    product = Product(code=code, value=_minor(told["value"]), materials=foreign)
    own = sum(_minor(value) for _code, value, is_own in told["materials"] if is_own)
    try:
        return check_origin(rule=told["rule"].strip(), product=product, own=own, tolerance=told["tolerance"])
    except RuleUnreadable:
        form.add_error("rule", _("This is no rule of origin that is known here."))
        return None


def _minor(value: Decimal) -> int:
    """In hundredths: shares alone are reckoned of it."""
    return int(value * 100)


def _shown(part: Part) -> dict[str, object]:
    return {
        "rule": part.rule,
        "says": origin_said(rule=part.rule),
        "met": part.met,
        "percent": part.percent,
        "unchanged": ", ".join(part.unchanged),
        "tolerated": part.tolerated,
    }
