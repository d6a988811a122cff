"""Parcels: the limits of the list as published (150 dollars since 1 December 2015, 200 from the United States), what counts
together, and the code that names a consignee."""

from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from madang.systems.customs.domain.express import Cleared, Consignment, ExpressLaw, Route, Why, clear
from madang.systems.customs.domain.personal_code import make_code, read_code, same_name

LAW = ExpressLaw(currency="USD", limit=15_000, limits_from={"US": 20_000}, relief=15_000, excluded=("21", "3303"))
SHIRT = Consignment(
    owner="hana",
    seller="Harbour Shop",
    ordered_on=date(2026, 3, 2),
    commodity="610910",
    sent_from="CN",
    value=15_000,
    own_use=True,
)
BY_LIST = Cleared(route=Route.LIST)


def ways(*consignments: Consignment, before: dict[object, int] | None = None) -> list[Cleared]:
    return clear(consignments=consignments, before=before or {}, law=LAW)


def test_the_list_clears_up_to_the_limit_and_more_from_the_united_states():
    over = Cleared(route=Route.DECLARED, whys=(Why.OVER_LIMIT,))
    assert ways(SHIRT) == [BY_LIST]
    assert ways(replace(SHIRT, value=15_001)) == [over]
    assert ways(replace(SHIRT, value=20_000, sent_from="US")) == [BY_LIST]
    assert ways(replace(SHIRT, value=20_001, sent_from="US")) == [over]


def test_food_is_declared_and_relieved_up_to_a_hundred_and_fifty_dollars_wherever_it_comes_from():
    food = replace(SHIRT, commodity="210690", sent_from="US")
    assert ways(food) == [Cleared(route=Route.DECLARED, whys=(Why.EXCLUDED,), relief=True)]
    assert ways(replace(food, value=15_001)) == [Cleared(route=Route.DECLARED, whys=(Why.EXCLUDED,), relief=False)]
    assert ways(replace(SHIRT, own_use=False)) == [Cleared(route=Route.DECLARED, whys=(Why.NOT_OWN_USE,))]


def test_what_one_person_ordered_of_one_seller_on_one_day_counts_together():
    half = replace(SHIRT, value=8_000)
    together = Cleared(route=Route.DECLARED, whys=(Why.TOGETHER,))
    assert ways(half, replace(half, seller=" harbour  SHOP")) == [together, together]
    assert ways(half, before={half.order: 7_001}) == [together]
    for other in ({"owner": "dul"}, {"seller": "Another"}, {"ordered_on": date(2026, 3, 3)}):
        assert ways(half, replace(half, **other)) == [BY_LIST, BY_LIST]


@given(
    drawn=st.text("0123456789", min_size=11, max_size=11), place=st.integers(1, 12), digit=st.sampled_from("0123456789")
)
def test_a_wrong_digit_is_nobodys_code(drawn: str, place: int, digit: str):
    code = make_code(drawn=drawn)
    wrong = code[:place] + digit + code[place + 1 :]
    assert read_code(text=f" {code.lower()} ") == code
    assert (read_code(text=wrong) == "") == (wrong != code)


def test_a_name_is_the_holders_whatever_its_spaces_and_capitals():
    assert same_name(given="kim HANA", known=("김하나", "Kim Hana"))
    assert not same_name(given="김하", known=("김하나", ""))
    assert not same_name(given=" ", known=("", " "))
