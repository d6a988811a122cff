"""The statements of a year on paper."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from madang.framework.documents.rendering import render
from madang.framework.law import pack
from madang.framework.notify.amounts import written
from madang.framework.values import Money
from madang.systems.treasury.domain.statements import Statement
from madang.systems.treasury.usecases.accounting_rules import STATEMENTS, year_days
from madang.systems.treasury.usecases.draw_statements import NAMES, compare_budget, draw
from madang.systems.treasury.usecases.wording import title_in


def titled(titles: Any) -> str:
    """A title of pack data in the reader's language."""
    return title_in(titles=titles, otherwise="")


def print_statements(*, year: int, language: str) -> bytes:
    """All statements of a year as PDF/A and PDF/UA."""
    with override(language):
        last = year_days(year=year)[1]
        data = {
            "language": language[:2],
            "title": _("Financial statements of {year}").format(year=year),
            "subtitle": _("{country}. As at {last}, in {currency}").format(
                country=pack().name, last=last.isoformat(), currency=pack().currency
            ),
            "tables": [*(_table(draw(name=name, year=year)) for name in NAMES), _budget(year)],
            "notes": [[titled(note["title"]), titled(note["says"])] for note in pack().data(STATEMENTS)["notes"]],
            "notes_title": _("Accounting policies in short"),
        }
        return render(template="treasury/statements.typ", data=data, images={})


def _written(minor: int) -> str:
    return written(Money(minor, pack().currency))


def _table(statement: Statement) -> dict[str, Any]:
    return {
        "title": titled(statement.titles),
        "cite": statement.cite,
        "heads": [_("Item"), *statement.columns],
        "rows": [[titled(row.titles), *map(_written, row.figures)] for row in statement.rows],
        "totals": [index for index, row in enumerate(statement.rows) if row.total],
    }


def _budget(year: int) -> dict[str, Any]:
    rows = compare_budget(year=year)
    return {
        "title": _("Comparison of budget and actual amounts"),
        "cite": "IPSAS 24.14",
        "heads": [_("Activity"), _("Original"), _("Final"), _("Actual"), _("Difference")],
        "rows": [
            [titled(row.titles) or row.code, *map(_written, (row.original, row.final, row.actual, row.difference))]
            for row in rows
        ],
        "totals": [len(rows) - 1],
    }
