"""What a table with totals may show. Whether a hidden cell can be reckoned is decided here by linear algebra over fractions,
not by the graph that the rule walks."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from madang.systems.customs.domain.disclosure_control import TOTAL, Cell, Place, Secrecy, hidden_cells, is_sensitive

RULE = Secrecy(least=3, most_percent=85)
Trades = dict[tuple[str, str], dict[str, int]]  # by row and column: each trader's value


def summed(trades: Trades) -> dict[Place, Cell]:
    """The table with its totals."""
    by_trader: dict[Place, dict[str, int]] = {}
    for (row, column), each in trades.items():
        for place in ((row, column), (row, TOTAL), (TOTAL, column), (TOTAL, TOTAL)):
            held = by_trader.setdefault(place, {})
            for trader, value in each.items():
                held[trader] = held.get(trader, 0) + value
    return {
        place: Cell(value=sum(each.values()), contributors=len(each), largest=max(each.values()))
        for place, each in by_trader.items()
    }


def reckoned(cells: dict[Place, Cell], hidden: frozenset[Place]) -> set[Place]:
    """The hidden cells that the equations of the table leave no freedom."""
    unknown = sorted(hidden)
    rows, columns = {row for row, _ in cells}, {column for _, column in cells}
    lines = [[place for place in cells if place[0] == row] for row in rows]
    lines += [[place for place in cells if place[1] == column] for column in columns]
    equations = [
        [
            Fraction((-1 if TOTAL in place else 1) * (-1 if place == (TOTAL, TOTAL) else 1))
            if place in line
            else Fraction(0)
            for place in unknown
        ]
        for line in lines
    ]
    return {unknown[pivot] for pivot, row in _reduced(equations) if sum(1 for value in row if value) == 1}


def _reduced(matrix: list[list[Fraction]]) -> list[tuple[int, list[Fraction]]]:
    """Gauss and Jordan: each pivot's column and row."""
    pivots: list[tuple[int, int]] = []
    width = len(matrix[0]) if matrix else 0
    for column in range(width):
        at = next((n for n in range(len(pivots), len(matrix)) if matrix[n][column]), None)
        if at is None:
            continue
        to = len(pivots)
        matrix[to], matrix[at] = matrix[at], matrix[to]
        matrix[to] = [value / matrix[to][column] for value in matrix[to]]
        for other, row in enumerate(matrix):
            if other != to and row[column]:
                matrix[other] = [a - row[column] * b for a, b in zip(row, matrix[to], strict=True)]
        pivots.append((column, to))
    return [(column, matrix[row]) for column, row in pivots]


@given(
    st.dictionaries(
        st.tuples(st.sampled_from("ABCD"), st.sampled_from("wxyz")),
        st.dictionaries(st.sampled_from("123456"), st.integers(1, 1000), min_size=1),
        min_size=1,
        max_size=12,
    )
)
def test_nothing_sensitive_can_be_reckoned_from_what_is_shown(trades: Trades):
    cells = summed(trades)
    hidden = hidden_cells(cells=cells, secrecy=RULE)
    sensitive = {place for place, cell in cells.items() if is_sensitive(cell=cell, secrecy=RULE)}
    assert sensitive <= hidden
    if (TOTAL, TOTAL) not in sensitive:
        assert not reckoned(cells, hidden) & sensitive


def test_a_table_without_secrets_is_shown_whole():
    trades = {(row, column): {"1": 40, "2": 40, "3": 40} for row in "AB" for column in "xy"}
    assert hidden_cells(cells=summed(trades), secrecy=RULE) == frozenset()


def test_one_secret_takes_the_three_cheapest_that_close_a_rectangle():
    """By hand: A/x is one trader's. Its rectangle with B and y costs 30 + 60 + 90 less than any with C or z."""
    worth = {"Ax": 10, "Ay": 60, "Az": 300, "Bx": 30, "By": 90, "Bz": 600, "Cx": 300, "Cy": 300, "Cz": 900}
    trades: Trades = {
        (row, column): {"1": value} if row + column == "Ax" else {str(n): value // 3 for n in range(2, 5)}
        for (row, column), value in (((name[0], name[1]), value) for name, value in worth.items())
    }
    hidden = hidden_cells(cells=summed(trades), secrecy=RULE)
    assert hidden == {("A", "x"), ("A", "y"), ("B", "x"), ("B", "y")}


@pytest.mark.parametrize(("contributors", "largest", "sensitive"), [(2, 50, True), (3, 85, False), (3, 86, True)])
def test_few_or_one_that_dominates_is_sensitive(contributors: int, largest: int, sensitive: bool):
    cell = Cell(value=100, contributors=contributors, largest=largest)
    assert is_sensitive(cell=cell, secrecy=RULE) is sensitive
