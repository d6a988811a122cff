"""Several members' lists become one."""

from datetime import UTC, date, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from madang.contracts.cases_v1 import CaseRow
from madang.systems.portal.domain.gathering import Part, merged, urgency, window

NOW = datetime(2026, 3, 2, tzinfo=UTC)


def part(member: str, *ages: int, total: int | None = None) -> Part[CaseRow]:
    rows = tuple(CaseRow(number=f"{member}-{age}", filed_at=NOW - timedelta(days=age)) for age in ages)
    return Part(member=member, rows=rows, total=len(rows) if total is None else total)


def test_two_members_rows_are_in_one_order_and_keep_their_member() -> None:
    found = merged(
        parts=[part("north", 1, 3), part("south", 2)], silent=(), order=lambda row: row.filed_at, offset=0, limit=10
    )
    assert [(one.member, one.row.number) for one in found.rows] == [
        ("north", "north-1"),
        ("south", "south-2"),
        ("north", "north-3"),
    ]
    assert found.total == 3


def test_a_single_member_keeps_its_own_order_and_cut() -> None:
    found = merged(
        parts=[part("north", 9, 1, total=99)], silent=(), order=lambda row: row.filed_at, offset=50, limit=50
    )
    assert [one.row.number for one in found.rows] == ["north-9", "north-1"]
    assert found.total == 99


def test_a_silent_member_is_named_once() -> None:
    found = merged(parts=[], silent=["south", "south"], order=lambda row: row, offset=0, limit=5)
    assert found.silent == ("south",)


def test_overdue_work_comes_first_then_what_is_due_soonest() -> None:
    late = CaseRow(number="late", due_on=date(2026, 3, 9), overdue=True)
    soon = CaseRow(number="soon", due_on=date(2026, 3, 1))
    undated = CaseRow(number="undated")
    assert sorted([undated, soon, late], key=urgency) == [late, soon, undated]


# No deadline: a slow machine is not a fault of the pages.
@settings(deadline=None)
@given(
    sizes=st.lists(st.integers(0, 40), min_size=1, max_size=4),
    size=st.integers(1, 10),
)
def test_pages_show_every_row_exactly_once(sizes: list[int], size: int) -> None:
    whole = {
        f"m{index}": [CaseRow(number=f"m{index}-{place}") for place in range(count)]
        for index, count in enumerate(sizes)
    }

    def rank(row: CaseRow) -> tuple[int, str]:
        return (-int((row.number or "").partition("-")[2]), row.number or "")

    seen = []
    for page in range(sum(sizes) // size + 1):
        first, count = window(members=len(whole), offset=page * size, limit=size)
        parts = [
            Part(member=member, rows=tuple(rows[first : first + count]), total=len(rows))
            for member, rows in whole.items()
        ]
        found = merged(parts=parts, silent=(), order=rank, offset=page * size, limit=size)
        seen += [one.row.number for one in found.rows]
    assert sorted(seen) == sorted(row.number or "" for rows in whole.values() for row in rows)
