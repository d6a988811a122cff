"""What an official sees of a case: the application, the business, and what the resident register says of the applicant."""

from collections.abc import Iterable

from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.translation import get_language, gettext_noop, pgettext
from django.utils.translation import gettext as _

from madang.contracts.population_v1 import GetPerson, Person
from madang.contracts.services_v1 import FormField
from madang.exchange import Asking, ask
from madang.exchange.grants import legal_basis
from madang.framework.audit.purposes import declare
from madang.framework.cases.models import Case
from madang.framework.cases.procedures import Answer
from madang.framework.law import parameter
from madang.framework.values import Party, PartyKind, Refusal, clock
from madang.systems.businesses.domain.numbers import WRITE_NUMBER
from madang.systems.businesses.models import Business, Representative
from madang.systems.businesses.usecases.entering import today_of
from madang.systems.businesses.usecases.matters import answers_of, filed_late
from madang.systems.businesses.usecases.name import SYSTEM
from madang.systems.businesses.usecases.offered import fields_of

PURPOSE = declare(gettext_noop("Deciding the business application {number}"))


def facts_of(case: Case) -> Iterable[tuple[object, object]]:
    """The application, question by question; lateness where the law sets a term."""
    number = case.data.get("business")
    business = Business.objects.filter(number=number).first() if number else None
    if business is not None:
        yield pgettext("business", "Business"), f"{business.name} ({WRITE_NUMBER.filled(number=business.number)})"
    answers = answers_of(case)
    for field in fields_of(case.procedure):
        if answers.get(field.name) and field.name != "business":
            yield _spoken(field.label), _written(field, answers[field.name])
    if case.data.get("generated"):
        yield _("Source"), _("Generated for the demonstration")
    for file in case.data.get("attachments", ()):
        yield _("Attached file"), _link(case, file)
    if case.procedure == "businesses.registration":
        within = int(parameter("businesses.deadlines.register_within", on=today_of(case.filed_at)))
        late = filed_late(answers=answers, now=case.filed_at, within=within)
        yield (
            pgettext("business", "Filed"),
            _("{days} days late").format(days=late) if late else pgettext("business", "in time"),
        )


def _link(case: Case, file: dict[str, str]) -> object:
    # The address is this system's own door; a use case does not know doors by name.
    return format_html('<a href="/businesses/cases/{}/files/{}/">{}</a>', case.number, file["sha256"], file["name"])


def person_panel(case: Case, request: HttpRequest) -> Answer:
    """The applicant, or the business's representative, as the resident register knows them; asked as the official who looks."""
    now = clock.now()
    person = _person_of(case)
    source = _("Resident register")
    if not person:
        return Answer(source=source, at=now, missing=_("No representative is registered."))
    asking = Asking(
        system=SYSTEM,
        actor=request.actor,  # type: ignore[attr-defined]
        purpose=_(PURPOSE).format(number=case.number),
        basis=legal_basis(asker=SYSTEM, question=GetPerson),
        subject=Party.person(person),
        case=case.number,
    )
    try:
        reply = ask(GetPerson(person=person), asking)
    except Refusal as refusal:
        return Answer(source=source, at=now, missing=str(refusal))
    return Answer(source=source, at=now, rows=_rows(reply))


def _person_of(case: Case) -> str:
    if case.applicant_kind == PartyKind.PERSON:
        return case.applicant_key
    found = Representative.objects.filter(business__number=case.data.get("business"), until_on=None).first()
    return found.person if found else ""


def _rows(person: Person) -> tuple[tuple[object, object], ...]:
    status = {"resident": _("resident"), "abroad": _("abroad"), "dead": _("dead"), "removed": _("removed")}
    rows = (
        (_("Name"), person.name),
        (_("Date of birth"), person.birth_on),
        (_("Resident number"), person.masked_number),
        (_("Address"), person.address.text if person.address else None),
        (_("Status"), status.get(str(person.status)) if person.status else None),
    )
    return tuple((label, value) for label, value in rows if value)


def _spoken(texts: dict[str, str]) -> str:
    return texts.get((get_language() or "")[:2]) or texts["en"]


def _written(field: FormField, value: str) -> str:
    labels = {choice.value: _spoken(choice.label) for choice in field.choices}
    return labels.get(value, value)
