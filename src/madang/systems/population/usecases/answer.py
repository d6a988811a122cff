"""What the register answers to other systems."""

from collections.abc import Sequence
from datetime import date

from django.db.models import Q, QuerySet
from django.db.models.functions import Lower

from madang.contracts import population_v1 as v1
from madang.framework.law import pack, parameter
from madang.systems.population.domain.people import MarriageEnd
from madang.systems.population.models import Membership, Person, Residence
from madang.systems.population.usecases import gather
from madang.systems.population.usecases.numbers import indexes_of, number_of, written

MOST = 100


def _address(row: Residence | None) -> v1.Address | None:
    if row is None:
        return None
    return v1.Address(
        division=row.address.division,
        text=row.address.text,
        postcode=row.address.postcode,
        from_on=row.from_on,
        until_on=row.until_on,
    )


def person(*, found: Person) -> v1.Person:
    """Everything the register may tell of a person; the exchange lets through what the asker's grant names."""
    return people(found=[found])[0]


def people(*, found: Sequence[Person]) -> tuple[v1.Person, ...]:
    """The same of several, in their order."""
    standings = gather.standings_of(people=found)
    return tuple(_person(one, standings[one.pk]) for one in found)


def _person(found: Person, standing: gather.Standing) -> v1.Person:
    number = number_of(person=found)
    return v1.Person(
        key=found.key,
        name=found.name,
        hanja_name=found.hanja_name or None,
        latin_name=found.latin_name or None,
        birth_on=found.birth_on,
        sex=v1.Sex(found.sex),
        nationality=found.nationality,
        status=v1.Status(found.status),
        died_on=found.died_on,
        masked_number=written(number=number, full=False) or None,
        resident_number=number or None,
        address=_standing_address(standing),
        household=standing.household,
        married=standing.married,
    )


def _standing_address(standing: gather.Standing) -> v1.Address | None:
    if standing.division is None:
        return None
    return v1.Address(
        division=standing.division,
        text=standing.text,
        postcode=standing.postcode,
        from_on=standing.from_on,
        until_on=standing.until_on,
    )


def find(*, resident_number: str = "", name: str = "", birth_on: date | None = None, limit: int = 20) -> v1.FoundPeople:
    """By number (one or nobody), else by the beginning of the name and, where given, the birth date."""
    limit = max(1, min(limit, MOST))
    rows = first_of(search(number=resident_number, name=name, birth_on=birth_on), count=limit + 1)
    return v1.FoundPeople(people=people(found=rows[:limit]), more=len(rows) > limit)


def search(*, number: str = "", name: str = "", birth_on: date | None = None) -> QuerySet[Person]:
    """The rows, on the indexes of the table: by blind index, or by name (native or Latin) and birth date."""
    people = Person.objects.all()
    if number:
        return people.filter(number_index__in=indexes_of(number=number))
    folded = name.strip().lower()
    if not folded:
        return people.none()
    people = people.annotate(folded=Lower("name"), latin=Lower("latin_name"))
    if birth_on is not None:
        people = people.filter(birth_on=birth_on)
    return people.filter(Q(folded__startswith=folded) | Q(latin__startswith=folded))


def first_of(people: QuerySet[Person], *, count: int) -> list[Person]:
    """At most `count` of the people found, in the order of their names. The database does not sort: with a frequent name it
    would read a nation to show a page."""
    return sorted(people[:count], key=lambda one: (one.name, one.birth_on, one.pk))


def address_history(*, found: Person) -> v1.AddressHistory:
    """Newest first."""
    rows = found.residences.select_related("address").order_by("-from_on")
    return v1.AddressHistory(addresses=tuple(filter(None, map(_address, rows))))


def household(*, found: Person) -> v1.Household:
    """The household of a person; empty where they belong to none."""
    stay = gather.membership_of(person=found)
    if stay is None:
        return v1.Household()
    rows = Membership.objects.select_related("person").filter(household=stay.household, until_on=None).order_by("id")
    members = tuple(
        v1.Member(
            person=row.person.key,
            name=row.person.name,
            relation=row.relation,
            birth_on=row.person.birth_on,
            died_on=row.person.died_on,
        )
        for row in rows
    )
    return v1.Household(
        key=stay.household.key,
        head=next((row.person.key for row in rows if row.relation == "head"), None),
        address=_address(gather.residence_of(person=found)),
        members=members,
    )


def family(*, found: Person) -> v1.Family:
    """Parents, the spouse of the marriage that holds, spouses whose death ended theirs, children."""
    people = [("father" if one.sex == "male" else "mother", one) for one in gather.parents_of(person=found)]
    for marriage in gather.marriages_of(person=found):
        if marriage.ended_on is None:
            people.append(("spouse", marriage.spouse))
        elif marriage.ended_by is MarriageEnd.DEATH and marriage.spouse.died_on is not None:
            people.append(("late_spouse", marriage.spouse))
    people += [("child", one.person) for one in gather.children_of(person=found)]
    return v1.Family(
        members=tuple(
            v1.Member(person=one.key, name=one.name, relation=relation, birth_on=one.birth_on, died_on=one.died_on)
            for relation, one in people
        )
    )


def adults(*, after: str, limit: int, today: date) -> v1.FoundPeople:
    """Living adults by key."""
    limit = max(1, min(limit, 5000))
    age = int(parameter("population.ages.adult", on=today))
    born = today.replace(year=today.year - age, day=min(today.day, 28))
    rows = list(
        Person.objects.filter(key__gt=after, status="resident", birth_on__lte=born).order_by("key")[: limit + 1]
    )
    homes = {
        row.person_id: row
        for row in Residence.objects.select_related("address").filter(person__in=rows[:limit], until_on=None)
    }
    people = tuple(
        v1.Person(
            key=row.key,
            name=row.name,
            latin_name=row.latin_name or None,
            birth_on=row.birth_on,
            sex=v1.Sex(row.sex),
            address=_address(homes.get(row.pk)),
        )
        for row in rows[:limit]
    )
    return v1.FoundPeople(people=people, more=len(rows) > limit)


def residents(*, query: v1.GetResidents) -> v1.FoundPeople:
    """Who of an age and nationality lived in a division on a day, by key; what they are called and where they lived then."""
    limit = max(1, min(query.limit, 5000))
    day = query.on
    homes = Residence.objects.filter(
        Q(until_on=None) | Q(until_on__gt=day),
        from_on__lte=day,
        person__status="resident",
        person__birth_on__lte=query.born_until,
        person__key__gt=query.after,
    )
    if query.division:
        homes = homes.filter(address__division__in=_within(query.division))
    if query.nationality:
        homes = homes.filter(person__nationality=query.nationality)
    rows = list(homes.select_related("person", "address").order_by("person__key")[: limit + 1])
    people = tuple(
        v1.Person(key=row.person.key, name=row.person.name, birth_on=row.person.birth_on, address=_address(row))
        for row in rows[:limit]
    )
    return v1.FoundPeople(people=people, more=len(rows) > limit)


def _within(code: str) -> set[str]:
    """The division and all its parts. The pack names parents before their parts."""
    found = {code}
    for one in pack().divisions:
        if one.parent in found:
            found.add(one.code)
    return found
