"""The register's rows as the rules read them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db import connection
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from madang.framework.values import Refusal
from madang.systems.population.domain.people import (
    ChildFacts,
    MarriageEnd,
    MarriageFacts,
    MemberFacts,
    MoveReason,
    NameChange,
    PersonFacts,
    Relation,
    ResidenceFacts,
    Sex,
    Status,
    VitalKind,
)
from madang.systems.population.models import (
    Marriage,
    MarriageSide,
    Membership,
    Parentage,
    Person,
    Residence,
    VitalEvent,
)
from madang.systems.population.usecases.numbers import number_of


class NoSuchPerson(Refusal):
    """Nobody on the register has this key."""

    code = "population.person.unknown"
    says = _("The register knows no such person. Search by name and birth date, or by resident number.")
    status = 404


def person_by(*, key: str, lock: bool = False) -> Person:
    """The person with this key, locked on demand. Raises NoSuchPerson."""
    people = Person.objects.select_for_update() if lock else Person.objects.all()
    found = people.filter(key=key).first()
    if found is None:
        raise NoSuchPerson
    return found


def facts_of(*, person: Person, numbers: bool = False) -> PersonFacts:
    """The person; with `numbers`, the resident number is opened."""
    return PersonFacts(
        key=person.key,
        name=person.name,
        hanja_name=person.hanja_name,
        latin_name=person.latin_name,
        number=number_of(person=person) if numbers else "",
        birth_on=person.birth_on,
        sex=Sex(person.sex),
        nationality=person.nationality,
        status=Status(person.status),
        died_on=person.died_on,
        clan_origin=person.clan_origin,
        registered_base=person.registered_base,
    )


def residence_of(*, person: Person) -> Residence | None:
    """The current address of a living person, the last one of a dead."""
    return person.residences.select_related("address").order_by("-from_on").first()


def membership_of(*, person: Person) -> Membership | None:
    """The household the person belongs to now."""
    return person.memberships.select_related("household__address").filter(until_on=None).first()


def members_of(*, household_id: int, numbers: bool = False) -> list[MemberFacts]:
    """Who belongs to a household now."""
    rows = Membership.objects.select_related("person").filter(household_id=household_id, until_on=None)
    return [
        MemberFacts(
            person=facts_of(person=row.person, numbers=numbers),
            relation=Relation(row.relation),
            from_on=row.from_on,
            reason=MoveReason(row.reason),
        )
        for row in rows
    ]


@dataclass(frozen=True, slots=True)
class Standing:
    """Where people stand on the register now: at which address (the last one of the dead), in which household, married."""

    division: str | None
    text: str | None
    postcode: str | None
    from_on: date | None
    until_on: date | None
    household: str | None
    married: bool


_STANDINGS = """
    SELECT person.id, stay.division, stay.text, stay.postcode, stay.from_on, stay.until_on, home.key,
           EXISTS (SELECT 1 FROM population_marriageside side WHERE side.person_id = person.id AND side.until_on IS NULL)
    FROM population_person person
    LEFT JOIN LATERAL (
        SELECT address.division, address.text, address.postcode, one.from_on, one.until_on
        FROM population_residence one JOIN population_address address ON address.id = one.address_id
        WHERE one.person_id = person.id ORDER BY one.from_on DESC LIMIT 1
    ) stay ON true
    LEFT JOIN LATERAL (
        SELECT household.key FROM population_membership one
        JOIN population_household household ON household.id = one.household_id
        WHERE one.person_id = person.id AND one.until_on IS NULL ORDER BY one.id LIMIT 1
    ) home ON true
    WHERE person.id = ANY(%s)
"""


def standings_of(*, people: Iterable[Person]) -> dict[int, Standing]:
    """Everyone's standing by their row's number, in one statement."""
    with connection.cursor() as cursor:
        cursor.execute(_STANDINGS, [[person.pk for person in people]])
        return {row[0]: Standing(*row[1:]) for row in cursor.fetchall()}


# One statement where the ORM would need three; a certificate waits for it.
_RESIDENCES = """
    SELECT address.text, address.division, address.postcode, stay.from_on, stay.until_on, stay.reported_on, stay.reason,
           head.name, member.relation
    FROM population_residence stay JOIN population_address address ON address.id = stay.address_id
    LEFT JOIN LATERAL (
        SELECT household_id, relation FROM population_membership one
        WHERE one.person_id = stay.person_id AND one.from_on <= stay.from_on
            AND (one.until_on IS NULL OR stay.from_on < one.until_on)
        ORDER BY one.id LIMIT 1
    ) member ON true
    LEFT JOIN LATERAL (
        SELECT person.name FROM population_membership one JOIN population_person person ON person.id = one.person_id
        WHERE one.household_id = member.household_id AND one.relation = 'head' AND one.from_on <= stay.from_on
            AND (one.until_on IS NULL OR stay.from_on < one.until_on)
        ORDER BY one.id LIMIT 1
    ) head ON true
    WHERE stay.person_id = %s ORDER BY stay.from_on
"""


def residences_of(*, person: Person) -> list[ResidenceFacts]:
    """Every address, oldest first, with the head of the household on the day it began, where the register knows."""
    with connection.cursor() as cursor:
        cursor.execute(_RESIDENCES, [person.pk])
        return [_residence(*row) for row in cursor.fetchall()]


def _residence(
    text: str,
    division: str,
    postcode: str,
    from_on: date,
    until_on: date | None,
    reported_on: date,
    reason: str,
    head: str | None,
    relation: str | None,
) -> ResidenceFacts:
    return ResidenceFacts(
        address=text,
        division=division,
        postcode=postcode,
        from_on=from_on,
        until_on=until_on,
        reported_on=reported_on,
        reason=MoveReason(reason),
        head_name=head or "",
        relation=Relation(relation) if relation else None,
    )


def marriages_of(*, person: Person, numbers: bool = False) -> list[MarriageFacts]:
    """The person's marriages, oldest first."""
    sides = MarriageSide.objects.select_related("person", "marriage").filter(
        marriage__in=Marriage.objects.filter(sides__person=person)
    )
    return [
        MarriageFacts(
            spouse=facts_of(person=side.person, numbers=numbers),
            married_on=side.marriage.married_on,
            ended_on=side.marriage.ended_on,
            ended_by=MarriageEnd(side.marriage.ended_by) if side.marriage.ended_by else None,
        )
        for side in sorted(sides, key=lambda one: one.marriage.married_on)
        if side.person_id != person.pk
    ]


def parents_of(*, person: Person, numbers: bool = False) -> list[PersonFacts]:
    """Father and mother, as far as registered."""
    rows = person.parentages.select_related("parent").order_by("role")
    return [facts_of(person=row.parent, numbers=numbers) for row in rows]


def children_of(*, person: Person, numbers: bool = False) -> list[ChildFacts]:
    """The children, and which of them are of the marriage that holds."""
    current = MarriageSide.objects.filter(person=person, until_on=None).values_list("marriage_id", flat=True).first()
    rows = person.children.select_related("child")
    return [
        ChildFacts(
            person=facts_of(person=row.child, numbers=numbers),
            of_current_marriage=current is not None and row.marriage_id == current,
        )
        for row in rows
    ]


def name_changes_of(*, person: Person) -> list[NameChange]:
    """Corrected names, oldest first."""
    events = VitalEvent.objects.filter(person=person, kind=VitalKind.NAME_CORRECTION.value).order_by("id")
    return [
        NameChange(
            changed_on=event.occurred_on,
            before=event.details.get("before", ""),
            after=event.details.get("after", ""),
            ground=event.details.get("ground", ""),
        )
        for event in events
    ]


def ancestry(*, people: Iterable[Person], generations: int = 8) -> dict[str, tuple[str, ...]]:
    """Everyone's parents by key, `generations` up, one query a generation."""
    found: dict[str, tuple[str, ...]] = {}
    edge = {person.pk: person.key for person in people}
    for _generation in range(generations):
        rows = Parentage.objects.filter(child_id__in=edge).values_list("child__key", "parent_id", "parent__key")
        upward: dict[int, str] = {}
        for child, parent_id, parent in rows:
            found[child] = (*found.get(child, ()), parent)
            upward[parent_id] = parent
        if not upward:
            break
        edge = upward
    return found


def kin_keys(*, person: Person) -> set[str]:
    """The person, spouse, parents, grandparents, children and grandchildren: for whom a family certificate may be asked
    (Act on the Registration of Family Relations art. 14 (1))."""
    keys = {person.key}
    keys |= {marriage.spouse.key for marriage in marriages_of(person=person) if marriage.ended_on is None}
    up = Parentage.objects.filter(Q(child=person) | Q(child__children__child=person))
    keys |= set(up.values_list("parent__key", flat=True))
    down = Parentage.objects.filter(Q(parent=person) | Q(parent__parentages__parent=person))
    return keys | set(down.values_list("child__key", flat=True))
