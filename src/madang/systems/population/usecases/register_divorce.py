"""Enter a divorce (Civil Act art. 836; Act on the Registration of Family Relations art. 74, 78)."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from madang.contracts.population_v1 import DivorceRegistered
from madang.exchange import announce
from madang.framework.identity.actor import Actor
from madang.framework.values import Party, Refusal
from madang.systems.population.domain.people import MarriageEnd, VitalKind
from madang.systems.population.domain.vital import check_divorce
from madang.systems.population.models import Marriage
from madang.systems.population.usecases.gather import marriages_of, person_by
from madang.systems.population.usecases.record import note
from madang.systems.population.usecases.register_death import end_marriage
from madang.systems.population.usecases.sentences import faults_of, joined


class DivorceRefused(Refusal):
    """There is no marriage to dissolve, or the report is not right."""

    code = "population.divorce.refused"
    says = _("The divorce was not entered: {says}")
    status = 422


@transaction.atomic
def register_divorce(
    *, person: str, divorced_on: date, actor: Actor, now: datetime, ground: str = "", case: str = ""
) -> Marriage | None:
    """Ends the marriage of the person with this key; `ground` names the court's paper. Announces DivorceRegistered.
    Raises NoSuchPerson, DivorceRefused."""
    today = timezone.localdate(now)
    one = person_by(key=person, lock=True)
    holding = next((marriage for marriage in marriages_of(person=one) if marriage.ended_on is None), None)
    problems = check_divorce(marriage=holding, divorced_on=divorced_on, today=today)
    if problems or holding is None:
        faults = faults_of(problems)
        raise DivorceRefused(faults=faults, says=joined(faults))

    marriage = end_marriage(person=one, day=divorced_on, by=MarriageEnd.DIVORCE)
    other = person_by(key=holding.spouse.key)
    note(
        kind=VitalKind.DIVORCE,
        person=one,
        other=other,
        occurred_on=divorced_on,
        actor=actor,
        now=now,
        case=case,
        details={"ground": ground},
    )
    event = DivorceRegistered(spouses=(one.key, other.key), divorced_on=divorced_on)
    announce(event, now=now, subject=Party.person(one.key), case=case)
    return marriage
