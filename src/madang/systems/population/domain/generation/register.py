"""One chunk of a generated register, put together."""

from datetime import timedelta

import polars as pl

from madang.systems.population.domain.generation import families, households, people
from madang.systems.population.domain.generation.noise import below
from madang.systems.population.domain.generation.plan import Plan, Register

CHUNK = 50_000
"""Persons a chunk: families lie within one, so that each is complete by itself and memory stays flat."""
EVENT_YEARS = 10


def generate_chunk(*, plan: Plan, first: int, count: int) -> Register:
    """The `count` living persons from place `first` on, with their families, households, addresses and past."""
    living = people.persons(plan=plan, first=first, count=count)
    pairs = families.couples(people=living)
    living = families.parents(people=living, pairs=pairs)
    pairs = families.wedding_days(plan=plan, pairs=pairs, people=living)
    members, homes = households.formed(plan=plan, people=living, pairs=pairs)
    lived = households.periods(plan=plan, households=homes)
    alone = members.filter((pl.col("relation") == "head") & (pl.col("household") >= pairs.height)).select(id="person")
    dead = families.widowed(plan=plan, people=living, single=alone, first_id=living.height)
    residences = households.residences(people=living, members=members, lived=lived, households=homes)
    residences = _with_the_dead(residences, dead, members, lived)
    marriages, sides = _marriages(pairs, dead)
    addresses = households.addresses(plan=plan, lived=lived)
    memberships = _memberships(members, homes, living)
    persons = _persons(plan, living, dead, _first_addresses(residences, addresses))
    parentages = _parentages(living)
    return Register(
        persons=persons,
        addresses=addresses,
        households=_homes(homes, lived),
        memberships=memberships,
        residences=residences,
        marriages=marriages,
        sides=sides,
        parentages=parentages,
        events=_events(plan, persons, marriages, sides, residences, addresses),
    )


def _first_addresses(residences: pl.DataFrame, addresses: pl.DataFrame) -> pl.DataFrame:
    first = residences.sort("person", "from_on").unique("person", keep="first", maintain_order=True)
    texts = addresses.select(address="id", registered_base="text")
    return first.join(texts, on="address", how="left").select(pl.col("person").alias("id"), "registered_base")


def _persons(plan: Plan, living: pl.DataFrame, dead: pl.DataFrame, bases: pl.DataFrame) -> pl.DataFrame:
    columns = ["id", "place", "sex", "birth_on", "father"]
    every = pl.concat(
        [
            living.select(*columns, died_on=pl.lit(None, dtype=pl.Date)),
            dead.select("id", "place", "sex", "birth_on", pl.lit(None, dtype=pl.UInt32).alias("father"), "died_on"),
        ]
    )
    every = people.named(plan=plan, frame=every)
    serial = pl.int_range(pl.len(), dtype=pl.Int64).over("birth_on", "sex")
    status = pl.when(pl.col("died_on").is_null()).then(pl.lit("resident")).otherwise(pl.lit("dead"))
    every = (
        every.with_columns(serial.alias("serial"), status.alias("status")).join(bases, on="id", how="left").sort("id")
    )
    return every.with_columns(pl.col("registered_base").fill_null("")).drop(
        "father", "father_family", "family", "grandfather_family", strict=False
    )


def _homes(homes: pl.DataFrame, lived: pl.DataFrame) -> pl.DataFrame:
    now = lived.filter(pl.col("until_on").is_null()).select("household", "address")
    return (
        homes.join(now, left_on="id", right_on="household", how="left")
        .sort("id")
        .select("id", "address", formed_on="start")
    )


def _memberships(members: pl.DataFrame, homes: pl.DataFrame, living: pl.DataFrame) -> pl.DataFrame:
    frame = members.join(homes.select(household="id", start="start"), on="household", how="left")
    frame = frame.join(living.select(person="id", birth_on="birth_on"), on="person", how="left").sort(
        "household", "person"
    )
    born_in = pl.col("birth_on") > pl.col("start")
    reason = (
        pl.when(born_in)
        .then(pl.lit("birth"))
        .when(pl.col("relation") == "head")
        .then(pl.lit("new_household"))
        .when(pl.col("relation") == "spouse")
        .then(pl.lit("marriage"))
        .otherwise(pl.lit("move_in"))
    )
    return frame.select(
        "household",
        "person",
        "relation",
        pl.max_horizontal("start", "birth_on").alias("from_on"),
        reason.alias("reason"),
    )


def _marriages(pairs: pl.DataFrame, dead: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    nothing = pl.lit(None, dtype=pl.Date)
    holding = pairs.select(id="couple", one="husband", other="wife", married_on="married_on", ended_on=nothing)
    ended = dead.select(
        (pl.int_range(pl.len(), dtype=pl.UInt32) + pairs.height).cast(pl.UInt32).alias("id"),
        one="id",
        other="survivor",
        married_on="married_on",
        ended_on="died_on",
    )
    every = pl.concat([holding, ended])
    by = pl.when(pl.col("ended_on").is_null()).then(pl.lit("")).otherwise(pl.lit("death"))
    sides = pl.concat(
        [
            every.select(marriage="id", person=side, from_on="married_on", until_on="ended_on")
            for side in ("one", "other")
        ]
    )
    return every.with_columns(by.alias("ended_by")), sides.sort("marriage", "person")


def _with_the_dead(
    residences: pl.DataFrame, dead: pl.DataFrame, members: pl.DataFrame, lived: pl.DataFrame
) -> pl.DataFrame:
    """The dead lived, to their last day, at the first address of who survived them."""
    first = lived.group_by("household").agg(pl.col("address").min())
    homes = members.select(survivor="person", household="household")
    theirs = dead.join(homes, on="survivor").join(first, on="household").sort("id")
    theirs = theirs.with_columns(pl.max_horizontal("birth_on", pl.col("died_on").dt.offset_by("-20y")).alias("from_on"))
    shaped = theirs.select(
        person="id",
        address="address",
        from_on="from_on",
        until_on="died_on",
        reported="from_on",
        reason=pl.lit("first_entry"),
        late=pl.lit(0, dtype=pl.Int64),
    )
    return pl.concat([residences, shaped.filter(pl.col("until_on") > pl.col("from_on"))])


def _parentages(living: pl.DataFrame) -> pl.DataFrame:
    known = living.drop_nulls("parents")
    return pl.concat(
        [
            known.select(
                child="id", parent=role, role=pl.lit(role), marriage="parents", reported="birth_on", place="place"
            )
            for role in ("father", "mother")
        ]
    ).select(
        "child",
        "parent",
        "role",
        "marriage",
        (pl.col("reported") + pl.duration(days=2 + below(pl.col("place"), 24, salt=81)))
        .cast(pl.Date)
        .alias("reported"),
    )


def _events(
    plan: Plan,
    persons: pl.DataFrame,
    marriages: pl.DataFrame,
    sides: pl.DataFrame,
    residences: pl.DataFrame,
    addresses: pl.DataFrame,
) -> pl.DataFrame:
    """Births, deaths and marriages of the last ten years and moves of the last two, as registered."""
    since = pl.lit(plan.today - timedelta(days=int(EVENT_YEARS * 365.25)))
    nobody = pl.lit(None, dtype=pl.UInt32)
    born = persons.filter(pl.col("birth_on") >= since).select(
        person="id", other=nobody, kind=pl.lit("birth"), day="birth_on"
    )
    died = persons.filter(pl.col("died_on") >= since).select(
        person="id", other=nobody, kind=pl.lit("death"), day="died_on"
    )
    wed = marriages.filter(pl.col("married_on") >= since).select(
        person="one", other="other", kind=pl.lit("marriage"), day="married_on"
    )
    recent = pl.lit(plan.today - timedelta(days=730))
    moved = residences.filter((pl.col("from_on") >= recent) & (pl.col("reason") != "birth")).select(
        person="person", other=nobody, kind=pl.lit("move"), day="from_on"
    )
    return _registered(plan, pl.concat([born, died, wed, moved]), persons, residences, addresses)


def _registered(
    plan: Plan, events: pl.DataFrame, persons: pl.DataFrame, residences: pl.DataFrame, addresses: pl.DataFrame
) -> pl.DataFrame:
    """The events with the division where each was registered and when."""
    at = residences.filter(pl.col("until_on").is_null()).join(
        addresses.select(address="id", division="division"), on="address", how="left"
    )
    every = events.join(at.select("person", "division"), on="person", how="left")
    every = every.join(persons.select(person="id", place="place"), on="person", how="left").sort(
        "day", "person", "kind"
    )
    late = pl.duration(days=1 + below(pl.col("place"), 13, salt=91), minutes=540 + below(pl.col("place"), 500, salt=92))
    return every.select(
        "person",
        "other",
        "kind",
        "day",
        pl.col("division").fill_null(""),
        pl.min_horizontal(
            pl.col("day").cast(pl.Datetime("us")) + late, pl.lit(plan.today).cast(pl.Datetime("us"))
        ).alias("registered_at"),
    )
