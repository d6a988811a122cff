"""Offices, lateness, sectors."""

from datetime import date

import pytest

from madang.systems.businesses.domain.offices import OfficeFacts, competent
from madang.systems.businesses.domain.registration import days_late
from madang.systems.businesses.domain.sectors import SectorsFaulty, read_sectors

OFFICES = (OfficeFacts(code="first", region="A1"), OfficeFacts(code="second", region="B"))
PARENTS = {"A1": "A", "B1": "B", "B11": "B1"}


@pytest.mark.parametrize(("division", "office"), [("A1", "first"), ("B11", "second"), ("A2", "first"), ("", "first")])
def test_the_nearest_office_around_a_place_is_competent_else_the_first(division: str, office: str):
    assert competent(offices=OFFICES, division=division, parents=PARENTS) == office


def test_a_country_without_offices_has_no_competent_one():
    assert competent(offices=(), division="A1", parents=PARENTS) == ""


def test_the_twentieth_day_is_in_time_and_the_next_is_late():
    # Value-Added Tax Act art. 8 (1): within 20 days of the day on which business begins.
    assert days_late(opened_on=date(2026, 3, 1), filed_on=date(2026, 3, 21), within=20) == 0
    assert days_late(opened_on=date(2026, 3, 1), filed_on=date(2026, 3, 22), within=20) == 1


def test_a_class_before_its_section_or_twice_is_told():
    with pytest.raises(SectorsFaulty, match="comes before G"):
        read_sectors(rows=[{"code": "47", "parent": "G", "en": "Shops"}])
    with pytest.raises(SectorsFaulty, match="twice"):
        read_sectors(rows=[{"code": "G", "parent": "", "en": "Trade"}] * 2)
    with pytest.raises(SectorsFaulty, match="needs a code and a title"):
        read_sectors(rows=[{"code": "G", "parent": "", "en": ""}])


def test_a_business_registers_under_what_has_no_parts_at_any_depth():
    sectors = read_sectors(
        rows=[
            {"code": "G", "parent": "", "en": "Trade"},
            {"code": "47", "parent": "G", "en": "Retail"},
            {"code": "471", "parent": "47", "en": "General stores"},
            {"code": "46", "parent": "G", "en": "Wholesale"},
        ]
    )
    assert [one.code for one in sectors.classes] == ["471", "46"]
    assert [sectors.section_of(code=code) for code in ("471", "46", "G", "Z")] == ["G", "G", "G", "Z"]


def test_a_title_falls_back_to_english_then_to_the_code():
    sectors = read_sectors(rows=[{"code": "G", "parent": "", "en": "Trade", "ko": "도소매"}])
    assert sectors.title(code="G", language="ko-kr") == "도소매"
    assert sectors.title(code="G", language="sq") == "Trade"
    assert sectors.title(code="Z", language="en") == "Z"
