"""The rules that a row of a register export must satisfy, over whole tables at once."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import polars as pl

from madang.systems.population.domain.numbers import NUMBER_FAULT
from madang.systems.population.domain.people import Relation

SEXES: Mapping[str, str] = {
    "여": "female", "여자": "female", "f": "female", "female": "female",
    "남": "male", "남자": "male", "m": "male", "male": "male",
}  # fmt: skip
RELATIONS: Mapping[str, str] = {
    "본인": "head", "세대주": "head", "배우자": "spouse", "처": "spouse", "남편": "spouse", "부": "parent", "모": "parent",
    "부모": "parent", "장인": "parent_in_law", "장모": "parent_in_law", "시부": "parent_in_law", "시모": "parent_in_law",
    "조부": "grandparent", "조모": "grandparent", "자": "child", "자녀": "child", "아들": "child", "딸": "child",
    "며느리": "child_in_law", "사위": "child_in_law", "손": "grandchild", "손자": "grandchild", "손녀": "grandchild",
    "형제": "sibling", "자매": "sibling", "형": "sibling", "제": "sibling", "누나": "sibling", "동생": "sibling",
    "친척": "other_kin", "동거인": "cohabitant", **{relation.value: relation.value for relation in Relation},
}  # fmt: skip
EARLIEST = date(1850, 1, 1)
LONGEST = {
    "name": 100,
    "hanja_name": 50,
    "latin_name": 100,
    "household": 40,
    "address": 200,
    "postcode": 10,
    "registered_base": 200,
}


@dataclass(frozen=True, slots=True)
class Checked:
    """`good` rows with typed columns; `faults` with line, place and code, one for each rule that a row breaks."""

    good: pl.DataFrame
    faults: pl.DataFrame


def _day(column: str) -> pl.Expr:
    text = pl.col(column).str.replace_all(r"[.\-/ ]", "")
    return text.str.to_date("%Y%m%d", strict=False, exact=True)


def typed(*, frame: pl.DataFrame, nationality: str) -> pl.DataFrame:
    """The text columns with their meaning beside them: dates, codes, the bare number. What is not understood is
    null."""
    lower = {name: pl.col(name).str.to_lowercase() for name in ("sex", "relation", "nationality")}
    return frame.with_columns(
        number=pl.col("number").str.replace_all(r"[^0-9A-Za-z]", "").str.to_uppercase(),
        born=_day("birth_on"),
        sex_code=lower["sex"].replace_strict(SEXES, default=None, return_dtype=pl.String),
        relation_code=lower["relation"].replace_strict(RELATIONS, default=None, return_dtype=pl.String),
        moved=_day("moved_in_on"),
        issued=_day("number_issued_on"),
        nation=pl.when(pl.col("nationality") == "")
        .then(pl.lit(nationality))
        .otherwise(pl.col("nationality").str.to_uppercase()),
    )


def check_rows(*, frame: pl.DataFrame, divisions: frozenset[str], nationality: str, today: date) -> Checked:
    """Every rule on every row. `frame` has the columns of the format as text, and `line`."""
    rows = typed(frame=frame, nationality=nationality)
    number_fault = NUMBER_FAULT(
        number=pl.col("number"), birth_on=pl.col("born"), sex=pl.col("sex_code"), issued_on=pl.col("issued")
    )
    rows = rows.with_columns(number_fault=number_fault)
    rules = _rules(divisions, today)
    rows = rows.with_columns(rule.alias(f"rule:{place}") for place, (rule, _place, _code) in enumerate(rules))
    found = [
        rows.filter(pl.col(f"rule:{order}")).select("line", pl.lit(place).alias("place"), pl.lit(code).alias("code"))
        for order, (_rule, place, code) in enumerate(rules)
    ]
    known = pl.col("number").ne("") & pl.col("born").is_not_null() & pl.col("sex_code").is_not_null()
    wrong = rows.filter(known & pl.col("number_fault").is_not_null())
    found.append(wrong.select("line", pl.lit("number").alias("place"), pl.col("number_fault").alias("code")))
    faults = pl.concat(found).sort("line", "place")
    good = rows.join(faults.select("line").unique(), on="line", how="anti").sort("line")
    return Checked(good.drop([f"rule:{order}" for order in range(len(rules))]), faults)


def _rules(divisions: frozenset[str], today: date) -> list[tuple[pl.Expr, str, str]]:
    """Each rule is true where it is broken."""
    born, moved = pl.col("born"), pl.col("moved")
    rules = [
        (pl.col("number") == "", "number", "population.number.missing"),
        (pl.col("name") == "", "name", "population.name.empty"),
        (pl.col("name").str.contains(r"[0-9<>=;\\]"), "name", "population.name.letters"),
        (born.is_null(), "birth_on", "population.birth.missing"),
        (born > today, "birth_on", "population.birth.in_future"),
        (born < EARLIEST, "birth_on", "population.birth.too_early"),
        (pl.col("sex_code").is_null(), "sex", "population.sex.unknown"),
        (~pl.col("nation").str.contains(r"^[A-Z]{2}$"), "nationality", "population.nationality.unknown"),
        (pl.col("household") == "", "household", "population.household.missing"),
        (pl.col("relation_code").is_null(), "relation", "population.relation.unknown"),
        (~pl.col("division").is_in(list(divisions)), "division", "population.move.unknown_division"),
        (pl.col("address") == "", "address", "population.move.no_address"),
        (moved.is_null(), "moved_in_on", "population.moved_in.missing"),
        (moved > today, "moved_in_on", "population.move.in_future"),
        (moved < born, "moved_in_on", "population.moved_in.before_birth"),
        (
            pl.col("number_issued_on").ne("") & pl.col("issued").is_null(),
            "number_issued_on",
            "population.issued.no_date",
        ),
    ]
    rules += [(pl.col(name).str.len_chars() > most, name, "population.text.too_long") for name, most in LONGEST.items()]
    return [(rule.fill_null(value=False), place, code) for rule, place, code in rules]


def doubles(*, good: pl.DataFrame) -> pl.DataFrame:
    """Faults between the rows of one chunk: a number twice, a second head of a household."""
    twice = good.filter(pl.int_range(pl.len()).over("number") > 0).select(
        "line", pl.lit("number").alias("place"), pl.lit("population.number.twice").alias("code")
    )
    heads = good.filter(pl.col("relation_code") == "head")
    second = heads.filter(pl.int_range(pl.len()).over("household") > 0).select(
        "line", pl.lit("relation").alias("place"), pl.lit("population.household.two_heads").alias("code")
    )
    return pl.concat([twice, second]).unique("line", keep="first").sort("line")
