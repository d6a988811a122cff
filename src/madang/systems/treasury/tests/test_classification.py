"""Codes by fiscal year: of the standards, of the pack and of uploads; and what old codes became."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from madang.framework.law import known_packs, use_country
from madang.systems.treasury.domain.classification import Dimension, Mapped, carried_forward, problems
from madang.systems.treasury.domain.economic_codes import economic_codes, parent_of_economic
from madang.systems.treasury.domain.function_codes import division_of, function_codes
from madang.systems.treasury.models import ClassCode
from madang.systems.treasury.tests.conftest import BUDGET, NOW
from madang.systems.treasury.usecases.classify import (
    COLUMNS,
    ClassificationFaulty,
    codes_of,
    import_classification,
    pack_entries,
    spendable,
    take_pack,
)

HEAD = ",".join(COLUMNS)


def file(*rows: str) -> bytes:
    return "\n".join((HEAD, *rows)).encode()


def test_cofog_has_its_ten_divisions_and_69_groups() -> None:
    # UN, Classifications of Expenditure According to Purpose (2000), COFOG: 10 divisions, 69 groups.
    codes = function_codes()
    groups = [code for code in codes if "." in code]
    assert [code for code in codes if "." not in code] == [f"{number:02}" for number in range(1, 11)]
    assert len(groups) == 69
    assert all(division_of(code=code) in codes for code in groups)


def test_gfsm_expense_has_its_eight_types_and_each_code_its_parent() -> None:
    # IMF GFSM 2014, table 6.1: expense 21 to 28; table 8.1: fixed assets, inventories, valuables, non-produced assets.
    codes = economic_codes()
    assert [code for code in codes if len(code) == 2 and code != "31"] == [str(number) for number in range(21, 29)]
    assert [code for code in codes if len(code) == 3 and code.startswith("31")] == ["311", "312", "313", "314"]
    assert all(not parent_of_economic(code=code) or parent_of_economic(code=code) in codes for code in codes)
    assert all(titles["ko"] and titles["en"] for titles in (*codes.values(), *function_codes().values()))


@pytest.mark.parametrize("country", ["kr", "xx"])
def test_the_packs_codes_hold_together(country: str) -> None:
    assert country in known_packs()
    with use_country(country):
        assert problems(entries=list(pack_entries()), languages=("ko", "en")) == []


@pytest.mark.django_db
def test_a_code_is_in_force_in_its_years_alone() -> None:
    assert take_pack() > 150
    assert take_pack() == 0
    assert "1100-1131-303" in spendable(dimension=Dimension.PROGRAMME, year=2025)
    assert "1100-1131-303" not in spendable(dimension=Dimension.PROGRAMME, year=2026)
    assert "1100-1131" not in spendable(dimension=Dimension.PROGRAMME, year=2026)


@pytest.mark.django_db
def test_an_upload_is_taken_in_whole() -> None:
    data = file("programme,6600,,문화,Culture,2027,", "programme,6600-6631,6600,공연,Stages,2027,2030", "")
    assert import_classification(data=data, actor=BUDGET, now=NOW) == 2
    assert codes_of(dimension=Dimension.PROGRAMME, year=2031).filter(code="6600-6631").count() == 0


@pytest.mark.django_db
def test_a_faulty_upload_is_refused_whole_with_every_fault() -> None:
    take_pack()
    before = ClassCode.objects.count()
    data = file(
        "colour,1,,가,a,2027,",
        "programme,,,가,a,2027,",
        "programme,77,,가,a,20x7,",
        "programme,78,,가,,2028,2027",
        "programme,79-1,79,가,a,2027,",
        "programme,1100,,가,a,2027,",
    )
    with pytest.raises(ClassificationFaulty) as refused:
        import_classification(data=data, actor=BUDGET, now=NOW)
    told = {(fault.place, fault.code.rpartition(".")[2]) for fault in refused.value.faults}
    assert told == {
        ("2", "dimension_unknown"),
        ("3", "code_unfit"),
        ("4", "year_unfit"),
        ("5", "title_missing"),
        ("5", "years_reversed"),
        ("6", "parent_missing"),
        ("7", "known"),
    }
    assert ClassCode.objects.count() == before
    for hostile in (b"", b"\xff\xfe", b"a,b\n1,2", HEAD.encode() + b'\n"'):
        with pytest.raises(ClassificationFaulty):
            import_classification(data=hostile, actor=BUDGET, now=NOW)


@pytest.mark.django_db
@settings(
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture], max_examples=40, deadline=None
)
@given(st.binary(max_size=120))
def test_whatever_is_uploaded_is_read_or_refused(noise: bytes) -> None:
    try:
        import_classification(data=HEAD.encode() + b"\n" + noise, actor=BUDGET, now=NOW)
    except ClassificationFaulty:
        return


def test_a_split_activity_is_compared_under_its_new_codes() -> None:
    mapped = [
        Mapped(dimension=Dimension.PROGRAMME, year=2026, old="a", new="b", share=7000),
        Mapped(dimension=Dimension.PROGRAMME, year=2026, old="a", new="c", share=3000),
        Mapped(dimension=Dimension.PROGRAMME, year=2027, old="b", new="d"),
    ]
    assert carried_forward(amounts={"a": 101, "b": 9}, mappings=mapped, until=2026) == {"b": 79, "c": 31}
    assert carried_forward(amounts={"a": 101}, mappings=mapped, until=2027) == {"d": 70, "c": 31}


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(
    st.dictionaries(st.sampled_from("abcdef"), st.integers(-(10**12), 10**12)),
    st.lists(
        st.tuples(st.integers(2020, 2024), st.sampled_from("abcdef"), st.sampled_from("abcdef"), st.integers(1, 3000))
    ),
)
def test_no_mapping_makes_or_loses_money(amounts: dict[str, int], rows: list[tuple[int, str, str, int]]) -> None:
    mapped, shares = [], {}
    for year, old, new, share in rows:
        if shares.get((year, old), 0) + share <= 10_000:
            shares[year, old] = shares.get((year, old), 0) + share
            mapped.append(Mapped(dimension=Dimension.PROGRAMME, year=year, old=old, new=new, share=share))
    assert sum(carried_forward(amounts=amounts, mappings=mapped, until=2024).values()) == sum(amounts.values())
