"""Moves, households, vital events, deadlines: expected values from the law texts named in each test."""

from datetime import date

import pytest

from madang.framework.values import Money
from madang.systems.population.domain.deadlines import PenaltyStep, days_late, fine, last_day
from madang.systems.population.domain.households import (
    listed,
    old_head_to_new_head,
    problems_of,
    relation_to_new_head,
    successor,
)
from madang.systems.population.domain.moves import MoveIn, check_move, new_head, stays_behind_without_adult
from madang.systems.population.domain.names import full_name, split_name
from madang.systems.population.domain.people import (
    MarriageFacts,
    MemberFacts,
    PersonFacts,
    Relation,
    Sex,
    age_on,
)
from madang.systems.population.domain.vital import (
    MarriageLaw,
    NameLaw,
    check_birth,
    check_death,
    check_divorce,
    check_marriage,
    check_new_name,
    kinship_degree,
)

TODAY = date(2026, 11, 22)
KOREA = MarriageLaw(min_age=18, barred_degree=8)
NAMES = NameLaw(max_letters=5, letters="가-힣一-鿿")


def person(key: str, born: date, sex: Sex = Sex.FEMALE, **more) -> PersonFacts:
    return PersonFacts(key=key, name=key, birth_on=born, sex=sex, **more)


def member(key: str, relation: Relation, born: date = date(1980, 1, 1), sex: Sex = Sex.FEMALE) -> MemberFacts:
    return MemberFacts(person=person(key, born, sex), relation=relation, from_on=date(2010, 1, 1))


HOME = [
    member("lodger", Relation.COHABITANT),
    member("child", Relation.CHILD, date(2012, 5, 5)),
    member("mother", Relation.PARENT, date(1950, 1, 1)),
    member("wife", Relation.SPOUSE, date(1982, 3, 3)),
    member("head", Relation.HEAD, date(1980, 3, 3), Sex.MALE),
    member("elder", Relation.CHILD, date(2010, 5, 5)),
]


def codes(problems) -> list[str]:
    return [problem.code for problem in problems]


def test_the_sheet_lists_head_spouse_lineal_kin_and_cohabitants_last() -> None:
    # Enforcement Decree of the Resident Registration Act art. 6 (2): head, spouse, lineal ascendants and descendants.
    assert [one.person.key for one in listed(members=HOME)] == ["head", "wife", "mother", "elder", "child", "lodger"]


def test_the_spouse_becomes_head_when_the_head_is_gone() -> None:
    rest = [one for one in HOME if one.person.key != "head"]
    assert successor(members=rest, day=TODAY, adult_age=19).person.key == "wife"


def test_the_eldest_minor_heads_a_household_of_minors() -> None:
    rest = [one for one in HOME if one.person.key in {"child", "elder"}]
    assert successor(members=rest, day=TODAY, adult_age=19).person.key == "elder"


def test_relations_are_named_anew_to_the_next_head() -> None:
    assert relation_to_new_head(was=Relation.CHILD, new_head_was=Relation.SPOUSE) is Relation.CHILD
    assert relation_to_new_head(was=Relation.PARENT, new_head_was=Relation.SPOUSE) is Relation.PARENT_IN_LAW
    assert relation_to_new_head(was=Relation.CHILD, new_head_was=Relation.CHILD) is Relation.SIBLING
    assert relation_to_new_head(was=Relation.COHABITANT, new_head_was=Relation.SPOUSE) is Relation.COHABITANT
    assert old_head_to_new_head(new_head_was=Relation.CHILD) is Relation.PARENT


def test_two_heads_or_none_are_told() -> None:
    assert codes(problems_of(members=[member("a", Relation.CHILD)])) == ["population.household.no_head"]
    two = [member("a", Relation.HEAD), member("b", Relation.HEAD)]
    assert codes(problems_of(members=two)) == ["population.household.two_heads"]


def move(**change) -> MoveIn:
    return MoveIn(**{"movers": ("wife",), "moved_on": date(2026, 11, 1), "division": "d", "address": "길 1", **change})


def check(the_move: MoveIn, known: bool = True) -> list[str]:
    since = {"wife": date(2020, 1, 1)}
    return codes(check_move(move=the_move, household=HOME, previous_from=since, today=TODAY, known_division=known))


def test_a_move_that_has_happened_is_entered() -> None:
    assert check(move()) == []


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"moved_on": date(2026, 11, 23)}, "population.move.in_future"),
        ({"moved_on": date(2020, 1, 1)}, "population.move.before_last_move"),
        ({"movers": ()}, "population.move.nobody"),
        ({"movers": ("stranger",)}, "population.move.not_in_household"),
        ({"address": "  "}, "population.move.no_address"),
    ],
)
def test_a_move_is_refused_for_what_is_wrong_with_it(change, code) -> None:
    assert check(move(**change)) == [code]


def test_an_unknown_district_is_told() -> None:
    assert check(move(), known=False) == ["population.move.unknown_division"]


def test_minors_who_would_stay_alone_are_seen() -> None:
    stay = [one for one in HOME if one.person.key in {"head", "child", "elder"}]
    assert stays_behind_without_adult(movers=["head"], household=stay, day=TODAY, adult_age=19)
    assert not stays_behind_without_adult(movers=["child"], household=stay, day=TODAY, adult_age=19)


def test_the_old_head_stays_head_when_moving_along() -> None:
    movers = ("head", "wife")
    assert new_head(movers=movers, household=HOME, chosen="", day=TODAY, adult_age=19) == "head"
    assert new_head(movers=movers, household=HOME, chosen="wife", day=TODAY, adult_age=19) == "wife"
    assert new_head(movers=("wife", "child"), household=HOME, chosen="", day=TODAY, adult_age=19) == "wife"


def test_nobody_marries_under_eighteen() -> None:
    # Civil Act art. 807.
    pair = (person("a", date(2008, 11, 23)), person("b", date(2000, 1, 1), Sex.MALE))
    found = check_marriage(spouses=pair, married_on=TODAY, marriages=[], kinship_degree=None, law=KOREA, today=TODAY)
    assert codes(found) == ["population.marriage.too_young"]
    of_age = (person("a", date(2008, 11, 22)), pair[1])
    assert not check_marriage(
        spouses=of_age, married_on=TODAY, marriages=[], kinship_degree=None, law=KOREA, today=TODAY
    )


def test_a_second_marriage_is_refused_while_the_first_holds() -> None:
    # Civil Act art. 810.
    pair = (person("a", date(1990, 1, 1)), person("b", date(1990, 1, 1), Sex.MALE))
    first = MarriageFacts(spouse=person("c", date(1990, 1, 1)), married_on=date(2015, 1, 1))
    found = check_marriage(
        spouses=pair, married_on=TODAY, marriages=[first], kinship_degree=None, law=KOREA, today=TODAY
    )
    assert codes(found) == ["population.marriage.already_married"]


FAMILY = {
    "anna": ("father", "mother"),
    "ben": ("father", "mother"),
    "father": ("grandfather", "grandmother"),
    "uncle": ("grandfather", "grandmother"),
    "cousin": ("uncle",),
}


@pytest.mark.parametrize(
    ("one", "other", "degree"),
    # Civil Act art. 770: lineal by generations, collateral up to the common ancestor and down; siblings 2, uncle 3, cousins 4.
    [
        ("anna", "father", 1),
        ("anna", "grandfather", 2),
        ("anna", "ben", 2),
        ("anna", "uncle", 3),
        ("anna", "cousin", 4),
    ],
)
def test_the_degree_of_kinship_counts_steps_over_the_common_ancestor(one, other, degree) -> None:
    assert kinship_degree(one=one, other=other, parents_of=FAMILY) == degree


def test_strangers_have_no_degree() -> None:
    assert kinship_degree(one="anna", other="stranger", parents_of=FAMILY) is None


def test_cousins_may_not_marry_in_korea() -> None:
    # Civil Act art. 809 (1): blood relatives within the eighth degree.
    pair = (person("anna", date(1990, 1, 1)), person("cousin", date(1990, 1, 1), Sex.MALE))
    found = check_marriage(spouses=pair, married_on=TODAY, marriages=[], kinship_degree=4, law=KOREA, today=TODAY)
    assert codes(found) == ["population.marriage.kin"]


def test_a_posthumous_child_is_the_fathers_within_300_days() -> None:
    # Civil Act art. 844 (3).
    father = person("f", date(1980, 1, 1), Sex.MALE, died_on=date(2026, 1, 1))
    assert not check_birth(born_on=date(2026, 10, 28), parents=[father], today=TODAY)
    assert codes(check_birth(born_on=date(2026, 10, 29), parents=[father], today=TODAY)) == [
        "population.birth.parent_dead"
    ]


def test_nobody_dies_twice_or_before_birth() -> None:
    living = person("a", date(1990, 1, 1))
    assert codes(check_death(person=living, died_on=date(1989, 1, 1), today=TODAY)) == ["population.death.before_birth"]
    dead = person("a", date(1990, 1, 1), died_on=date(2020, 1, 1))
    assert codes(check_death(person=dead, died_on=TODAY, today=TODAY)) == ["population.person.dead"]


def test_a_divorce_needs_a_marriage_that_holds() -> None:
    assert codes(check_divorce(marriage=None, divorced_on=TODAY, today=TODAY)) == ["population.divorce.not_married"]


def test_a_given_name_has_at_most_five_letters() -> None:
    # Established Rule on entering names in the register of family relations: five letters without the surname.
    assert not check_new_name(old="하나", new="하늘별구름", law=NAMES)
    assert codes(check_new_name(old="하나", new="하늘별구름새", law=NAMES)) == ["population.name.too_long"]
    assert codes(check_new_name(old="하나", new="Hana", law=NAMES)) == ["population.name.letters"]


def test_names_are_put_together_as_the_country_writes_them() -> None:
    assert full_name(family="김", given="하나", family_first=True) == "김하나"
    assert split_name(name="남궁민수", families=["남", "남궁"], family_first=True) == ("남궁", "민수")
    assert split_name(name="Hana Solen", families=[], family_first=False) == ("Solen", "Hana")


def test_a_birth_may_be_reported_within_one_month() -> None:
    # Act on the Registration of Family Relations art. 44 (1); Civil Act art. 160: by the calendar.
    assert last_day(event_on=date(2026, 1, 15), months=1) == date(2026, 2, 15)
    assert last_day(event_on=date(2026, 1, 31), months=1) == date(2026, 2, 28)
    assert last_day(event_on=date(2026, 12, 31), months=1) == date(2027, 1, 31)


def test_a_move_may_be_reported_within_fourteen_days() -> None:
    # Resident Registration Act art. 11 (1), 16 (1).
    assert last_day(event_on=date(2026, 11, 1), days=14) == date(2026, 11, 15)
    assert days_late(due_on=date(2026, 11, 15), reported_on=date(2026, 11, 15)) == 0
    assert days_late(due_on=date(2026, 11, 15), reported_on=date(2026, 11, 16)) == 1


STEPS = [
    PenaltyStep(under_days=under, amount=Money(amount, "KRW"))
    for under, amount in ((7, 10_000), (30, 20_000), (90, 30_000), (180, 40_000), (None, 50_000))
]


@pytest.mark.parametrize(
    ("late", "amount"),
    # The table that Haman county publishes (haman.go.kr, fines under art. 122): under 7 days 10,000 won, under a month 20,000,
    # under three months 30,000, under six 40,000, else 50,000.
    [
        (0, 0),
        (1, 10_000),
        (6, 10_000),
        (7, 20_000),
        (29, 20_000),
        (30, 30_000),
        (90, 40_000),
        (180, 50_000),
        (999, 50_000),
    ],
)
def test_a_late_report_costs_what_the_table_says(late: int, amount: int) -> None:
    assert fine(late=late, steps=STEPS, currency="KRW") == Money(amount, "KRW")


def test_a_leap_child_ages_on_the_first_of_march() -> None:
    assert age_on(birth_on=date(2008, 2, 29), day=date(2026, 2, 28)) == 17
    assert age_on(birth_on=date(2008, 2, 29), day=date(2026, 3, 1)) == 18
