"""Issue a certificate of the register: gathered, written, sealed and numbered."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from madang.framework.documents import Document, issue
from madang.framework.identity.actor import Actor
from madang.framework.values import Party, PartyKind, Refusal
from madang.systems.population.domain import certificates as pages
from madang.systems.population.domain.certificates import AbstractOptions, CopyOptions, Form, FormerAddresses, Page
from madang.systems.population.domain.people import ResidenceFacts, VitalKind
from madang.systems.population.models import Parentage, Person, VitalEvent
from madang.systems.population.usecases import gather
from madang.systems.population.usecases.offices import office_of
from madang.systems.population.usecases.words import fact_label, writing

Answers = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class _Asked:
    """Whom a certificate is about, with every address, and what was asked of it."""

    person: Person
    residences: list[ResidenceFacts]
    answers: Answers
    language: str
    today: date


class NotEntitled(Refusal):
    """The law does not let this person have a certificate about that one."""

    code = "population.certificate.not_entitled"
    says = _("The law does not let you have this certificate about {name}. Ask them to grant you a mandate.")
    status = 403


class NothingToCertify(Refusal):
    """The register holds nothing of the kind."""

    code = "population.certificate.nothing"
    says = _("The register holds no {what} of {name}, so there is nothing to certify.")


class NotAPerson(Refusal):
    """Only people stand on this register."""

    code = "population.certificate.not_a_person"
    says = _("The resident register certifies people only. Choose the person whom the certificate is for.")
    status = 422


def issue_certificate(
    *,
    kind: str,
    party: Party,
    answers: Answers,
    language: str,
    actor: Actor,
    now: datetime,
    application: str = "",
    idempotency_key: str = "",
) -> Document:
    """The certificate of `kind` (`population.abstract`, …) for `party`, about them or, with the answer `about`,
    about a member of their household or family. Answers that were not given show the least. Call it outside a
    transaction.

    Raises NotAPerson, NoSuchPerson, NotEntitled, NothingToCertify.
    """
    if party.kind is not PartyKind.PERSON:
        raise NotAPerson
    holder = gather.person_by(key=party.key)
    person = _about(kind=kind, holder=holder, key=answers.get("about", ""))
    residences = gather.residences_of(person=person)
    asked = _Asked(person, residences, answers, language, timezone.localdate(now))
    with override(language):
        page = _PAGES[kind](asked)
        division = residences[-1].division if residences else ""
        content = {**page.content(), "holder": person.name, "office": office_of(division=division)}
        facts = {fact_label(code): value for code, value in page.facts.items() if value}
    return issue(
        kind=kind,
        party=party,
        content=content,
        facts=facts,
        language=language,
        actor=actor,
        now=now,
        case=application,
        idempotency_key=idempotency_key,
        holder=person.name,
    )


def _about(*, kind: str, holder: Person, key: str) -> Person:
    """Whom it is about. Register extracts: the household (Resident Registration Act art. 29 (2)); family
    certificates: spouse and lineal kin (Act on the Registration of Family Relations art. 14 (1))."""
    if not key or key == holder.key:
        return holder
    person = gather.person_by(key=key)
    if kind in _OF_HOUSEHOLD:
        stay = gather.membership_of(person=holder)
        members = gather.members_of(household_id=stay.household_id) if stay else []
        allowed = {member.person.key for member in members}
    else:
        allowed = gather.kin_keys(person=holder)
    if person.key not in allowed:
        raise NotEntitled(name=person.name)
    return person


def _yes(answers: Answers, name: str, *, default: bool = False) -> bool:
    return answers.get(name, "yes" if default else "no") == "yes"


def _former(answers: Answers, *, default: FormerAddresses = FormerAddresses.NONE) -> FormerAddresses:
    text = answers.get("former_addresses", "")
    return FormerAddresses(text) if text in set(FormerAddresses) else default


def _form(answers: Answers) -> Form:
    return Form.DETAILED if answers.get("form") == Form.DETAILED.value else Form.GENERAL


def _abstract(asked: _Asked) -> Page:
    changes = _yes(asked.answers, "name_changes")
    return pages.abstract(
        person=gather.facts_of(person=asked.person, numbers=True),
        residences=asked.residences,
        name_changes=gather.name_changes_of(person=asked.person) if changes else (),
        options=AbstractOptions(
            former_addresses=_former(asked.answers),
            number_tail=_yes(asked.answers, "number_tail"),
            name_changes=changes,
            heads=_yes(asked.answers, "heads"),
            reasons=_yes(asked.answers, "reasons", default=True),
        ),
        writing=writing(language=asked.language),
        today=asked.today,
    )


def _copy(asked: _Asked) -> Page:
    stay = gather.membership_of(person=asked.person)
    if stay is None or not asked.residences:
        raise NothingToCertify(what=_("household"), name=asked.person.name)
    return pages.household_copy(
        members=gather.members_of(household_id=stay.household_id, numbers=True),
        asked_by=asked.person.key,
        residence=asked.residences[-1],
        former=asked.residences,
        formed_on=stay.household.formed_on,
        options=CopyOptions(
            number_tail=_yes(asked.answers, "number_tail"),
            relations=_yes(asked.answers, "relations", default=True),
            dates=_yes(asked.answers, "dates", default=True),
            other_members=_yes(asked.answers, "other_members", default=True),
            former_addresses=_former(asked.answers),
        ),
        writing=writing(language=asked.language),
        today=asked.today,
    )


def _history(asked: _Asked) -> Page:
    return pages.address_history(
        person=gather.facts_of(person=asked.person, numbers=True),
        residences=asked.residences,
        options=AbstractOptions(number_tail=_yes(asked.answers, "number_tail")),
        writing=writing(language=asked.language),
    )


def _family(asked: _Asked) -> Page:
    return pages.family_relations_certificate(
        person=gather.facts_of(person=asked.person, numbers=True),
        parents=gather.parents_of(person=asked.person, numbers=True),
        marriages=gather.marriages_of(person=asked.person, numbers=True),
        children=gather.children_of(person=asked.person, numbers=True),
        form=_form(asked.answers),
        tail=_yes(asked.answers, "number_tail"),
        writing=writing(language=asked.language),
    )


def _basic(asked: _Asked) -> Page:
    reported = Parentage.objects.filter(child=asked.person).values_list("reported_on", flat=True).first()
    death = VitalEvent.objects.filter(person=asked.person, kind=VitalKind.DEATH.value).first()
    return pages.basic_certificate(
        person=gather.facts_of(person=asked.person, numbers=True),
        birth_reported_on=reported,
        death_reported_on=timezone.localdate(death.registered_at) if death else None,
        name_changes=gather.name_changes_of(person=asked.person),
        form=_form(asked.answers),
        tail=_yes(asked.answers, "number_tail"),
        writing=writing(language=asked.language),
    )


def _marriage(asked: _Asked) -> Page:
    return pages.marriage_certificate(
        person=gather.facts_of(person=asked.person, numbers=True),
        marriages=gather.marriages_of(person=asked.person, numbers=True),
        form=_form(asked.answers),
        tail=_yes(asked.answers, "number_tail"),
        writing=writing(language=asked.language),
    )


_PAGES: Mapping[str, Callable[[_Asked], Page]] = {
    "population.abstract": _abstract,
    "population.register_copy": _copy,
    "population.address_history": _history,
    "population.family_relations": _family,
    "population.basic": _basic,
    "population.marriage_certificate": _marriage,
}
_OF_HOUSEHOLD = frozenset({"population.abstract", "population.register_copy", "population.address_history"})
