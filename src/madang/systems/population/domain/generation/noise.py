"""Even noise from a place: SplitMix64 (Steele, Lea and Flood, 2014), column-wise."""

import polars as pl

_GOLDEN = 0x9E3779B97F4A7C15
_FIRST = 0xBF58476D1CE4E5B9
_SECOND = 0x94D049BB133111EB


def _word(value: int) -> pl.Expr:
    return pl.lit(value & (2**64 - 1), dtype=pl.UInt64)


def noise(place: pl.Expr, *, salt: int) -> pl.Expr:
    """64 even bits for each place; another `salt`, other bits. Salt 0 is SplitMix64's own sequence from seed 0."""
    # Integers of a column wrap around at 64 bits, as the algorithm wants; a shift is a division by a power of two.
    mixed = (place.cast(pl.UInt64) + 1 + _word(salt * 0x100000001)) * _word(_GOLDEN)
    mixed = (mixed ^ (mixed // 2**30)) * _word(_FIRST)
    mixed = (mixed ^ (mixed // 2**27)) * _word(_SECOND)
    return mixed ^ (mixed // 2**31)


def below(place: pl.Expr, limit: "int | pl.Expr", *, salt: int) -> pl.Expr:
    """An even whole number from 0 to under `limit` for each place (Int64)."""
    return (noise(place, salt=salt) // 2**11).cast(pl.Int64) % limit


def chance(place: pl.Expr, per_mille: "int | pl.Expr", *, salt: int) -> pl.Expr:
    """True for `per_mille` of a thousand places."""
    return below(place, 1000, salt=salt) < per_mille
