"""A whole tariff as an edition: a generated table of 11,300 lines with eight kinds of rates each, in the Customs Service's
columns, read, packed, taken in beside the pack's lines; the memory that it takes, and lookups before and after.
"""

import csv
import io
import os
import time
import tracemalloc
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import django

LINES = 11_300
KINDS = ("A", "C", "FCN1", "FUS1", "FEU1", "FVN1", "FAS1", "FRCJP1")
COLUMNS = (
    "품목번호",
    "관세율구분",
    "관세율",
    "단위당세액",
    "기준가격",
    "적용국가구분",
    "용도세율구분",
    "적용개시일",
    "적용만료일",
)
SINCE, DAY = date(2027, 1, 1), date(2027, 6, 1)
GOAL = 60.0  # seconds until a process has a whole tariff


def figures() -> list[dict[str, Any]]:
    """Seconds to read and to take in, megabytes, lookups a second."""
    django.setup()
    from madang.framework.law import use_country

    with use_country("kr"):
        return _figures()


def _figures() -> list[dict[str, Any]]:
    from madang.systems.customs.domain.editions import Edition, in_editions
    from madang.systems.customs.domain.nomenclature import find
    from madang.systems.customs.domain.regimes import TARIFF, hold_tariff, tariff
    from madang.systems.customs.usecases.tariff.edition_tables import packed, unpacked
    from madang.systems.customs.usecases.tariff.import_tariff import import_tariff

    data = _table()
    made, reading = _timed(lambda: import_tariff(data=data, layout="kcs", source="generated", digits=10))
    small = _lookups()
    tables = packed(lines=made.lines, rates=made.rates)
    edition, taking = _timed(lambda: Edition(since=SINCE, kinds=frozenset(KINDS), tariff=unpacked(tables=tables)))
    whole, merging = _timed(lambda: in_editions(held=TARIFF.filled(), editions=[edition]))
    hold_tariff(country="kr", made=whole)
    _found, searching = _timed(lambda: find(text="wine"))
    large = _lookups()
    count = len(tariff().lines)
    hold_tariff(country="kr", made=None)
    size = f"{count:,} lines, {made.rate_count:,} rates, {len(data) / 2**20:.0f} MB as CSV, {len(tables) / 2**20:.1f} MB kept"
    return [
        _row(
            f"a whole tariff read from the published columns, seconds ({size}; load {os.getloadavg()[0]:.0f})", reading
        ),
        _row(
            f"the same taken in by a process, seconds (merging {merging:.1f}, search made anew {searching:.1f})",
            taking + merging,
        ),
        _told("the same in memory, megabytes", round(_megabytes(tables))),
        _told(f"rates chosen a second with it (with the pack's lines alone: {small:,})", large),
    ]


def _megabytes(tables: bytes) -> float:
    """What the tables take once they are a tariff."""
    from madang.systems.customs.usecases.tariff.edition_tables import unpacked

    tracemalloc.start()
    made = unpacked(tables=tables)
    held, _peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return held / 2**20 if made.lines else 0.0


def _table() -> bytes:
    """Generated: every subheading of the Harmonized System, parted until there are enough lines; rates by the line's place."""
    from madang.systems.customs.domain.nomenclature import positions

    six = sorted(code for code in positions() if len(code) == 6)
    codes = [f"{code}{part:02}00" for part in (0, 10, 20) for code in six][:LINES]
    told = io.StringIO()
    table = csv.writer(told, lineterminator="\n")
    table.writerow(COLUMNS)
    for place, code in enumerate(codes):
        for step, kind in enumerate(KINDS):
            table.writerow((code, kind, Decimal((place + step) % 81) / 2, "", "", "1", "", "20260101", "99991231"))
    return told.getvalue().encode()


def _lookups(many: int = 50_000) -> int:
    from madang.systems.customs.domain.duty import Basis
    from madang.systems.customs.domain.regimes import Claim, choose_rate, tariff

    basis = Basis(value=1000, on=DAY, quantities={"KGM": Decimal(1)}, digits=0)
    claim = Claim(origin="VN", preference="FVN1", proven=True)
    code = "8516310000"
    _done, seconds = _timed(
        lambda: [choose_rate(line=tariff().lines[code], claim=claim, basis=basis) for _ in range(many)]
    )
    return round(many / seconds)


def _timed(work: Callable[[], Any]) -> tuple[Any, float]:
    began = time.perf_counter()
    return work(), time.perf_counter() - began


def _row(figure: str, seconds: float) -> dict[str, Any]:
    return _told(figure, round(seconds, 1)) | {"goal": f"≤ {GOAL:g}", "met": seconds <= GOAL}


def _told(figure: str, ours: float) -> dict[str, Any]:
    return {"figure": figure, "ours": ours, "peer": None, "limit": None, "ratio": None, "goal": "told", "met": None}
