"""Enter a marriage (Civil Act art. 812: it takes effect by its report)."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from madang.contracts.population_v1 import MarriageRegistered
from madang.exchange import announce
from madang.framework.identity.actor import Actor
from madang.framework.law import parameters
from madang.framework.values import Party, Refusal
from madang.systems.population.domain.people import VitalKind
from madang.systems.population.domain.vital import MarriageLaw, check_marriage, kinship_degree
from madang.systems.population.models import Marriage, MarriageSide
from madang.systems.population.usecases.gather import ancestry, facts_of, marriages_of, person_by
from madang.systems.population.usecases.record import note
from madang.systems.population.usecases.sentences import faults_of, joined


class MarriageRefused(Refusal):
    """The law does not let these two marry, or the report is not right."""

    code = "population.marriage.refused"
    says = _("The marriage was not entered: {says}")
    status = 422


@transaction.atomic
def register_marriage(
    *, spouses: tuple[str, str], married_on: date, actor: Actor, now: datetime, case: str = ""
) -> Marriage:
    """Enters the marriage of the two (keys). Announces MarriageRegistered. Raises NoSuchPerson, MarriageRefused."""
    today = timezone.localdate(now)
    # Locked in the order of their keys, so that two reports of one couple cannot wait for each other.
    locked = {key: person_by(key=key, lock=True) for key in sorted(set(spouses))}
    one, other = locked[spouses[0]], locked[spouses[1]]
    law = parameters(MarriageLaw, key="population.marriage", on=today)
    problems = check_marriage(
        spouses=(facts_of(person=one), facts_of(person=other)),
        married_on=married_on,
        marriages=[*marriages_of(person=one), *marriages_of(person=other)],
        kinship_degree=kinship_degree(one=one.key, other=other.key, parents_of=ancestry(people=(one, other)))
        if one.pk != other.pk
        else None,
        law=law,
        today=today,
    )
    if problems:
        faults = faults_of(problems)
        raise MarriageRefused(faults=faults, says=joined(faults))

    marriage = Marriage.objects.create(married_on=married_on, case=case)
    for person in (one, other):
        MarriageSide.objects.create(marriage=marriage, person=person, from_on=married_on)
    note(kind=VitalKind.MARRIAGE, person=one, other=other, occurred_on=married_on, actor=actor, now=now, case=case)
    event = MarriageRegistered(spouses=(one.key, other.key), married_on=married_on)
    announce(event, now=now, subject=Party.person(one.key), case=case)
    return marriage
