"""`./madang customs assess FILE`: both formats give one assessment; faults and unreadable files have codes of their own."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

from click.testing import CliRunner

from madang.framework.law import use_country
from madang.systems.customs.commands import command
from madang.systems.customs.formats import wco
from madang.systems.customs.formats.edifact import cusdec
from madang.systems.customs.usecases.tariff.sample import sample_declaration

SAMPLE = sample_declaration(on=date(2026, 3, 4))


def run(path: Path, data: bytes) -> tuple[int, dict[str, object]]:
    path.write_bytes(data)
    with use_country("kr"):
        done = CliRunner().invoke(command, ["assess", str(path)])
    return done.exit_code, json.loads(done.stdout)


def test_both_formats_give_the_same_assessment(tmp_path: Path):
    code, of_xml = run(tmp_path / "a.xml", wco.write(declaration=SAMPLE, country="KR", agency="KCS"))
    assert code == 0
    assert (of_xml["payable"], of_xml["on"]) == (sum(of_xml["totals"].values()), "2026-03-04")  # type: ignore[attr-defined]
    written = cusdec.write(
        declarations=[SAMPLE], sender="DOHYUN", recipient="KCS", reference="1", at=datetime(2026, 3, 4, tzinfo=UTC)
    )
    assert run(tmp_path / "a.edi", written) == (0, of_xml)


def test_faults_and_unreadable_files_have_their_codes(tmp_path: Path):
    items = tuple(replace(item, origin="", preferential_origin="", proofs=()) for item in SAMPLE.items)
    code, said = run(
        tmp_path / "b.xml", wco.write(declaration=replace(SAMPLE, items=items), country="KR", agency="KCS")
    )
    assert code == 1
    assert [one["place"] for one in said["faults"]] == [  # type: ignore[index, attr-defined]
        "items[0].origin",
        "items[0].proofs",
        "items[1].origin",
        "items[2].origin",
        "items[2].proofs",
    ]
    for name, data in (("c.xml", b"<html/>"), ("d.edi", b"hello"), ("e.bin", bytes(range(256))), ("f", b"")):
        code, said = run(tmp_path / name, data)
        assert code == 2
        assert said["faults"]
