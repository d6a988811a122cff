"""What one is asked to sign: look at it, approve on one's own device, or refuse."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from madang.framework.identity.access import RESIDENTS, open_to
from madang.framework.identity.may import may
from madang.framework.identity.requests import ActorRequest
from madang.framework.identity.usecases.passkeys import live_passkeys
from madang.framework.identity.web.visitors import passkey_address, visitor_of
from madang.framework.identity.who import own_account
from madang.framework.protect import limit
from madang.framework.storage.web import attachment
from madang.framework.ui.forms import add_refusal
from madang.framework.values import Refusal, clock
from madang.systems.signatures.gateways.page_images import NoSuchPage, draw_page, list_pages
from madang.systems.signatures.models import SigningRequest
from madang.systems.signatures.usecases.end_signing import refuse_to_sign, withdraw_signing
from madang.systems.signatures.usecases.own_services import OwnServices, own_anchors
from madang.systems.signatures.usecases.prepare_approval import find_signing, prepare_approval, signing_certificate
from madang.systems.signatures.usecases.sign_remotely import sign_remotely
from madang.systems.signatures.usecases.signing_content import (
    MEDIA_TYPES,
    content_of,
    is_signed,
    name_of_result,
    seen,
)
from madang.systems.signatures.usecases.signing_refusals import SigningRefused
from madang.systems.signatures.usecases.validate_signatures import validate_signatures
from madang.systems.signatures.web.signing_words import is_over, row_of, signatories_of
from madang.systems.signatures.web.verdict_words import SENTENCES, TITLES, TONES

MOST_TEXT = 200_000


class RefuseForm(forms.Form):
    """Why not."""

    because = forms.CharField(
        label=gettext_lazy("Reason"),
        help_text=gettext_lazy("Everybody who takes part reads it."),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


@open_to(RESIDENTS)
@never_cache
@require_safe
def lists(request: ActorRequest) -> HttpResponse:
    """What waits to be signed, what was, and what one asked of others."""
    party = str(request.actor.party)
    asked = SigningRequest.objects.filter(signatories__party=party).exclude(
        signatories__party=party, signatories__state="waiting"
    )
    to_sign = asked.filter(state="open", signatories__party=party, signatories__state="asked").order_by("due_at")
    waiting = list(to_sign[:100])
    others = asked.exclude(pk__in=[one.pk for one in waiting]).order_by("-asked_at")[:50]
    mine = SigningRequest.objects.filter(asker=party).order_by("-asked_at")[:50]
    values = {
        "to_sign": [row_of(request=one) for one in waiting],
        "done": [row_of(request=one) for one in others],
        "mine": [row_of(request=one) for one in mine],
    }
    return render(request, "signatures/signing_lists.html", values)


@open_to(RESIDENTS)
@never_cache
@require_safe
def one(request: ActorRequest, key: str) -> HttpResponse:
    """The document, who asks and why, who signed, and the buttons."""
    return _page(request, find_signing(key=key, actor=request.actor), RefuseForm())


def _page(
    request: ActorRequest, found: SigningRequest, form: RefuseForm, *, fault: str = "", status: int = 200
) -> HttpResponse:
    now, actor = clock.now(), request.actor
    party = str(actor.party)
    signatory = found.signatories.filter(party=party).first()
    my_turn = signatory is not None and signatory.state == "asked" and not is_over(request=found, now=now)
    may_sign = my_turn and may(actor, "signatures.sign", signatory)
    values: dict[str, Any] = {
        **row_of(request=found),
        "reason": found.reason,
        "file_name": found.file_name,
        "sha256": found.original_id,
        "file_sha256": found.current_id,
        "form_name": found.form,
        "signatories": signatories_of(request=found, party=party),
        "ended_by": found.ended_by,
        "because": found.ended_because,
        "ended_at": found.ended_at,
        "is_signed": is_signed(request=found),
        "may_sign": may_sign,
        "may_withdraw": found.asker == party and found.state == SigningRequest.OPEN,
        "has_certificate": may_sign and signing_certificate(party=party, now=now) is not None,
        "has_passkey": may_sign and bool(live_passkeys(account_id=own_account(actor))),
        "elsewhere": passkey_address(request) if may_sign else "",
        "form": form,
        "fault": fault,
        **_shown(found),
        **_verdict(found),
    }
    return render(request, "signatures/signing.html", values, status=status)


def _shown(found: SigningRequest) -> dict[str, Any]:
    kind, data = seen(request=found)
    if kind == "pdf":
        try:
            return {"kind": "pdf", "pages": list_pages(pdf=data)}
        except NoSuchPage:
            return {"kind": "file"}
    if kind == "text" and len(data) <= MOST_TEXT:
        return {"kind": "text", "text": data.decode("utf-8", "replace")}
    return {"kind": "file"}


def _verdict(found: SigningRequest) -> dict[str, Any]:
    """What holds of the signatures so far."""
    if not is_signed(request=found):
        return {"verdicts": []}
    now, content = clock.now(), content_of(request=found)
    own = OwnServices(now=now)
    report = validate_signatures(data=content.data, files=content.apart, anchors=own_anchors(), sources=own, now=now)
    verdicts = [
        {
            "signer": each.signer or _("Unknown signer"),
            "tone": TONES[each.indication],
            "title": str(TITLES[each.indication]) if each.sub_indication else _("The signature holds"),
            "sentence": str(SENTENCES[each.sub_indication]) if each.sub_indication else "",
            "level": f"{each.form} {each.level}",
            "at": each.proven_at,
        }
        for each in report.signatures
    ]
    return {"verdicts": verdicts}


@open_to(RESIDENTS)
@never_cache
@require_safe
def page_image(request: ActorRequest, key: str, number: int) -> HttpResponse:
    """One page of the PDF as a picture."""
    kind, data = seen(request=find_signing(key=key, actor=request.actor))
    try:
        if kind != "pdf":
            raise NoSuchPage
        picture = draw_page(pdf=data, number=number)
    except NoSuchPage:
        raise Http404 from None
    return HttpResponse(picture, content_type="image/png")


@open_to(RESIDENTS)
@never_cache
@require_safe
def download(request: ActorRequest, key: str) -> HttpResponseBase:
    """The file with its signatures so far."""
    found = find_signing(key=key, actor=request.actor)
    if not is_signed(request=found):
        return _original(found)
    name, media_type = name_of_result(request=found), MEDIA_TYPES[found.form]
    return attachment(sha256=found.current_id, name=name, media_type=media_type)


@open_to(RESIDENTS)
@never_cache
@require_safe
def original(request: ActorRequest, key: str) -> HttpResponseBase:
    """The file as it was handed in."""
    return _original(find_signing(key=key, actor=request.actor))


def _original(found: SigningRequest) -> HttpResponseBase:
    return attachment(sha256=found.original_id, name=found.file_name, media_type=found.original.media_type)


@open_to(RESIDENTS)
@never_cache
@require_POST
def options(request: ActorRequest, key: str) -> HttpResponse:
    """What the device is asked: a challenge that is the digest of what it approves."""
    limit(f"signing:{request.actor.account_id}", times=30, per_seconds=60)
    asked = prepare_approval(key=key, actor=request.actor, now=clock.now())
    return HttpResponse(asked, content_type="application/json")


@open_to(RESIDENTS)
@never_cache
@require_POST
def approve(request: ActorRequest, key: str) -> HttpResponse:
    """The device's answer: the document is signed."""
    limit(f"signing:{request.actor.account_id}", times=30, per_seconds=60)
    answer = request.POST.get("answer", "")
    try:
        done = sign_remotely(key=key, answer=answer, actor=request.actor, visitor=visitor_of(request), now=clock.now())
    except Refusal as refusal:
        found = find_signing(key=key, actor=request.actor)
        return _page(request, found, RefuseForm(), fault=str(refusal), status=refusal.status)
    whole = done.state == SigningRequest.SIGNED
    messages.success(request, _("You signed, as the last one.") if whole else _("You signed. The next one is told."))
    return HttpResponseRedirect(reverse("signatures:signing", args=[key]))


@open_to(RESIDENTS)
@require_POST
def refuse(request: ActorRequest, key: str) -> HttpResponse:
    """No, with the reason."""
    found = find_signing(key=key, actor=request.actor)
    form = RefuseForm(request.POST)
    if not form.is_valid():
        return _page(request, found, form, status=422)
    try:
        refuse_to_sign(key=key, because=form.cleaned_data["because"], actor=request.actor, now=clock.now())
    except SigningRefused as refusal:
        add_refusal(form=form, refusal=refusal)
        return _page(request, found, form, status=refusal.status)
    messages.success(request, _("You refused. Everybody who takes part was told why."))
    return HttpResponseRedirect(reverse("signatures:signing", args=[key]))


@open_to(RESIDENTS)
@require_POST
def withdraw(request: ActorRequest, key: str) -> HttpResponse:
    """The asker no longer wants it."""
    withdraw_signing(key=key, actor=request.actor, now=clock.now())
    messages.success(request, _("The request was withdrawn. Everybody who was asked was told."))
    return HttpResponseRedirect(reverse("signatures:signing", args=[key]))
