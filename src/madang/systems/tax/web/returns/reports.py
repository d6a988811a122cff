"""Reports of institutions: files, their faults, corrections, disputes."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy, pgettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from madang.framework.bulk.models import Import
from madang.framework.identity.access import RESIDENTS, open_to
from madang.framework.identity.requests import ActorRequest
from madang.framework.ui.forms import AmountField, ShownIn
from madang.framework.ui.tables import Column, Table
from madang.framework.values import clock
from madang.systems.tax.domain.filing import COUNTS, fact_names
from madang.systems.tax.domain.words import Tax
from madang.systems.tax.models import Report, ReportDispute, ReportUpload, Taxpayer
from madang.systems.tax.usecases.returns.keep_reports import drop_upload, keep_upload
from madang.systems.tax.usecases.returns.send_reports import (
    FIRST_YEAR,
    NotAReporter,
    correct_report,
    reporter_of,
    send_reports,
)
from madang.systems.tax.usecases.returns.words import fact_title
from madang.systems.tax.web.returns.showing import money

LISTED = 20
STATES = {
    ReportUpload.State.CHECKING.value: pgettext_lazy("reports", "being checked"),
    ReportUpload.State.WAITING.value: pgettext_lazy("reports", "waits for your word"),
    ReportUpload.State.KEPT.value: pgettext_lazy("reports", "counts"),
    ReportUpload.State.DROPPED.value: pgettext_lazy("reports", "dropped"),
}


class UploadForm(forms.Form):
    """A file of reports."""

    year = forms.IntegerField(label=gettext_lazy("Year"), min_value=FIRST_YEAR, max_value=2100)
    file = forms.FileField(
        label=gettext_lazy("Reports (CSV)"),
        help_text=gettext_lazy("UTF-8. The first line is: resident_number,kind,amount. At most 20 MB."),
    )


class CorrectionForm(forms.Form):
    """The amount of one report, anew."""

    minor = AmountField(label=gettext_lazy("Right amount"), min_value=0)


@open_to(RESIDENTS)
@require_http_methods(["GET", "HEAD", "POST"])
def reports(request: ActorRequest) -> HttpResponse:
    """The files sent so far, a new one, and disputes that wait."""
    now = clock.now()
    try:
        reporter = reporter_of(party=request.actor.party, actor=request.actor)
    except NotAReporter as no:
        return render(request, "tax/returns/not_a_reporter.html", {"why": str(no)}, status=403)
    start = {"year": timezone.localdate(now).year - 1}
    posted = request.method == "POST"
    form = UploadForm(request.POST if posted else None, request.FILES if posted else None, initial=start)
    if posted and form.is_valid():
        with ShownIn(form):
            upload = form.cleaned_data["file"]
            sent = send_reports(
                reporter=reporter,
                year=form.cleaned_data["year"],
                data=upload.read(),
                name=upload.name,
                actor=request.actor,
                now=now,
                language=get_language() or "",
            )
            return redirect("tax:report_upload", sent.key)
    disputes = ReportDispute.objects.select_related("report").filter(report__reporter=reporter, decided_at=None)
    values = {
        "name": reporter.name,
        "form": form,
        "uploads": [
            _shown(row) for row in ReportUpload.objects.filter(reporter=reporter).order_by("-sent_at")[:LISTED]
        ],
        "disputes": [_disputed(row) for row in disputes.order_by("said_at")[:LISTED]],
        "kinds": [(name, fact_title(name)) for name in fact_names(tax=Tax.INCOME) if name not in COUNTS],
    }
    return render(request, "tax/returns/reports.html", values, status=422 if form.errors else 200)


@open_to(RESIDENTS)
@require_http_methods(["GET", "HEAD", "POST"])
def report_upload(request: ActorRequest, key: str) -> HttpResponse:
    """What became of a file: its faults line by line, and keeping the rest."""
    upload = _own(request, key)
    if request.method == "POST":
        done = {"keep": keep_upload, "drop": drop_upload}.get(request.POST.get("do", ""))
        if done is not None:
            done(upload=upload, actor=request.actor, now=clock.now())
        return redirect("tax:report_upload", key)
    imported = Import.objects.get(key=upload.key)
    values = {
        "row": _shown(upload) | _progress(imported),
        "refused": list(imported.refused_rows.order_by("line", "id")[:LISTED].values("line", "place", "says")),
    }
    part = request.headers.get("HX-Request") == "true"
    return render(request, f"tax/returns/{'_upload' if part else 'upload'}.html", values)


@open_to(RESIDENTS)
@require_safe
def refused_rows(request: ActorRequest, key: str) -> HttpResponseBase:
    """Every fault with its line; as a page, CSV or workbook."""
    imported = Import.objects.get(key=_own(request, key).key)
    columns = [
        Column(name="line", title=_("Line of the file"), kind="number", sort="line"),
        Column(name="place", title=_("Field"), sort="place"),
        Column(name="says", title=_("What is wrong")),
        Column(name="code", title=_("Code"), sort="code"),
    ]
    rows = imported.refused_rows.order_by("line", "id")
    table = Table(request=request, columns=columns, source=rows, caption=_("Faults"))
    file = table.file(name=f"faults-{key[:8]}")
    return file or render(request, "tax/returns/refused.html", {"key": key, "name": imported.name, "table": table})


@open_to(RESIDENTS)
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: ActorRequest, number: str) -> HttpResponse:
    """One report, its history, and reporting it anew."""
    reporter = reporter_of(party=request.actor.party, actor=request.actor)
    one = Report.objects.filter(reporter=reporter, number=number).first()
    if one is None:
        raise Http404
    form = CorrectionForm(data=request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        with ShownIn(form):
            made = correct_report(
                reporter=reporter, number=number, **form.cleaned_data, actor=request.actor, now=clock.now()
            )
            messages.success(request, _("Reported anew; the former amount stays in the history."))
            return redirect("tax:report", made.number)
    same = Report.objects.filter(reporter=reporter, person=one.person, kind=one.kind, year=one.year).exclude(
        counts=False, replaced_at=None
    )
    values = {
        "title": f"{fact_title(one.kind)} {one.year}",
        "counts": one.counts,
        "form": form,
        "history": [
            {
                "number": row.number,
                "round": row.round,
                "at": row.reported_at,
                "amount": money(row.minor),
                "counts": row.counts,
            }
            for row in same.order_by("-round", "-pk")
        ],
    }
    return render(request, "tax/returns/report.html", values, status=422 if form.errors else 200)


def _own(request: ActorRequest, key: str) -> ReportUpload:
    reporter: Taxpayer = reporter_of(party=request.actor.party, actor=request.actor)
    found = ReportUpload.objects.filter(reporter=reporter, key=key).first()
    if found is None:
        raise Http404
    return found


def _shown(row: ReportUpload) -> dict[str, Any]:
    tones = {"checking": "information", "waiting": "warning", "kept": "success", "dropped": "gray"}
    return {
        "key": row.key,
        "name": row.name,
        "year": row.year,
        "round": row.round,
        "sent_at": row.sent_at,
        "state": STATES[row.state],
        "tone": tones[row.state],
        "waiting": row.state == ReportUpload.State.WAITING.value,
    }


def _progress(imported: Import) -> dict[str, Any]:
    return {
        "open": imported.state in {Import.State.WAITING, Import.State.RUNNING},
        "percent": imported.percent,
        "accepted": imported.accepted,
        "refused": imported.refused,
        "failure": imported.failure,
    }


def _disputed(row: ReportDispute) -> dict[str, Any]:
    return {
        "number": row.report.number,
        "title": f"{fact_title(row.report.kind)} {row.report.year}",
        "amount": money(row.report.minor),
        "own": money(row.own_minor),
        "reason": row.reason,
        "said_at": row.said_at,
        "counts": row.report.counts,
    }
