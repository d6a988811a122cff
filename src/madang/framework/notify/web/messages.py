"""The inbox and its settings."""

from typing import Any, cast

from django import forms
from django.conf import settings
from django.contrib import messages as flash
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as said
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from madang.framework.identity.access import RESIDENTS, open_to
from madang.framework.identity.requests import ActorRequest
from madang.framework.notify.inbox import messages_of
from madang.framework.notify.models import Contact, Message
from madang.framework.notify.usecases.change_contact import ContactRefused, change_contact
from madang.framework.notify.usecases.mark_read import mark_read
from madang.framework.values import Party, clock

PAGE = 30


class ContactForm(forms.Form):
    """How the party wants to be reached."""

    language = forms.ChoiceField(label=_("Language of messages"), required=False)
    email = forms.CharField(
        label=_("E-mail address"),
        required=False,
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    by_email = forms.BooleanField(label=_("Also send messages by e-mail"), required=False)
    phone = forms.CharField(
        label=_("Mobile number"), required=False, max_length=30, widget=forms.TextInput(attrs={"autocomplete": "tel"})
    )
    by_sms = forms.BooleanField(label=_("Also send important messages by SMS"), required=False)

    def __init__(self, *args: Any, **values: Any) -> None:
        super().__init__(*args, **values)
        choices = [("", _("As in my account")), *settings.LANGUAGES]
        self.fields["language"] = forms.ChoiceField(label=_("Language of messages"), required=False, choices=choices)


def _party(request: ActorRequest) -> Party:
    return cast(Party, request.actor.party)


@open_to(RESIDENTS)
@require_safe
def inbox(request: ActorRequest) -> HttpResponse:
    """The newest messages."""
    before = request.GET.get("before", "")
    older_than = int(before) if before.isascii() and before.isdigit() and len(before) < 19 else None
    rows = messages_of(_party(request), before=older_than, limit=PAGE + 1)
    older = rows[PAGE - 1].id if len(rows) > PAGE else None
    return render(request, "notify/inbox.html", {"rows": rows[:PAGE], "older": older})


@open_to(RESIDENTS)
@require_safe
def message(request: ActorRequest, number: int) -> HttpResponse:
    """One message; opening it marks it as read."""
    party = _party(request)
    found = get_object_or_404(Message, pk=number, party_kind=party.kind.value, party_key=party.key)
    if request.method == "GET":
        mark_read(message=found, now=clock.now())
    values = {
        "subject": found.subject,
        "body": found.body,
        "sent_at": found.sent_at,
        "link": found.link,
        "language": found.language,
    }
    return render(request, "notify/message.html", values)


@open_to(RESIDENTS)
@require_http_methods(["GET", "HEAD", "POST"])
def contact(request: ActorRequest) -> HttpResponse:
    """How messages reach the party."""
    party = _party(request)
    form = ContactForm(request.POST) if request.method == "POST" else ContactForm(initial=_known(party))
    if request.method == "POST" and form.is_valid():
        try:
            change_contact(party=party, actor=request.actor, now=clock.now(), **form.cleaned_data)
        except ContactRefused as refusal:
            for fault in refusal.faults:
                form.add_error(fault.place, fault.says)
        else:
            flash.success(request, said("Your settings were saved."))
            return redirect("notify:contact")
    return render(request, "notify/contact.html", {"form": form}, status=422 if form.errors else 200)


def _known(party: Party) -> dict[str, Any]:
    known = Contact.objects.filter(party_kind=party.kind.value, party_key=party.key).first()
    if known is None:
        return {}
    return {
        "language": known.language,
        "email": known.email or "",
        "phone": known.phone or "",
        "by_email": known.by_email,
        "by_sms": known.by_sms,
    }
