"""Import a register export: checked as tables, written with COPY, every refused row told."""

import os
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO

import polars as pl
from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from madang.framework import protect
from madang.framework.bulk.copying import copy_frame, reserve_ids
from madang.framework.bulk.kinds import Chunk, ImportKind, Outcome, RowFault, register
from madang.framework.bulk.models import Import
from madang.framework.law import pack
from madang.framework.storage import open_blob
from madang.framework.values import Refusal
from madang.systems.population.domain.register_rows import check_rows, doubles
from madang.systems.population.formats.lines import LineTooLong, decode_lines, detect_encoding, read_blocks
from madang.systems.population.formats.register_csv import COLUMNS, NoHeading, read_heading, read_rows
from madang.systems.population.models import Address, Household, Membership, Person, Residence
from madang.systems.population.usecases.count_figures import count_figures
from madang.systems.population.usecases.numbers import PURPOSE
from madang.systems.population.usecases.sentences import sentence

KIND = "population.register"


class NotARegister(Refusal):
    """The file's first line does not name the columns of a register."""

    code = "population.import.no_heading"
    says = _("The first line of the file must name the columns. It lacks: {missing}. Not understood: {unknown}.")
    status = 422


class NotText(Refusal):
    """The file has no lines that could be rows."""

    code = "population.import.no_lines"
    says = _("The file is no register export: it has no lines of text. Export it again as CSV.")
    status = 422


def _open(source: str) -> BinaryIO:
    sort, _colon, name = source.partition(":")
    return Path(name).open("rb") if sort == "file" else open_blob(name)


def _size(source: str) -> int:
    with _open(source) as stream:
        return stream.seek(0, os.SEEK_END)


def read(*, source: str, state: dict[str, Any], position: int, line: int) -> Iterator[Chunk]:
    """Chunks of rows. The encoding and the columns, once found, are kept with the import. Raises NotARegister,
    NotText."""
    with _open(source) as stream:
        if "encoding" not in state:
            state["encoding"] = detect_encoding(stream)
        try:
            for block in read_blocks(stream, position=position, first_line=line or 1):
                lines, broken = decode_lines(block, encoding=state["encoding"])
                first = block.first_line
                if "columns" not in state:
                    state["columns"] = _columns(lines[0] if lines else "")
                    lines, first = lines[1:], first + 1
                rows = read_rows(lines, columns=state["columns"], first_line=first, undecodable=broken)
                unread = tuple(
                    RowFault(line=one.line, place="", code=one.code, says=sentence(code=one.code, values=one.values))
                    for one in rows.unread
                )
                yield Chunk(
                    rows=rows.frame, position=block.position, line=block.first_line + block.lines, unreadable=unread
                )
        except LineTooLong:
            raise NotText from None


def _columns(text: str) -> list[str]:
    try:
        return list(read_heading(text))
    except NoHeading as fault:
        raise NotARegister(missing=", ".join(fault.missing), unknown=", ".join(fault.unknown)[:200] or "-") from None


def load(*, chunk: Chunk, imported: Import, now: datetime) -> Outcome:
    """Checks the rows and writes the good ones."""
    here, today = pack(), timezone.localdate(now)
    frame: pl.DataFrame = chunk.rows
    divisions = frozenset(here.division_by_code)
    checked = check_rows(frame=frame, divisions=divisions, nationality=here.code.upper(), today=today)
    good, faults = _without(checked.good, doubles(good=checked.good))
    index = pl.Series("number_index", protect.blind_index_many(good["number"].to_list(), PURPOSE), dtype=pl.Binary)
    good = good.with_columns(index)
    # One import at a time writes, so that a number found free stays free until the chunk is committed.
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [KIND])
    good, taken = _without(good, _taken(good))
    homes = _households(good)
    good, second = _without(good, _second_heads(good, homes))
    _write(good, homes, source=f"import:{imported.key}")
    told = pl.concat([checked.faults, faults, taken, second])
    return Outcome(accepted=good.height, refused=_told(told, frame))


def _without(good: pl.DataFrame, faults: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    return good.join(faults.select("line"), on="line", how="anti").sort("line"), faults


def _fault_rows(lines: pl.DataFrame, place: str, code: str) -> pl.DataFrame:
    return lines.select("line", pl.lit(place).alias("place"), pl.lit(code).alias("code"))


def _taken(good: pl.DataFrame) -> pl.DataFrame:
    """Rows whose number the register already has."""
    taken = _known(good["number_index"])
    # While the index key is being rotated, rows that are not made anew yet are found by the former one.
    if former := protect.former_blind_index_many(good["number"].to_list(), PURPOSE):
        taken = taken | _known(pl.Series(former, dtype=pl.Binary))
    return _fault_rows(good.filter(taken), "number", "population.number.taken")


def _known(indexes: pl.Series) -> pl.Series:
    """For each index whether the register has it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT number_index FROM population_person WHERE number_index = ANY(%s)", [indexes.to_list()])
        known = pl.Series([bytes(row[0]) for row in cursor.fetchall()], dtype=pl.Binary)
    return indexes.is_in(known.implode())


def _households(good: pl.DataFrame) -> pl.DataFrame:
    """The households of these rows by source number: id, whether new, whether one already has a head."""
    numbers = good.select("household").unique(maintain_order=True)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT h.source_number, h.id, EXISTS (SELECT FROM population_membership m WHERE m.household_id = h.id"
            " AND m.relation = 'head' AND m.until_on IS NULL) FROM population_household h"
            " WHERE h.source_number = ANY(%s)",
            [numbers["household"].to_list()],
        )
        schema = {"household": pl.String, "household_id": pl.Int64, "headed": pl.Boolean}
        known = pl.DataFrame(cursor.fetchall(), schema=schema, orient="row")
    return numbers.join(known, on="household", how="left", maintain_order="left").with_columns(
        pl.col("headed").fill_null(value=False)
    )


def _second_heads(good: pl.DataFrame, homes: pl.DataFrame) -> pl.DataFrame:
    headed = homes.filter("headed").select("household")
    second = good.filter(pl.col("relation_code") == "head").join(headed, on="household", how="semi")
    return _fault_rows(second, "relation", "population.household.two_heads")


def _write(good: pl.DataFrame, homes: pl.DataFrame, *, source: str) -> None:
    if good.is_empty():
        return
    places = good.select("division", "address", "postcode").unique(maintain_order=True)
    places = places.with_columns(reserve_ids(table=Address, count=places.height).alias("address_id"))
    good = good.join(places, on=["division", "address", "postcode"], how="left", maintain_order="left")
    new = homes.filter(pl.col("household_id").is_null()).join(
        good.group_by("household", maintain_order=True).agg(
            pl.col("address_id").first(), pl.col("moved").min().alias("formed_on")
        ),
        on="household",
        maintain_order="left",
    )
    new = new.with_columns(reserve_ids(table=Household, count=new.height).alias("household_id"))
    every = pl.concat([homes.filter(pl.col("household_id").is_not_null()), new.select(homes.columns)])
    good = good.join(every.select("household", "household_id"), on="household", how="left", maintain_order="left")
    good = good.with_columns(reserve_ids(table=Person, count=good.height).alias("person_id"))
    _write_people(good, source)
    copy_frame(
        table=Address,
        frame=places.select(pl.col("address_id").alias("id"), "division", pl.col("address").alias("text"), "postcode"),
    )
    copy_frame(
        table=Household,
        frame=new.select(
            pl.col("household_id").alias("id"),
            _keys(new.height),
            pl.col("household").alias("source_number"),
            "address_id",
            "formed_on",
        ),
    )
    _write_stays(good)


def _keys(count: int) -> pl.Series:
    drawn = os.urandom(16 * count).hex()
    return pl.Series("key", [drawn[place : place + 32] for place in range(0, 32 * count, 32)], dtype=pl.String)


def _write_people(good: pl.DataFrame, source: str) -> None:
    sealed = pl.Series(
        "number_sealed", protect.encrypt_many(good["number"].to_list(), purpose=PURPOSE), dtype=pl.Binary
    )
    people = good.select(
        pl.col("person_id").alias("id"),
        _keys(good.height),
        sealed,
        "number_index",
        pl.col("issued").alias("number_issued_on"),
        "name",
        "hanja_name",
        "latin_name",
        pl.col("born").alias("birth_on"),
        pl.col("sex_code").alias("sex"),
        pl.col("nation").alias("nationality"),
        pl.lit("resident").alias("status"),
        pl.lit("").alias("clan_origin"),
        "registered_base",
        pl.lit(source).alias("source"),
    )
    copy_frame(table=Person, frame=people)


def _write_stays(good: pl.DataFrame) -> None:
    reason = pl.lit("first_entry").alias("reason")
    copy_frame(
        table=Membership,
        frame=good.select(
            "household_id",
            "person_id",
            pl.col("relation_code").alias("relation"),
            pl.col("moved").alias("from_on"),
            reason,
        ),
    )
    copy_frame(
        table=Residence,
        frame=good.select(
            "person_id",
            "address_id",
            pl.col("moved").alias("from_on"),
            pl.col("moved").alias("reported_on"),
            reason,
            pl.lit("").alias("case"),
        ),
    )


def _told(faults: pl.DataFrame, frame: pl.DataFrame) -> tuple[RowFault, ...]:
    """One entry a row and rule, in the order of the file."""
    divisions = dict(
        frame.filter(pl.col("line").is_in(faults["line"].implode())).select("line", "division").iter_rows()
    )
    found = []
    for line, place, code in faults.sort("line").iter_rows():
        says = sentence(code=code, values={"division": divisions[line]})
        found.append(RowFault(line=line, place=COLUMNS[place][0], code=code, says=says))
    return tuple(found)


def finish(*, imported: Import, now: datetime) -> None:
    """Counts the register anew."""
    count_figures(now=now)


def register_kind() -> None:
    """Makes the import known to the bulk room."""
    register(ImportKind(code=KIND, title=_("Resident register"), read=read, load=load, size=_size, finish=finish))
