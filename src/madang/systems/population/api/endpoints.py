"""People by key and by search for officials' programs, and the register in figures for everyone."""

from datetime import date

from ninja import Field, Schema

from madang.framework.identity.access import ANYONE, officials
from madang.framework.identity.endpoints import Problem, ProblemAPI, endpoint_open_to
from madang.framework.identity.requests import ActorRequest
from madang.framework.protect import limit
from madang.framework.values import clock
from madang.systems.population.models import Figure, Person
from madang.systems.population.usecases import gather, look
from madang.systems.population.usecases.numbers import number_of, written
from madang.systems.population.usecases.permissions import READER, REGISTRAR

api = ProblemAPI(
    title="Resident register",
    version="1",
    urls_namespace="population_api",
    description="Entries of the resident register for officials, numbers masked and every look recorded; figures for all.",
)
OFFICIALS = endpoint_open_to(officials(READER, REGISTRAR))


class PlaceOut(Schema):
    """An address and the days it held; without `until_on` it still does."""

    text: str
    division: str
    from_on: date
    until_on: date | None


class PersonOut(Schema):
    """An entry, the resident number masked."""

    key: str
    name: str
    hanja_name: str
    latin_name: str
    birth_on: date
    sex: str
    nationality: str
    status: str
    died_on: date | None
    masked_number: str


class EntryOut(PersonOut):
    """An entry with its addresses, newest first, and the keys of the household's members."""

    addresses: list[PlaceOut]
    household: list[str]


class Question(Schema):
    """By number, or by the beginning of a name and the birth date."""

    number: str = Field("", max_length=20)
    name: str = Field("", max_length=100)
    birth_on: date | None = None


class Found(Schema):
    """At most 50 people; `more` says that others match."""

    people: list[PersonOut]
    more: bool


class FigureOut(Schema):
    """A count: `part` is `<age from>:<sex>` for residents, `measure` may be `year:birth` and the like."""

    counted_on: date
    measure: str
    division: str
    part: str
    value: int


def _person(person: Person) -> dict[str, object]:
    return {
        "key": person.key,
        "name": person.name,
        "hanja_name": person.hanja_name,
        "latin_name": person.latin_name,
        "birth_on": person.birth_on,
        "sex": person.sex,
        "nationality": person.nationality,
        "status": person.status,
        "died_on": person.died_on,
        "masked_number": written(number=number_of(person=person), full=False),
    }


# Before the address of one entry, which would take "search" for a key.
@api.post(
    "/people/search",
    auth=OFFICIALS,
    response={200: Found, 422: Problem, 429: Problem},
    summary="Find people",
    operation_id="population_search",
)
def search(request: ActorRequest, question: Question) -> dict[str, object]:
    """People by number or name; the search is recorded, a number without its value."""
    rows, more = look.search_people(
        number=question.number,
        name=question.name,
        birth_on=question.birth_on,
        actor=request.actor,
        now=clock.now(),
    )
    return {"people": [_person(row) for row in rows], "more": more}


@api.get(
    "/people/{key}",
    auth=OFFICIALS,
    response={200: EntryOut, 404: Problem, 422: Problem},
    summary="One entry",
    operation_id="population_person",
)
def person(request: ActorRequest, key: str, reason: str = "") -> dict[str, object]:
    """The entry with this key. `reason` is needed; the person reads it in their list of looks."""
    found = look.open_person(key=key, reason=reason[:120], actor=request.actor, now=clock.now())
    stay = gather.membership_of(person=found)
    members = gather.members_of(household_id=stay.household_id) if stay else []
    places = [
        {"text": one.address, "division": one.division, "from_on": one.from_on, "until_on": one.until_on}
        for one in reversed(gather.residences_of(person=found))
    ]
    return {**_person(found), "addresses": places, "household": [one.person.key for one in members]}


@api.get(
    "/figures",
    auth=endpoint_open_to(ANYONE),
    response={200: list[FigureOut], 429: Problem},
    summary="The register in figures",
    operation_id="population_figures",
)
def figures(request: ActorRequest) -> list[dict[str, object]]:
    """The last count: residents by district, age and sex, households, vital events by year."""
    limit(f"population.figures:{request.META.get('REMOTE_ADDR', '')}", times=60, per_seconds=60)
    rows = Figure.objects.order_by("measure", "division", "part", "counted_on")
    return [dict(row) for row in rows.values("counted_on", "measure", "division", "part", "value")]
