"""Writes generated chunks with COPY."""

import hashlib
from datetime import datetime

import polars as pl
from django.db import connection, transaction

from madang.framework import protect
from madang.framework.bulk.copying import copy_frame, reserve_ids
from madang.framework.bulk.indexes import without_indexes
from madang.framework.values import Progress
from madang.framework.values.identifiers import new_key
from madang.systems.population.domain.generation import CHUNK, Plan, Register, generate_chunk
from madang.systems.population.domain.numbers import MAKE_NUMBERS
from madang.systems.population.models import (
    Address,
    Household,
    Marriage,
    MarriageSide,
    Membership,
    Parentage,
    Person,
    Residence,
    VitalEvent,
)
from madang.systems.population.usecases.numbers import PURPOSE

TABLES = (Person, Address, Household, Membership, Residence, Marriage, MarriageSide, Parentage, VitalEvent)
SOURCE = "generated"
# From this size on, a first load builds its indexes at the end.
LARGE = 20_000
SERIALS_A_CHUNK = 64


def load_generated(*, plan: Plan, population: int, now: datetime, progress: Progress) -> int:
    """Generates and writes `population` living persons in one transaction; answers how many rows were written in all.

    `progress` hears how many persons are written and of how many. The same plan writes the same people.
    """
    large = population >= LARGE and not Person.objects.exists()
    with without_indexes(tables=TABLES) if large else transaction.atomic():
        rows = 0
        for chunk, first in enumerate(range(0, population, CHUNK)):
            count = min(CHUNK, population - first)
            register = generate_chunk(plan=plan, first=first, count=count)
            write_register(register=register, plan=plan, serials_from=chunk * SERIALS_A_CHUNK, now=now)
            rows += register.rows()
            progress("population", first + count, population)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE " + ", ".join(table._meta.db_table for table in TABLES))
    return rows


def write_register(*, register: Register, plan: Plan, serials_from: int, now: datetime) -> None:
    """Writes one chunk: local ids become the database's, numbers are made and sealed."""
    ids = {
        name: reserve_ids(table=table, count=frame.height)
        for name, table, frame in (
            ("person", Person, register.persons),
            ("address", Address, register.addresses),
            ("household", Household, register.households),
            ("marriage", Marriage, register.marriages),
        )
    }
    _write_persons(register.persons, ids["person"], plan, serials_from)
    copy_frame(
        table=Address,
        frame=register.addresses.with_columns(ids["address"].gather(register.addresses["id"]).alias("id")),
    )
    _write_households(register, ids)
    _write_families(register, ids)
    _write_events(register, ids, now)


def _linked(frame: pl.DataFrame, ids: dict[str, pl.Series], **links: str) -> pl.DataFrame:
    """The frame with its local ids replaced: `column=table` becomes `column_id`."""
    return frame.with_columns(
        ids[table].gather(frame[column]).alias(f"{column}_id") for column, table in links.items()
    ).drop(list(links))


def key_for(*, seed: str, place: int) -> str:
    """The key of the person at a place of a generated population; the same every time."""
    return hashlib.blake2b(f"{seed}:{place}".encode(), digest_size=16).hexdigest()


def _write_persons(frame: pl.DataFrame, ids: pl.Series, plan: Plan, serials_from: int) -> None:
    if "number" not in frame.columns:
        number = MAKE_NUMBERS(
            birth_on=pl.col("birth_on"),
            sex=pl.col("sex"),
            serial=pl.col("serial") + serials_from,
            place=pl.col("place"),
        )
        keys = [key_for(seed=plan.seed, place=place) for place in frame["place"].to_list()]
        frame = frame.with_columns(number.alias("number"), pl.Series("key", keys))
    numbers = frame["number"].to_list()
    ready = frame.select(
        ids.gather(frame["id"]).alias("id"),
        "key",
        pl.Series("number_sealed", protect.encrypt_many(numbers, purpose=PURPOSE), dtype=pl.Binary),
        pl.Series("number_index", protect.blind_index_many(numbers, PURPOSE), dtype=pl.Binary),
        "name",
        pl.lit("").alias("hanja_name"),
        "latin_name",
        "birth_on",
        "sex",
        pl.lit(plan.nationality).alias("nationality"),
        "status",
        "died_on",
        pl.lit("").alias("clan_origin"),
        "registered_base",
        pl.lit(SOURCE).alias("source"),
    )
    copy_frame(table=Person, frame=ready)


def _write_households(register: Register, ids: dict[str, pl.Series]) -> None:
    households = register.households
    keys = pl.Series("key", [new_key() for _ in range(households.height)])
    ready = households.select(
        ids["household"].gather(households["id"]).alias("id"),
        keys,
        ids["address"].gather(households["address"]).alias("address_id"),
        "formed_on",
    )
    copy_frame(table=Household, frame=ready)
    copy_frame(table=Membership, frame=_linked(register.memberships, ids, household="household", person="person"))
    residences = _linked(register.residences, ids, person="person", address="address")
    reported = (pl.col("reported") + pl.duration(days=pl.col("late"))).cast(pl.Date).alias("reported_on")
    residences = residences.with_columns(reported, pl.lit("").alias("case")).drop("reported", "late")
    copy_frame(table=Residence, frame=residences)


def _write_families(register: Register, ids: dict[str, pl.Series]) -> None:
    marriages = register.marriages.select(
        ids["marriage"].gather(register.marriages["id"]).alias("id"),
        "married_on",
        "ended_on",
        "ended_by",
        pl.lit("").alias("case"),
    )
    copy_frame(table=Marriage, frame=marriages)
    copy_frame(table=MarriageSide, frame=_linked(register.sides, ids, marriage="marriage", person="person"))
    parentages = _linked(register.parentages, ids, child="person", parent="person", marriage="marriage")
    copy_frame(table=Parentage, frame=parentages.rename({"reported": "reported_on"}))


def _write_events(register: Register, ids: dict[str, pl.Series], now: datetime) -> None:
    events = _linked(register.events, ids, person="person", other="person")
    events = events.rename({"day": "occurred_on"}).with_columns(
        pl.col("registered_at").dt.replace_time_zone("UTC"),
        pl.lit("").alias("case"),
        pl.lit("").alias("office"),
        pl.lit('{"generated": true}').alias("details"),
    )
    copy_frame(table=VitalEvent, frame=events.filter(pl.col("registered_at") <= now))
