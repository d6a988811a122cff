"""Persons: birth date and sex by the country's table, names by birth year."""

import polars as pl

from madang.systems.population.domain.generation.noise import below, chance, noise
from madang.systems.population.domain.generation.plan import Plan

DEAD_PER_MILLE = 25
"""Dead spouses kept on the register beside each thousand of the living; they make widows, death events and former
families."""


def persons(*, plan: Plan, first: int, count: int) -> pl.DataFrame:
    """`count` living persons from place `first` on: id, place, sex, birth_on, age."""
    cells = pl.DataFrame(
        [
            {"start": start, "span": until - start, "sex": sex, "weight": weight}
            for start, until, male, female in plan.ages
            for sex, weight in (("male", male), ("female", female))
        ]
    ).with_columns(pl.col("weight").cum_sum().alias("top"))
    total = int(cells["weight"].sum())
    place = pl.col("place")
    frame = pl.DataFrame({"id": pl.int_range(count, dtype=pl.UInt32, eager=True)})
    frame = frame.with_columns((pl.col("id").cast(pl.UInt64) + first).alias("place"))
    frame = frame.with_columns((below(place, total, salt=1) + 1).alias("draw")).sort("draw")
    frame = frame.join_asof(cells.sort("top"), left_on="draw", right_on="top", strategy="forward").sort("id")
    days = (pl.col("start") * 365.2425).cast(pl.Int64) + below(
        place, (pl.col("span") * 365.2425).cast(pl.Int64), salt=2
    )
    return frame.select(
        "id", "place", "sex", (pl.lit(plan.today) - pl.duration(days=days + 1)).cast(pl.Date).alias("birth_on")
    ).with_columns(age_of(plan=plan, birth_on=pl.col("birth_on")).alias("age"))


def age_of(*, plan: Plan, birth_on: pl.Expr) -> pl.Expr:
    """Completed years on the plan's day, near enough for drawing lots."""
    return ((pl.lit(plan.today) - birth_on).dt.total_days() / 365.2425).cast(pl.Int32)


def named(*, plan: Plan, frame: pl.DataFrame) -> pl.DataFrame:
    """The persons with `family` (an index into the plan's families), `name` and `latin_name`; children bear their
    father's."""
    weights = pl.Series("top", [family.weight for family in plan.families]).cum_sum()
    families = pl.DataFrame({"top": weights.cast(pl.Int64), "family": pl.int_range(len(plan.families), eager=True)})
    lot = below(pl.col("place"), int(weights[-1]), salt=3) + 1
    frame = frame.with_columns(lot.alias("lot")).sort("lot")
    frame = frame.join_asof(families, left_on="lot", right_on="top", strategy="forward").sort("id").drop("lot", "top")
    own = frame.select(pl.col("id").alias("father"), pl.col("family").alias("father_family"))
    frame = frame.join(own, on="father", how="left").sort("id")
    grand = frame.select(pl.col("id").alias("father"), pl.col("father_family").alias("grandfather_family"))
    frame = frame.join(grand, on="father", how="left").sort("id")
    frame = frame.with_columns(pl.coalesce("grandfather_family", "father_family", "family").alias("family"))
    return _full_names(plan=plan, frame=_given(plan=plan, frame=frame))


def _given(*, plan: Plan, frame: pl.DataFrame) -> pl.DataFrame:
    parts = []
    for sex, names in plan.given.items():
        years = pl.DataFrame(
            [
                {"year": year, "given": place}
                for year in range(1850, 2101)
                for place, name in enumerate(names)
                if name.since <= year < name.until
            ]
        )
        if years.is_empty():
            years = pl.DataFrame({"year": pl.int_range(1850, 2101, eager=True)}).with_columns(given=pl.lit(0))
        usual = years.group_by("year", maintain_order=True).agg("given").with_columns(size=pl.col("given").list.len())
        usual = _all_years(usual)
        mine = frame.filter(pl.col("sex") == sex).with_columns(year=pl.col("birth_on").dt.year().cast(pl.Int64))
        mine = mine.join(usual, on="year", how="left")
        pick = below(pl.col("place"), pl.col("size").cast(pl.Int64), salt=4)
        mine = mine.with_columns(pl.col("given").list.get(pick).alias("pick"))
        native = pl.Series([name.native for name in names])
        latin = pl.Series([name.latin for name in names])
        parts.append(
            mine.with_columns(given_native=native.gather(mine["pick"]), given_latin=latin.gather(mine["pick"])).drop(
                "given", "size", "year", "pick"
            )
        )
    return pl.concat(parts).sort("id")


def _all_years(usual: pl.DataFrame) -> pl.DataFrame:
    """Years without a usual name take the nearest year's."""
    every = pl.DataFrame({"year": pl.int_range(1850, 2101, eager=True)})
    return every.join(usual, on="year", how="left").with_columns(pl.col("given", "size").forward_fill().backward_fill())


def _full_names(*, plan: Plan, frame: pl.DataFrame) -> pl.DataFrame:
    native = pl.Series([family.native for family in plan.families])
    latin = pl.Series([family.latin for family in plan.families])
    frame = frame.with_columns(family_native=native.gather(frame["family"]), family_latin=latin.gather(frame["family"]))
    return frame.with_columns(
        pl.format(_polars_form(plan.name_form), *_in_order(plan.name_form, "native")).alias("name"),
        pl.format(_polars_form(plan.latin_form), *_in_order(plan.latin_form, "latin")).alias("latin_name"),
    ).drop("family_native", "family_latin", "given_native", "given_latin")


def _polars_form(form: str) -> str:
    return form.replace("{family}", "{}").replace("{given}", "{}")


def _in_order(form: str, script: str) -> list[pl.Expr]:
    names = ["family", "given"] if form.index("{family}") < form.index("{given}") else ["given", "family"]
    return [pl.col(f"{name}_{script}") for name in names]


__all__ = ["DEAD_PER_MILLE", "age_of", "below", "chance", "named", "noise", "persons"]
