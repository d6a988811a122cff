"""Ask people to sign a document."""

from datetime import datetime, time
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from madang.framework.identity.access import RESIDENTS, open_to
from madang.framework.identity.models import Account
from madang.framework.identity.requests import ActorRequest
from madang.framework.identity.usecases.create_account import normal_login
from madang.framework.protect import limit
from madang.framework.ui.forms import DateField, ShownIn
from madang.framework.values import Fault, Party, clock
from madang.systems.signatures.domain.signing import MOST_SIGNERS
from madang.systems.signatures.usecases.ask_signatures import LARGEST, Asked, Signer, ask_signatures
from madang.systems.signatures.usecases.signing_refusals import SigningRefused


class AskForm(forms.Form):
    """What is to be signed, by whom, until when, and why."""

    file = forms.FileField(
        label=gettext_lazy("Document"),
        help_text=gettext_lazy("PDF, XML, JSON, text, or an office file; up to 10 MB."),
    )
    title = forms.CharField(label=gettext_lazy("Title"), max_length=120)
    reason = forms.CharField(
        label=gettext_lazy("Why is it to be signed?"), max_length=500, widget=forms.Textarea(attrs={"rows": 3})
    )
    signers = forms.CharField(
        label=gettext_lazy("Who signs?"),
        help_text=gettext_lazy("One sign-in name a line, in the order of signing. Name yourself if you sign, too."),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3, "spellcheck": "false", "autocapitalize": "none"}),
    )
    in_order = forms.BooleanField(
        label=gettext_lazy("One after the other, in this order"), required=False, initial=True
    )
    due = DateField(label=gettext_lazy("To be signed by"))


@open_to(RESIDENTS)
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: ActorRequest) -> HttpResponse:
    """The form; a sound one sends the request."""
    if request.method != "POST":
        return render(request, "signatures/ask.html", {"form": AskForm()})
    form = AskForm(request.POST, request.FILES)
    if form.is_valid():
        with ShownIn(form):
            made = ask_signatures(asked=_asked(request, form.cleaned_data), actor=request.actor, now=clock.now())
            return redirect("signatures:signing", key=made.key)
    return render(request, "signatures/ask.html", {"form": form}, status=422)


def _asked(request: ActorRequest, typed: dict[str, Any]) -> Asked:
    party = request.actor.party
    if party is None:
        raise SigningRefused
    if typed["file"].size > LARGEST:
        says = _("The document is larger than {megabytes} MB.").format(megabytes=LARGEST // 1024 // 1024)
        raise SigningRefused(faults=(Fault("file", says, "signatures.signing.too_large"),))
    return Asked(
        data=typed["file"].read(),
        file_name=typed["file"].name,
        title=typed["title"],
        reason=typed["reason"],
        signers=_signers(request, typed["signers"]),
        due_at=timezone.make_aware(datetime.combine(typed["due"], time.max.replace(microsecond=0))),
        asker=party,
        asker_name=request.actor.acting_for.name if request.actor.acting_for else request.actor.name,
        in_order=typed["in_order"],
    )


def _signers(request: ActorRequest, text: str) -> tuple[Signer, ...]:
    """The people behind the sign-in names. Whether a name exists shows here, to somebody who is signed in and on record:
    a few times a day at most."""
    logins = [normal_login(text=line) for line in text.splitlines() if line.strip()][: MOST_SIGNERS + 1]
    limit(f"ask_signatures:{request.actor.account_id}", times=50, per_seconds=24 * 3600)
    found = {one.login: one for one in Account.objects.filter(login__in=logins, closed_at=None, person__isnull=False)}
    unknown = [login for login in logins if login not in found]
    if unknown:
        says = _("No resident signs in as {names}. Ask the person how they spell it.")
        fault = Fault("signers", says.format(names=", ".join(unknown)), "signatures.signing.nobody")
        raise SigningRefused(faults=(fault,))
    return tuple(Signer(party=Party.person(str(found[login].person)), name=found[login].name) for login in logins)
