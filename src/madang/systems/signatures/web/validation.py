"""Is this signed file sound? Open to anyone; the report as a page, a PDF or JSON. Nothing is kept."""

from typing import Any

import msgspec
from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from madang.framework.cases.web.forms import FilesField
from madang.framework.documents.rendering import render as draw
from madang.framework.identity.access import ANYONE, open_to
from madang.framework.identity.requests import ActorRequest
from madang.framework.protect import client_address
from madang.framework.ui.written import moment
from madang.framework.values import Refusal, clock
from madang.systems.signatures.domain.validation.evidence import Covered
from madang.systems.signatures.domain.validation.indications import SubIndication
from madang.systems.signatures.domain.validation.report import Report, SignatureReport, StampReport
from madang.systems.signatures.usecases.validate_signatures import read_beside, read_upload, validate_upload
from madang.systems.signatures.web.verdict_words import COVERED, SENTENCES, TONES, title_of

PARTLY = SubIndication.SIG_CONSTRAINTS_FAILURE


class ValidationForm(forms.Form):
    """The signed file, and the files that it signs where they stand apart."""

    file = forms.FileField(
        label=gettext_lazy("Signed file"),
        help_text=gettext_lazy("PDF, XML, JSON, or a .p7s signature; up to 20 MB. It is checked and not kept."),
    )
    content = FilesField(
        label=gettext_lazy("The files that were signed"),
        help_text=gettext_lazy(
            "Only for a signature that stands apart from what it signs, such as .p7s. Keep their names."
        ),
        required=False,
    )


@open_to(ANYONE)
@require_http_methods(["GET", "HEAD", "POST"])
def validate(request: ActorRequest) -> HttpResponse:
    """The form; with a file the report, in the form that the pressed button names."""
    form = ValidationForm(request.POST or None, request.FILES or None)
    if request.method != "POST" or not form.is_valid():
        status = 422 if request.method == "POST" else 200
        return render(request, "signatures/validate.html", {"form": form}, status=status)
    try:
        report = _report(request, form)
    except Refusal as refusal:
        values = {"form": form, "refusal": refusal}
        return render(request, "signatures/validate.html", values, status=refusal.status)
    shown = request.POST.get("show", "")
    if shown == "json":
        return _file(msgspec.json.format(msgspec.json.encode(report), indent=2), "application/json", "report.json")
    if shown == "pdf":
        return _file(report_pdf(report=report), "application/pdf", "report.pdf")
    return render(request, "signatures/validate.html", {"form": ValidationForm(), "report": _shown(report)})


def _report(request: ActorRequest, form: ValidationForm) -> Report:
    return validate_upload(
        data=read_upload(file=form.cleaned_data["file"]),
        files=read_beside(files=form.cleaned_data["content"] or ()),
        source=client_address(request),
        now=clock.now(),
    )


def _file(data: bytes, kind: str, name: str) -> HttpResponse:
    response = HttpResponse(data, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def report_pdf(*, report: Report) -> bytes:
    """The report as PDF/A and PDF/UA in the reader's language."""
    values = {"language": (get_language() or "en")[:2], "title": _("Validation report")} | _shown(report)
    return draw(template="signatures/report.typ", data=values, images={})


def _shown(report: Report) -> dict[str, Any]:
    """Plain words and values for page and paper."""
    facts = [
        (_("Validated at"), moment(report.validated_at)),
        (_("Digest of the file (SHA-256)"), report.sha256),
        (_("By the standard"), report.standard),
    ]
    if report.not_signed:
        facts.append((_("Not signed by any signature"), ", ".join(report.not_signed)))
    return {
        "headline": title_of(report=report),
        "tone": TONES[report.indication],
        "code": _code(report),
        "sentence": _sentence(report),
        "detail": report.why,
        "facts": facts,
        "signatures": [_signature(one) for one in report.signatures],
    }


def _code(one: Report | SignatureReport | StampReport) -> str:
    return f"{one.indication} / {one.sub_indication}" if one.sub_indication else str(one.indication)


def _sentence(one: Report | SignatureReport | StampReport) -> str:
    return str(SENTENCES[one.sub_indication]) if one.sub_indication else ""


def _signature(one: SignatureReport) -> dict[str, Any]:
    facts = [
        (_("Format and level"), f"{one.form} {one.level}"),
        (_("What is signed"), ", ".join(map(_covered, one.covers)) or _("nothing found")),
        *([(_("What is not signed"), _("whatever else came with it"))] if one.sub_indication == PARTLY else []),
        (_("Time that the signer claims"), moment(one.claimed_at) if one.claimed_at else _("none")),
        (_("Proven to exist since"), moment(one.proven_at)),
        (_("Certificates up to the root"), " → ".join(one.path) or _("none found")),
        (_("Algorithms"), ", ".join(one.algorithms)),
    ]
    stamps = [
        (
            _("Archive timestamp") if stamp.archive else _("Signature timestamp"),
            " · ".join(filter(None, (moment(stamp.at), stamp.authority, _code(stamp)))),
        )
        for stamp in one.timestamps
    ]
    return {
        "signer": one.signer or _("Unknown signer"),
        "code": _code(one),
        "tone": TONES[one.indication],
        "sentence": _sentence(one),
        "facts": facts + stamps,
    }


def _covered(one: Covered) -> str:
    return f"{COVERED[one.kind]}: {one.name}" if one.name else str(COVERED[one.kind])
