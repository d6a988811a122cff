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
    with pytest.raises(SectorsFaulty, match="before its section"):
        read_sectors(data=[{"code": "47121", "parent": "G", "title": {"en": "Shops"}}])
    with pytest.raises(SectorsFaulty, match="twice"):
        read_sectors(data=[{"code": "G", "title": {"en": "Trade"}}] * 2)


def test_a_title_falls_back_to_english_then_to_the_code():
    sectors = read_sectors(data=[{"code": "G", "title": {"en": "Trade", "ko": "도소매"}}])
    assert sectors.title(code="G", language="ko-kr") == "도소매"
    assert sectors.title(code="G", language="sq") == "Trade"
    assert sectors.title(code="Z", language="en") == "Z"
