"""Correct or change a registered name (Act on the Registration of Family Relations art. 99, 104)."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from madang.contracts.population_v1 import NameCorrected
from madang.exchange import announce
from madang.framework.identity.actor import Actor
from madang.framework.law import pack, parameters
from madang.framework.values import Party, Refusal
from madang.systems.population.domain.names import full_name, split_name
from madang.systems.population.domain.people import VitalKind
from madang.systems.population.domain.problems import Problem
from madang.systems.population.domain.vital import NameLaw, check_new_name
from madang.systems.population.models import Person
from madang.systems.population.usecases.gather import person_by
from madang.systems.population.usecases.lateness import late_vital
from madang.systems.population.usecases.record import note
from madang.systems.population.usecases.sentences import faults_of, joined


class NameRefused(Refusal):
    """The name cannot be entered."""

    code = "population.name.refused"
    says = _("The name was not entered: {says}")
    status = 422


def names_of(*, person: Person) -> tuple[str, str]:
    """Family and given name, by the country's family names and order."""
    here = pack()
    families = [one["native"] for one in (here.data("names") or {}).get("family", ())]
    return split_name(name=person.name, families=families, family_first=here.name_order == "family_first")


@transaction.atomic
def correct_name(
    *,
    person: str,
    given_name: str,
    changed_on: date,
    ground: str,
    actor: Actor,
    now: datetime,
    hanja_name: str | None = None,
    latin_name: str | None = None,
    reported_on: date | None = None,
    case: str = "",
) -> Person:
    """Enters the given name under the same family name; `ground` names the court and its decision. Announces
    NameCorrected. Raises NoSuchPerson, NameRefused."""
    today, named = timezone.localdate(now), person_by(key=person, lock=True)
    family, _old = names_of(person=named)
    problems = _problems(named, new=given_name.strip(), changed_on=changed_on, today=today)
    if problems:
        faults = faults_of(problems)
        raise NameRefused(faults=faults, says=joined(faults))

    before = named.name
    named.name = full_name(family=family, given=given_name.strip(), family_first=pack().name_order == "family_first")
    named.hanja_name = named.hanja_name if hanja_name is None else hanja_name
    named.latin_name = named.latin_name if latin_name is None else latin_name
    named.save(update_fields=["name", "hanja_name", "latin_name"])
    late = late_vital(kind="name_correction", event_on=changed_on, reported_on=reported_on or today)
    note(
        kind=VitalKind.NAME_CORRECTION,
        person=named,
        occurred_on=changed_on,
        actor=actor,
        now=now,
        case=case,
        details={"before": before, "after": named.name, "ground": ground, **late.details()},
    )
    corrected = NameCorrected(person=named.key, name=named.name, corrected_on=changed_on)
    announce(corrected, now=now, subject=Party.person(named.key), case=case)
    return named


def _problems(named: Person, *, new: str, changed_on: date, today: date) -> list[Problem]:
    law = parameters(NameLaw, key="population.names", on=today)
    problems = list(check_new_name(old=names_of(person=named)[1], new=new, law=law))
    if changed_on > today:
        problems.append(Problem("population.decision.in_future", "decided_on"))
    if named.died_on:
        problems.append(Problem("population.person.dead", "person", {"name": named.name}))
    return problems
