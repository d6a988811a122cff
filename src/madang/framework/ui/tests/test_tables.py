"""Tables: what is in the address decides what is shown, and files are safe to open."""

import csv
import io
import zipfile
from datetime import UTC, date, datetime

import pytest
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils import translation

from madang.framework.ui.paging import pages
from madang.framework.ui.tables import Column, Filter, Table, guarded
from madang.framework.values import Money

ROWS = [
    {"name": "가람", "fee": Money(400, "KRW"), "count": 1234, "on": date(2026, 3, 2), "kind": "a"},
    {"name": "=1+1", "fee": Money(0, "KRW"), "count": -5, "on": None, "kind": "b"},
    {"name": "<b>나래</b>", "fee": Money(1000, "KRW"), "count": 7, "on": date(2025, 1, 1), "kind": "a"},
]
COLUMNS = [
    Column(name="name", title="Name", sort=True, link=lambda row: f"/x/?q={row['count']}&a=1"),
    Column(name="fee", title="Fee", kind="money"),
    Column(name="count", title="Count", kind="number", sort=True),
    Column(name="on", title="On", kind="day"),
]
FILTERS = [
    Filter(
        name="kind",
        title="Kind",
        choices=(("a", "A"), ("b", "B")),
        apply=lambda rows, value: [row for row in rows if row["kind"] == value],
    )
]


def table(query: str = "", **more: object) -> Table:
    return Table(request=RequestFactory().get(f"/list/?{query}"), columns=COLUMNS, source=ROWS, filters=FILTERS, **more)


def names(made: Table) -> list[str]:
    return [row["name"] for row in made.rows]


def test_rows_are_sorted_by_the_column_in_the_address() -> None:
    assert [row["count"] for row in table("sort=count").rows] == [-5, 7, 1234]
    assert [row["count"] for row in table("sort=-count").rows] == [1234, 7, -5]


def test_a_column_that_may_not_sort_does_not() -> None:
    assert names(table("sort=fee")) == [row["name"] for row in ROWS]


def test_a_filter_narrows_and_stays_in_the_addresses() -> None:
    made = table("kind=a&sort=count&lang=en", size=1)
    assert names(made) == ["<b>나래</b>"]
    assert made.pages.next == "?kind=a&sort=count&page=2"
    assert made.csv_url == "?kind=a&sort=count&format=csv"
    assert made.headings[2].url == "?kind=a&sort=-count"
    assert made.headings[2].direction == "ascending"


def test_a_filter_keeps_what_else_the_address_says() -> None:
    made = table("year=2025&kind=a&sort=-count&page=3&format=x")
    assert made.kept == [("year", "2025"), ("sort", "-count")]
    form = render_to_string("ui/table.html", {"table": made})
    assert '<input type="hidden" name="year" value="2025">' in form


def test_a_filter_takes_only_its_own_choices() -> None:
    assert len(table("kind=nonsense").rows) == 3


@pytest.mark.parametrize(("asked", "number"), [("0", 1), ("-3", 1), ("abc", 1), ("²", 1), ("99", 3), ("2", 2)])
def test_a_page_outside_the_list_is_held_inside(asked: str, number: int) -> None:
    assert pages(request=RequestFactory().get("/", {"page": asked}), total=25, size=10).number == number


def test_page_numbers_leave_gaps_in_long_lists() -> None:
    made = pages(request=RequestFactory().get("/", {"page": "50"}), total=1000, size=10)
    assert [link.number if not link.gap else None for link in made.links] == [1, None, 48, 49, 50, 51, 52, None, 100]


def test_cells_are_escaped_and_written_in_the_readers_language() -> None:
    with translation.override("ko"):
        body = table().body
    assert "&lt;b&gt;나래&lt;/b&gt;" in body
    assert 'href="/x/?q=1234&amp;a=1"' in body
    assert "₩400" in body
    assert "1,234" in body
    assert "2026년 3월 2일" in body


def test_a_csv_opens_in_excel_as_utf_8_and_runs_no_formula() -> None:
    """OWASP, "CSV Injection": cells that start with = + - @ tab or carriage return; Excel reads UTF-8 behind a BOM."""
    response = table("format=csv").file(name="list")
    assert response is not None
    content = b"".join(response.streaming_content)
    assert content.startswith(b"\xef\xbb\xbf")
    lines = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
    assert lines[0] == ["Name", "Fee", "Count", "On"]
    assert lines[2] == ["'=1+1", "0", "-5", ""]
    assert response["Content-Disposition"] == 'attachment; filename="list.csv"'


@pytest.mark.parametrize("text", ["=HYPERLINK(1)", "+1", "-1+cmd", "@SUM", "\tx", "\rx"])
def test_text_that_looks_like_a_formula_is_guarded(text: str) -> None:
    assert guarded(text) == "'" + text


def test_numbers_stay_numbers_in_a_file() -> None:
    assert guarded(-5) == -5
    assert str(guarded(Money(1234, "TRY"))) == "12.34"


def test_a_workbook_has_every_filtered_row_and_no_formula() -> None:
    response = table("format=xlsx&kind=b").file(name="list")
    assert response is not None
    with zipfile.ZipFile(io.BytesIO(response.content)) as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
    assert sheet.count("<row ") == 2
    assert "=1+1" in sheet
    assert "<f>" not in sheet


def test_instants_in_files_show_the_countrys_clock() -> None:
    assert str(guarded(datetime(2026, 1, 1, tzinfo=UTC))) == "2026-01-01 09:00:00"
