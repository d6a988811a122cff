"""The classification of each fiscal year, and an upload of new codes."""

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_safe

from madang.framework.identity.access import officials, open_to
from madang.framework.identity.requests import ActorRequest
from madang.framework.protect import read_upload
from madang.framework.ui.tables import Column, Filter, Table
from madang.framework.values import Refusal, clock
from madang.systems.treasury.domain.classification import Dimension
from madang.systems.treasury.models import ClassCode, CodeMapping
from madang.systems.treasury.usecases.classify import COLUMNS, codes_of, import_classification
from madang.systems.treasury.usecases.permissions import BUDGET, PARLIAMENT, UNIT
from madang.systems.treasury.usecases.wording import title_in
from madang.systems.treasury.web.forms import UploadForm
from madang.systems.treasury.web.showing import form_page

LARGEST = 2 * 1024 * 1024


@open_to(officials(BUDGET, UNIT, PARLIAMENT))
@require_safe
def classification(request: ActorRequest) -> HttpResponseBase:
    """Every code with the fiscal years in which it is in force, and what old codes became."""
    # Asked for once, the pack's codes are there.
    codes_of(dimension=Dimension.FUND, year=timezone.localdate(clock.now()).year).exists()
    names = {
        Dimension.PROGRAMME: _("Programme"),
        Dimension.ECONOMIC: _("Economic class"),
        Dimension.FUNCTION: _("Function"),
        Dimension.FUND: _("Fund"),
    }
    table = Table(
        request=request,
        columns=(
            Column(name="dimension", title=_("Dimension"), value=lambda row: names[Dimension(row.dimension)]),
            Column(name="code", title=_("Code"), sort="code"),
            Column(name="title", title=_("Title"), value=lambda row: title_in(titles=row.titles, otherwise=row.code)),
            Column(name="first_year", title=_("First year"), sort="first_year"),
            Column(name="last_year", title=_("Last year"), sort="last_year"),
            Column(name="source", title=_("Source")),
        ),
        source=ClassCode.objects.order_by("dimension", "code", "first_year"),
        filters=(
            Filter(
                name="dimension",
                title=_("Dimension"),
                choices=tuple((one.value, names[one]) for one in Dimension),
                apply=lambda rows, value: rows.filter(dimension=value),
            ),
            Filter(name="code", title=_("Code"), apply=lambda rows, value: rows.filter(code__startswith=value[:32])),
        ),
        caption=_("Codes"),
    )
    mappings = [
        {"year": one.year, "old": one.old, "new": one.new, "share": f"{one.share / 100:g} %"}
        for one in CodeMapping.objects.order_by("year", "old", "pk")[:200]
    ]
    values = {"table": table, "mappings": mappings, "may_upload": request.actor.has_duty(BUDGET)}
    return table.file(name="classification") or render(request, "treasury/classification.html", values)


@open_to(officials(BUDGET))
@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: ActorRequest) -> HttpResponse:
    """Take in a list of codes; one with faults is refused whole, with every fault."""
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            data = read_upload(file=form.cleaned_data["file"], limit=LARGEST)
            count = import_classification(data=data, actor=request.actor, now=clock.now())
        except Refusal as refusal:
            faults = [f"{fault.place}: {fault.says}" for fault in refusal.faults] or [str(refusal)]
            for fault in faults[:200]:
                form.add_error(None, fault)
        else:
            messages.success(request, _("{count} codes are taken in.").format(count=count))
            return redirect("treasury:classification")
    return form_page(
        request,
        form=form,
        title=_("Take in codes"),
        lead=_("The first line names the columns: {columns}.").format(columns=", ".join(COLUMNS)),
        button=pgettext("budget", "Take in"),
        back=reverse("treasury:classification"),
    )
