"""Enter a reported move: addresses, households and heads follow (Resident Registration Act art. 10, 16, 17)."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from madang.contracts.population_v1 import PersonMoved
from madang.exchange import announce
from madang.framework.identity.actor import Actor
from madang.framework.law import pack, parameter
from madang.framework.values import Party, Refusal
from madang.framework.values.identifiers import new_key
from madang.systems.population.domain.households import old_head_to_new_head, relation_to_new_head, successor
from madang.systems.population.domain.moves import MoveIn, check_move, new_head
from madang.systems.population.domain.people import MemberFacts, MoveReason, Relation, VitalKind
from madang.systems.population.models import Address, Household, Membership, Person, Residence
from madang.systems.population.usecases.gather import members_of, membership_of, person_by
from madang.systems.population.usecases.lateness import late_move
from madang.systems.population.usecases.record import note
from madang.systems.population.usecases.sentences import faults_of, joined


class MoveRefused(Refusal):
    """The move cannot be entered as reported."""

    code = "population.move.refused"
    says = _("The move was not entered: {says}")
    status = 422


class NoHousehold(Refusal):
    """Who reports belongs to no household now."""

    code = "population.move.no_household"
    says = _("{name} belongs to no household on the register. Enter the person's first address at the counter.")
    status = 422


@transaction.atomic
def register_move(
    *, reporter: str, move: MoveIn, actor: Actor, now: datetime, reported_on: date | None = None, case: str = ""
) -> Household:
    """Enters the move of `move.movers`, members of the household of the person with key `reporter`; answers where
    they live together then. A whole household keeps its record; part of one makes a new household, and those who
    stay behind without a head get the next one. Announces PersonMoved for each. Raises NoSuchPerson, NoHousehold,
    MoveRefused."""
    today = timezone.localdate(now)
    person = person_by(key=reporter, lock=True)
    membership = membership_of(person=person)
    if membership is None:
        raise NoHousehold(name=person.name)
    old = Household.objects.select_for_update().get(pk=membership.household_id)
    members = members_of(household_id=old.pk)
    known = move.division in pack().division_by_code
    since = _since(movers=move.movers)
    problems = check_move(move=move, household=members, previous_from=since, today=today, known_division=known)
    if problems:
        faults = faults_of(problems)
        raise MoveRefused(faults=faults, says=joined(faults))

    adult = int(parameter("population.ages.adult", on=today))
    head = new_head(movers=move.movers, household=members, chosen=move.head, day=move.moved_on, adult_age=adult)
    address = Address.objects.create(division=move.division, text=move.address.strip(), postcode=move.postcode)
    everyone = len(move.movers) == len(members)
    home = _keep(old, address) if everyone else _split(old, members, move, head, address, adult)
    if everyone and head != _head_of(members):
        _hand_over(old, members, head, move.moved_on)
    _enter(move, address, actor=actor, now=now, reported_on=reported_on or today, case=case)
    return home


def _since(*, movers: tuple[str, ...]) -> dict[str, date]:
    rows = Residence.objects.select_for_update().filter(person__key__in=movers, until_on=None)
    return dict(rows.values_list("person__key", "from_on"))


def _head_of(members: list[MemberFacts]) -> str:
    return next((one.person.key for one in members if one.relation is Relation.HEAD), "")


def _keep(household: Household, address: Address) -> Household:
    household.address = address
    household.save(update_fields=["address"])
    return household


def _split(
    old: Household, members: list[MemberFacts], move: MoveIn, head: str, address: Address, adult: int
) -> Household:
    """The movers leave for a household of their own; those who stay get a head where theirs has left."""
    new = Household.objects.create(key=new_key(), address=address, formed_on=move.moved_on)
    was = {one.person.key: one.relation for one in members}
    close_memberships(household=old, people=set(move.movers), day=move.moved_on)
    people = {person.key: person for person in Person.objects.filter(key__in=move.movers)}
    for key in move.movers:
        relation = _relation(was=was[key], new_head_was=was[head]) if key != head else Relation.HEAD
        Membership.objects.create(
            household=new,
            person=people[key],
            relation=relation.value,
            from_on=move.moved_on,
            reason=MoveReason.NEW_HOUSEHOLD if key == head else MoveReason.MOVE_IN,
        )
    replace_head(household=old, day=move.moved_on, adult_age=adult)
    return new


def _relation(*, was: Relation, new_head_was: Relation) -> Relation:
    if new_head_was is Relation.HEAD:
        return was
    if was is Relation.HEAD:
        return old_head_to_new_head(new_head_was=new_head_was)
    return relation_to_new_head(was=was, new_head_was=new_head_was)


def close_memberships(*, household: Household, people: set[str], day: date) -> None:
    """Ends these people's memberships on `day`; one that began that day is as if it had never been."""
    rows = Membership.objects.filter(household=household, person__key__in=people, until_on=None)
    rows.filter(from_on__gte=day).delete()
    rows.update(until_on=day)


def replace_head(*, household: Household, day: date, adult_age: int) -> None:
    """Gives a household that has lost its head the next one, or dissolves it where nobody is left."""
    left = members_of(household_id=household.pk)
    if not left:
        household.dissolved_on = day
        household.save(update_fields=["dissolved_on"])
    elif not any(one.relation is Relation.HEAD for one in left):
        heir = successor(members=left, day=day, adult_age=adult_age)
        if heir:
            _hand_over(household, left, heir.person.key, day)


def _hand_over(household: Household, members: list[MemberFacts], head: str, day: date) -> None:
    """Makes `head` the head from `day` on and names everyone's relation to them anew."""
    was = {one.person.key: one.relation for one in members}
    rows = list(Membership.objects.select_related("person").filter(household=household, until_on=None))
    close_memberships(household=household, people=set(was), day=day)
    # The new head's row comes last: the old head's is closed by then, so that there is one head at any time.
    for row in sorted(rows, key=lambda one: one.person.key == head):
        key = row.person.key
        relation = Relation.HEAD if key == head else _relation(was=was[key], new_head_was=was[head])
        Membership.objects.create(
            household=household,
            person=row.person,
            relation=relation.value,
            from_on=max(day, row.from_on),
            reason=MoveReason.HEAD_CHANGE.value,
        )


def _enter(move: MoveIn, address: Address, *, actor: Actor, now: datetime, reported_on: date, case: str) -> None:
    late = late_move(moved_on=move.moved_on, reported_on=reported_on)
    Residence.objects.filter(person__key__in=move.movers, until_on=None).update(until_on=move.moved_on)
    for person in Person.objects.filter(key__in=move.movers).order_by("id"):
        Residence.objects.create(
            person=person,
            address=address,
            from_on=move.moved_on,
            reported_on=reported_on,
            reason=MoveReason.MOVE_IN.value,
            case=case,
        )
        note(
            kind=VitalKind.MOVE,
            person=person,
            occurred_on=move.moved_on,
            division=move.division,
            actor=actor,
            now=now,
            case=case,
            details={"address": address.text, **late.details()},
        )
        announce(
            PersonMoved(person=person.key, moved_on=move.moved_on, division=move.division, address=address.text),
            now=now,
            subject=Party.person(person.key),
            case=case,
        )
