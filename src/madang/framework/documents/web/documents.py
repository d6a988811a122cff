"""A document's page for its owner and for officials with a duty to read it."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from madang.framework.documents import judging, keeping
from madang.framework.documents.models import Document, Share
from madang.framework.documents.usecases.look import look, take_file
from madang.framework.documents.usecases.revoke import revoke
from madang.framework.documents.usecases.share import end_share, open_share, share
from madang.framework.documents.web import showing
from madang.framework.documents.web.forms import RevokeForm, ShareForm
from madang.framework.identity.access import ANY_OFFICIAL, ANYONE, SIGNED_IN, open_to
from madang.framework.identity.may import may, require
from madang.framework.identity.requests import ActorRequest
from madang.framework.values import Refusal, clock


def _readable(request: ActorRequest, number: str) -> Document:
    """The document, if the actor may open it; else it is as if it were not there."""
    document = judging.find(number=number)
    if document is None or not may(request.actor, "documents.open", document):
        raise Http404
    return document


@open_to(SIGNED_IN)
@require_safe
def document_page(request: ActorRequest, number: str) -> HttpResponse:
    """What it says, whether it holds, its file, and links to show it with."""
    document, now = _readable(request, number), clock.now()
    look(document=document, actor=request.actor, now=now)
    return _page(request, document, share_form=ShareForm(), revoke_form=RevokeForm())


def _page(
    request: ActorRequest,
    document: Document,
    *,
    share_form: ShareForm,
    revoke_form: RevokeForm,
    link: str = "",
    refusal: Refusal | None = None,
) -> HttpResponse:
    now = clock.now()
    values = {
        "document": showing.document_values(document=document, now=now),
        "may_share": may(request.actor, "documents.share", document),
        "may_revoke": may(request.actor, "documents.revoke", document) and document.status == "valid",
        "shares": showing.shares_of(document=document, now=now),
        "share_form": share_form,
        "revoke_form": revoke_form,
        "link": link,
        "refusal": refusal,
    }
    invalid = share_form.errors or revoke_form.errors
    status = refusal.status if refusal else 422 if invalid else 200
    return render(request, "documents/document.html", values, status=status)


@open_to(SIGNED_IN)
@require_safe
def document_file(request: ActorRequest, number: str) -> HttpResponse:
    """The sealed PDF."""
    document = _readable(request, number)
    data = take_file(document=document, actor=request.actor, now=clock.now())
    return showing.pdf_response(data=data, name=document.file_name)


@open_to(SIGNED_IN)
@require_POST
def share_document(request: ActorRequest, number: str) -> HttpResponse:
    """A link that opens the document for a while; shown once."""
    document = _readable(request, number)
    require(request.actor, "documents.share", document)
    form = ShareForm(request.POST)
    if not form.is_valid():
        return _page(request, document, share_form=form, revoke_form=RevokeForm())
    secret = share(document=document, lasts=form.span(), actor=request.actor, now=clock.now())
    link = request.build_absolute_uri(reverse("documents:shared", args=[secret]))
    return _page(request, document, share_form=ShareForm(), revoke_form=RevokeForm(), link=link)


@open_to(SIGNED_IN)
@require_POST
def end_share_page(request: ActorRequest, number: str, key: int) -> HttpResponse:
    """The link opens nothing from now on."""
    document = _readable(request, number)
    require(request.actor, "documents.share", document)
    end_share(share=get_object_or_404(Share, pk=key, document=document), actor=request.actor, now=clock.now())
    messages.success(request, _("The link no longer opens the document."))
    return redirect("documents:document", number=document.number)


@open_to(ANY_OFFICIAL)
@require_POST
def revoke_document(request: ActorRequest, number: str) -> HttpResponse:
    """Take the document back; verifiers are told at once."""
    document = _readable(request, number)
    require(request.actor, "documents.revoke", document)
    form = RevokeForm(request.POST)
    if not form.is_valid():
        return _page(request, document, share_form=ShareForm(), revoke_form=form)
    try:
        revoke(document=document, reason=form.cleaned_data["reason"], actor=request.actor, now=clock.now())
    except Refusal as refusal:
        return _page(request, document, share_form=ShareForm(), revoke_form=form, refusal=refusal)
    messages.success(request, _("The document is revoked. Whoever verifies it is told so from now on."))
    return redirect("documents:document", number=document.number)


@open_to(ANYONE)
@require_safe
def shared_page(request: ActorRequest, secret: str) -> HttpResponse:
    """A document that its owner shows by a link."""
    now = clock.now()
    document = open_share(secret=secret, actor=request.actor, now=now)
    values = {"document": showing.document_values(document=document, now=now), "secret": secret}
    response = render(request, "documents/shared.html", values)
    # The address is the key: it must not travel to other sites or into caches.
    response["Referrer-Policy"], response["Cache-Control"] = "no-referrer", "private, no-store"
    return response


@open_to(ANYONE)
@require_safe
def shared_file(request: ActorRequest, secret: str) -> HttpResponse:
    """The sealed PDF behind a link."""
    document = open_share(secret=secret, actor=request.actor, now=clock.now())
    return showing.pdf_response(data=keeping.read(sha256=document.sha256), name=document.file_name)
