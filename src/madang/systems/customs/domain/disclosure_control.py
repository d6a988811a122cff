"""Which cells of a table with totals must not be shown, so that nobody reads one trader's trade out of it.

A cell is sensitive where too few stand behind it, or one of them makes nearly all of it. Hiding it is not enough: where it is
the only one hidden in its row or column, the totals give it away. A table with totals is a graph whose nodes are its rows and
columns (the totals are a row and a column of their own) and whose edges are its cells; what is hidden can be reckoned from
what is shown exactly where its edge is a bridge of the graph of hidden cells (D. Gusfield, A graph theoretic approach to
statistical data security, SIAM J. Comput. 17 (1988)). So further cells are hidden, worth as little as can be, until no
sensitive cell is a bridge. How near a hidden cell can be guessed is not bounded: that is what the share of the largest is for.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from heapq import heappop, heappush

TOTAL = ""
"""The row, or the column, of the totals."""

Place = tuple[str, str]  # row, column
_Node = tuple[bool, str]  # whether a column, its name


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """What a cell sums up: its value, of how many, and the value of the largest of them."""

    value: int
    contributors: int
    largest: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Secrecy:
    """When a cell is sensitive: fewer contributors than `least`, or one with more than `most_percent` of the value."""

    least: int
    most_percent: int


def is_sensitive(*, cell: Cell, secrecy: Secrecy) -> bool:
    """Whether the cell alone tells of one contributor."""
    return cell.contributors < secrecy.least or cell.largest * 100 > cell.value * secrecy.most_percent


def hidden_cells(*, cells: Mapping[Place, Cell], secrecy: Secrecy) -> frozenset[Place]:
    """The places not to show. `cells` holds the cells that are not empty and all totals (`TOTAL`): rows, columns, the whole.

    The whole is hidden last: only where no other cell could cover for a sensitive one.
    """
    sensitive = sorted(
        (place for place, cell in cells.items() if is_sensitive(cell=cell, secrecy=secrecy)),
        key=lambda place: (-cells[place].value, place),
    )
    hidden = set(sensitive)
    dearest = 1 + sum(cell.value for cell in cells.values())
    costs = {place: 1 + cell.value for place, cell in cells.items()} | {(TOTAL, TOTAL): dearest}
    for place in sensitive:
        hidden |= set(_way_round(place, costs, hidden))
    return frozenset(hidden)


def _ends(place: Place) -> tuple[_Node, _Node]:
    row, column = place
    return (False, row), (True, column)


def _beside(costs: Mapping[Place, int]) -> dict[_Node, list[tuple[_Node, Place]]]:
    """Each row and column with what it meets, and where."""
    found: dict[_Node, list[tuple[_Node, Place]]] = {}
    for place in costs:
        row, column = _ends(place)
        found.setdefault(row, []).append((column, place))
        found.setdefault(column, []).append((row, place))
    return found


def _way_round(place: Place, costs: Mapping[Place, int], hidden: Iterable[Place]) -> Iterator[Place]:
    """The cheapest cells that close a circle through `place`; those hidden already cost nothing. None where there is no circle:
    then the table has this cell and its totals alone, which are as sensitive."""
    free, beside = set(hidden), _beside({one: cost for one, cost in costs.items() if one != place})
    start, end = _ends(place)
    spent: dict[_Node, int] = {start: 0}
    came: dict[_Node, tuple[_Node, Place]] = {}
    waiting: list[tuple[int, _Node]] = [(0, start)]
    while waiting:
        cost, node = heappop(waiting)
        if node == end:
            break
        if cost > spent[node]:
            continue
        for other, cell in beside.get(node, ()):
            then = cost + (0 if cell in free else costs[cell])
            if then < spent.get(other, then + 1):
                spent[other], came[other] = then, (node, cell)
                heappush(waiting, (then, other))
    while end in came:
        end, cell = came[end]
        yield cell
