"""Rules of origin held against bills of materials."""

from decimal import Decimal

import pytest

from madang.systems.customs.domain.agreements import Agreement, Tolerance, read_agreements
from madang.systems.customs.domain.origin import Material, Product, RuleUnreadable
from madang.systems.customs.domain.origin_check import Terms, check_circumstances, check_origin, terms_of


def product(*materials: tuple[str, int], value: int = 1000, code: str = "851671") -> Product:
    return Product(code=code, value=value, materials=tuple(Material(code=one, value=worth) for one, worth in materials))


TEN = Terms(tolerances=(Tolerance(percent=Decimal(10), by="value", chapters=((1, 97),)),))


def test_value_content_is_built_down_or_up():
    # The formulas of the Korea-US agreement, art. 6.2: (AV - VNM) / AV x 100 and VOM / AV x 100.
    made = check_origin(rule="RVC 45 or RVC 35 up", product=product(("851690", 600)), own=350, terms=Terms())
    assert made.met
    assert [[(part.met, part.percent) for part in parts] for parts in made.alternatives] == [
        [(False, Decimal("40.00"))],
        [(True, Decimal("35.00"))],
    ]


def test_unchanged_materials_are_tolerated_up_to_their_share_of_the_value():
    # Korea-US agreement, art. 6.6: ten percent of the adjusted value.
    for worth, met in ((100, True), (101, False)):
        made = check_origin(rule="CTH", product=product(("851690", worth), ("732690", 400)), terms=TEN)
        (part,) = made.alternatives[0]
        assert (made.met, part.unchanged, part.by) == (met, ("851690",), "value" if met else "")
    assert not check_origin(rule="CTH", product=product(("851690", 1)), terms=Terms()).met


def test_a_changed_code_and_all_parts_of_an_alternative_are_needed():
    changed = product(("732690", 500))
    assert check_origin(rule="CTH", product=changed, terms=Terms()).met
    assert not check_origin(rule="CTH and RVC 60", product=changed, terms=Terms()).met
    assert check_origin(rule="WO", product=product(), terms=Terms()).met
    for rule in ("CC", "CTSH", "CTH and RVC 40 or WO", "RVC 50"):
        assert check_origin(rule=rule, product=changed, terms=Terms()).met


def test_what_is_no_rule_is_refused():
    with pytest.raises(RuleUnreadable):
        check_origin(rule="made with love", product=product(), terms=Terms())


RCEP = {"agreement": "RCEP", "cite": "", "source": ""}


def rcep() -> Agreement:
    rows = (
        {"topic": "tolerance", "value": "10 value 01-97"},
        {"topic": "tolerance", "value": "10 weight 50-63"},
        {"topic": "content", "value": "build_down build_up"},
        {"topic": "operations", "value": "pack sort mark"},
        {"topic": "transport", "value": "controlled"},
    )
    return read_agreements(rows=[RCEP | row for row in rows])["RCEP"]


def test_textiles_are_tolerated_by_weight_as_well():
    # RCEP art. 3.7 (1): 10 % of the value, or of the total weight for chapters 50 to 63.
    for code, met in (("610910", True), ("851671", False)):
        heavy = Product(
            code=code,
            value=1000,
            materials=(Material(code=code[:4] + "90", value=300, mass=Decimal("0.02")),),
            mass=Decimal("0.2"),
        )
        made = check_origin(rule="CTH", product=heavy, terms=terms_of(agreement=rcep(), code=code))
        assert made.met is met
        assert made.alternatives[0][0].by == ("weight" if met else "")


def test_value_content_is_the_better_of_two_formulas_where_the_agreement_has_both_and_may_be_of_net_cost():
    # RCEP art. 3.5 (1); Korea-US agreement art. 6.2 (net cost, of cars): (NC - VNM) / NC.
    thing = product(("851690", 650))
    terms = terms_of(agreement=rcep(), code="851671")
    assert check_origin(rule="RVC 40", product=thing, own=400, terms=terms).met
    assert not check_origin(rule="RVC 40", product=thing, own=400, terms=Terms()).met
    for cost, met in ((1000, True), (999, False)):
        car = Product(code="870323", value=1500, materials=(Material(code="840734", value=650),), net_cost=cost)
        assert check_origin(rule="RVC 35 net", product=car, terms=Terms()).met is met


def test_minor_operations_and_the_way_stand_beside_the_rule():
    def found(operations: set[str], route: str) -> list[bool | None]:
        made = check_circumstances(agreement=rcep(), operations=frozenset(operations), route=route)
        return [one.met for one in made]

    assert found(set(), "direct") == [True, True]
    assert found({"pack", "mark"}, "controlled") == [False, True]  # RCEP arts. 3.6, 3.15
    assert found({"pack", "assemble"}, "worked") == [True, False]
    silent = read_agreements(rows=[RCEP | {"topic": "months", "value": "12"}])["RCEP"]
    unknown = check_circumstances(agreement=silent, operations=frozenset({"pack"}), route="controlled")
    assert [one.met for one in unknown] == [None, None]
