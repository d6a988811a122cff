"""Circular trading: traders that sell to each other in a circle, month by month.

In the graph of a country's trade most firms lie in one strongly connected component, so a component alone says nothing. Kept
are only edges that carry much of what their seller sells and of what their buyer buys in that month; among those a component
is a ring of traders that live from each other.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import polars as pl

EDGE = {"month": pl.Date, "seller": pl.String, "buyer": pl.String, "minor": pl.Int64, "lines": pl.UInt32}
ROUNDS = 40
"""How often loose ends are cut off before the search: what is left then is small or a circle."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CircleLimits:
    """From where on a circle is told. The share is in percent, of the seller's sales and of the buyer's purchases both."""

    least_minor: int
    """What an edge carries in the month at least."""
    share_percent: int
    most_members: int
    """Larger components are no ring but a market."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Circle:
    """Traders that all reach each other over heavy edges of one month, and what flowed between them."""

    month: date
    members: tuple[str, ...]
    edges: tuple[tuple[str, str, int, int], ...]
    """Seller, buyer, minor, lines."""

    @property
    def minor(self) -> int:
        """What flowed round."""
        return sum(minor for _seller, _buyer, minor, _lines in self.edges)


def edges_of(*, sold: pl.LazyFrame) -> pl.LazyFrame:
    """Who sold how much to whom in which month; what was cancelled, and what is sold to oneself, left out."""
    return (
        sold.filter((pl.col("state") != "cancelled") & (pl.col("seller") != pl.col("buyer")))
        .group_by(pl.col("issued_on").dt.month_start().alias("month"), "seller", "buyer")
        .agg(pl.col("minor").sum(), lines=pl.len())
    )


def circles(*, edges: pl.DataFrame, limits: CircleLimits) -> list[Circle]:
    """All circles, by month and first member. `edges` has the columns of EDGE, each pair once a month."""
    found: list[Circle] = []
    for (month,), part in edges.group_by("month", maintain_order=True):
        heavy = _heavy(part, limits)
        rows = heavy.select("seller", "buyer", "minor", "lines").rows()
        follows: dict[str, list[str]] = {}
        for seller, buyer, _minor, _lines in rows:
            follows.setdefault(seller, []).append(buyer)
        for members in components(follows=follows):
            if 2 <= len(members) <= limits.most_members:
                within = set(members)
                inner = tuple(sorted(row for row in rows if row[0] in within and row[1] in within))
                found.append(Circle(month=_day(month), members=tuple(sorted(members)), edges=inner))
    return sorted(found, key=lambda one: (one.month, one.members))


def _day(month: object) -> date:
    if not isinstance(month, date):
        raise TypeError("The month of an edge is a date.")
    return month


def _heavy(part: pl.DataFrame, limits: CircleLimits) -> pl.DataFrame:
    """The edges that matter to both of their ends, without loose ends."""
    share = pl.col("minor") * 100
    kept = part.filter(
        (pl.col("minor") >= limits.least_minor)
        & (share >= pl.col("minor").sum().over("seller") * limits.share_percent)
        & (share >= pl.col("minor").sum().over("buyer") * limits.share_percent)
    )
    for _round in range(ROUNDS):
        before = kept.height
        kept = kept.join(kept, left_on="buyer", right_on="seller", how="semi").join(
            kept, left_on="seller", right_on="buyer", how="semi"
        )
        if kept.height == before:
            break
    return kept


def components(*, follows: Mapping[str, Sequence[str]]) -> Iterator[list[str]]:
    """The strongly connected components (Tarjan 1972), without recursion: a country's chains are long."""
    walk = _Walk()
    for start in follows:
        if start not in walk.index:
            yield from walk.from_start(start, follows)


class _Walk:
    def __init__(self) -> None:
        self.index: dict[str, int] = {}
        self.low: dict[str, int] = {}
        self.open: list[str] = []
        self.is_open: set[str] = set()

    def from_start(self, start: str, follows: Mapping[str, Sequence[str]]) -> Iterator[list[str]]:
        path = [(start, iter(self._enter(start, follows)))]
        while path:
            node, rest = path[-1]
            for other in rest:
                if other not in self.index:
                    path.append((other, iter(self._enter(other, follows))))
                    break
                if other in self.is_open:
                    self.low[node] = min(self.low[node], self.index[other])
            else:
                path.pop()
                if path:
                    above = path[-1][0]
                    self.low[above] = min(self.low[above], self.low[node])
                if self.low[node] == self.index[node]:
                    yield self._close(node)

    def _enter(self, node: str, follows: Mapping[str, Sequence[str]]) -> Sequence[str]:
        self.index[node] = self.low[node] = len(self.index)
        self.open.append(node)
        self.is_open.add(node)
        return follows.get(node, ())

    def _close(self, node: str) -> list[str]:
        members: list[str] = []
        while not members or members[-1] != node:
            members.append(self.open.pop())
        self.is_open.difference_update(members)
        return members
