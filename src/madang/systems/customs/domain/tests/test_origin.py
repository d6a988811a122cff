"""Rules of origin: shifts of the code, content of value, both; what cannot be read."""

import pytest

from madang.framework.law import use_country
from madang.systems.customs.domain.origin import Material, Product, RuleUnreadable, product_rules
from madang.systems.customs.domain.origin_check import Terms, check_origin

SHIRT = Product(
    code="610910", value=1000, materials=(Material(code="600622", value=300), Material(code="961700", value=200))
)


def meets(rule: str, product: Product) -> bool:
    return check_origin(rule=rule, product=product, terms=Terms()).met


@pytest.mark.parametrize(
    ("rule", "met"),
    [
        ("CC", True),
        ("CTH", True),
        ("WO", False),
        ("RVC 50", True),
        ("RVC 51", False),
        ("RVC 60 or CC and RVC 45", True),
    ],
)
def test_a_shirt_of_knitted_cloth_from_elsewhere(rule: str, met: bool):
    assert meets(rule, SHIRT) is met


def test_a_part_of_the_same_heading_breaks_the_shift_of_heading_alone():
    sewn = Product(code="610910", value=1000, materials=(Material(code="610990", value=100),))
    assert [meets(rule, sewn) for rule in ("CC", "CTH", "CTSH", "CTH or RVC 40")] == [False, False, True, True]


def test_every_rule_of_the_pack_can_be_read_and_another_cannot():
    with use_country("kr") as pack:
        rules = [row["rule"] for row in pack.table("customs/origin_rules")]
        assert [one.rule for one in product_rules(commodity="0202100000")] == ["CC", "WO"]
        assert product_rules(commodity="9999999999") == ()
    for rule in rules:
        meets(rule, SHIRT)
    with pytest.raises(RuleUnreadable):
        meets("CTHX", SHIRT)
