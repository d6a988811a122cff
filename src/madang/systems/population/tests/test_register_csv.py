"""The register export: encodings, broken lines, and nothing that makes the parser fall over."""

import io
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from madang.systems.population.formats.lines import Block, LineTooLong, decode_lines, detect_encoding, read_blocks
from madang.systems.population.formats.register_csv import (
    COLUMNS,
    NoHeading,
    heading,
    read_heading,
    read_rows,
    write_rows,
)

ROW = {
    "number": "850803-1056740", "name": "홍길동", "birth_on": "1985-08-03", "sex": "남", "household": "1", "relation": "본인",
    "division": "1111000000", "address": "서울특별시 종로구 세종대로 209 (세종로, 정부서울청사)", "moved_in_on": "2020-01-01",
}  # fmt: skip


def rows_of(text: str, first_line: int = 2):
    return read_rows(text.splitlines(), columns=tuple(COLUMNS), first_line=first_line)


def test_what_we_write_we_read() -> None:
    text = write_rows([ROW, {**ROW, "name": 'A "B", C'}])
    lines = text.split("\r\n")
    assert read_heading(lines[0]) == tuple(COLUMNS)
    found = rows_of("\n".join(lines[1:]))
    assert found.unread == ()
    assert found.frame["address"].to_list() == [ROW["address"]] * 2
    assert found.frame["name"].to_list() == ["홍길동", 'A "B", C']
    assert found.frame["line"].to_list() == [2, 3]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp949"])
def test_the_encoding_is_found_out(encoding: str) -> None:
    data = write_rows([ROW]).encode(encoding)
    found = detect_encoding(io.BytesIO(data))
    assert found == ("cp949" if encoding == "cp949" else "utf-8")
    (block,) = read_blocks(io.BytesIO(data))
    lines, broken = decode_lines(block, encoding=found)
    assert broken == []
    assert read_heading(lines[0]) == tuple(COLUMNS)
    assert "홍길동" in lines[1]


def test_a_line_that_is_no_text_is_told_and_the_others_are_read() -> None:
    data = b"\xff\xff,1\n" + "가,2\n".encode("cp949")
    lines, broken = decode_lines(Block(data, len(data), 5), encoding="cp949")
    assert broken == [5]
    assert lines == ["", "가,2"]


def test_a_heading_in_english_in_another_order_will_do() -> None:
    names = [
        "name",
        "resident_number",
        "sex",
        "birth_on",
        "moved_in_on",
        "address",
        "division",
        "relation",
        "household",
        "x",
    ]
    assert read_heading(",".join(names))[:2] == ("name", "number")
    assert read_heading(",".join(names))[-1] == "-"


def test_a_heading_that_lacks_a_column_names_it() -> None:
    with pytest.raises(NoHeading) as told:
        read_heading("성명,성별,무엇")
    assert "주민등록번호" in told.value.missing
    assert told.value.unknown == ("무엇",)


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("a,b", "population.row.columns"),
        ('"never closed' + "," * 14, "population.row.quotes"),
        ("a\x00" + "," * 14, "population.row.unprintable"),
    ],
)
def test_a_line_that_is_no_row_is_told_with_its_number(line: str, code: str) -> None:
    found = rows_of(f"{line}\n\n{',' * 14}", first_line=7)
    assert [(one.line, one.code) for one in found.unread] == [(7, code)]
    assert found.frame.height == 0


@given(st.lists(st.binary(max_size=40), max_size=20), st.integers(1, 64))
def test_blocks_give_back_every_byte_and_count_every_line(parts: list[bytes], size: int) -> None:
    data = b"\n".join(parts)
    blocks = list(read_blocks(io.BytesIO(data), size=size))
    assert b"".join(block.data for block in blocks) == data
    line = 1
    for block in blocks:
        assert block.first_line == line
        line += block.lines
    assert [block.position for block in blocks][-1:] == ([len(data)] if data else [])


@given(st.binary(max_size=400), st.integers(0, 10))
def test_reading_may_go_on_at_any_block(data: bytes, skip: int) -> None:
    blocks = list(read_blocks(io.BytesIO(data), size=16))
    if skip < len(blocks):
        start = blocks[skip]
        rest = list(
            read_blocks(io.BytesIO(data), position=start.position, first_line=start.first_line + start.lines, size=16)
        )
        assert b"".join(block.data for block in rest) == data[start.position :]


@given(st.binary(max_size=600))
@settings(max_examples=200)
def test_no_bytes_make_the_parser_fall_over(data: bytes) -> None:
    encoding = detect_encoding(io.BytesIO(data))
    for block in read_blocks(io.BytesIO(data), size=64):
        lines, broken = decode_lines(block, encoding=encoding)
        assert len(lines) == block.lines
        rows = read_rows(lines, columns=tuple(COLUMNS), first_line=block.first_line, undecodable=broken)
        seen = set(rows.frame["line"].to_list()) | {one.line for one in rows.unread}
        assert seen <= set(range(block.first_line, block.first_line + block.lines))


@given(
    st.lists(
        st.fixed_dictionaries(
            {
                name: st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), max_size=20)
                for name in COLUMNS
            }
        ),
        max_size=5,
    )
)
def test_rows_of_any_text_come_back(rows: list[dict[str, str]]) -> None:
    lines = write_rows(rows).split("\r\n")[1:-1]
    found = read_rows(lines, columns=tuple(COLUMNS), first_line=2)
    kept = [row for row in rows if ",".join(row.values()).strip(", \t")]
    assert found.unread == ()
    assert [row["name"] for row in kept] == found.frame["name"].to_list()


def test_a_file_without_lines_is_told(tmp_path: Path) -> None:
    with pytest.raises(LineTooLong):
        list(read_blocks(io.BytesIO(b"x" * 200_000), size=1024))


def test_the_heading_is_in_the_languages_we_write() -> None:
    assert heading().startswith("주민등록번호,성명")
    assert heading(language="en").startswith("number,name")
