"""Births, deaths, marriages, divorces and names: what stands against entering them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from madang.systems.population.domain.people import MarriageFacts, PersonFacts, age_on
from madang.systems.population.domain.problems import Problem

MIN_PARENT_AGE = 10
"""Younger than this at the birth, an entry as a parent is a mistake; no law sets it, the register's plausibility
check does."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MarriageLaw:
    """`min_age`: Civil Act art. 807 (18 in Korea). `barred_degree`: blood relatives up to it may not marry (art.
    809)."""

    min_age: int
    barred_degree: int


@dataclass(frozen=True, slots=True, kw_only=True)
class NameLaw:
    """`max_letters` of the given name, without the surname (Established Rule on entering names: five in Korea)."""

    max_letters: int
    letters: str
    """A regular expression's character class of allowed letters, without its brackets."""


def check_birth(*, born_on: date, parents: Sequence[PersonFacts], today: date) -> tuple[Problem, ...]:
    """Act on the Registration of Family Relations art. 44; a posthumous child is the dead father's within 300 days
    (Civil Act art. 844 (3))."""
    found = []
    if born_on > today:
        found.append(Problem("population.birth.in_future", "born_on"))
    if not parents:
        found.append(Problem("population.birth.no_parent", "parents"))
    for parent in parents:
        if age_on(birth_on=parent.birth_on, day=born_on) < MIN_PARENT_AGE:
            found.append(Problem("population.birth.parent_too_young", "parents", {"name": parent.name}))
        if parent.died_on and born_on > parent.died_on + timedelta(days=300 if parent.sex == "male" else 0):
            found.append(Problem("population.birth.parent_dead", "parents", {"name": parent.name}))
    return tuple(found)


def check_death(*, person: PersonFacts, died_on: date, today: date) -> tuple[Problem, ...]:
    """Act on the Registration of Family Relations art. 84."""
    found = []
    if not person.living:
        found.append(Problem("population.person.dead", "person", {"name": person.name}))
    if died_on > today:
        found.append(Problem("population.death.in_future", "died_on"))
    if died_on < person.birth_on:
        found.append(Problem("population.death.before_birth", "died_on"))
    return tuple(found)


def check_marriage(
    *,
    spouses: tuple[PersonFacts, PersonFacts],
    married_on: date,
    marriages: Sequence[MarriageFacts],
    kinship_degree: int | None,
    law: MarriageLaw,
    today: date,
) -> tuple[Problem, ...]:
    """Civil Act art. 807 (age), 809 (kinship), 810 (bigamy), 812 (effective by the report).

    `marriages` are those of both; `kinship_degree` is the closest blood relation that the register shows, or None.
    """
    found = []
    if married_on > today:
        found.append(Problem("population.marriage.in_future", "married_on"))
    if spouses[0].key == spouses[1].key:
        found.append(Problem("population.marriage.with_oneself", "spouse"))
    for person in spouses:
        if not person.living:
            found.append(Problem("population.person.dead", "spouse", {"name": person.name}))
        if age_on(birth_on=person.birth_on, day=married_on) < law.min_age:
            found.append(
                Problem("population.marriage.too_young", "spouse", {"name": person.name, "age": str(law.min_age)})
            )
    if any(marriage.ended_on is None or marriage.ended_on > married_on for marriage in marriages):
        found.append(Problem("population.marriage.already_married", "spouse"))
    if kinship_degree is not None and kinship_degree <= law.barred_degree:
        found.append(Problem("population.marriage.kin", "spouse", {"degree": str(kinship_degree)}))
    return tuple(found)


def check_divorce(*, marriage: MarriageFacts | None, divorced_on: date, today: date) -> tuple[Problem, ...]:
    """Civil Act art. 836, Act on the Registration of Family Relations art. 74, 78: a marriage must hold, and began
    before."""
    if marriage is None or marriage.ended_on is not None:
        return (Problem("population.divorce.not_married", "spouse"),)
    found = []
    if divorced_on > today:
        found.append(Problem("population.divorce.in_future", "divorced_on"))
    if divorced_on < marriage.married_on:
        found.append(Problem("population.divorce.before_marriage", "divorced_on"))
    return tuple(found)


def check_new_name(*, old: str, new: str, law: NameLaw) -> tuple[Problem, ...]:
    """A changed or corrected name (Act on the Registration of Family Relations art. 44 (3), 99, 104)."""

    found = []
    if not new.strip():
        return (Problem("population.name.empty", "name"),)
    if new == old:
        found.append(Problem("population.name.unchanged", "name"))
    if not re.fullmatch(f"[{law.letters}]+", new):
        found.append(Problem("population.name.letters", "name"))
    if len(new) > law.max_letters:
        found.append(Problem("population.name.too_long", "name", {"letters": str(law.max_letters)}))
    return tuple(found)


def kinship_degree(*, one: str, other: str, parents_of: dict[str, tuple[str, ...]], limit: int = 8) -> int | None:
    """The degree of blood relation by steps up to the nearest common ancestor and down again (Civil Act art. 770).

    `parents_of` holds the parents of everyone up to `limit` generations; None where the register shows no common
    ancestor.
    """

    def ancestors(key: str) -> dict[str, int]:
        steps, edge = {key: 0}, [key]
        for step in range(1, limit + 1):
            edge = [parent for child in edge for parent in parents_of.get(child, ()) if parent not in steps]
            steps.update(dict.fromkeys(edge, step))
        return steps

    left, right = ancestors(one), ancestors(other)
    shared = [left[key] + right[key] for key in left.keys() & right.keys()]
    return min(shared) if shared else None
