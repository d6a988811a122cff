"""The desk of a counter: who stands here, what they need, and the paper in their hand."""

from functools import partial
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop
from django.views.decorators.http import require_http_methods, require_safe

from madang.contracts.population_v1 import GetPerson, Person
from madang.contracts.services_v1 import FieldKind, PrefillApplication, ServiceDeclaration, ServiceKind
from madang.exchange import Asking, ask
from madang.exchange.grants import legal_basis
from madang.framework.audit.purposes import declare
from madang.framework.identity.access import officials, open_to
from madang.framework.identity.requests import ActorRequest
from madang.framework.ui.forms import DateField, add_refusal
from madang.framework.values import Party, Refusal, clock
from madang.framework.values.identifiers import new_key
from madang.systems.civil.domain.applications import State
from madang.systems.civil.models import Application
from madang.systems.civil.usecases import catalogue
from madang.systems.civil.usecases.apply_at_counter import NotAtCounter, Visit, apply_at_counter
from madang.systems.civil.usecases.find_at_counter import find_at_counter
from madang.systems.civil.usecases.issue_instant import issue_instant
from madang.systems.civil.usecases.permissions import COUNTER
from madang.systems.civil.usecases.prefill import Known, prefill
from madang.systems.civil.usecases.told_at_counter import end_visit, known_at_counter, person_at_counter
from madang.systems.civil.web.declared_form import DeclaredForm, initial_of, texts
from madang.systems.civil.web.services import row
from madang.systems.civil.web.words import STATES, TONES, in_language

PURPOSE = declare(gettext_noop("Serving the resident at the counter"))
_CARDS = (
    ("identity_card", gettext_lazy("Identity card")),
    ("driving_licence", gettext_lazy("Driving licence")),
    ("passport", gettext_lazy("Passport")),
    ("residence_card", gettext_lazy("Residence card")),
    ("fingerprint", gettext_lazy("Fingerprint")),
)
_TODAY = 20


class WhoForm(forms.Form):
    """Who stands at the counter."""

    resident_number = forms.CharField(
        label=gettext_lazy("Resident number from the card"), required=False, max_length=20
    )
    name = forms.CharField(label=gettext_lazy("Full name"), required=False, max_length=80)
    birth_on = DateField(label=gettext_lazy("Date of birth"), required=False)
    reason = forms.CharField(
        label=gettext_lazy("Reason for the look"),
        help_text=gettext_lazy("The resident reads it in the list of looks at their data."),
        max_length=120,
    )


class CounterForm(DeclaredForm):
    """The service's questions and what the official saw."""

    def __init__(self, *, declared: ServiceDeclaration, known: Known, data: Any = None) -> None:
        questions = tuple(each for each in declared.fields if each.kind is not FieldKind.FILE)
        initial = initial_of(known=known, questions=questions)
        super().__init__(questions=questions, known=known, data=data, initial=initial)
        self.fields["identified_by"] = forms.ChoiceField(label=_("Identified by"), choices=_CARDS)
        self.fields["reason"] = forms.CharField(label=_("What the resident needs it for"), max_length=120)
        if declared.fee.counter and declared.fee.waivers:
            waivers = [(str(at), in_language(each)) for at, each in enumerate(declared.fee.waivers)]
            self.fields["waiver"] = forms.ChoiceField(
                label=_("Waiver whose proof you saw"), choices=[("", _("None")), *waivers], required=False
            )
        if declared.fee.counter:
            self.fields["cash_taken"] = forms.BooleanField(label=_("The fee was taken in cash"), required=False)

    def visit(self) -> Visit:
        """What the official saw and took."""
        waiver = self.cleaned_data.get("waiver", "")
        return Visit(
            identified_by=self.cleaned_data["identified_by"],
            reason=self.cleaned_data["reason"],
            waiver=int(waiver) if waiver else None,
            cash_taken=bool(self.cleaned_data.get("cash_taken")),
        )


@open_to(officials(COUNTER))
@require_http_methods(["GET", "HEAD", "POST"])
def counter(request: ActorRequest) -> HttpResponse:
    """Find the resident; below, what was done here lately."""
    form = WhoForm(data=request.POST or None)
    people: list[Person] | None = None
    end_visit(actor=request.actor)
    if request.method == "POST" and form.is_valid():
        try:
            people = list(find_at_counter(**form.cleaned_data, actor=request.actor).people)
        except Refusal as refusal:
            add_refusal(form=form, refusal=refusal)
    values = {
        "form": form,
        "people": None if people is None else [_person(each) for each in people],
        "done": [_done(each) for each in Application.objects.filter(official=request.actor.account_id)[:_TODAY]],
    }
    return render(request, "civil/counter.html", values, status=422 if form.errors else 200)


def _person(person: Person) -> dict[str, Any]:
    return {
        "key": person.key,
        "name": person.name or "",
        "birth_on": person.birth_on,
        "number": person.masked_number or "",
        "address": person.address.text if person.address else "",
    }


def _done(found: Application) -> dict[str, Any]:
    state = State(found.state)
    return {
        "number": found.number,
        "title": in_language(catalogue.title_of(code=found.service)),
        "state": STATES[state],
        "tone": TONES.get(state, "information"),
        "filed_at": found.filed_at,
    }


def _who(request: ActorRequest, person: str) -> Person:
    """Who it is, by the register; a visit is one look."""
    look = partial(_look, request, person)
    return person_at_counter(person=person, actor=request.actor, look=look, now=clock.now())


def _look(request: ActorRequest, person: str) -> Person:
    """The look, which is logged."""
    asking = Asking(
        system="civil",
        actor=request.actor,
        purpose=_(PURPOSE),
        basis=legal_basis(asker="civil", question=GetPerson),
        subject=Party.person(person),
    )
    return ask(GetPerson(person=person), asking)


@open_to(officials(COUNTER))
@require_safe
def resident(request: ActorRequest, person: str) -> HttpResponse:
    """What this resident can get at the counter."""
    query = request.GET.get("q", "")[:100].strip()
    here = catalogue.current()
    found = here.search(query=query) if query else tuple(here.services.values())
    listed = [row(each) for each in found if _given_here(each)]
    return render(
        request,
        "civil/counter_resident.html",
        {"person": _person(_who(request, person)), "found": listed, "query": query},
    )


def _given_here(declared: ServiceDeclaration) -> bool:
    return "counter" in declared.channels and declared.kind is not ServiceKind.COUNTER


@open_to(officials(COUNTER))
@require_http_methods(["GET", "HEAD", "POST"])
def serve(request: ActorRequest, person: str, code: str) -> HttpResponse:
    """The service's questions, the card seen, the fee taken; then the document."""
    declared = catalogue.service(code=code)
    if not _given_here(declared):
        raise NotAtCounter
    subject = Party.person(person)
    look = partial(
        prefill,
        service=declared,
        subject=subject,
        actor=request.actor,
        application="",
        basis=legal_basis(asker="civil", question=PrefillApplication),
    )
    known = known_at_counter(person=person, service=code, actor=request.actor, look=look, now=clock.now())
    form = CounterForm(declared=declared, known=known, data=request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            return _apply(request, declared, subject, known, form)
        except Refusal as refusal:
            add_refusal(form=form, refusal=refusal)
    values = {
        "form": form,
        "person": _person(_who(request, person)),
        "service": row(declared),
        "fee": declared.fee.counter,
        "silence": known.silence,
        "key": new_key(),
    }
    return render(request, "civil/counter_service.html", values, status=422 if form.errors else 200)


def _apply(
    request: ActorRequest, declared: ServiceDeclaration, subject: Party, known: Known, form: CounterForm
) -> HttpResponse:
    names = {name for each in form.questions for name in (each.name, f"{each.name}_division")}
    answers = {name: text for name, text in texts(answers=form.cleaned_data).items() if name in names}
    application = apply_at_counter(
        service=declared.code,
        subject=subject,
        answers=answers,
        known=known,
        visit=form.visit(),
        key=request.POST.get("key", "")[:64] or new_key(),
        actor=request.actor,
        now=clock.now(),
    )
    if application.state == State.WAITING:
        try:
            issue_instant(number=application.number, now=clock.now(), actor=request.actor)
        except Refusal as refusal:
            messages.warning(request, str(refusal))
    return redirect("civil:application", application.number)
