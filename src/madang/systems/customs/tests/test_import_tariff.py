"""A tariff from published tables: the columns of the Customs Service's workbook (data.go.kr 15051179) and of WITS' SDMX."""

import contextlib
import csv
import io
import json
from pathlib import Path

import pytest
import xlsxwriter
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from madang.framework.law import use_country
from madang.systems.customs.commands import command
from madang.systems.customs.domain.tariff import read_tariff
from madang.systems.customs.formats.refused import CannotBeRead
from madang.systems.customs.formats.sheet import read_sheet
from madang.systems.customs.usecases.tariff.import_tariff import Imported, import_tariff

KCS = (
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
DAYS = ("20260101", "99991231")
PEPPER = "0904210000"
WITS = "REPORTER,PARTNER,PRODUCTCODE,TIME_PERIOD,OBS_VALUE,TARIFFTYPE,MIN_RATE,MAX_RATE\n"


def workbook(*rows: tuple[object, ...]) -> bytes:
    told = io.BytesIO()
    with xlsxwriter.Workbook(told) as book:
        sheet = book.add_worksheet("20260101")
        for place, row in enumerate((KCS, *rows)):
            sheet.write_row(place, 0, row)
    return told.getvalue()


def row(code: object, regime: str, percent: object, amount: object = "", **more: object) -> tuple[object, ...]:
    given = {"base": "", "use": "", "from": DAYS[0], "until": DAYS[1]} | more
    return (code, regime, percent, amount, given["base"], "1", given["use"], given["from"], given["until"])


def taken(data: bytes, *, layout: str = "kcs", digits: int = 10) -> Imported:
    with use_country("kr"):
        return import_tariff(data=data, layout=layout, source="farm_guides", digits=digits)


def rates(made: Imported) -> dict[tuple[str, str], tuple[str, str, str]]:
    read = csv.DictReader(io.StringIO(made.rates))
    return {(one["code"], one["regime"]): (one["rate"], one["from"], one["until"]) for one in read}


def test_the_customs_services_workbook_becomes_the_packs_tables(tmp_path: Path):
    made = taken(
        workbook(
            row(PEPPER, "A", 50),
            row(PEPPER, "W2", 270, 6210),
            row(9042100.0 * 100, "C", 0, until="20261231"),  # a code that the workbook keeps as a number
            row("7208.51-1000", "A", "8"),
            row(PEPPER, "I", 20),
            row(PEPPER, "FZZ9", 3),
            row(PEPPER, "A", 3, use="Z"),
        )
    )
    assert rates(made) == {
        (PEPPER, "A"): ("50%", "2026-01-01", ""),
        (PEPPER, "W2"): ("max(270%, 6210/KGM)", "2026-01-01", ""),
        (PEPPER, "C"): ("free", "2026-01-01", "2027-01-01"),
        ("7208511000", "A"): ("8%", "2026-01-01", ""),
    }
    assert sum(made.left_out.values()) == 3
    tables = [list(csv.DictReader(io.StringIO(text))) for text in (made.lines, made.rates)]
    again = read_tariff(lines=tables[0], rates=tables[1], digits=10)
    assert again.lines[PEPPER].names["en"]
    assert "Flat-rolled" in made.lines or "thickness" in made.lines


def test_a_faulty_table_is_refused_whole_with_every_fault():
    with pytest.raises(CannotBeRead) as refused:
        taken(
            workbook(
                row(PEPPER, "A", 50),
                row("pepper", "A", 50),
                row(PEPPER, "A", "fifty"),
                row(PEPPER, "A", "", ""),
                row(PEPPER, "A", 8, 500),
                row(PEPPER, "A", 8, **{"from": "soon"}),
                row(PEPPER, "A", 8, until="20250101"),
            )
        )
    places = {one.place for one in refused.value.faults}
    assert {
        "row 3.code",
        "row 4.관세율",
        "row 5.관세율",
        "row 6.단위당세액",
        "row 7.적용개시일",
        "row 8.적용만료일",
    } <= places
    with pytest.raises(CannotBeRead, match="stand at once"):
        taken(workbook(row(PEPPER, "A", 50), row(PEPPER, "A", 40)))
    with pytest.raises(CannotBeRead, match="관세율구분"):
        taken("품목번호,관세율,적용개시일,적용만료일\n0904210000,8,20260101,99991231\n".encode("cp949"))


def test_an_average_of_trains_is_no_rate():
    text = (
        WITS + "410,000,090421,2024,50,MFN,50,50\n410,000,610910,2024,12.4,MFN,8,13\n410,842,090421,2024,0,PREF,0,0\n"
    )
    made = taken(text.encode(), layout="wits", digits=6)
    assert rates(made) == {("090421", "A"): ("50%", "2024-01-01", "2025-01-01")}
    assert sum(made.left_out.values()) == 2


def test_the_command_writes_the_tables_or_says_every_fault(tmp_path: Path):
    good, bad = tmp_path / "a.xlsx", tmp_path / "b.xlsx"
    good.write_bytes(workbook(row(PEPPER, "A", 50)))
    bad.write_bytes(workbook(row("x", "A", 50)))
    asked = ["--layout", "kcs", "--source", "farm_guides", "--out", str(tmp_path / "out")]
    with use_country("kr"):
        done, refused = (CliRunner().invoke(command, ["import-tariff", str(one), *asked]) for one in (good, bad))
    assert (done.exit_code, json.loads(done.stdout)["rates"]) == (0, 1)
    assert (tmp_path / "out" / "rates.csv").read_text(encoding="utf-8").startswith("code,regime,rate,from,until")
    assert (refused.exit_code, len(json.loads(refused.stdout)["faults"])) == (2, 1)


@given(st.binary(max_size=300) | st.binary(max_size=300).map(lambda data: b"PK\x03\x04" + data))
def test_no_bytes_break_the_reader(data: bytes):
    with contextlib.suppress(CannotBeRead):
        assert isinstance(read_sheet(data=data), list)
