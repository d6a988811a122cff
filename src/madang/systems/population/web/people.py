"""Officials' pages of people: search, one person, a whole number, a certificate at the counter."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from madang.framework.identity.access import officials, open_to
from madang.framework.identity.may import may
from madang.framework.identity.requests import ActorRequest
from madang.framework.law import pack
from madang.framework.ui.forms import add_refusal
from madang.framework.ui.reasons import for_a_reason, stated_reason
from madang.framework.values import Party, Refusal, clock
from madang.systems.population.models import Person, VitalEvent
from madang.systems.population.usecases import gather, look
from madang.systems.population.usecases.document_kinds import KINDS
from madang.systems.population.usecases.issue_certificate import issue_certificate
from madang.systems.population.usecases.numbers import number_of, written
from madang.systems.population.usecases.permissions import READER, REGISTRAR
from madang.systems.population.usecases.words import nation, say
from madang.systems.population.web.forms import CertificateForm, ReasonForm, SearchForm

EVENTS_SHOWN = 50


@open_to(officials(READER, REGISTRAR))
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def search(request: ActorRequest) -> HttpResponse:
    """Find people. The question travels in the body, so that no name or number stands in a log of addresses."""
    form = SearchForm(request.POST or None)
    rows: list[dict[str, Any]] | None = None
    more = False
    if request.method == "POST" and form.is_valid():
        asked = form.cleaned_data
        try:
            found, more = look.search_people(
                number=asked["number"],
                name=asked["name"],
                birth_on=asked["birth_on"],
                actor=request.actor,
                now=clock.now(),
            )
            rows = [_row(person) for person in found]
        except look.SearchTooWide as refusal:
            add_refusal(form=form, refusal=refusal)
    return render(request, "population/people.html", {"form": form, "rows": rows, "more": more})


def _row(person: Person) -> dict[str, Any]:
    residence = gather.residence_of(person=person)
    return {
        "key": person.key,
        "name": person.name,
        "latin_name": person.latin_name if person.latin_name != person.name else "",
        "birth_on": person.birth_on,
        "number": written(number=number_of(person=person), full=False),
        "address": residence.address.text if residence else "",
        "status": say(f"status.{person.status}"),
        "dead": person.died_on is not None,
    }


@open_to(officials(READER, REGISTRAR))
@never_cache
@for_a_reason
@require_safe
def person(request: ActorRequest, key: str) -> HttpResponse:
    """One person: entry, addresses, household, family, what was registered."""
    found = look.open_person(key=key, reason=stated_reason(request), actor=request.actor, now=clock.now())
    return _page(request, found, why=stated_reason(request))


def _page(request: ActorRequest, found: Person, *, status: int = 200, **extra: Any) -> HttpResponse:
    certificate = CertificateForm(initial={"language": get_language()})
    certificate.fields["kind"].choices = _kinds()  # type: ignore[attr-defined]
    values = {
        "person": {"key": found.key, "name": found.name},
        "facts": _facts(found),
        "addresses": gather.residences_of(person=found)[::-1],
        "members": _members(found),
        "family": _family(found),
        "events": _events(found),
        "may_unmask": may(request.actor, "population.unmask", found),
        "reason": ReasonForm(),
        "certificate": certificate,
        "number": "",
        **extra,
    }
    values["addresses"] = [
        {"text": one.address, "from_on": one.from_on, "until_on": one.until_on, "reason": say(f"reason.{one.reason}")}
        for one in values["addresses"]
    ]
    return render(request, "population/person.html", values, status=status)


def _kinds() -> list[tuple[str, Any]]:
    described = pack().data("population/services") or {}
    return [(code, title) for code, title, _template in KINDS if code in described]


def _facts(found: Person) -> list[tuple[str, Any]]:
    facts: list[tuple[str, Any]] = [
        (pgettext("population", "Resident number"), written(number=number_of(person=found), full=False) or "-"),
        (pgettext("population", "Name in Hanja"), found.hanja_name),
        (_("Name in Latin letters"), found.latin_name),
        (pgettext("population", "Sex"), say(f"sex.{found.sex}")),
        (pgettext("population", "Nationality"), nation(found.nationality, language=get_language() or "en")),
        (pgettext("population", "Status"), say(f"status.{found.status}")),
        (pgettext("population", "Registered base"), found.registered_base),
        (
            _("Source of the entry"),
            _("Generated for the demonstration") if found.source == "generated" else found.source,
        ),
    ]
    return [(label, value) for label, value in facts if value]


def _members(found: Person) -> list[dict[str, Any]]:
    stay = gather.membership_of(person=found)
    members = gather.members_of(household_id=stay.household_id) if stay else []
    return [_someone(one.person, say(f"relation.{one.relation}")) for one in members]


def _family(found: Person) -> list[dict[str, Any]]:
    people = [
        (say("standing.father" if one.sex == "male" else "standing.mother"), one)
        for one in gather.parents_of(person=found)
    ]
    people += [
        (say("standing.spouse"), one.spouse) for one in gather.marriages_of(person=found) if one.ended_on is None
    ]
    people += [(say("standing.child"), one.person) for one in gather.children_of(person=found)]
    return [_someone(one, standing) for standing, one in people]


def _someone(one: Any, standing: str) -> dict[str, Any]:
    return {"key": one.key, "name": one.name, "birth_on": one.birth_on, "died_on": one.died_on, "standing": standing}


def _events(found: Person) -> list[dict[str, Any]]:
    rows = VitalEvent.objects.filter(person=found).order_by("-registered_at")[:EVENTS_SHOWN]
    return [
        {"kind": say(f"kind.{one.kind}"), "on": one.occurred_on, "at": one.registered_at, "case": one.case}
        for one in rows
    ]


@open_to(officials(REGISTRAR))
@never_cache
@require_POST
def number(request: ActorRequest, key: str) -> HttpResponse:
    """The whole resident number, once, for a recorded reason."""
    form = ReasonForm(request.POST)
    found = gather.person_by(key=key)
    if not form.is_valid():
        return _page(request, found, status=422, reason=form)
    try:
        whole = look.unmask_number(key=key, reason=form.cleaned_data["reason"], actor=request.actor, now=clock.now())
    except look.NoReason as refusal:
        add_refusal(form=form, refusal=refusal)
        return _page(request, found, status=refusal.status, reason=form)
    return _page(request, found, number=whole)


@open_to(officials(REGISTRAR))
@require_POST
def certificate(request: ActorRequest, key: str) -> HttpResponse:
    """A certificate for a person who stands at the counter."""
    form = CertificateForm(request.POST)
    form.fields["kind"].choices = _kinds()  # type: ignore[attr-defined]
    found = gather.person_by(key=key)
    if not form.is_valid():
        return _page(request, found, status=422, certificate=form)
    asked = form.cleaned_data
    answers = {
        "former_addresses": asked["former_addresses"] or "none",
        "form": asked["form"] or "general",
        "number_tail": "yes" if asked["number_tail"] else "no",
    }
    try:
        document = issue_certificate(
            kind=asked["kind"],
            party=Party.person(found.key),
            answers=answers,
            language=asked["language"],
            actor=request.actor,
            now=clock.now(),
        )
    except Refusal as refusal:
        add_refusal(form=form, refusal=refusal)
        return _page(request, found, status=refusal.status, certificate=form)
    return redirect(f"/documents/{document.number}/")
