"""The classification of the pack against the counts that Statistics Korea publishes for the 11th revision."""

from collections import Counter

from madang.framework.law.pack import load_pack
from madang.systems.businesses.domain.sectors import read_sectors

# By the length of the code; a section is a letter. Statistics Korea, KSIC 11th revision (in force since 2024-07-01).
PUBLISHED = {"section": 21, 2: 77, 3: 234, 4: 501, 5: 1205}
DEEPEST = 5


def _rows() -> tuple[dict[str, str], ...]:
    return load_pack("kr").table("businesses/sectors")


def _level(code: str) -> str | int:
    return "section" if code.isalpha() else len(code)


def test_each_level_is_whole_or_absent():
    counted = Counter(_level(row["code"]) for row in _rows())
    assert counted["section"] == PUBLISHED["section"]
    assert {level: count for level, count in counted.items() if count != PUBLISHED[level]} == {}
    present = [length for length in range(2, DEEPEST + 1) if counted[length]]
    assert present == list(range(2, 2 + len(present))), "a level is missing between two others"


def test_every_part_lies_in_its_whole():
    rows = {row["code"]: row for row in _rows()}
    for code, row in rows.items():
        if code.isalpha():
            assert row["parent"] == ""
        else:
            assert row["parent"] == (code[:-1] if len(code) > len("47") else rows[row["parent"]]["code"])
            assert row["parent"] in rows


def test_divisions_ascend_with_their_sections():
    divisions = [row for row in _rows() if not row["code"].isalpha()]
    assert [row["code"] for row in divisions] == sorted(row["code"] for row in divisions)
    assert [row["parent"] for row in divisions] == sorted(row["parent"] for row in divisions)


def test_every_title_stands_in_korean_and_english():
    assert [row["code"] for row in _rows() if not row["ko"] or not row["en"]] == []


def test_a_business_registers_under_a_division():
    sectors = read_sectors(rows=_rows())
    assert len(sectors.classes) == PUBLISHED[2]
    assert (sectors.section_of(code="47"), sectors.title(code="47", language="ko")) == ("G", "소매업; 자동차 제외")
