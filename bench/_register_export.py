"""A register export of made-up people, for the import's figure and its tests' size."""

from datetime import date
from pathlib import Path

import polars as pl

from madang.framework.law import pack
from madang.systems.population.domain.generation import CHUNK, generate_chunk
from madang.systems.population.domain.numbers import MAKE_NUMBERS
from madang.systems.population.formats.register_csv import COLUMNS, heading
from madang.systems.population.usecases.generate.plan import plan_of

# Far from the places and serials of the demonstration, so that no number is taken.
PLACE = 30_000_000
SERIAL = 40_000


def write_export(*, path: Path, people: int, today: date) -> int:
    """Writes a CSV of `people` persons in the country's form; answers how many rows."""
    plan = plan_of(pack=pack(), today=today, seed="bench")
    rows = 0
    with path.open("wb") as file:
        file.write(f"\ufeff{heading()}\r\n".encode())
        for chunk, first in enumerate(range(0, people, CHUNK)):
            frame = _rows(plan, first, min(CHUNK, people - first), chunk)
            file.write(frame.write_csv(include_header=False, line_terminator="\r\n").encode())
            rows += frame.height
    return rows


def _rows(plan: object, first: int, count: int, chunk: int) -> pl.DataFrame:
    register = generate_chunk(plan=plan, first=PLACE + first, count=count)
    number = MAKE_NUMBERS(
        birth_on=pl.col("birth_on"),
        sex=pl.col("sex"),
        serial=pl.col("serial") + SERIAL + chunk * 64,
        place=pl.col("place"),
    )
    people = register.persons.filter(pl.col("status") == "resident").with_columns(number.alias("number"))
    stays = register.memberships.rename({"from_on": "member_from"}).drop("reason")
    now = register.residences.filter(pl.col("until_on").is_null()).select("person", "address", moved_in_on="from_on")
    places = register.addresses.rename({"id": "address", "text": "place_text"})
    frame = people.join(stays, left_on="id", right_on="person").join(now, left_on="id", right_on="person")
    frame = frame.join(places, on="address").sort("household", "id")
    return frame.select(
        pl.concat_str(pl.col("number").str.slice(0, 6), pl.lit("-"), pl.col("number").str.slice(6)).alias("number"),
        "name",
        pl.lit("").alias("hanja_name"),
        "latin_name",
        pl.col("birth_on").dt.strftime("%Y-%m-%d"),
        pl.when(pl.col("sex") == "female").then(pl.lit("여")).otherwise(pl.lit("남")).alias("sex"),
        pl.lit("").alias("nationality"),
        pl.format("B{}-{}", pl.lit(chunk), pl.col("household")).alias("household"),
        "relation",
        "division",
        pl.col("place_text").alias("address"),
        "postcode",
        pl.col("moved_in_on").dt.strftime("%Y-%m-%d"),
        pl.lit("").alias("number_issued_on"),
        "registered_base",
    ).select(list(COLUMNS))
