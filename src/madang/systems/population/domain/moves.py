"""Moving in: what a report of a new address must satisfy."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from madang.systems.population.domain.people import MemberFacts, Relation, age_on
from madang.systems.population.domain.problems import Problem


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveIn:
    """A reported move: who moves, whereto, on which day. `head` is the key of the new household's head among them,
    or empty where they join an existing household."""

    movers: tuple[str, ...]
    moved_on: date
    division: str
    address: str
    postcode: str = ""
    head: str = ""


def check_move(
    *, move: MoveIn, household: Sequence[MemberFacts], previous_from: dict[str, date], today: date, known_division: bool
) -> tuple[Problem, ...]:
    """What stands against entering the move (Resident Registration Act art. 10, 11, 16).

    A report follows the move: one that has not happened is not entered. A move cannot lie before the address it ends
    began.
    """
    found = []
    members = {member.person.key: member for member in household}
    if not move.movers:
        found.append(Problem("population.move.nobody", "movers"))
    if not move.address.strip():
        found.append(Problem("population.move.no_address", "address"))
    if not known_division:
        found.append(Problem("population.move.unknown_division", "division", {"division": move.division}))
    if move.moved_on > today:
        found.append(Problem("population.move.in_future", "moved_on"))
    for key in move.movers:
        member = members.get(key)
        if member is None:
            found.append(Problem("population.move.not_in_household", "movers"))
        elif not member.person.living:
            found.append(Problem("population.person.dead", "movers", {"name": member.person.name}))
        elif key in previous_from and move.moved_on <= previous_from[key]:
            found.append(
                Problem(
                    "population.move.before_last_move",
                    "moved_on",
                    {"name": member.person.name, "since": previous_from[key].isoformat()},
                )
            )
    return tuple(found)


def stays_behind_without_adult(
    *, movers: Sequence[str], household: Sequence[MemberFacts], day: date, adult_age: int
) -> bool:
    """Whether only minors would remain at the old address, which an official must look into before granting."""
    rest = [member for member in household if member.person.key not in movers]
    return bool(rest) and all(age_on(birth_on=member.person.birth_on, day=day) < adult_age for member in rest)


def new_head(*, movers: Sequence[str], household: Sequence[MemberFacts], chosen: str, day: date, adult_age: int) -> str:
    """Who heads the household at the new address: who was chosen, else the old head if moving, else the eldest adult
    mover."""
    if chosen in movers:
        return chosen
    moving = [member for member in household if member.person.key in movers]
    for member in moving:
        if member.relation is Relation.HEAD:
            return member.person.key
    adults = [member for member in moving if age_on(birth_on=member.person.birth_on, day=day) >= adult_age]
    pool = adults or moving
    return min(pool, key=lambda member: (member.person.birth_on, member.person.key)).person.key
