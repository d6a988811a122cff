"""What the register knows already for a form, so that nobody types it again."""

from collections.abc import Callable, Iterable, Mapping

from madang.contracts.services_v1 import Choice, KnownAnswer, Prefill
from madang.framework.values import Party, PartyKind
from madang.systems.population.domain.people import PersonFacts
from madang.systems.population.models import Person
from madang.systems.population.usecases import gather
from madang.systems.population.usecases.correct_name import names_of

SOURCE = {"en": "Resident register", "ko": "주민등록표"}
ONLY_PEOPLE = {
    "en": "The resident register serves people only; this is a business.",
    "ko": "주민등록 서비스는 개인만 이용할 수 있습니다.",
}
NO_HOUSEHOLD = {
    "en": "You belong to no household on the register. Visit the community centre to enter your first address.",
    "ko": "주민등록표에 세대가 없습니다. 주민센터를 방문하여 주소를 먼저 등록하시기 바랍니다.",
}
NOT_MARRIED = {
    "en": "The register shows no marriage that could be dissolved.",
    "ko": "등록부에 해소할 수 있는 혼인 관계가 없습니다.",
}
MARRIED = {
    "en": "The register shows that you are married.",
    "ko": "등록부에 혼인 관계가 이미 기록되어 있습니다.",
}


def _choice(person: PersonFacts) -> Choice:
    shown = f"{person.name} ({person.birth_on.isoformat()})"
    return Choice(value=person.key, label={"en": shown, "ko": shown})


def _choices(field: str, people: Iterable[PersonFacts], *, value: str = "") -> KnownAnswer:
    unique = {person.key: person for person in people}
    return KnownAnswer(field=field, value=value, source=SOURCE, choices=tuple(map(_choice, unique.values())))


def _household(person: Person) -> list[PersonFacts]:
    stay = gather.membership_of(person=person)
    return [one.person for one in gather.members_of(household_id=stay.household_id)] if stay else []


def _kin(person: Person) -> list[PersonFacts]:
    keys = gather.kin_keys(person=person)
    rows = Person.objects.filter(key__in=keys).order_by("birth_on")
    people = [gather.facts_of(person=row) for row in rows]
    return sorted(people, key=lambda one: one.key != person.key)


def _spouses(person: Person) -> list[PersonFacts]:
    return [one.spouse for one in gather.marriages_of(person=person) if one.ended_on is None]


def _move_in(person: Person) -> Prefill:
    members = _household(person)
    if not members:
        return Prefill(refused_because=NO_HOUSEHOLD)
    everyone = ",".join(one.key for one in members)
    return Prefill(answers=(_choices("movers", members, value=everyone), _choices("head", members)))


def _birth(person: Person) -> Prefill:
    spouses = _spouses(person)
    father = next((one.name for one in (gather.facts_of(person=person), *spouses) if one.sex == "male"), person.name)
    family, _given = names_of(person=Person(name=father))
    return Prefill(
        answers=(
            KnownAnswer(field="family_name", value=family, shown=family, source=SOURCE),
            _choices("other_parent", spouses, value=spouses[0].key if spouses else ""),
        )
    )


def _death(person: Person) -> Prefill:
    people = [one for one in (*_household(person), *_kin(person)) if one.living and one.key != person.key]
    return Prefill(answers=(_choices("person", people),))


def _name(person: Person) -> Prefill:
    family, given = names_of(person=person)
    return Prefill(
        answers=(KnownAnswer(field="family_name", value=family, shown=f"{family} ({given})", source=SOURCE),)
    )


def _marriage(person: Person) -> Prefill:
    return Prefill(refused_because=MARRIED) if _spouses(person) else Prefill()


def _divorce(person: Person) -> Prefill:
    return Prefill() if _spouses(person) else Prefill(refused_because=NOT_MARRIED)


def _extract(person: Person) -> Prefill:
    return Prefill(
        answers=(_choices("about", _household(person) or [gather.facts_of(person=person)], value=person.key),)
    )


def _family(person: Person) -> Prefill:
    return Prefill(answers=(_choices("about", _kin(person), value=person.key),))


_KNOWN: Mapping[str, Callable[[Person], Prefill]] = {
    "population.abstract": _extract,
    "population.register_copy": _extract,
    "population.address_history": _extract,
    "population.family_relations": _family,
    "population.basic": _family,
    "population.marriage_certificate": _family,
    "population.move_in": _move_in,
    "population.birth": _birth,
    "population.death": _death,
    "population.marriage": _marriage,
    "population.divorce": _divorce,
    "population.name_correction": _name,
}


def prefill(*, service: str, party: Party) -> Prefill:
    """Known answers and choices of people for the service. Raises NoSuchPerson."""
    if party.kind is not PartyKind.PERSON:
        return Prefill(refused_because=ONLY_PEOPLE)
    return _KNOWN[service](gather.person_by(key=party.key))
