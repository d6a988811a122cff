"""Who is married to whom, whose children people are, and whose spouse has died."""

import polars as pl

from madang.systems.population.domain.generation.noise import below, chance
from madang.systems.population.domain.generation.plan import Plan

_MARRIED = ((25, 30), (30, 200), (35, 500), (40, 680), (50, 740), (65, 720), (80, 600), (200, 350))
_WIDOWED = ((60, 0), (70, 120), (80, 300), (200, 550))


def _by_age(steps: tuple[tuple[int, int], ...]) -> pl.Expr:
    expression = pl.lit(steps[-1][1])
    for under, value in reversed(steps[:-1]):
        expression = pl.when(pl.col("age") < under).then(value).otherwise(expression)
    return expression


def couples(*, people: pl.DataFrame) -> pl.DataFrame:
    """Couples of similar age: couple, husband, wife and their birth dates. The husband is two years older on
    average."""
    wed = people.filter((pl.col("age") >= 19) & chance(pl.col("place"), _by_age(_MARRIED), salt=11))
    # Three years of noise and two years' head start in the order of age, so that couples are not all born on one day.
    order = pl.col("birth_on").cast(pl.Int32) + below(pl.col("place"), 2200, salt=12)
    order = order + pl.when(pl.col("sex") == "male").then(730).otherwise(0)
    wed = wed.with_columns(order.alias("order"))
    men, women = wed.filter(pl.col("sex") == "male"), wed.filter(pl.col("sex") == "female")
    size = min(men.height, women.height)
    men, women = _thinned(men, size), _thinned(women, size)
    return pl.DataFrame(
        {
            "couple": pl.int_range(size, dtype=pl.UInt32, eager=True),
            "husband": men["id"],
            "wife": women["id"],
            "husband_birth": men["birth_on"],
            "wife_birth": women["birth_on"],
            "place": women["place"],
        }
    )


def _thinned(people: pl.DataFrame, size: int) -> pl.DataFrame:
    """`size` of the people, left out by lot, in the order of age."""
    lot = below(pl.col("place"), 1 << 40, salt=13)
    return people.sort(lot).head(size).sort("order", "id")


def parents(*, people: pl.DataFrame, pairs: pl.DataFrame) -> pl.DataFrame:
    """The people with `father`, `mother` and `parents` (the couple), null where they have none on the register."""
    mothers = pairs.with_columns(year=pl.col("wife_birth").dt.year()).sort("wife_birth", "couple")
    mothers = mothers.with_row_index("row")
    years = mothers.group_by("year").agg(pl.col("row").min().alias("start"), pl.len().alias("size")).sort("year")
    year = pl.col("birth_on").dt.year()
    keep = pl.when(pl.col("age") < 25).then(1000).when(pl.col("age") < 40).then(880).when(pl.col("age") < 62).then(600)
    wanted = people.filter(chance(pl.col("place"), keep.otherwise(0), salt=14)).with_columns(
        (year - 23 - below(pl.col("place"), 15, salt=15).cast(pl.Int32)).alias("year")
    )
    found = wanted.sort("year").join_asof(years, on="year", strategy="nearest").drop_nulls("start")
    row = pl.col("start") + below(pl.col("place"), pl.col("size").cast(pl.Int64), salt=16)
    found = found.with_columns(row.cast(pl.UInt32).alias("row")).join(
        mothers.select("row", "couple", "husband", "wife", "husband_birth", "wife_birth"), on="row", how="left"
    )
    # Nobody is a parent before 18; nearest-year matching at the ends of the table would make some so.
    apart = pl.col("birth_on") >= pl.max_horizontal("husband_birth", "wife_birth").dt.offset_by("18y")
    found = found.filter(apart & (pl.col("birth_on") < pl.col("wife_birth").dt.offset_by("48y")))
    found = found.select("id", father="husband", mother="wife", parents="couple")
    return _without_siblings_married(people.join(found, on="id", how="left").sort("id"), pairs)


def _without_siblings_married(people: pl.DataFrame, pairs: pl.DataFrame) -> pl.DataFrame:
    """Where lots made two siblings a couple, the wife's parents are unknown."""
    of = people.select("id", "parents")
    both = pairs.join(of, left_on="husband", right_on="id").join(of, left_on="wife", right_on="id", suffix="_wife")
    siblings = both.filter(pl.col("parents") == pl.col("parents_wife")).select(id="wife", sibling=pl.lit(value=True))
    people = people.join(siblings, on="id", how="left").sort("id")
    known = pl.col("sibling").is_null()
    return people.with_columns(
        pl.when(known).then(pl.col(name)).otherwise(None).alias(name) for name in ("father", "mother", "parents")
    ).drop("sibling")


def wedding_days(*, plan: Plan, pairs: pl.DataFrame, people: pl.DataFrame) -> pl.DataFrame:
    """The couples with `married_on`: some time before the first child, else when the wife was 24 to 34; both of age."""
    first = people.drop_nulls("parents").group_by(couple="parents").agg(pl.col("birth_on").min().alias("first_child"))
    pairs = pairs.join(first, on="couple", how="left").sort("couple")
    place = pl.col("place")
    before_child = pl.col("first_child") - pl.duration(days=280 + below(place, 900, salt=21))
    at_age = pl.col("wife_birth") + pl.duration(days=24 * 365 + below(place, 3650, salt=22))
    of_age = pl.max_horizontal("husband_birth", "wife_birth").dt.offset_by("19y")
    day = pl.max_horizontal(pl.coalesce(before_child, at_age).cast(pl.Date), of_age)
    last = pl.lit(plan.today) - pl.duration(days=30 + below(place, 400, salt=23))
    return pairs.with_columns(pl.min_horizontal(day, last.cast(pl.Date)).alias("married_on"))


def widowed(*, plan: Plan, people: pl.DataFrame, single: pl.DataFrame, first_id: int) -> pl.DataFrame:
    """Dead spouses of some of the old who live alone: id (from `first_id`), place, sex, birth_on, died_on, survivor,
    married_on."""
    alone = single.join(people.select("id", "place", "sex", "birth_on", "age"), on="id")
    left = alone.filter(chance(pl.col("place"), _by_age(_WIDOWED), salt=31)).sort("id")
    place = pl.col("place")
    born = pl.col("birth_on") - pl.duration(days=below(place, 3000, salt=32) - 400)
    wed = pl.max_horizontal(pl.col("birth_on"), born.cast(pl.Date)).dt.offset_by("24y")
    dead_days = 30 + below(place, 7300, salt=33)
    dead = left.select(
        survivor="id",
        place=place + 2**40,
        sex=pl.when(pl.col("sex") == "male").then(pl.lit("female")).otherwise(pl.lit("male")),
        birth_on=born.cast(pl.Date),
        married_on=wed,
        died_on=(pl.lit(plan.today) - pl.duration(days=dead_days)).cast(pl.Date),
    ).filter(pl.col("died_on") > pl.col("married_on"))
    return dead.with_columns((pl.int_range(pl.len(), dtype=pl.UInt32) + first_id).cast(pl.UInt32).alias("id"))
