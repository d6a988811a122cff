"""Who stands where in a household."""

from collections.abc import Sequence
from datetime import date

from madang.systems.population.domain.people import MemberFacts, Relation, age_on
from madang.systems.population.domain.problems import Problem

# The head, the spouse, then lineal ascendants and descendants; others as reported; who is no family under Civil Act
# art. 779 stands as a cohabitant at the end (Enforcement Decree of the Resident Registration Act, art. 6 (2)).
_ORDER = {
    Relation.HEAD: 0,
    Relation.SPOUSE: 1,
    Relation.GRANDPARENT: 2,
    Relation.PARENT: 2,
    Relation.PARENT_IN_LAW: 2,
    Relation.CHILD: 3,
    Relation.CHILD_IN_LAW: 4,
    Relation.GRANDCHILD: 4,
    Relation.SIBLING: 5,
    Relation.OTHER_KIN: 6,
    Relation.COHABITANT: 7,
}

_TO_NEW_HEAD: dict[tuple[Relation, Relation], Relation] = {
    (Relation.SPOUSE, Relation.CHILD): Relation.CHILD,
    (Relation.SPOUSE, Relation.PARENT): Relation.PARENT_IN_LAW,
    (Relation.SPOUSE, Relation.PARENT_IN_LAW): Relation.PARENT,
    (Relation.SPOUSE, Relation.GRANDCHILD): Relation.GRANDCHILD,
    (Relation.SPOUSE, Relation.CHILD_IN_LAW): Relation.CHILD_IN_LAW,
    (Relation.CHILD, Relation.CHILD): Relation.SIBLING,
    (Relation.CHILD, Relation.SPOUSE): Relation.PARENT,
    (Relation.CHILD, Relation.PARENT): Relation.GRANDPARENT,
    (Relation.PARENT, Relation.PARENT): Relation.SPOUSE,
    (Relation.PARENT, Relation.SPOUSE): Relation.CHILD_IN_LAW,
    (Relation.PARENT, Relation.CHILD): Relation.GRANDCHILD,
    (Relation.PARENT, Relation.SIBLING): Relation.CHILD,
    (Relation.SIBLING, Relation.SIBLING): Relation.SIBLING,
    (Relation.SIBLING, Relation.PARENT): Relation.PARENT,
    (Relation.SIBLING, Relation.GRANDPARENT): Relation.GRANDPARENT,
}


def listed(*, members: Sequence[MemberFacts]) -> tuple[MemberFacts, ...]:
    """The members in the order of the household sheet, elder first within a rank (Enforcement Decree art. 6 (2))."""
    return tuple(
        sorted(members, key=lambda member: (_ORDER[member.relation], member.person.birth_on, member.person.key))
    )


def relation_to_new_head(*, was: Relation, new_head_was: Relation) -> Relation:
    """What a member who was `was` to the old head is to the member who takes over and was `new_head_was`."""
    if new_head_was is Relation.COHABITANT or was is Relation.COHABITANT:
        return Relation.COHABITANT
    return _TO_NEW_HEAD.get((new_head_was, was), Relation.OTHER_KIN)


def old_head_to_new_head(*, new_head_was: Relation) -> Relation:
    """What the former head is to the new one, who was `new_head_was` to him or her."""
    return {
        Relation.SPOUSE: Relation.SPOUSE,
        Relation.CHILD: Relation.PARENT,
        Relation.PARENT: Relation.CHILD,
        Relation.SIBLING: Relation.SIBLING,
        Relation.CHILD_IN_LAW: Relation.PARENT_IN_LAW,
        Relation.PARENT_IN_LAW: Relation.CHILD_IN_LAW,
        Relation.GRANDCHILD: Relation.GRANDPARENT,
        Relation.GRANDPARENT: Relation.GRANDCHILD,
        Relation.COHABITANT: Relation.COHABITANT,
    }.get(new_head_was, Relation.OTHER_KIN)


def successor(*, members: Sequence[MemberFacts], day: date, adult_age: int) -> MemberFacts | None:
    """Who becomes head when the head is gone: the first of the sheet who is of age, else the eldest; None if nobody
    is left."""
    rest = [member for member in listed(members=members) if member.relation is not Relation.HEAD]
    adults = [member for member in rest if age_on(birth_on=member.person.birth_on, day=day) >= adult_age]
    if adults:
        return adults[0]
    return min(rest, key=lambda member: (member.person.birth_on, member.person.key)) if rest else None


def problems_of(*, members: Sequence[MemberFacts]) -> tuple[Problem, ...]:
    """What is wrong with a household: none or several heads, several spouses of the head."""
    found = []
    heads = sum(member.relation is Relation.HEAD for member in members)
    if members and heads == 0:
        found.append(Problem("population.household.no_head", "relation"))
    if heads > 1:
        found.append(Problem("population.household.two_heads", "relation"))
    if sum(member.relation is Relation.SPOUSE for member in members) > 1:
        found.append(Problem("population.household.two_spouses", "relation"))
    return tuple(found)
