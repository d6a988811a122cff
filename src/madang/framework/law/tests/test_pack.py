"""Packs: what is read from them, and how one with mistakes is told all of them."""

import sys
from pathlib import Path

import pytest

from madang.framework.law import NoSuchPack, PackFaulty, load_pack, use_country
from madang.framework.law.pack import known_packs, read_pack

HEAD = """
code = "zz"
currency = "ZZD"
currency_digits = 2
languages = ["en"]
time_zone = "UTC"
name_order = "given_first"
name = { en = "Zedland" }
identity_number = { name = { en = "Number" }, form = "###-##", shown = 2 }
"""
CALENDAR = """
from datetime import timedelta
WEEKEND = frozenset({6})
def holidays(*, year): return {}
def due_on(*, start, days): return start + timedelta(days=days)
"""


@pytest.fixture
def zedland(tmp_path: Path, monkeypatch):
    """A country in a folder of its own, importable."""
    name = f"zedland_{tmp_path.name.replace('-', '_')}"
    folder = tmp_path / name
    folder.mkdir()
    (folder / "__init__.py").write_text("")
    (folder / "pack.toml").write_text(HEAD)
    (folder / "calendar.py").write_text(CALENDAR)
    monkeypatch.syspath_prepend(str(tmp_path))
    yield folder
    for module in [one for one in sys.modules if one.startswith(name)]:
        del sys.modules[module]


def write_parameters(folder: Path, text: str) -> None:
    (folder / "tax" / "parameters").mkdir(parents=True)
    (folder / "tax" / "parameters" / "rates.yaml").write_text(text)


def test_korea_writes_a_masked_resident_number_with_birth_and_sex_only():
    # Resident Registration Act, Enforcement Rule: six digits, hyphen, seven digits.
    number = load_pack("kr").identity_number
    assert number.write(number="9001011234567", masked=True) == "900101-1******"
    assert number.length == 13


def test_korea_has_its_seventeen_provinces_and_seouls_twenty_five_districts():
    # Local Autonomy Act art. 2; Act on special self-governing provinces of Gangwon (2023) and Jeonbuk (2024).
    divisions = load_pack("kr").divisions
    assert sum(one.level == 1 for one in divisions) == 17
    assert sum(one.parent == "1100000000" for one in divisions) == 25


def test_every_division_stands_after_its_parent_and_no_tile_is_taken_twice():
    for code in known_packs():
        seen: set[str] = set()
        tiles: set[tuple[str, tuple[int, int]]] = set()
        for one in load_pack(code).divisions:
            assert not one.parent or one.parent in seen, one
            assert one.tile is None or (one.parent, one.tile) not in tiles, one
            seen.add(one.code)
            if one.tile:
                tiles.add((one.parent, one.tile))


def test_a_country_that_is_not_there_is_named_with_those_that_are():
    with pytest.raises(NoSuchPack, match="kr, kz, rs, xx"):
        load_pack("atlantis")


def test_a_word_of_the_country_falls_back_to_its_first_language():
    assert load_pack("kr").text("resident_number", language="en") == "Resident registration number"
    assert load_pack("kr").text("resident_number", language="sq") == "주민등록번호"
    assert load_pack("xx").text("resident_number", language="sq") == "Citizen number"


def test_the_country_can_be_chosen_for_a_block():
    with use_country("xx") as pack:
        assert (pack.currency, pack.currency_digits) == ("HBT", 2)


def test_a_head_with_several_mistakes_lists_them_all(zedland: Path):
    (zedland / "pack.toml").write_text('code = "zz"\ncurrency = "ZZD"\nlanguages = "en"\n')
    with pytest.raises(PackFaulty) as refused:
        read_pack(folder=zedland, package=zedland.name)
    assert {fault.place for fault in refused.value.faults} == {
        "name",
        "currency_digits",
        "languages",
        "time_zone",
        "name_order",
        "identity_number",
    }


def test_parameters_with_several_mistakes_list_them_all(zedland: Path):
    write_parameters(
        zedland,
        """
no_cite: {unit: days, values: {2020-01-01: {value: 3}}}
no_unit: {unit: parsecs, values: {2020-01-01: {value: 3, cite: a}}}
half_cent: {unit: ZZD, values: {2020-01-01: {value: 1.005, cite: a}}}
half_day: {unit: days, values: {2020-01-01: {value: 1.5, cite: a}}}
no_date: {unit: days, values: {soon: {value: 1, cite: a}}}
empty: {unit: days, values: {}}
good: {unit: ZZD, values: {2020-01-01: {value: 1.05, cite: a}}}
""",
    )
    with pytest.raises(PackFaulty) as refused:
        read_pack(folder=zedland, package=zedland.name)
    assert {fault.place.split()[0] for fault in refused.value.faults} == {
        f"tax.rates.{name}" for name in ("no_cite", "no_unit", "half_cent", "half_day", "no_date", "empty")
    }


def test_a_date_written_twice_is_a_mistake_and_not_the_last_one(zedland: Path):
    write_parameters(
        zedland,
        """
fee:
  unit: ZZD
  values:
    2020-01-01: {value: 1, cite: a}
    2020-01-01: {value: 2, cite: a}
""",
    )
    with pytest.raises(PackFaulty, match="written twice"):
        read_pack(folder=zedland, package=zedland.name)


def test_an_installed_package_registers_a_country_by_entry_point(zedland: Path):
    # What an installer leaves behind: Python packaging's "Recording installed projects" and "Entry points" specifications.
    info = zedland.parent / "zedland_pack-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: zedland-pack\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text(f"[madang.countries]\nzz = {zedland.name}\n")
    assert known_packs()["zz"] == zedland.name
    try:
        assert load_pack("zz").name == "Zedland"
    finally:
        load_pack.cache_clear()
