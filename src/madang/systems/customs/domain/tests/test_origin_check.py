"""Rules of origin held against bills of materials."""

from decimal import Decimal

import pytest

from madang.systems.customs.domain.origin import Material, Product, RuleUnreadable, originates
from madang.systems.customs.domain.origin_check import check_origin


def product(*materials: tuple[str, int], value: int = 1000, code: str = "851671") -> Product:
    return Product(code=code, value=value, materials=tuple(Material(code=one, value=worth) for one, worth in materials))


def test_value_content_is_built_down_or_up():
    # The formulas of the Korea-US agreement, art. 6.2: (AV - VNM) / AV x 100 and VOM / AV x 100.
    made = check_origin(rule="RVC 45 or RVC 35 up", product=product(("851690", 600)), own=350)
    assert made.met
    assert [[(part.met, part.percent) for part in parts] for parts in made.alternatives] == [
        [(False, Decimal("40.00"))],
        [(True, Decimal("35.00"))],
    ]


def test_unchanged_materials_are_tolerated_up_to_their_share_of_the_value():
    # Korea-US agreement, art. 6.6: ten percent of the adjusted value.
    for worth, met in ((100, True), (101, False)):
        made = check_origin(rule="CTH", product=product(("851690", worth), ("732690", 400)), tolerance=Decimal(10))
        (part,) = made.alternatives[0]
        assert (made.met, part.unchanged, part.tolerated) == (met, ("851690",), met)
    assert not check_origin(rule="CTH", product=product(("851690", 1))).met


def test_a_changed_code_and_all_parts_of_an_alternative_are_needed():
    changed = product(("732690", 500))
    assert check_origin(rule="CTH", product=changed).met
    assert not check_origin(rule="CTH and RVC 60", product=changed).met
    assert check_origin(rule="WO", product=product()).met
    for rule in ("CC", "CTSH", "CTH and RVC 40 or WO", "RVC 50"):
        assert check_origin(rule=rule, product=changed).met == originates(rule=rule, product=changed)


def test_what_is_no_rule_is_refused():
    with pytest.raises(RuleUnreadable):
        check_origin(rule="made with love", product=product())
