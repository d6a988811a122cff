"""Rates of exchange of the week from the Customs Service's publication (the columns of data.go.kr 15101230)."""

import csv
import io
import json
from collections.abc import Mapping
from pathlib import Path

import pytest
from click.testing import CliRunner

from madang.framework.law import pack, use_country
from madang.systems.customs.commands import command
from madang.systems.customs.formats.exchange_table import rates_in
from madang.systems.customs.formats.refused import CannotBeRead
from madang.systems.customs.usecases.tariff import import_exchange_rates as room
from madang.systems.customs.usecases.tariff.import_exchange_rates import ImportedRates, import_exchange_rates

# The week from 21 June 2020 as a forwarder's page quotes the Customs Service's rates (iporter.com; its yen is for one, here
# for a hundred). The figures of other weeks are made up.
QUOTED = {
    "20200614": {"USD": "1212.03", "JPY": "1131", "CNY": "171.08", "GBP": "1518.62", "EUR": "1372.76"},
    "20200621": {"USD": "1221.99", "JPY": "1140", "CNY": "172.67", "GBP": "1532.41", "EUR": "1376.07"},
}
HEAD = "cntySgn,mtryUtNm,fxrt,currSgn,aplyBgnDt,imexTp\n"


def answer(weeks: Mapping[str, Mapping[str, str]], *, code: str = "00", way: str = "2") -> bytes:
    """As the service answers."""
    items = "".join(
        f"<item><cntySgn>{one[:2]}</cntySgn><mtryUtNm>{one}</mtryUtNm><fxrt>{worth}</fxrt><currSgn>{one}</currSgn>"
        f"<aplyBgnDt>{week}</aplyBgnDt><imexTp>{way}</imexTp></item>"
        for week, rates in weeks.items()
        for one, worth in rates.items()
    )
    head = f"<header><resultCode>{code}</resultCode><resultMsg>말</resultMsg></header>"
    return f"<response>{head}<body><items>{items}</items></body></response>".encode()


@pytest.fixture
def table(monkeypatch):
    """A table whose weeks are of 2020; one of them is generated."""
    rows = [
        {"week": "2020-06-07", "USD": "1236.59", "JPY": "1141", "source": "customs_act", "note": ""},
        {"week": "2020-06-14", "USD": "1200", "JPY": "1100", "source": "", "note": ""},
    ]
    with use_country("kr"):
        here = type(pack())
        monkeypatch.setattr(here, "table", lambda self, name: tuple(dict(row) for row in rows))
        yield rows


def taken(*data: bytes, correction: str = "", source: str = "customs_act") -> ImportedRates:
    return import_exchange_rates(data=data, source=source, correction=correction)


def rows_of(made: ImportedRates) -> dict[str, dict[str, str]]:
    lines = [line for line in made.table.splitlines() if not line.startswith("#")]
    return {row["week"]: row for row in csv.DictReader(io.StringIO("\n".join(lines)))}


def faults(*data: bytes, **more: str) -> list[str]:
    with pytest.raises(CannotBeRead) as refused:
        taken(*data, **more)
    return [one.place for one in refused.value.faults]


def test_a_published_week_is_added_and_takes_the_place_of_a_generated_one(table):
    made = taken(answer(QUOTED))
    assert [one.isoformat() for one in (*made.replaced, *made.added)] == ["2020-06-14", "2020-06-21"]
    rows = rows_of(made)
    assert (rows["2020-06-21"]["USD"], rows["2020-06-21"]["source"]) == ("1221.99", "customs_act")
    assert rows["2020-06-07"]["EUR"] == ""
    by_table = HEAD + "".join(f",{one},{worth},{one},20200621,2\n" for one, worth in QUOTED["20200621"].items())
    assert rows_of(taken(by_table.encode()))["2020-06-21"]["GBP"] == "1532.41"


def test_a_week_that_stands_is_corrected_only_with_a_reason(table):
    again = answer({"20200607": {"USD": "1236.60", "JPY": "1141"}})
    assert faults(again) == ["2020-06-07"]
    made = taken(again, correction="고시 정정")
    assert [one.isoformat() for one in made.corrected] == ["2020-06-07"]
    assert rows_of(made)["2020-06-07"]["note"] == "고시 정정"
    unchanged = taken(answer({"20200607": {"USD": "1236.590", "JPY": "1141"}}))
    assert (unchanged.added, unchanged.corrected, unchanged.replaced) == ((), (), ())


def test_every_fault_is_told_and_nothing_is_taken(table):
    assert faults(answer({"20200705": {"USD": "1200", "JPY": "1100"}})) == ["weeks"]
    wrong = answer({"20200615": {"USD": "x"}, "20200614": {"US": "1", "JPY": "-1", "USD": "1200"}})
    assert [one for one in faults(wrong, source="nobody") if one.startswith("row") or one == "source"] == [
        "row 1.aplyBgnDt",
        "row 1.fxrt",
        "row 2.currSgn",
        "row 3.fxrt",
        "source",
    ]
    # The yen for one in the place of a hundred would be a hundredth of the week before.
    assert faults(answer({"20200614": {"USD": "1212.03", "JPY": "11.40"}})) == ["2020-06-14.JPY"]
    assert faults(answer({"20200614": {"USD": "1212.03"}})) == ["2020-06-14.JPY"]
    assert faults(answer(QUOTED), answer({"20200621": {"USD": "1300", "JPY": "1140"}})) == ["file 2"]


@pytest.mark.parametrize(
    "data",
    [b"<response>", answer(QUOTED, code="30"), b"a,b\n1,2\n", HEAD.encode(), b"\xff\xfe\x00"],
    ids=["broken", "refused", "columns", "empty", "bytes"],
)
def test_what_is_no_publication_is_refused(data):
    with pytest.raises(CannotBeRead):
        rates_in(data=data)


def test_rates_for_exports_are_no_customs_rates():
    assert [one.place for one in rates_in(data=answer(QUOTED, way="1")).faults] == ["imexTp"]


def test_the_command_writes_the_table_or_says_every_fault(tmp_path: Path):
    with use_country("kr"):
        held = [row["week"] for row in pack().table(room.TABLE)]
        rates = {name: worth for name, worth in pack().table(room.TABLE)[-1].items() if name != "week"}
        file = tmp_path / "answer.xml"
        file.write_bytes(answer({held[-1].replace("-", ""): rates}))
        given = ["import-rates", str(file), "--source", "customs_act", "--out", str(tmp_path)]
        done = CliRunner().invoke(command, given)
        assert json.loads(done.output)["replaced"] == [held[-1]]
        assert (tmp_path / "exchange_rates.csv").read_text().count("customs_act") == 1
        refused = CliRunner().invoke(command, [*given[:3], "nobody", *given[4:]])
    assert refused.exit_code == 2
    assert json.loads(refused.output)["faults"]
