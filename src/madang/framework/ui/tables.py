"""Tables: typed columns, pages, sorting and filters that live in the address, CSV and XLSX out."""

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from babel.numbers import get_currency_precision
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

from madang.framework.ui import written
from madang.framework.ui.paging import Pages, address, pages
from madang.framework.values import Money

NUMBERS = frozenset({"number", "money"})
# Spreadsheets run a cell that starts so as a formula (OWASP, CSV Injection).
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, kw_only=True)
class Column:
    """A column. `kind`: text, number, money, day or moment. `value` reads a row (else the attribute or key `name`).

    `sort` is a queryset ordering or True for rows in memory; `link` gives the address a cell leads to.
    """

    name: str
    title: Any
    kind: str = "text"
    value: Callable[[Any], Any] | None = None
    sort: str | bool = False
    link: Callable[[Any], str] | None = None

    def of(self, row: Any) -> Any:
        """The row's value in this column."""
        if self.value is not None:
            return self.value(row)
        return row.get(self.name) if isinstance(row, dict) else getattr(row, self.name, None)


@dataclass(frozen=True, kw_only=True)
class Filter:
    """A choice or a text above the table; `apply` narrows the source."""

    name: str
    title: Any
    apply: Callable[[Any, str], Any]
    choices: tuple[tuple[str, Any], ...] = ()


def one_of(*, field: str, title: Any, words: Mapping[str, Any]) -> Filter:
    """A choice among the values of a field, each shown in its word; the filter is called as the field."""
    return Filter(
        name=field, title=title, choices=tuple(words.items()), apply=lambda rows, value: rows.filter(**{field: value})
    )


@dataclass(frozen=True, kw_only=True)
class Heading:
    """A column's head with the address that sorts by it."""

    title: str
    number: bool
    url: str
    direction: str


class Table:
    """A list as a request asks for it: filtered, sorted and cut to a page."""

    def __init__(
        self,
        *,
        request: HttpRequest,
        columns: Sequence[Column],
        source: QuerySet[Any] | Sequence[Any],
        filters: Sequence[Filter] = (),
        size: int = 50,
        caption: Any = "",
    ) -> None:
        self.request = request
        self.columns = tuple(columns)
        self.filters = tuple(filters)
        self.size = size
        self.caption = caption
        self.source = self._sorted(self._filtered(source))
        total = self.source.count() if isinstance(self.source, QuerySet) else len(self.source)
        self.pages: Pages = pages(request=request, total=total, size=size)

    def _filtered(self, source: Any) -> Any:
        for one in self.filters:
            value = self.request.GET.get(one.name, "").strip()
            if value and (not one.choices or value in {str(key) for key, _title in one.choices}):
                source = one.apply(source, value)
        return source

    def _sorted(self, source: Any) -> Any:
        asked = self.request.GET.get("sort", "")
        name, down = asked.removeprefix("-"), asked.startswith("-")
        column = next((one for one in self.columns if one.name == name and one.sort), None)
        if column is None:
            return source
        if isinstance(source, QuerySet):
            order = column.sort if isinstance(column.sort, str) else column.name
            return source.order_by(f"-{order}" if down else order, "pk")
        return sorted(source, key=lambda row: ((value := column.of(row)) is not None, value), reverse=down)

    @property
    def headings(self) -> list[Heading]:
        """The heads with their sorting addresses."""
        asked = self.request.GET.get("sort", "")
        return [self._heading(column, asked) for column in self.columns]

    def _heading(self, column: Column, asked: str) -> Heading:
        direction = {column.name: "ascending", f"-{column.name}": "descending"}.get(asked, "")
        turned = f"-{column.name}" if direction == "ascending" else column.name
        url = address(self.request.GET, sort=turned) if column.sort else ""
        return Heading(title=str(column.title), number=column.kind in NUMBERS, url=url, direction=direction)

    @property
    def rows(self) -> list[Any]:
        """The rows of this page."""
        return list(self.source[self.pages.offset : self.pages.offset + self.size])

    @property
    def body(self) -> SafeString:
        """The rows of this page as `<tr>`s, written in Python: a template would take several times as long."""
        titles = [conditional_escape(str(column.title)) for column in self.columns]
        return mark_safe("".join(self._line(row, titles) for row in self.rows))  # noqa: S308

    def _line(self, row: Any, titles: Sequence[str]) -> str:
        cells = (self._cell(column, title, row) for column, title in zip(self.columns, titles, strict=True))
        return f"<tr>{''.join(cells)}</tr>"

    def _cell(self, column: Column, title: str, row: Any) -> str:
        text: str = conditional_escape(shown(kind=column.kind, value=column.of(row)))
        target = column.link(row) if column.link else ""
        if target:
            text = f'<a href="{conditional_escape(target)}">{text}</a>'
        numeric = ' class="is-number"' if column.kind in NUMBERS else ""
        return f'<td data-label="{title}"{numeric}>{text}</td>'

    @property
    def controls(self) -> list[dict[str, Any]]:
        """The filters with what is chosen."""
        return [
            {"name": one.name, "title": one.title, "choices": one.choices, "value": self.request.GET.get(one.name, "")}
            for one in self.filters
        ]

    @property
    def kept(self) -> list[tuple[str, str]]:
        """What else the address says of the page, for the form to say again: an order, a year. The page number begins anew."""
        own = {one.name for one in self.filters} | {"page", "format"}
        return [(name, str(value)) for name, value in self.request.GET.items() if name not in own]

    @property
    def csv_url(self) -> str:
        """This list as CSV."""
        return address(self.request.GET) + "&format=csv"

    @property
    def xlsx_url(self) -> str:
        """This list as a workbook."""
        return address(self.request.GET) + "&format=xlsx"

    def _all(self) -> Iterable[Any]:
        return self.source.iterator(chunk_size=2000) if isinstance(self.source, QuerySet) else self.source

    def file(self, *, name: str) -> HttpResponseBase | None:
        """The whole filtered list as the file that `?format=` asks for; None where a page is wanted."""
        wanted = self.request.GET.get("format")
        if wanted == "csv":
            return _csv(name, self.columns, self._all())
        return _xlsx(name, self.columns, self._all()) if wanted == "xlsx" else None


def shown(*, kind: str, value: Any) -> Any:
    """A value as the reader's language writes it."""
    if value is None:
        return ""
    if kind == "money" and isinstance(value, Money):
        return written.money(value)
    if kind == "day" and isinstance(value, (date, datetime)):
        return written.day(value)
    if kind == "moment" and isinstance(value, datetime):
        return written.moment(value)
    return written.number(value) if kind == "number" and isinstance(value, (int, float, Decimal)) else value


def plain(value: Any) -> Any:
    """A value for a spreadsheet: numbers stay numbers, money its major units, instants the country's clock."""
    if isinstance(value, Money):
        return Decimal(value.minor).scaleb(-get_currency_precision(value.currency))
    if isinstance(value, datetime):
        return timezone.localtime(value).replace(tzinfo=None)
    return value if value is None or isinstance(value, (int, float, Decimal, date)) else str(value)


def guarded(value: Any) -> Any:
    """A CSV cell that no spreadsheet runs as a formula."""
    cell = plain(value)
    if isinstance(cell, str) and cell.startswith(_FORMULA):
        return "'" + cell
    return "" if cell is None else cell


class _Line:
    """A file that hands each written line straight back."""

    def write(self, text: str) -> str:
        """The line itself."""
        return text


def _csv(name: str, columns: Sequence[Column], rows: Iterable[Any]) -> StreamingHttpResponse:
    writer = csv.writer(_Line())

    def lines() -> Iterator[str]:
        # Excel reads UTF-8 only behind a byte order mark.
        yield "\ufeff" + str(writer.writerow([guarded(str(column.title)) for column in columns]))
        for row in rows:
            yield str(writer.writerow([guarded(column.of(row)) for column in columns]))

    response = StreamingHttpResponse(lines(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response


def _xlsx(name: str, columns: Sequence[Column], rows: Iterable[Any]) -> HttpResponse:
    # Only needed here, and it takes its time to load.
    import xlsxwriter  # type: ignore[import-untyped]

    buffer = io.BytesIO()
    # `strings_to_formulas` off: text stays text, whatever it starts with.
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(buffer, options) as book:
        sheet = book.add_worksheet(name[:31])
        bold = book.add_format({"bold": True})
        formats = {
            "day": book.add_format({"num_format": "yyyy-mm-dd"}),
            "moment": book.add_format({"num_format": "yyyy-mm-dd hh:mm"}),
        }
        for place, column in enumerate(columns):
            sheet.write_string(0, place, str(column.title), bold)
        for line, row in enumerate(rows, start=1):
            for place, column in enumerate(columns):
                value = plain(column.of(row))
                if value is not None:
                    sheet.write(line, place, value, formats.get(column.kind))
        sheet.freeze_panes(1, 0)
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    response = HttpResponse(buffer.getvalue(), content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{name}.xlsx"'
    return response
