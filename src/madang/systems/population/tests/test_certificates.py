"""What each certificate shows, against the articles that say so."""

from datetime import date

import pytest

from madang.systems.population.domain.certificates import (
    AbstractOptions,
    CopyOptions,
    Form,
    FormerAddresses,
    Writing,
    abstract,
    address_history,
    basic_certificate,
    family_relations_certificate,
    household_copy,
    marriage_certificate,
)
from madang.systems.population.domain.people import (
    ChildFacts,
    MarriageEnd,
    MarriageFacts,
    MemberFacts,
    NameChange,
    PersonFacts,
    Relation,
    ResidenceFacts,
    Sex,
)

TODAY = date(2026, 11, 22)
WRITING = Writing(
    say=lambda code: code,
    day=date.isoformat,
    number=lambda number, full: number if full else number[:7] + "******",
    nation=lambda code: code,
)


def someone(name: str, born: date, sex: Sex = Sex.FEMALE, **more) -> PersonFacts:
    return PersonFacts(key=name, name=name, birth_on=born, sex=sex, number="8804122371893", **more)


HANA = someone("하나", date(1988, 4, 12), clan_origin="김해")
HOMES = [
    ResidenceFacts(address="셋", division="d", from_on=date(2024, 1, 1)),
    ResidenceFacts(address="하나", division="d", from_on=date(1988, 4, 12), until_on=date(2021, 11, 22)),
    ResidenceFacts(address="둘", division="d", from_on=date(2021, 11, 22), until_on=date(2024, 1, 1)),
]


def shown(which: FormerAddresses, today: date = TODAY) -> list[str]:
    page = abstract(
        person=HANA,
        residences=HOMES,
        name_changes=[],
        options=AbstractOptions(former_addresses=which),
        writing=WRITING,
        today=today,
    )
    return [row[1] for row in page.sections[-1].rows]


def test_an_abstract_shows_the_present_address_unless_more_is_asked_for() -> None:
    assert shown(FormerAddresses.NONE) == ["셋"]
    assert shown(FormerAddresses.ALL) == ["하나", "둘", "셋"]


def test_five_years_count_back_by_the_calendar() -> None:
    # Application form for issue (Enforcement Rule of the Resident Registration Act): box "of the last five years".
    assert shown(FormerAddresses.FIVE_YEARS, today=date(2026, 11, 21)) == ["하나", "둘", "셋"]
    assert shown(FormerAddresses.FIVE_YEARS, today=date(2026, 11, 22)) == ["둘", "셋"]


def test_the_end_of_a_number_is_hidden_unless_the_box_is_ticked() -> None:
    page = abstract(
        person=HANA, residences=HOMES, name_changes=[], options=AbstractOptions(), writing=WRITING, today=TODAY
    )
    assert ("resident_number", "8804122******") in page.sections[0].fields
    assert "note.number_masked" in page.notes
    full = abstract(
        person=HANA,
        residences=HOMES,
        name_changes=[],
        options=AbstractOptions(number_tail=True),
        writing=WRITING,
        today=TODAY,
    )
    assert ("resident_number", "8804122371893") in full.sections[0].fields


def test_no_fact_of_a_statement_has_a_resident_number() -> None:
    page = abstract(
        person=HANA,
        residences=HOMES,
        name_changes=[],
        options=AbstractOptions(number_tail=True),
        writing=WRITING,
        today=TODAY,
    )
    assert not any("8804122" in value for value in page.facts.values())


def test_changes_of_name_stand_in_the_abstract_when_asked_for() -> None:
    change = NameChange(changed_on=date(2020, 1, 2), before="한나", after="하나", ground="서울가정법원 2019호명1")
    page = abstract(
        person=HANA,
        residences=HOMES,
        name_changes=[change],
        options=AbstractOptions(name_changes=True),
        writing=WRITING,
        today=TODAY,
    )
    assert page.sections[1].rows == [["2020-01-02", "한나", "하나", "서울가정법원 2019호명1"]]


def home() -> list[MemberFacts]:
    husband = someone("민수", date(1986, 11, 3), Sex.MALE)
    return [
        MemberFacts(person=someone("도윤", date(2025, 2, 8)), relation=Relation.CHILD, from_on=date(2025, 2, 8)),
        MemberFacts(person=husband, relation=Relation.SPOUSE, from_on=date(2016, 9, 1)),
        MemberFacts(person=HANA, relation=Relation.HEAD, from_on=date(2016, 9, 1)),
    ]


def copy(options: CopyOptions):
    return household_copy(
        members=home(),
        asked_by="하나",
        residence=HOMES[0],
        former=HOMES,
        formed_on=date(2016, 9, 1),
        options=options,
        writing=WRITING,
        today=TODAY,
    )


def test_a_copy_lists_the_household_in_the_order_of_the_sheet() -> None:
    assert [row[2] for row in copy(CopyOptions()).sections[-1].rows] == ["하나", "민수", "도윤"]


def test_a_copy_may_leave_out_everyone_but_the_applicant() -> None:
    assert [row[2] for row in copy(CopyOptions(other_members=False)).sections[-1].rows] == ["하나"]


def test_a_copy_without_relations_and_dates_has_no_such_columns() -> None:
    columns = copy(CopyOptions(relations=False, dates=False)).sections[-1].columns
    assert list(columns) == ["no", "name", "resident_number"]


HUSBAND = someone("민수", date(1986, 11, 3), Sex.MALE)
FORMER = someone("전남편", date(1980, 1, 1), Sex.MALE)
MARRIAGES = [
    MarriageFacts(spouse=FORMER, married_on=date(2010, 1, 1), ended_on=date(2013, 1, 1), ended_by=MarriageEnd.DIVORCE),
    MarriageFacts(spouse=HUSBAND, married_on=date(2015, 10, 17)),
]
CHILDREN = [
    ChildFacts(person=someone("첫째", date(2011, 1, 1)), of_current_marriage=False),
    ChildFacts(person=someone("둘째", date(2017, 1, 1)), of_current_marriage=True),
    ChildFacts(person=someone("셋째", date(2018, 1, 1), died_on=date(2019, 1, 1)), of_current_marriage=True),
]


def family(form: Form) -> list[tuple[str, str]]:
    page = family_relations_certificate(
        person=HANA,
        parents=[someone("순자", date(1949, 5, 5))],
        marriages=MARRIAGES,
        children=CHILDREN,
        form=form,
        tail=False,
        writing=WRITING,
    )
    return [(row[0], row[1]) for row in page.sections[-1].rows]


def test_a_general_family_certificate_shows_living_children_of_the_present_marriage() -> None:
    # Act on the Registration of Family Relations art. 15 (2) 1.
    assert family(Form.GENERAL) == [
        ("standing.mother", "순자"),
        ("standing.spouse", "민수"),
        ("standing.child", "둘째"),
    ]


def test_a_detailed_family_certificate_shows_all_children() -> None:
    # Act on the Registration of Family Relations art. 15 (3) 1.
    assert [name for _standing, name in family(Form.DETAILED)] == ["순자", "민수", "첫째", "둘째", "셋째 [dead]"]


def marriage(form: Form) -> list[str]:
    page = marriage_certificate(person=HANA, marriages=MARRIAGES, form=form, tail=False, writing=WRITING)
    return [row[0] for row in page.sections[-1].rows]


def test_a_general_marriage_certificate_keeps_silent_on_the_divorce() -> None:
    # Act on the Registration of Family Relations art. 15 (2) 3, (3) 3.
    assert marriage(Form.GENERAL) == ["entry.marriage"]
    assert marriage(Form.DETAILED) == ["entry.marriage", "entry.divorce", "entry.marriage"]


@pytest.mark.parametrize(("form", "entries"), [(Form.GENERAL, 1), (Form.DETAILED, 2)])
def test_a_detailed_basic_certificate_adds_changes_of_name(form: Form, entries: int) -> None:
    # Act on the Registration of Family Relations art. 15 (2) 2, (3) 2.
    change = NameChange(changed_on=date(2020, 1, 2), before="한나", after="하나")
    page = basic_certificate(
        person=HANA,
        birth_reported_on=date(1988, 4, 20),
        death_reported_on=None,
        name_changes=[change],
        form=form,
        tail=False,
        writing=WRITING,
    )
    assert len(page.sections[-1].rows) == entries


def test_an_address_history_ends_with_the_present_address() -> None:
    page = address_history(person=HANA, residences=HOMES, options=AbstractOptions(), writing=WRITING)
    assert [row[3] for row in page.sections[-1].rows] == ["2021-11-22", "2024-01-01", "to_date"]
