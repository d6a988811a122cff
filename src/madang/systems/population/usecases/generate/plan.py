"""The country's pack as the generator reads it."""

from datetime import date
from typing import Any

from madang.framework.law import Pack
from madang.systems.population.domain.generation.plan import FamilyName, GivenName, Plan, Street

ADULT = "population.ages.adult"


def plan_of(*, pack: Pack, today: date, seed: str) -> Plan:
    """Ages, names and streets of the pack (`population_table.csv`, `names.yaml`, `streets.yaml`)."""
    names = pack.data("names")
    family_first = pack.name_order == "family_first"
    return Plan(
        ages=[_ages(row) for row in pack.table("population_table")],
        families=[FamilyName(native=n["native"], latin=n["latin"], weight=n["weight"]) for n in names["family"]],
        given={sex: [_given(name) for name in given] for sex, given in names["given"].items()},
        streets=_streets(pack),
        # Scripts that write the family name first join it to the given name; Latin letters keep a space.
        name_form="{family}{given}" if family_first else "{given} {family}",
        latin_form="{family} {given}" if family_first else "{given} {family}",
        nationality=pack.code.upper(),
        adult_age=int(pack.parameters[ADULT].on(today).value),
        today=today,
        seed=seed,
    )


def _ages(row: dict[str, str]) -> tuple[int, int, int, int]:
    return int(row["age_from"]), int(row["age_until"]), int(row["male"]), int(row["female"])


def _given(name: dict[str, Any]) -> GivenName:
    return GivenName(native=name["native"], latin=name["latin"], since=name["from"], until=name["until"])


def _streets(pack: Pack) -> list[Street]:
    """One street after another of every division that has no parts of its own level 2 below it."""
    data = pack.data("streets")
    leaves = [one for one in pack.divisions if one.level == 2]
    leaves += [
        one for one in pack.divisions if one.level == 1 and not any(p.parent == one.code for p in pack.divisions)
    ]
    found = []
    for division in leaves:
        province = pack.division_by_code.get(division.parent)
        for street in data["streets"].get(division.code, data["streets"]["*"]):
            text = data["form"]["native"].format(
                province=province.native if province else "",
                division=division.native,
                street=street["native"],
                number="#",
            )
            found.append(Street(division=division.code, text=" ".join(text.split()), postcode=street["postcode"]))
    return found
