"""One measure, and what tariff officers do: enter it, decide on a colleague's, propose an earlier last day."""

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_http_methods

from madang.framework.identity.access import ANYONE, officials, open_to
from madang.framework.identity.officers import officer
from madang.framework.identity.requests import ActorRequest
from madang.framework.ui.forms import DateField, ShownIn
from madang.framework.values import clock
from madang.systems.customs.domain.regimes import regimes
from madang.systems.customs.models import TradeMeasure
from madang.systems.customs.usecases.permissions import TARIFF
from madang.systems.customs.usecases.tariff.keep_measures import (
    Entered,
    decide_end,
    decide_measure,
    propose_end,
    propose_measure,
)
from madang.systems.customs.usecases.tariff.measures_in_force import measure_of
from madang.systems.customs.web import units
from madang.systems.customs.web.codes import CodesField
from madang.systems.customs.web.tariff.measures import facts_of, published, steps_of, title_of
from madang.systems.customs.web.tariff.showing import regime_named

_ROWS = {"rows": 4, "spellcheck": "false"}


def _kinds() -> list[tuple[str, str]]:
    known = [one for one in regimes().values() if one.for_a_time]
    return [(one.code, f"{regime_named(rule=one.code)} ({one.cite})") for one in known]


class MeasureForm(forms.Form):
    """What the regulation says."""

    regime = forms.ChoiceField(label=pgettext_lazy("tariff", "Kind"), choices=_kinds)
    title = forms.CharField(label=pgettext_lazy("tariff measure", "Title"), max_length=200)
    prefixes = CodesField(
        label=gettext_lazy("Goods: the beginnings of their codes"),
        help_text=gettext_lazy("Separated by spaces, such as 7208511000 722540."),
        max_length=2000,
    )
    origins = CodesField(
        label=gettext_lazy("Countries of origin"),
        help_text=gettext_lazy("Two letters each, such as CN VN; empty for all."),
        max_length=500,
        required=False,
    )
    suppliers = forms.CharField(
        label=gettext_lazy("Rates of suppliers that are named"),
        help_text=gettext_lazy("One a line: the name, a colon, the rate. For example: Northmill Ltd.: 6%"),
        widget=forms.Textarea(attrs=_ROWS),
        max_length=8000,
        required=False,
    )
    others = forms.CharField(
        label=gettext_lazy("Rate of all others"),
        help_text=gettext_lazy("For example 27.91%, 500/KGM or max(10%, 200/KGM)."),
        max_length=200,
        required=False,
    )
    valid_from = DateField(label=gettext_lazy("First day"))
    last_on = DateField(label=gettext_lazy("Last day"), required=False)
    order = forms.RegexField(
        label=gettext_lazy("Number of the quota"),
        help_text=gettext_lazy("Only where the rate stands within a quota."),
        regex=r"^[A-Za-z0-9-]{1,20}$",
        required=False,
    )
    quota_total = forms.DecimalField(
        label=gettext_lazy("Amount of the quota"), min_value=0, max_digits=18, decimal_places=3, required=False
    )
    quota_unit = forms.ChoiceField(
        label=gettext_lazy("Unit of the quota"), choices=[("", "–"), *units.SEVERAL.items()], required=False
    )
    cite = forms.CharField(
        label=pgettext_lazy("tariff measure", "Regulation"),
        help_text=gettext_lazy("Its number and the article that it stands on, such as Customs Act art. 51; No. 1145."),
        max_length=300,
    )
    source = forms.CharField(
        label=gettext_lazy("Where you read it"), help_text=gettext_lazy("The gazette's number and day."), max_length=300
    )

    def clean_suppliers(self) -> tuple[tuple[str, str], ...]:
        """Names and rates."""
        found = []
        for line in self.cleaned_data["suppliers"].splitlines():
            name, colon, rate = line.rpartition(":")
            if line.strip() and not (colon and name.strip() and rate.strip()):
                raise forms.ValidationError(_("“{line}” names no supplier and rate.").format(line=line[:60]))
            if line.strip():
                found.append((name.strip()[:200], rate.strip()))
        return tuple(found)

    def entered(self) -> Entered:
        """What was typed."""
        return Entered(**self.cleaned_data)


class EndForm(forms.Form):
    """An earlier last day."""

    last_on = DateField(label=gettext_lazy("Last day"))
    cite = forms.CharField(label=gettext_lazy("Regulation that ends it"), max_length=300)


@open_to(officials(TARIFF))
@require_http_methods(["GET", "HEAD", "POST"])
def new_measure(request: ActorRequest) -> HttpResponse:
    """Enter what a regulation says."""
    form = MeasureForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        with ShownIn(form):
            made = propose_measure(entered=form.entered(), actor=request.actor, now=clock.now())
            messages.success(request, _("Entered. It binds nobody until a colleague approves it."))
            return redirect("customs:measure", made.number)
    status = 422 if form.errors else 200
    return render(request, "customs/tariff/new_measure.html", {"form": form}, status=status)


@open_to(ANYONE)
@require_http_methods(["GET", "HEAD"])
def measure(request: ActorRequest, code: str) -> HttpResponse:
    """One measure that binds; tariff officers see those that wait, and decide."""
    held = TradeMeasure.objects.filter(number=code).first() if code.isprintable() else None
    keeps = request.actor.has_duty(TARIFF)
    return _shown(request, code, held, EndForm() if keeps else None)


@open_to(officials(TARIFF))
@require_http_methods(["POST"])
def decide(request: ActorRequest, code: str) -> HttpResponse:
    """A colleague's measure or earlier last day: approved or refused; or an earlier last day proposed."""
    held = TradeMeasure.objects.filter(number=code).first() if code.isprintable() else None
    if held is None:
        raise Http404
    if "last_on" in request.POST:
        return _end(request, held)
    verb = decide_measure if held.ending_on is None else decide_end
    verb(number=held.number, approve="approve" in request.POST, actor=request.actor, now=clock.now())
    return redirect("customs:measure", held.number)


def _end(request: ActorRequest, held: TradeMeasure) -> HttpResponse:
    form = EndForm(request.POST)
    if form.is_valid():
        with ShownIn(form):
            told = form.cleaned_data
            propose_end(
                number=held.number, last_on=told["last_on"], cite=told["cite"], actor=request.actor, now=clock.now()
            )
            return redirect("customs:measure", held.number)
    return _shown(request, held.number, held, form)


def _shown(request: ActorRequest, code: str, held: TradeMeasure | None, form: EndForm | None) -> HttpResponse:
    keeps = request.actor.has_duty(TARIFF)
    one = published(code=code) if held is None or not keeps else measure_of(held=held)
    me = officer(request.actor) if keeps else ""
    values = {
        "code": one.code,
        "title": title_of(one=one),
        "facts": facts_of(one=one),
        "steps": steps_of(held=held) if held is not None else (),
        "form": form,
        "waits": keeps and held is not None and held.state == "proposed",
        "own": held is not None and me == (held.ending_by or held.proposed_by),
        "ending": held.ending_on if held is not None and keeps else None,
        "ending_cite": held.ending_cite if held is not None else "",
        "may_end": keeps and held is not None and held.state == "approved" and held.ending_on is None,
    }
    status = 422 if form is not None and form.errors else 200
    return render(request, "customs/tariff/measure.html", values, status=status)
