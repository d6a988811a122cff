"""Mandates: give, accept, take back, see every use; begin and stop acting for another."""

from datetime import timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from madang.framework.audit.spoken import spoken
from madang.framework.identity.access import RESIDENTS, open_to
from madang.framework.identity.joint_holders import joint_mandates
from madang.framework.identity.mandate_kinds import by_law, kind_title, kinds_by_hand
from madang.framework.identity.mandate_scopes import offered, titled
from madang.framework.identity.may import may
from madang.framework.identity.middleware import MANDATE
from madang.framework.identity.models import Account, Mandate
from madang.framework.identity.represented import represented
from madang.framework.identity.requests import ActorRequest
from madang.framework.identity.usecases.answer_mandate import (
    NoSuchMandate,
    accept_mandate,
    decline_mandate,
    revoke_mandate,
)
from madang.framework.identity.usecases.create_account import normal_login
from madang.framework.identity.usecases.grant_mandate import grant_mandate
from madang.framework.identity.usecases.use_mandate import act_for
from madang.framework.identity.web.visitors import start_page
from madang.framework.identity.who import local_day
from madang.framework.protect import limit
from madang.framework.values import Party, PartyKind, Refusal, clock

_USES = 50


class GrantForm(forms.Form):
    """To whom, for what, how long. Who grants is who is signed in, or a business that the register says they sign for."""

    in_name_of = forms.ChoiceField(label=gettext_lazy("In whose name"), required=False)
    holder = forms.CharField(
        label=gettext_lazy("Sign-in name of the person who shall act for you"),
        max_length=64,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}),
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("Kind of mandate"),
        choices=lambda: [(one.code, one.title) for one in kinds_by_hand()],
        help_text=gettext_lazy(
            "A power of attorney is for whom you trust; other kinds reach no further than their name says."
        ),
    )
    scope = forms.MultipleChoiceField(
        label=gettext_lazy("What they may do for you"),
        choices=lambda: [(one.pattern, one.title) for one in offered()],
        widget=forms.CheckboxSelectMultiple,
    )
    start = forms.DateField(
        label=gettext_lazy("First day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    until = forms.DateField(
        label=gettext_lazy("Last day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    note = forms.CharField(
        label=gettext_lazy("Remark for the holder"), max_length=200, required=False, widget=forms.TextInput
    )

    def __init__(self, *args: Any, businesses: dict[Party, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if businesses:
            names = [(party.key, name) for party, name in businesses.items()]
            self.fields["in_name_of"].choices = [("", _("My own")), *names]  # type: ignore[attr-defined]
        else:
            del self.fields["in_name_of"]


def _state(mandate: Mandate) -> str:
    today = local_day(clock.now())
    if mandate.revoked_at:
        return "revoked"
    if mandate.declined_at:
        return "declined"
    if mandate.valid_until <= today:
        return "ended"
    if not mandate.accepted_at:
        return "waiting"
    return "valid" if mandate.valid_from <= today else "future"


def _shown(mandate: Mandate) -> dict[str, Any]:
    """A mandate as the pages show it."""
    state = _state(mandate)
    words = {
        "revoked": _("Taken back"),
        "declined": _("Declined"),
        "ended": _("Ended"),
        "waiting": _("Waits for acceptance"),
        "valid": _("Valid"),
        "future": _("Valid later"),
    }
    tones = {"valid": "success", "waiting": "warning", "future": "information"}
    return {
        "key": mandate.key,
        "grantor": mandate.grantor_name,
        "holder": mandate.holder_name,
        "for_business": mandate.grantor_kind == PartyKind.BUSINESS,
        "by_law": by_law(code=mandate.kind),
        "kind": kind_title(code=mandate.kind),
        "evidence": spoken(mandate.evidence),
        "scope": titled(scope=mandate.scope),
        "note": mandate.note,
        "first": mandate.valid_from,
        "last": mandate.last_day,
        "state": state,
        "says": words[state],
        "tone": tones.get(state, "gray"),
        "open": state in ("waiting", "valid", "future"),
        "revoked_at": mandate.revoked_at,
        "revoked_by": mandate.revoked_by,
        "url": reverse("identity:mandate", args=[mandate.key]),
    }


def _held(request: ActorRequest) -> QuerySet[Mandate]:
    held = Mandate.objects.filter(holder_kind="person", holder_key=request.actor.person or "")
    return held.order_by("-granted_at", "-pk")


def _granted(request: ActorRequest) -> QuerySet[Mandate]:
    """What one gave oneself, or what speaks for a business that one signs for: the right to sign is not given by it."""
    given = Q(grantor_kind="person", grantor_key=request.actor.person or "")
    for party in represented(actor=request.actor, now=clock.now()):
        given |= Q(grantor_kind=party.kind, grantor_key=party.key) & ~Q(holder_key=request.actor.person or "")
    return Mandate.objects.filter(given).order_by("-granted_at", "-pk")


@open_to(RESIDENTS)
@require_GET
def mandates_page(request: ActorRequest) -> HttpResponse:
    """Whom one may act for, and who may act for one."""
    values = {
        "held": [_shown(one) for one in _held(request)[:100]],
        "granted": [_shown(one) for one in _granted(request)[:100]],
        "acting": request.actor.acting_for is not None,
    }
    return render(request, "identity/mandates.html", values)


@open_to(RESIDENTS)
@require_http_methods(["GET", "POST"])
def grant_page(request: ActorRequest) -> HttpResponse:
    """Give a mandate to a resident, by their sign-in name."""
    businesses = represented(actor=request.actor, now=clock.now())
    today = local_day(clock.now())
    initial = {"start": today, "until": today + timedelta(days=365)}
    form = GrantForm(request.POST if request.method == "POST" else None, initial=initial, businesses=businesses)
    status = 200
    if form.is_bound:
        status = 422
        if form.is_valid():
            try:
                _grant(request, form.cleaned_data, businesses)
            except Refusal as refusal:
                _add(form, refusal)
                status = refusal.status
            else:
                messages.success(request, _("The mandate was given. It works as soon as the other person accepts it."))
                return HttpResponseRedirect(reverse("identity:mandates"))
    return render(request, "identity/grant_mandate.html", {"form": form}, status=status)


class NoSuchResident(Refusal):
    """No resident signs in with this name."""

    code = "identity.mandate.no_such_resident"
    says = gettext_lazy("No resident signs in with this name. Ask the person how they spell it.")
    status = 422


def _grant(request: ActorRequest, given: dict[str, Any], businesses: dict[Party, str]) -> None:
    # Whether a name exists shows here, to somebody who is signed in and on record: a few times a day at most.
    limit(f"grant:{request.actor.account_id}", times=20, per_seconds=24 * 3600)
    login = normal_login(text=given["holder"])
    holder = Account.objects.filter(login=login, closed_at=None, person__isnull=False).first()
    if holder is None or holder.person is None or request.actor.person is None:
        raise NoSuchResident
    chosen = next((party for party in businesses if party.key == given.get("in_name_of")), None)
    grant_mandate(
        grantor=chosen or Party.person(request.actor.person),
        grantor_name=businesses.get(chosen, "") if chosen else "",
        holder=Party.person(holder.person),
        scope=given["scope"],
        valid_from=given["start"],
        valid_until=given["until"] + timedelta(days=1),
        note=given["note"],
        kind=given["kind"],
        actor=request.actor,
        now=clock.now(),
    )


def _add(form: GrantForm, refusal: Refusal) -> None:
    for fault in refusal.faults:
        form.add_error(fault.place if fault.place in form.fields else None, fault.says)
    if not refusal.faults:
        form.add_error("holder" if isinstance(refusal, NoSuchResident) else None, str(refusal))


def _own(request: ActorRequest, key: str) -> Mandate:
    mandate = Mandate.objects.filter(key=key).first()
    if mandate is None or request.actor.person is None:
        raise NoSuchMandate
    if Party.person(request.actor.person) in (mandate.grantor, mandate.holder):
        return mandate
    # A business's mandate: whoever may sign for it sees it. By law: who has the same right.
    if not may(request.actor, "identity.read_mandate", mandate):
        raise NoSuchMandate
    return mandate


@open_to(RESIDENTS)
@require_GET
def mandate_page(request: ActorRequest, key: str) -> HttpResponse:
    """One mandate, what can be done with it now, and every use of it."""
    mandate = _own(request, key)
    is_holder = mandate.holder_kind == "person" and mandate.holder_key == request.actor.person
    uses = mandate.uses.select_related("account").order_by("-used_at", "-pk")
    shown = _shown(mandate)
    values = {
        "mandate": shown,
        "can_answer": is_holder
        and shown["state"] == "waiting"
        and may(request.actor, "identity.accept_mandate", mandate),
        "can_use": is_holder and shown["state"] == "valid" and request.actor.acting_for is None,
        "can_revoke": shown["open"] and may(request.actor, "identity.revoke_mandate", mandate),
        "is_holder": is_holder,
        "joint": [
            {"holder": one.holder_name, "url": reverse("identity:mandate", args=[one.key])}
            for one in joint_mandates(mandate=mandate, now=clock.now())
            if may(request.actor, "identity.read_mandate", one)
        ],
        "uses": [
            {
                "at": one.used_at,
                "by": one.account.name if one.account else "",
                "action": action_title(one.action),
                "target": _concerning(one.target),
            }
            for one in uses[:_USES]
        ],
        "uses_count": uses.count(),
    }
    return render(request, "identity/mandate.html", values)


def _concerning(target: str) -> str:
    """The number of what an act concerned; the mandate itself goes without saying."""
    kind, _colon, key = target.partition(":")
    return "" if kind == "mandate" else key or kind


def action_title(action: str) -> str:
    """What an action of this room is called; others by their own declared scope, else by their code."""
    own = {"identity.act_for": _("Began to act under the mandate")}
    return own.get(action) or titled(scope=[f"{action}:*"])[0].removesuffix(":*")


@open_to(RESIDENTS)
@require_POST
def answer_page(request: ActorRequest, key: str, answer: str) -> HttpResponse:
    """Accept, decline or take back."""
    _own(request, key)
    verbs = {"accept": accept_mandate, "decline": decline_mandate, "revoke": revoke_mandate}
    said = {
        "accept": _("You accepted the mandate. You may now act under it."),
        "decline": _("You declined the mandate."),
        "revoke": _("The mandate was taken back. It no longer works from this moment on."),
    }
    verbs[answer](key=key, actor=request.actor, now=clock.now())
    messages.success(request, said[answer])
    return HttpResponseRedirect(reverse("identity:mandate", args=[key]))


@open_to(RESIDENTS)
@require_POST
def act_for_page(request: ActorRequest, key: str) -> HttpResponse:
    """Begin to act under a mandate; asked anew at every request whether it still holds."""
    if request.actor.acting_for is not None:
        raise NoSuchMandate
    act_for(key=key, actor=request.actor, now=clock.now())
    request.session.cycle_key()
    request.session[MANDATE] = key
    return HttpResponseRedirect(start_page())


@open_to(RESIDENTS)
@require_POST
def act_for_myself_page(request: ActorRequest) -> HttpResponse:
    """Stop acting for another."""
    if request.session.pop(MANDATE, None) is not None:
        request.session.cycle_key()
        messages.success(request, _("You act for yourself again."))
    return HttpResponseRedirect(start_page())
