"""The people whom the pack's `demo.yaml` names: written as it says, with families and earlier addresses."""

import random
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

import polars as pl

from madang.framework.law import Pack
from madang.systems.population.domain.generation import Plan, Register
from madang.systems.population.domain.numbers import ISSUE_NUMBER
from madang.systems.population.domain.people import Sex, Status

_SCHEMAS: dict[str, dict[str, Any]] = {
    "persons": {
        "id": pl.UInt32, "key": pl.String, "number": pl.String, "name": pl.String, "latin_name": pl.String,
        "birth_on": pl.Date, "sex": pl.String, "status": pl.String, "died_on": pl.Date, "registered_base": pl.String,
    },
    "addresses": {"id": pl.UInt32, "division": pl.String, "text": pl.String, "postcode": pl.String},
    "households": {"id": pl.UInt32, "address": pl.UInt32, "formed_on": pl.Date},
    "memberships": {
        "household": pl.UInt32, "person": pl.UInt32, "relation": pl.String, "from_on": pl.Date, "reason": pl.String,
    },
    "residences": {
        "person": pl.UInt32, "address": pl.UInt32, "from_on": pl.Date, "until_on": pl.Date, "reported": pl.Date,
        "reason": pl.String, "late": pl.Int64,
    },
    "marriages": {
        "id": pl.UInt32, "one": pl.UInt32, "other": pl.UInt32, "married_on": pl.Date, "ended_on": pl.Date,
        "ended_by": pl.String,
    },
    "sides": {"marriage": pl.UInt32, "person": pl.UInt32, "from_on": pl.Date, "until_on": pl.Date},
    "parentages": {
        "child": pl.UInt32, "parent": pl.UInt32, "role": pl.String, "marriage": pl.UInt32, "reported": pl.Date,
    },
    "events": {
        "person": pl.UInt32, "other": pl.UInt32, "kind": pl.String, "day": pl.Date, "division": pl.String,
        "registered_at": pl.Datetime("us"),
    },
}  # fmt: skip


@dataclass
class _Rows:
    tables: dict[str, list[dict[str, Any]]] = field(default_factory=lambda: {name: [] for name in _SCHEMAS})

    def add(self, table: str, **row: Any) -> int:
        rows = self.tables[table]
        rows.append({"id": len(rows), **row} if "id" in _SCHEMAS[table] else row)
        return len(rows) - 1

    def register(self) -> Register:
        return Register(**{name: pl.DataFrame(rows, schema=_SCHEMAS[name]) for name, rows in self.tables.items()})


def named_people(*, pack: Pack, plan: Plan) -> Register:
    """The demonstration's people. Their numbers are drawn from their logins, so they are the same every time."""
    demo, rows = pack.data("demo"), _Rows()
    departed = demo.get("departed") or []
    persons = {one["login"]: one for one in (*demo["residents"], *departed)}
    homes = {name: _home(home, rows, pack) for name, home in demo["households"].items()}
    ids = {login: _person(one, homes, rows, plan) for login, one in persons.items()}
    marriages = _marriages(persons, ids, rows)
    _parentages(persons, ids, marriages, rows)
    for one in departed:
        day = plan.today - timedelta(days=one["died_days_ago"])
        rows.add("events", person=ids[one["login"]], other=None, kind="death", day=day, **_entered(day))
    for name, home in homes.items():
        members = [one for one in demo["residents"] if one["household"] == name]
        _live(home, members, ids, rows)
    return rows.register()


def _home(home: dict[str, Any], rows: _Rows, pack: Pack) -> list[tuple[int, date, str, str]]:
    """The addresses of a household, oldest first: local id, since, division, text."""
    form = pack.data("streets")["form"]["native"]
    found = []
    for place in sorted([home, *home["earlier"]], key=lambda one: one["since"]):
        division = pack.division_by_code[place["division"]]
        province = pack.division_by_code.get(division.parent)
        text = form.format(
            province=province.native if province else "",
            division=division.native,
            street=place["street"],
            number=place["number"],
        )
        address = rows.add("addresses", division=division.code, text=" ".join(text.split()), postcode=place["postcode"])
        found.append((address, place["since"], division.code, " ".join(text.split())))
    return found


def _person(one: dict[str, Any], homes: dict[str, list[tuple[int, date, str, str]]], rows: _Rows, plan: Plan) -> int:
    lots = random.Random(f"{plan.seed}:{one['login']}")
    native = {"family": one["family"]["native"], "given": one["given"]["native"]}
    latin = {"family": one["family"]["latin"], "given": one["given"]["latin"]}
    days = one.get("died_days_ago")
    died_on = None if days is None else plan.today - timedelta(days=days)
    number = ISSUE_NUMBER(birth_on=one["born_on"], sex=Sex(one["sex"]), issued_on=one["born_on"], below=lots.randrange)
    return rows.add(
        "persons",
        key=one["person"],
        number=number,
        name=plan.name_form.format(**native),
        latin_name=plan.latin_form.format(**latin),
        birth_on=one["born_on"],
        sex=one["sex"],
        status=(Status.RESIDENT if died_on is None else Status.DEAD).value,
        died_on=died_on,
        registered_base=homes[one["household"]][0][3],
    )


def _marriages(persons: dict[str, Any], ids: dict[str, int], rows: _Rows) -> dict[frozenset[str], int]:
    made: dict[frozenset[str], int] = {}
    for login, one in persons.items():
        pair = frozenset({login, one.get("married_to", login)})
        if len(pair) == 2 and pair not in made:
            spouse, day = one["married_to"], one["married_on"]
            made[pair] = rows.add(
                "marriages", one=ids[login], other=ids[spouse], married_on=day, ended_on=None, ended_by=""
            )
            for side in (login, spouse):
                rows.add("sides", marriage=made[pair], person=ids[side], from_on=day, until_on=None)
            rows.add("events", person=ids[login], other=ids[spouse], kind="marriage", day=day, **_entered(day))
    return made


def _entered(day: date) -> dict[str, Any]:
    return {"division": "", "registered_at": datetime.combine(day, time(10, 30))}


def _parentages(
    persons: dict[str, Any], ids: dict[str, int], marriages: dict[frozenset[str], int], rows: _Rows
) -> None:
    pairs = [(login, parent) for login, one in persons.items() for parent in one.get("parents", ())]
    pairs += [(child, login) for login, one in persons.items() for child in one.get("children", ())]
    for child, parent in pairs:
        role = "father" if persons[parent]["sex"] == "male" else "mother"
        both = frozenset(persons[child].get("parents", ()))
        rows.add(
            "parentages",
            child=ids[child],
            parent=ids[parent],
            role=role,
            marriage=marriages.get(both),
            reported=persons[child]["born_on"],
        )


def _live(
    home: list[tuple[int, date, str, str]], members: list[dict[str, Any]], ids: dict[str, int], rows: _Rows
) -> None:
    household = rows.add("households", address=home[-1][0], formed_on=home[0][1])
    head = next(one for one in members if one.get("head"))
    for one in members:
        born, first = one["born_on"], home[0][1]
        relation = "head" if one is head else "spouse" if one.get("married_to") == head["login"] else "child"
        reason = "birth" if born > first else "new_household" if one is head else "move_in"
        person = ids[one["login"]]
        rows.add(
            "memberships",
            household=household,
            person=person,
            relation=relation,
            from_on=max(born, first),
            reason=reason,
        )
        for place, (address, since, division, _text) in enumerate(home):
            until = home[place + 1][1] if place + 1 < len(home) else None
            start = max(since, born)
            if until is not None and until <= start:
                continue
            why = "birth" if start == born else "move_in"
            rows.add(
                "residences", person=person, address=address, from_on=start, until_on=until, reported=start, reason=why,
                late=0 if why == "birth" else 3,
            )  # fmt: skip
            kind = "birth" if why == "birth" else "move"
            rows.add(
                "events", person=person, other=None, kind=kind, day=start, **{**_entered(start), "division": division}
            )
