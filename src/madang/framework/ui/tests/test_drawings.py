"""Charts and maps: every figure is also in a table, and nothing needs inline style."""

import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from madang.framework.ui import charts, maps, treemap


def test_each_chart_has_its_figures_as_a_table() -> None:
    series = [charts.Series(title="Births", values=(3, None, 1200)), charts.Series(title="Deaths", values=(1, 2, 3))]
    for draw in (charts.line, charts.bar, charts.stacked):
        drawn = draw(title="By year", labels=["2024", "2025", "2026"], series=series)
        assert 'role="img"' in drawn
        assert "1,200" in drawn
        assert "–" in drawn
        assert "style=" not in drawn
        assert drawn.count("<tr>") == 4


def test_bars_of_a_stack_reach_from_the_floor_to_their_sum() -> None:
    series = [charts.Series(title="a", values=(30.0,)), charts.Series(title="b", values=(20.0,))]
    drawn = charts.stacked(title="t", labels=["x"], series=series)
    bars = [tuple(map(float, found)) for found in re.findall(r'y="([\d.]+)" width="[\d.]+" height="([\d.]+)"', drawn)]
    (first, second) = bars
    assert second[0] + second[1] == pytest.approx(first[0], abs=0.02)
    assert first[1] / second[1] == pytest.approx(1.5, abs=0.01)


@pytest.mark.parametrize(("value", "top"), [(0, 1), (0.3, 0.5), (1, 1), (7, 10), (12, 20), (23, 25), (999, 1000)])
def test_the_axis_ends_on_a_round_number(value: float, top: float) -> None:
    assert charts.round_up(value) == pytest.approx(top)


def test_whole_figures_get_whole_marks() -> None:
    drawn = charts.line(title="t", labels=["a"], series=[charts.Series(title="s", values=(4,))])
    assert re.findall(r'text-anchor="end">([\d.]+)<', drawn) == ["0", "1", "2", "3", "4", "5"]


def test_a_series_must_fit_its_labels() -> None:
    with pytest.raises(ValueError, match="one value for each label"):
        charts.line(title="t", labels=["a", "b"], series=[charts.Series(title="s", values=(1,))])


def test_a_map_shades_by_value_and_tells_each_in_a_table() -> None:
    tiles = maps.arranged(divisions=[("11", "서울"), ("26", "부산"), ("50", "제주")], columns=2)
    drawn = maps.tile_map(title="Residents", unit="people", tiles=tiles, values={"11": 9_000_000, "26": 3_000_000})
    assert "m-k4" in drawn
    assert "m-k1" in drawn
    assert "m-k0" in drawn
    assert "9,000,000" in drawn
    assert drawn.count('<th scope="row">') == 3


def test_the_packs_divisions_make_a_map() -> None:
    tiles = maps.of_country(language="ko")
    assert ("서울특별시", 2, 1) in {(tile.name, tile.column, tile.row) for tile in tiles}


def test_a_treemap_fills_its_area_in_proportion_and_tells_each_in_a_table() -> None:
    # The example of Bruls, Huizing and van Wijk, Squarified Treemaps (2000), fig. 2: areas 6, 6, 4, 3, 2, 2, 1.
    boxes = treemap.boxes_of(values=[6, 6, 4, 3, 2, 2, 1])
    areas = [box.width * box.height for box in boxes]
    whole = treemap.WIDTH * treemap.HEIGHT
    assert areas == pytest.approx([whole * value / 24 for value in (6, 6, 4, 3, 2, 2, 1)])
    assert max(max(box.width / box.height, box.height / box.width) for box in boxes) < 3
    cells = [
        treemap.Cell(title="교육 <b>", value=3, told="₩3", url="/x/"),
        treemap.Cell(title="Roads", value=1, told="₩1"),
    ]
    drawn = treemap.treemap(title="Spending", cells=[*cells, treemap.Cell(title="None", value=0, told="0")], unit="Won")
    assert "75.0 %" in drawn
    assert "&lt;b&gt;" in drawn
    assert "None" not in drawn
    assert "style=" not in drawn


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.floats(1e-6, 1e15), max_size=60))
def test_whatever_the_values_a_treemap_stays_within_its_frame(values: list[float]) -> None:
    for box in treemap.boxes_of(values=sorted(values, reverse=True)):
        assert -0.01 <= box.x <= box.x + box.width <= treemap.WIDTH + 0.01
        assert -0.01 <= box.y <= box.y + box.height <= treemap.HEIGHT + 0.01


def test_a_line_may_begin_near_its_least_value() -> None:
    """A rate between 191 and 196 is a flat line on an axis from nothing."""
    series = [charts.Series(title="rate", values=(191.0, None, 196.0))]
    drawn = charts.line(title="t", labels=["a", "b", "c"], series=series, near=True)
    assert all(f">{mark}<" in drawn for mark in (190, 192, 194, 196, 198))
    assert ">0<" not in drawn
    assert ">0<" in charts.line(title="t", labels=["a", "b", "c"], series=series)
