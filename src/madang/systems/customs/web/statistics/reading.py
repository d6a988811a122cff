"""A published month, ready to be shown."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from babel.numbers import format_compact_currency
from django.utils.translation import get_language, pgettext

from madang.framework.law import pack
from madang.framework.ui import written
from madang.systems.customs.domain.disclosure_control import TOTAL
from madang.systems.customs.domain.nomenclature import positions
from madang.systems.customs.domain.trade_statistics import UNKNOWN
from madang.systems.customs.models import TradeMonth

Figures = tuple[int | None, int | None]
"""Value in minor units and mass in grams; None where confidential."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A line of a table: what it is about, where it leads, its figures as people read them."""

    code: str
    name: str
    lang: str
    value: int | None
    told: str
    tonnes: str
    share: str


class Published:
    """One month of one direction."""

    def __init__(self, held: TradeMonth) -> None:
        self.held = held
        self._cells: dict[tuple[str, str], Figures] = {
            (chapter, partner): (value, grams) for chapter, partner, value, grams in held.cells
        }

    @property
    def whole(self) -> int | None:
        """The value of all."""
        return self._cells[TOTAL, TOTAL][0]

    def chapters(self, *, partner: str = TOTAL) -> list[Row]:
        """The chapters, of all partners or of one; the largest first, what is confidential last."""
        found = {chapter: one for (chapter, other), one in self._cells.items() if other == partner and chapter}
        whole = self._cells.get((TOTAL, partner), (None, None))[0]
        return _sorted(_row(code, *_goods(code), figures, whole) for code, figures in found.items())

    def partners(self, *, chapter: str = TOTAL) -> list[Row]:
        """The partners, in all chapters or in one."""
        found = {partner: one for (other, partner), one in self._cells.items() if other == chapter and partner}
        whole = self._cells.get((chapter, TOTAL), (None, None))[0]
        return _sorted(_row(code, country(code=code), "", figures, whole) for code, figures in found.items())

    def subheadings(self, *, chapter: str) -> list[Row]:
        """What lies below a chapter, over all partners."""
        whole = self._cells.get((chapter, TOTAL), (None, None))[0]
        found = {code: (value, grams) for code, value, grams in self.held.below if code[:2] == chapter}
        return _sorted(_row(code, *_goods(code), figures, whole) for code, figures in found.items())

    def knows(self, *, chapter: str = TOTAL, partner: str = TOTAL) -> bool:
        """Whether the table has that row or column."""
        return (chapter, partner) in self._cells


def country(*, code: str) -> str:
    """A country in the reader's language."""
    return pgettext("trade", "Not named") if code == UNKNOWN else str(written.locale().territories.get(code, code))


def told(*, minor: int | None) -> str:
    """A large sum in few signs; in words where it is confidential."""
    if minor is None:
        return pgettext("trade", "confidential")
    amount = Decimal(minor).scaleb(-pack().currency_digits)
    return format_compact_currency(amount, pack().currency, fraction_digits=1, locale=written.locale())


def _goods(code: str) -> tuple[str, str]:
    known = positions().get(code)
    return known.name(language=get_language() or "en") if known else (code, "")


def _row(code: str, name: str, lang: str, figures: Figures, whole: int | None) -> Row:
    value, grams = figures
    share = "" if value is None or not whole else f"{written.number(round(100 * value / whole, 1))} %"
    tonnes = "" if grams is None else written.number(round(grams / 1_000_000))
    return Row(code=code, name=name, lang=lang, value=value, told=told(minor=value), tonnes=tonnes, share=share)


def _sorted(rows: Iterable[Row]) -> list[Row]:
    return sorted(rows, key=lambda row: (row.value is None, -(row.value or 0), row.code))
