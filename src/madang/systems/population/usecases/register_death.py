"""Enter a reported death (Act on the Registration of Family Relations art. 84)."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from madang.contracts.population_v1 import PersonDied
from madang.exchange import announce
from madang.framework.identity.actor import Actor, system_actor
from madang.framework.identity.usecases.answer_mandate import end_mandates
from madang.framework.law import parameter
from madang.framework.values import Party, Refusal
from madang.systems.population.domain.people import MarriageEnd, Status, VitalKind
from madang.systems.population.domain.vital import check_death
from madang.systems.population.models import Marriage, MarriageSide, Person
from madang.systems.population.usecases.gather import facts_of, membership_of, person_by, residence_of
from madang.systems.population.usecases.lateness import late_vital
from madang.systems.population.usecases.record import note
from madang.systems.population.usecases.register_move import close_memberships, replace_head
from madang.systems.population.usecases.sentences import faults_of, joined


class DeathRefused(Refusal):
    """The death cannot be entered as reported."""

    code = "population.death.refused"
    says = _("The death was not entered: {says}")
    status = 422


@transaction.atomic
def register_death(
    *,
    person: str,
    died_on: date,
    actor: Actor,
    now: datetime,
    place: str = "",
    reported_on: date | None = None,
    case: str = "",
) -> Person:
    """Closes the entry of the person with this key: address, household, marriage. The household gets its next head.
    Announces PersonDied. Raises NoSuchPerson, DeathRefused."""
    today = timezone.localdate(now)
    dead = person_by(key=person, lock=True)
    problems = check_death(person=facts_of(person=dead), died_on=died_on, today=today)
    if problems:
        faults = faults_of(problems)
        raise DeathRefused(faults=faults, says=joined(faults))

    residence = residence_of(person=dead)
    division = residence.address.division if residence else ""
    dead.status, dead.died_on = Status.DEAD.value, died_on
    dead.save(update_fields=["status", "died_on"])
    _close(dead, died_on)
    end_marriage(person=dead, day=died_on, by=MarriageEnd.DEATH)
    late = late_vital(kind="death", event_on=died_on, reported_on=reported_on or today)
    note(
        kind=VitalKind.DEATH,
        person=dead,
        occurred_on=died_on,
        division=division,
        actor=actor,
        now=now,
        case=case,
        details={"place": place, **late.details()},
    )
    end_mandates(party=Party.person(dead.key), actor=system_actor("population.register_death"), now=now)
    announce(PersonDied(person=dead.key, died_on=died_on), now=now, subject=Party.person(dead.key), case=case)
    return dead


def _close(dead: Person, day: date) -> None:
    rows = dead.residences.filter(until_on=None)
    rows.filter(from_on__gte=day).delete()
    rows.update(until_on=day)
    membership = membership_of(person=dead)
    if membership:
        close_memberships(household=membership.household, people={dead.key}, day=day)
        adult = int(parameter("population.ages.adult", on=day))
        replace_head(household=membership.household, day=day, adult_age=adult)


def end_marriage(*, person: Person, day: date, by: MarriageEnd, case: str = "") -> Marriage | None:
    """Ends the marriage that holds, if any, and answers it."""
    side = MarriageSide.objects.select_for_update().filter(person=person, until_on=None).first()
    if side is None:
        return None
    marriage = Marriage.objects.get(pk=side.marriage_id)
    marriage.ended_on, marriage.ended_by = day, by.value
    marriage.save(update_fields=["ended_on", "ended_by"])
    marriage.sides.update(until_on=day)
    return marriage
