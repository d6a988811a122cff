"""Who lives with whom, where, and since when."""

import polars as pl

from madang.systems.population.domain.generation.noise import below, chance
from madang.systems.population.domain.generation.plan import Plan


def formed(*, plan: Plan, people: pl.DataFrame, pairs: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Members (person, household, relation) and households (id, place, start): couples with their unmarried
    children, and everyone else on their own. Minors without parents on the register live with a couple as other kin."""
    size = pairs.height
    spouses = _spouses(pairs)
    rest = people.join(spouses.select(id="person"), on="id", how="anti").sort("id")
    home = (pl.col("age") < plan.adult_age + 1) | ((pl.col("age") < 35) & chance(pl.col("place"), 600, salt=41))
    children = rest.filter(pl.col("parents").is_not_null() & home).select(
        person="id", household="parents", relation=pl.lit("child")
    )
    rest = rest.join(children.select(id="person"), on="id", how="anti").sort("id")
    minors = rest.filter(pl.col("age") < plan.adult_age).select(
        person="id",
        household=below(pl.col("place"), max(size, 1), salt=42).cast(pl.UInt32),
        relation=pl.lit("other_kin"),
    )
    alone = rest.filter(pl.col("age") >= plan.adult_age)
    alone = alone.with_columns((pl.int_range(pl.len(), dtype=pl.UInt32) + size).cast(pl.UInt32).alias("household"))
    singles = alone.select(person="id", household="household", relation=pl.lit("head"))
    begin = pl.col("birth_on").dt.offset_by("19y") + pl.duration(days=below(pl.col("place"), 4000, salt=43))
    last = pl.lit(plan.today) - pl.duration(days=40 + below(pl.col("place"), 700, salt=44))
    households = pl.concat(
        [
            pairs.select(id="couple", place="place", start=pl.col("married_on")),
            alone.select(
                id="household", place="place", start=pl.min_horizontal(begin.cast(pl.Date), last.cast(pl.Date))
            ),
        ]
    )
    members = pl.concat([spouses, children, minors, singles]).sort("household", "person")
    return members, households.sort("id")


def _spouses(pairs: pl.DataFrame) -> pl.DataFrame:
    wife_heads = chance(pl.col("place"), 270, salt=45)
    both = pairs.with_columns(wife_heads=wife_heads)
    husband = pl.when(pl.col("wife_heads")).then(pl.lit("spouse")).otherwise(pl.lit("head"))
    wife = pl.when(pl.col("wife_heads")).then(pl.lit("head")).otherwise(pl.lit("spouse"))
    return pl.concat(
        [
            both.select(person="husband", household="couple", relation=husband),
            both.select(person="wife", household="couple", relation=wife),
        ]
    )


def periods(*, plan: Plan, households: pl.DataFrame) -> pl.DataFrame:
    """Where each household lived when: household, address (a fresh local id), from_on, until_on (null: still)."""
    moves = below(pl.col("place"), 100, salt=51)
    count = pl.when(moves < 35).then(1).when(moves < 65).then(2).when(moves < 85).then(3).otherwise(4)
    frame = households.with_columns(count=count, span=(pl.lit(plan.today) - pl.col("start")).dt.total_days())
    frame = frame.with_columns(pl.int_ranges(0, "count").alias("part")).explode("part")
    # Moves divide the time since the household began evenly, shaken by up to half a part.
    part, size = pl.col("part"), pl.col("span") / pl.col("count")
    shake = below(pl.col("place") * 8 + part.cast(pl.UInt64), 1000, salt=52) / 2000
    day = pl.when(part == 0).then(0).otherwise(((part + shake) * size).cast(pl.Int64))
    frame = frame.with_columns((pl.col("start") + pl.duration(days=day)).cast(pl.Date).alias("from_on"))
    frame = frame.filter((part == 0) | (pl.col("from_on") > pl.col("start") + pl.duration(days=part * 2)))
    frame = frame.sort("id", "part").with_columns(pl.col("from_on").shift(-1).over("id").alias("until_on"))
    frame = frame.filter(pl.col("until_on").is_null() | (pl.col("until_on") > pl.col("from_on")))
    return frame.select(
        pl.int_range(pl.len(), dtype=pl.UInt32).alias("address"),
        pl.col("id").alias("household"),
        "from_on",
        "until_on",
        (pl.col("place") * 8 + pl.col("part").cast(pl.UInt64)).alias("lot"),
    )


def addresses(*, plan: Plan, lived: pl.DataFrame) -> pl.DataFrame:
    """The addresses of those periods: id, division, text, postcode."""
    streets = pl.DataFrame(
        {
            "street": pl.int_range(len(plan.streets), eager=True),
            "division": [street.division for street in plan.streets],
            "before": [street.text.partition("#")[0] for street in plan.streets],
            "after": [street.text.partition("#")[2] for street in plan.streets],
            "postcode": [street.postcode for street in plan.streets],
        }
    )
    lot = pl.col("lot")
    number = (below(lot, 240, salt=62) + 1).cast(pl.String)
    back = below(lot, 30, salt=63)
    number = pl.when(back < 8).then(number + "-" + (back + 1).cast(pl.String)).otherwise(number)
    placed = lived.select(id="address", street=below(lot, len(plan.streets), salt=61), number=number)
    placed = placed.join(streets, on="street", how="left").sort("id")
    return placed.select(
        "id", "division", (pl.col("before") + pl.col("number") + pl.col("after")).alias("text"), "postcode"
    )


def residences(
    *, people: pl.DataFrame, members: pl.DataFrame, lived: pl.DataFrame, households: pl.DataFrame
) -> pl.DataFrame:
    """Everyone's addresses: the household's since they belong to it, and before that where they grew up."""
    born = members.join(people.select(person="id", birth_on="birth_on", place="place", parents="parents"), on="person")
    at_home = born.join(lived, on="household", how="left").sort("person", "from_on")
    since = pl.max_horizontal("from_on", "birth_on")
    shown = at_home.with_columns(since.alias("since")).filter(
        pl.col("until_on").is_null() | (pl.col("until_on") > pl.col("since"))
    )
    own = shown.select(
        "person",
        "address",
        from_on="since",
        until_on="until_on",
        place="place",
        reason=pl.when(pl.col("since") == pl.col("birth_on"))
        .then(pl.lit("birth"))
        .when((pl.col("from_on") == pl.col("from_on").min().over("person")) & (pl.col("relation") == "head"))
        .then(pl.lit("new_household"))
        .otherwise(pl.lit("move_in")),
    )
    both = pl.concat([_grew_up(own, born, lived, households), own]).sort("person", "from_on")
    late = pl.min_horizontal(below(pl.col("place"), 12, salt=71), (pl.lit(12)))
    return both.select(
        "person", "address", "from_on", "until_on", pl.col("from_on").alias("reported"), "reason", late.alias("late")
    )


def _grew_up(own: pl.DataFrame, born: pl.DataFrame, lived: pl.DataFrame, households: pl.DataFrame) -> pl.DataFrame:
    """From birth to the first own address: at the parents' first address, or one taken by lot."""
    first = own.group_by("person").agg(pl.col("from_on").min().alias("until_on"))
    early = born.join(first, on="person").filter(pl.col("birth_on") < pl.col("until_on"))
    parental = lived.group_by("household").agg(pl.col("address").min().alias("parental"))
    early = early.join(parental, left_on="parents", right_on="household", how="left").sort("person")
    lot = below(pl.col("place"), lived.height, salt=72).cast(pl.UInt32)
    return early.select(
        "person",
        pl.coalesce("parental", lot).alias("address"),
        from_on="birth_on",
        until_on="until_on",
        place="place",
        reason=pl.when(pl.col("birth_on").dt.year() < 1968).then(pl.lit("first_entry")).otherwise(pl.lit("birth")),
    )
