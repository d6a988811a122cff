"""The screens. Figures computed by hand from the definitions in the literature that domain/collusion.py cites."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from madang.systems.procurement.domain.collusion import (
    Bidding,
    Limits,
    Round,
    Screen,
    bid_rotation,
    identical_prices,
    price_variance,
    relative_distance,
    screen_lot,
    shared_devices,
)

LIMITS = Limits(variation_percent=2, relative_distance=1, rotation_chance_percent=1, least_bids=3)


def bids(*prices: int, devices: str = "") -> list[Bidding]:
    return [
        Bidding(supplier=f"S{place}", minor=price, device=devices[place : place + 1])
        for place, price in enumerate(prices)
    ]


def test_the_coefficient_of_variation_is_deviation_over_mean() -> None:
    (found,) = price_variance(bids=bids(100, 102, 104), limits=LIMITS)  # deviation 2, mean 102
    assert found.value == pytest.approx(100 * 2 / 102)
    assert price_variance(bids=bids(100, 110, 120), limits=LIMITS) == []  # 10 of 110


def test_the_relative_distance_is_the_gap_over_the_spread_of_the_losers() -> None:
    (found,) = relative_distance(bids=bids(100, 120, 121, 122), limits=LIMITS)  # gap 20, spread 1
    assert found.value == pytest.approx(20)
    assert relative_distance(bids=bids(100, 101, 110, 150), limits=LIMITS) == []
    assert relative_distance(bids=bids(100, 120, 120), limits=LIMITS) == [], "no spread, no ratio"


def test_identical_prices_and_devices_name_only_who_shares_them() -> None:
    (found,) = identical_prices(bids=bids(100, 105, 105, 120))
    assert (found.value, found.suppliers) == (2, ("S1", "S2"))
    (found,) = shared_devices(bids=bids(1, 2, 3, devices="aba"))
    assert found.suppliers == ("S0", "S2")
    assert shared_devices(bids=bids(1, 2, 3)) == [], "an unknown device is not a shared one"


def rounds(winners: str) -> list[Round]:
    return [Round(lot=place, winner=winner) for place, winner in enumerate(winners)]


def test_winning_in_turns_is_weighed_against_chance() -> None:
    (found,) = bid_rotation(rounds=rounds("ABCABCAB"), group="ABC", limits=LIMITS)
    assert found.value == pytest.approx(100 / 3**5)  # five in turn after each had won
    assert bid_rotation(rounds=rounds("ABCABCA"), group="ABC", limits=LIMITS) == [], "1 in 81 is above one percent"
    assert bid_rotation(rounds=rounds("ABCCABBA"), group="ABC", limits=LIMITS) == []
    assert bid_rotation(rounds=rounds("AAAAAAAA"), group="AB", limits=LIMITS) == [], "one who always wins"


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.lists(st.integers(1, 10**12), max_size=8))
def test_no_prices_break_a_screen_and_their_order_changes_nothing(prices: list[int]) -> None:
    listed = bids(*prices)
    found = screen_lot(bids=listed, limits=LIMITS)
    assert found == screen_lot(bids=listed[::-1], limits=LIMITS)
    assert {who for one in found for who in one.suppliers} <= {one.supplier for one in listed}
    assert len(prices) >= 3 or not {one.screen for one in found} & {Screen.VARIATION, Screen.DISTANCE}
