"""What is entered, what follows from it, what is announced, and what the database itself refuses."""

from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction

from madang.exchange.models import OutboxEvent
from madang.framework.identity.actor import Actor, ActorKind
from madang.framework.identity.usecases.grant_mandate import grant_mandate
from madang.framework.law import pack
from madang.framework.values import Party
from madang.systems.population.domain.moves import MoveIn
from madang.systems.population.domain.people import Sex
from madang.systems.population.models import (
    Address,
    Household,
    Marriage,
    MarriageSide,
    Membership,
    Person,
    Residence,
    VitalEvent,
)
from madang.systems.population.usecases import gather
from madang.systems.population.usecases.answer import family
from madang.systems.population.usecases.correct_name import NameRefused, correct_name
from madang.systems.population.usecases.numbers import indexes_of, number_of
from madang.systems.population.usecases.register_birth import BirthRefused, register_birth
from madang.systems.population.usecases.register_death import DeathRefused, register_death
from madang.systems.population.usecases.register_divorce import DivorceRefused, register_divorce
from madang.systems.population.usecases.register_marriage import MarriageRefused, register_marriage
from madang.systems.population.usecases.register_move import MoveRefused, register_move

MAPO = "1144000000"


def announced(contract: str) -> int:
    return OutboxEvent.objects.filter(contract=f"population_v1.{contract}").count()


def home_of(key: str) -> Household:
    return gather.membership_of(person=Person.objects.get(key=key)).household


def relations(household: Household) -> dict[str, str]:
    rows = Membership.objects.filter(household=household, until_on=None).select_related("person")
    return {row.person.name: row.relation for row in rows}


def move(movers, **change) -> MoveIn:
    return MoveIn(
        **{
            "movers": tuple(movers),
            "moved_on": date(2026, 11, 10),
            "division": MAPO,
            "address": "서울특별시 마포구 중앙로 1",
            **change,
        }
    )


def test_a_whole_household_moves_and_stays_one(people, registrar, now) -> None:
    home = home_of(people["hana"])
    everyone = [people[name] for name in ("hana", "minsu", "seoyun", "doyun")]
    register_move(reporter=people["hana"], move=move(everyone), actor=registrar, now=now)
    assert home_of(people["hana"]).pk == home.pk
    assert set(relations(home)) == {"김하나", "이민수", "이서윤", "이도윤"}
    assert announced("PersonMoved") == 4
    current = Residence.objects.filter(person__key__in=everyone, until_on=None)
    assert set(current.values_list("address__division", flat=True)) == {MAPO}
    assert Residence.objects.filter(person__key=people["hana"], until_on=date(2026, 11, 10)).count() == 1


def test_when_the_head_moves_alone_the_spouse_becomes_head(people, registrar, now) -> None:
    old = home_of(people["hana"])
    new = register_move(reporter=people["hana"], move=move([people["hana"]]), actor=registrar, now=now)
    assert relations(new) == {"김하나": "head"}
    assert relations(old) == {"이민수": "head", "이서윤": "child", "이도윤": "child"}


def test_a_move_before_the_last_one_is_refused_and_changes_nothing(people, registrar, now) -> None:
    before = Residence.objects.count()
    with pytest.raises(MoveRefused) as told:
        register_move(
            reporter=people["hana"], move=move([people["hana"]], moved_on=date(2020, 1, 1)), actor=registrar, now=now
        )
    assert [fault.code for fault in told.value.faults] == ["population.move.before_last_move"]
    assert Residence.objects.count() == before
    assert announced("PersonMoved") == 0


def test_a_late_move_notes_the_days_and_the_most_it_may_cost(people, registrar, now) -> None:
    register_move(
        reporter=people["sora"], move=move([people["sora"]], moved_on=date(2026, 11, 1)), actor=registrar, now=now
    )
    event = VitalEvent.objects.get(person__key=people["sora"], kind="move", occurred_on=date(2026, 11, 1))
    # Fourteen days from 1 November end on the 15th; today is the 22nd (Resident Registration Act art. 16, 40 (4)).
    assert event.details["days_late"] == 7
    assert event.details["fine"] == [50000, "KRW"]


def test_a_child_is_born_into_the_household_of_its_parents(people, registrar, now) -> None:
    child = register_birth(
        family_name="이",
        given_name="새봄",
        born_on=date(2026, 11, 1),
        sex=Sex.FEMALE,
        parents=(people["hana"], people["minsu"]),
        actor=registrar,
        now=now,
    )
    assert child.name == "이새봄"
    assert relations(home_of(people["hana"]))["이새봄"] == "child"
    assert number_of(person=child)[:7] == "2611014"
    assert Person.objects.get(number_index__in=indexes_of(number=number_of(person=child))).pk == child.pk
    assert bytes(child.number_sealed).find(number_of(person=child).encode()) == -1
    assert {one.name for one in gather.parents_of(person=child)} == {"김하나", "이민수"}
    assert gather.children_of(person=Person.objects.get(key=people["hana"]))[-1].of_current_marriage
    assert announced("PersonBorn") == 1


def test_a_birth_with_a_name_too_long_and_in_the_future_tells_both(people, registrar, now) -> None:
    with pytest.raises(BirthRefused) as told:
        register_birth(
            family_name="이",
            given_name="하늘별구름새",
            born_on=date(2026, 12, 1),
            sex=Sex.MALE,
            parents=(people["hana"],),
            actor=registrar,
            now=now,
        )
    assert {fault.code for fault in told.value.faults} == {"population.birth.in_future", "population.name.too_long"}


def test_a_death_closes_the_entry_and_hands_the_household_on(people, registrar, now) -> None:
    register_death(person=people["hana"], died_on=date(2026, 11, 20), actor=registrar, now=now)
    dead = Person.objects.get(key=people["hana"])
    assert (dead.status, dead.died_on) == ("dead", date(2026, 11, 20))
    assert gather.membership_of(person=dead) is None
    assert relations(home_of(people["minsu"])) == {"이민수": "head", "이서윤": "child", "이도윤": "child"}
    (marriage,) = gather.marriages_of(person=dead)
    assert (marriage.ended_on, marriage.ended_by) == (date(2026, 11, 20), "death")
    assert spouses_of(people["minsu"]) == {"late_spouse": people["hana"]}
    assert announced("PersonDied") == 1
    with pytest.raises(DeathRefused):
        register_death(person=people["hana"], died_on=date(2026, 11, 20), actor=registrar, now=now)


def spouses_of(key: str) -> dict[str, str]:
    """Who the register of families says a person is or was married to, by how."""
    members = family(found=Person.objects.get(key=key)).members
    return {one.relation: one.person for one in members if one.relation in ("spouse", "late_spouse")}


def test_two_people_marry_and_divorce(people, registrar, now) -> None:
    pair = (people["dohyun"], people["sora"])
    register_marriage(spouses=pair, married_on=date(2026, 11, 20), actor=registrar, now=now)
    assert gather.marriages_of(person=Person.objects.get(key=pair[0]))[0].spouse.key == pair[1]
    assert spouses_of(pair[0]) == {"spouse": pair[1]}
    register_divorce(person=pair[1], divorced_on=date(2026, 11, 22), actor=registrar, now=now)
    assert gather.marriages_of(person=Person.objects.get(key=pair[0]))[0].ended_on == date(2026, 11, 22)
    assert (announced("MarriageRegistered"), announced("DivorceRegistered")) == (1, 1)
    register_death(person=pair[1], died_on=date(2026, 11, 22), actor=registrar, now=now)
    assert spouses_of(pair[0]) == {}, "a death after the divorce makes nobody a late spouse"
    with pytest.raises(DivorceRefused):
        register_divorce(person=pair[0], divorced_on=date(2026, 11, 22), actor=registrar, now=now)


def test_nobody_marries_twice_nor_a_child_nor_a_daughter(people, registrar, now) -> None:
    with pytest.raises(MarriageRefused) as told:
        register_marriage(
            spouses=(people["hana"], people["doyun"]), married_on=date(2026, 11, 20), actor=registrar, now=now
        )
    assert {fault.code for fault in told.value.faults} == {
        "population.marriage.already_married",
        "population.marriage.too_young",
        "population.marriage.kin",
    }
    assert Marriage.objects.count() == 1


def test_a_corrected_name_keeps_the_family_name_and_the_old_one_on_record(people, registrar, now) -> None:
    correct_name(
        person=people["hana"],
        given_name="하늘",
        changed_on=date(2026, 11, 2),
        ground="서울가정법원 2026호명1",
        actor=registrar,
        now=now,
    )
    person = Person.objects.get(key=people["hana"])
    assert person.name == "김하늘"
    (change,) = gather.name_changes_of(person=person)
    assert (change.before, change.after) == ("김하나", "김하늘")
    assert announced("NameCorrected") == 1
    with pytest.raises(NameRefused):
        correct_name(
            person=people["hana"], given_name="Sky", changed_on=date(2026, 11, 2), ground="", actor=registrar, now=now
        )


def refused_by_the_database(action) -> str:
    with pytest.raises(IntegrityError) as told, transaction.atomic():
        action()
    return str(told.value)


def test_the_database_refuses_two_addresses_on_one_day(people) -> None:
    person = Person.objects.get(key=people["hana"])
    address = Address.objects.create(division=MAPO, text="길 1")
    says = refused_by_the_database(
        lambda: Residence.objects.create(
            person=person, address=address, from_on=date(2022, 1, 1), reported_on=date(2022, 1, 1), reason="move_in"
        )
    )
    assert "population_one_residence" in says


def test_the_database_refuses_bigamy(people) -> None:
    person = Person.objects.get(key=people["hana"])
    marriage = Marriage.objects.create(married_on=date(2020, 1, 1))
    says = refused_by_the_database(
        lambda: MarriageSide.objects.create(marriage=marriage, person=person, from_on=date(2020, 1, 1))
    )
    assert "population_no_bigamy" in says


def test_the_database_refuses_a_second_head(people) -> None:
    home = home_of(people["hana"])
    says = refused_by_the_database(
        lambda: Membership.objects.filter(household=home, relation="spouse").update(relation="head")
    )
    assert "population_one_head" in says


def test_the_database_refuses_a_dead_person_without_a_day(people) -> None:
    says = refused_by_the_database(lambda: Person.objects.filter(key=people["hana"]).update(status="dead"))
    assert "population_dead_has_day" in says


@pytest.mark.parametrize(
    "statement", ["UPDATE population_vitalevent SET kind = 'death'", "DELETE FROM population_vitalevent"]
)
def test_vital_events_are_never_changed_nor_deleted(people, statement) -> None:
    def change() -> None:
        with connection.cursor() as cursor:
            cursor.execute(statement)

    assert "never changed" in refused_by_the_database(change)


def test_the_register_finds_people_on_its_indexes(people) -> None:
    from madang.systems.population.usecases.answer import search

    hana = Person.objects.get(key=people["hana"])
    assert [row.key for row in search(number=number_of(person=hana))] == [hana.key]
    assert [row.key for row in search(name="김하", birth_on=date(1988, 4, 12))] == [hana.key]
    assert [row.key for row in search(name="kim h")] == [hana.key]
    assert not search(name="")
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        plan = search(name="김하", birth_on=date(1988, 4, 12)).explain()
    assert "population_birth" in plan or "population_name_birth" in plan


def test_every_district_of_the_country_has_an_office_in_charge() -> None:
    from madang.systems.population.usecases.offices import office_of

    assert office_of(division="1111000000") == "3000000"
    assert all(office_of(division=one.code) for one in pack().divisions)


def test_a_death_ends_the_mandates_of_the_dead(people, registrar, now):
    """Authority ends with the death of the principal (Civil Act art. 127)."""
    grantor = Party.person(people["hana"])
    mandate = grant_mandate(
        grantor=grantor,
        holder=Party.person(people["minsu"]),
        scope=["*"],
        valid_from=date(2026, 1, 1),
        valid_until=date(2027, 1, 1),
        actor=Actor(kind=ActorKind.RESIDENT, name="hana", person=people["hana"]),
        now=now,
    )
    register_death(person=people["hana"], died_on=date(2026, 11, 20), actor=registrar, now=now)
    mandate.refresh_from_db()
    assert mandate.revoked_at == now
