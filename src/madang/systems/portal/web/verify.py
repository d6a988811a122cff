"""Is this document genuine? Open to anyone."""

import hashlib

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from madang.exchange.members import roads
from madang.framework.documents import strangers
from madang.framework.documents.domain.verdicts import Outcome, Verdict
from madang.framework.documents.usecases.verify_upload import verify_upload
from madang.framework.identity.access import ANYONE, open_to
from madang.framework.identity.requests import ActorRequest
from madang.framework.protect import limit
from madang.framework.ui.menu import link
from madang.framework.values import Refusal, clock
from madang.systems.portal.usecases.gather import Checked, check_number
from madang.systems.portal.web import wording

LARGEST = 10 * 1024 * 1024


class NumberForm(forms.Form):
    """The number off the paper."""

    number = forms.CharField(
        label=_("Document number"),
        max_length=60,
        help_text=_("Printed at the top of the document. Upper or lower case and dashes do not matter."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
    )


class UploadForm(forms.Form):
    """The file itself."""

    file = forms.FileField(
        label=_("File"),
        help_text=_("The PDF as you received it, or a photograph of the printout with its square code; up to 10 MB."),
    )

    def clean_file(self) -> object:
        """Refuses what no document can be."""
        file = self.cleaned_data["file"]
        if file.size > LARGEST:
            raise forms.ValidationError(_("This file is larger than 10 MB. Upload the PDF as you received it."))
        return file


def _source(request: HttpRequest) -> str:
    return str(request.META.get("REMOTE_ADDR", ""))


def _shown(
    *, outcome: str | None, explanation: str | None, facts: list[tuple[str, str]], **more: object
) -> dict[str, object]:
    return {
        "headline": wording.verdict_title(outcome),
        "tone": wording.verdict_tone(outcome),
        "good": outcome == Outcome.GENUINE,
        "explanation": explanation,
        "facts": facts,
        **more,
    }


def _of_number(checked: Checked) -> dict[str, object]:
    """The verdict of the members' books."""
    found = checked.verification
    return _shown(
        outcome=found.outcome if found else None,
        explanation=found.explanation if found else "",
        facts=[(fact.label, fact.value) for fact in found.facts] if found else [],
        title=found.title if found else "",
        issuer=found.issuer if found else "",
        issued_at=found.issued_at if found else None,
        valid_until=found.valid_until if found else None,
        changed_on=found.changed_on if found else None,
        replaced_by=found.replaced_by if found else "",
        silence=wording.silence(checked.silent),
    )


def _of_file(verdict: Verdict) -> dict[str, object]:
    """The verdict on the file itself."""
    return _shown(
        outcome=verdict.outcome,
        explanation=verdict.explanation,
        facts=list(verdict.facts.items()),
        title=verdict.title,
        issuer=verdict.by,
        issued_at=verdict.issued_at,
        valid_until=verdict.valid_until,
        changed_on=verdict.changed_at,
        replaced_by=verdict.replaced_by,
        number=verdict.number,
        silence="",
    )


def _checked_file(data: bytes, request: ActorRequest) -> dict[str, object]:
    """The verdict of this member's books; a file of another member is asked for there, by the number in it."""
    verdict = verify_upload(data, clock.now(), source=_source(request))
    if verdict.outcome is Outcome.UNKNOWN and roads():
        digest = hashlib.sha256(data).hexdigest()
        for number in strangers.numbers_in(data=data)[:3]:
            checked = check_number(number=number, actor=request.actor, sha256=digest)
            if checked.verification is not None and checked.verification.outcome != Outcome.UNKNOWN:
                return _of_number(checked)
    return _of_file(verdict)


@open_to(ANYONE)
def verify(request: ActorRequest) -> HttpResponse:
    """By number (a link may carry it) or by file; the photograph of a printout also without a network."""
    number, upload = NumberForm(request.GET if "number" in request.GET else None), UploadForm()
    result: dict[str, object] | None = None
    try:
        if request.method == "POST":
            upload = UploadForm(request.POST, request.FILES)
            if upload.is_valid():
                data = upload.cleaned_data["file"].read()
                result = _checked_file(data, request)
        elif number.is_bound and number.is_valid():
            limit(f"portal.verify:{_source(request)}", times=30, per_seconds=60)
            result = _of_number(check_number(number=number.cleaned_data["number"], actor=request.actor))
    except Refusal as refusal:
        return render(request, "portal/verify.html", _page(number, upload, None, refusal), status=refusal.status)
    return render(request, "portal/verify.html", _page(number, upload, result, None))


def _page(
    number: NumberForm, upload: UploadForm, result: dict[str, object] | None, refusal: Refusal | None
) -> dict[str, object]:
    return {
        "number": number,
        "upload": upload,
        "result": result,
        "refusal": refusal,
        "offline": link("documents:offline"),
        "keys": link("documents:keys"),
    }
