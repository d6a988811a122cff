"""Whom of a household the law counts. Ages: Income Tax Act arts. 50 (1) 3, 51 (1) 1, 59-2 (1)."""

from datetime import date

from madang.systems.tax.domain.household import Ages, Relative, count_household

AGES = Ages(child_from=8, child_until=20, ascendant_from=60, aged_from=70)


def count(*relatives: Relative, heads: bool = True, born_on: date = date(1988, 4, 12)) -> dict[str, int]:
    return count_household(born_on=born_on, heads=heads, married_on=None, relatives=relatives, year=2025, ages=AGES)


def child(year: int) -> Relative:
    return Relative(relation="child", born_on=date(year, 6, 1))


def test_children_count_by_age_and_a_newborn_by_its_place():
    assert count(child(2017), child(2025), child(2018), child(2005), child(2004), child(2026)) == {
        "children": 2,
        "young_children": 2,
        "newborns": 1,
        "newborn_first": 5,
    }


def test_only_the_head_of_the_household_begins_with_the_children():
    assert count(child(2015), heads=False) == {}


def test_a_spouse_or_parent_who_earns_depends_on_nobody():
    spouse = Relative(relation="spouse", born_on=date(1986, 11, 3))
    mother = Relative(relation="mother", born_on=date(1950, 1, 1))
    assert count(spouse, mother) == {"spouse": 1, "ascendants": 1, "aged": 1}
    assert count(Relative(relation="spouse", born_on=spouse.born_on, earns=True)) == {}
    assert count(Relative(relation="mother", born_on=mother.born_on, lives_here=False)) == {}


def test_who_died_in_the_year_still_counts_for_it():
    """Income Tax Act art. 53 (4): as on the day before the death."""
    father = {"relation": "father", "born_on": date(1960, 1, 1)}
    assert count(Relative(died_on=date(2025, 1, 1), **father)) == {"ascendants": 1}
    assert count(Relative(died_on=date(2024, 12, 31), **father)) == {}
    spouse = {"relation": "late_spouse", "born_on": date(1986, 11, 3)}
    assert count(Relative(died_on=date(2025, 1, 1), **spouse)) == {"spouse": 1}
    assert count(Relative(died_on=date(2024, 12, 31), **spouse)) == {}
