"""Enter a reported birth (Act on the Registration of Family Relations art. 44; Resident Registration Act art. 7-2,
14)."""

import secrets
from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from madang.contracts.population_v1 import PersonBorn
from madang.exchange import announce
from madang.framework.identity.actor import Actor
from madang.framework.law import pack, parameters
from madang.framework.values import Party, Refusal
from madang.framework.values.identifiers import new_key
from madang.systems.population.domain.names import full_name
from madang.systems.population.domain.numbers import ISSUE_NUMBER
from madang.systems.population.domain.people import MoveReason, Relation, Sex, VitalKind
from madang.systems.population.domain.problems import Problem
from madang.systems.population.domain.vital import NameLaw, check_birth, check_new_name
from madang.systems.population.models import MarriageSide, Membership, Parentage, Person, Residence
from madang.systems.population.usecases.gather import facts_of, membership_of, person_by
from madang.systems.population.usecases.lateness import late_vital
from madang.systems.population.usecases.numbers import indexes_of, seal_number
from madang.systems.population.usecases.record import note
from madang.systems.population.usecases.sentences import faults_of, joined

_TO_HEAD = {Relation.HEAD: Relation.CHILD, Relation.SPOUSE: Relation.CHILD, Relation.CHILD: Relation.GRANDCHILD}


class BirthRefused(Refusal):
    """The birth cannot be entered as reported."""

    code = "population.birth.refused"
    says = _("The birth was not entered: {says}")
    status = 422


@transaction.atomic
def register_birth(
    *,
    family_name: str,
    given_name: str,
    born_on: date,
    sex: Sex,
    parents: Sequence[str],
    actor: Actor,
    now: datetime,
    hanja_name: str = "",
    latin_name: str = "",
    reported_on: date | None = None,
    case: str = "",
) -> Person:
    """Enters the child with a new resident number, into the household of the first parent (key) who has one. Announces
    PersonBorn. Raises NoSuchPerson, BirthRefused."""
    today = timezone.localdate(now)
    people = [person_by(key=key, lock=True) for key in dict.fromkeys(parents)]
    problems = _problems(people, family_name=family_name, given_name=given_name, born_on=born_on, today=today)
    if problems:
        faults = faults_of(problems)
        raise BirthRefused(faults=faults, says=joined(faults))

    names = {"hanja_name": hanja_name, "latin_name": latin_name}
    here = pack()
    names["name"] = full_name(family=family_name, given=given_name, family_first=here.name_order == "family_first")
    child = _enter(people, born_on=born_on, sex=sex, today=today, names=names)
    day = reported_on or today
    _link_parents(child, people, reported_on=day)
    home = _take_in(child, people, reported_on=day, case=case)
    _tell(child, people, home, actor=actor, now=now, reported_on=day, case=case)
    return child


def _problems(
    parents: Sequence[Person], *, family_name: str, given_name: str, born_on: date, today: date
) -> tuple[Problem, ...]:
    law = parameters(NameLaw, key="population.names", on=today)
    problems = check_birth(born_on=born_on, parents=[facts_of(person=one) for one in parents], today=today)
    problems += check_new_name(old="", new=given_name, law=law)
    return problems if family_name.strip() else (*problems, Problem("population.name.empty", "family_name"))


def _enter(parents: Sequence[Person], *, born_on: date, sex: Sex, today: date, names: dict[str, str]) -> Person:
    """The child's own row, under a fresh key and number."""
    sealed, index = seal_number(number=_free_number(born_on=born_on, sex=sex, today=today))
    return Person.objects.create(
        key=new_key(),
        number_sealed=sealed,
        number_index=index,
        number_issued_on=today,
        birth_on=born_on,
        sex=sex.value,
        nationality=parents[0].nationality,
        clan_origin=_clan(parents),
        registered_base=parents[0].registered_base,
        **names,
    )


def _clan(parents: Sequence[Person]) -> str:
    """A child follows the father's clan, else the mother's (Civil Act art. 781 (1))."""
    fathers = [one.clan_origin for one in parents if one.sex == Sex.MALE.value]
    return (fathers or [one.clan_origin for one in parents])[0]


def _free_number(*, born_on: date, sex: Sex, today: date) -> str:
    """Drawn until nobody has it."""
    while True:
        number = ISSUE_NUMBER(birth_on=born_on, sex=sex, issued_on=today, below=secrets.randbelow)
        if not Person.objects.filter(number_index__in=indexes_of(number=number)).exists():
            return str(number)


def _link_parents(child: Person, parents: Sequence[Person], *, reported_on: date) -> None:
    sides = MarriageSide.objects.filter(person__in=parents, until_on=None).values_list("marriage_id", flat=True)
    both = [one for one in set(sides) if list(sides).count(one) == 2]
    for parent in parents:
        Parentage.objects.create(
            child=child,
            parent=parent,
            role="father" if parent.sex == Sex.MALE.value else "mother",
            marriage_id=both[0] if both else None,
            reported_on=reported_on,
        )


def _take_in(child: Person, parents: Sequence[Person], *, reported_on: date, case: str) -> Membership | None:
    """The child lives where the first parent with a household lives, from birth."""
    stays = [stay for stay in (membership_of(person=one) for one in parents) if stay]
    if not stays:
        return None
    stay = stays[0]
    relation = _TO_HEAD.get(Relation(stay.relation), Relation.OTHER_KIN)
    Residence.objects.create(
        person=child,
        address=stay.household.address,
        from_on=child.birth_on,
        reported_on=reported_on,
        reason=MoveReason.BIRTH.value,
        case=case,
    )
    return Membership.objects.create(
        household=stay.household,
        person=child,
        relation=relation.value,
        from_on=child.birth_on,
        reason=MoveReason.BIRTH.value,
    )


def _tell(
    child: Person,
    parents: Sequence[Person],
    home: Membership | None,
    *,
    actor: Actor,
    now: datetime,
    reported_on: date,
    case: str,
) -> None:
    late = late_vital(kind="birth", event_on=child.birth_on, reported_on=reported_on)
    note(
        kind=VitalKind.BIRTH,
        person=child,
        occurred_on=child.birth_on,
        division=home.household.address.division if home else "",
        actor=actor,
        now=now,
        case=case,
        details={"parents": [one.key for one in parents], **late.details()},
    )
    announce(
        PersonBorn(
            person=child.key,
            born_on=child.birth_on,
            parents=tuple(one.key for one in parents),
            household=home.household.key if home else "",
        ),
        now=now,
        subject=Party.person(child.key),
        case=case,
    )
