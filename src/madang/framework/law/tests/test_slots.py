"""Slots: law as code that each country fills."""

from collections.abc import Callable
from types import ModuleType

import pytest

from madang.framework.law import (
    PackFaulty,
    Slot,
    SlotNotApplicable,
    SlotUnfilled,
    check_law,
    faults_of,
    fills,
    load_pack,
    not_applicable,
    slot,
    use_country,
)
from madang.framework.law.slots import Filled, declared_slots, fillings_in

SAMPLE: Slot[Callable[[int], int]] = slot("tests.sample", Callable[[int], int])


def wanted(*, number: str) -> bool:
    """A sample function whose parameters a filling must have."""
    return bool(number)


KEYWORDS: Slot[Callable[..., bool]] = slot("tests.keywords", wanted)


@pytest.fixture
def sample_filled():
    """The country `kr` with the sample slot filled by doubling."""

    def double(value: int) -> int:
        return value * 2

    pack = load_pack("kr")
    object.__setattr__(pack, "fillings", {**pack.fillings, SAMPLE.name: Filled(SAMPLE, double)})
    with use_country("kr"):
        yield
    object.__setattr__(pack, "fillings", {name: value for name, value in pack.fillings.items() if name != SAMPLE.name})


def test_calling_a_slot_calls_what_the_country_filled_in(sample_filled):
    assert SAMPLE(21) == SAMPLE.filled(21) == 42
    assert SAMPLE.applies


def test_an_unfilled_slot_names_itself_and_the_country():
    with use_country("xx"), pytest.raises(SlotUnfilled, match=r"'xx' does not fill the slot 'tests.sample'"):
        SAMPLE(1)


def test_a_slot_that_does_not_apply_tells_why():
    pack = load_pack("xx")
    object.__setattr__(
        pack, "fillings", {**pack.fillings, SAMPLE.name: not_applicable(SAMPLE, "Hanbit counts in twelves.")}
    )
    try:
        with use_country("xx"), pytest.raises(SlotNotApplicable, match="counts in twelves"):
            SAMPLE(1)
    finally:
        object.__setattr__(pack, "fillings", {name: one for name, one in pack.fillings.items() if name != SAMPLE.name})


def test_a_reason_is_due_where_a_slot_does_not_apply():
    assert not_applicable(SAMPLE, " ").misfits() == ["must say why it does not apply"]


def test_fillings_are_found_in_a_module_by_their_mark():
    module = ModuleType("country.system.law")

    @fills(SAMPLE)
    def double(value: int) -> int:
        return value * 2

    double.__module__ = module.__name__
    module.double = double  # type: ignore[attr-defined]
    module.other = not_applicable(KEYWORDS, "No such law.")  # type: ignore[attr-defined]
    assert {filling.slot.name for filling in fillings_in(module)} == {"tests.sample", "tests.keywords"}


def test_a_filling_with_other_parameters_is_told():
    def too_many(one: int, two: int) -> int:
        return one + two

    def wrong_name(*, digits: str) -> bool:
        return bool(digits)

    assert Filled(SAMPLE, too_many).misfits() == ["takes 2 values where the slot gives 1"]
    assert Filled(KEYWORDS, wrong_name).misfits()
    assert Filled(KEYWORDS, wanted).misfits() == []


@pytest.mark.parametrize("country", ["kr", "xx"])
def test_every_country_fills_every_slot_of_every_system(country: str):
    assert check_law(systems=("population", "businesses", "civil"), code=country).code == country


def test_a_country_that_leaves_slots_open_is_told_all_of_them_and_does_not_start():
    pack = load_pack("xx")
    filled = dict(pack.fillings)
    left = {name for name in filled if name.startswith("businesses.")}
    object.__setattr__(pack, "fillings", {name: one for name, one in filled.items() if name not in left})
    try:
        faults = faults_of(pack=pack, packages=("madang.systems.businesses",))
        assert {fault.place for fault in faults} == left
        assert len(left) == 5
        with pytest.raises(PackFaulty, match=r"has 5 fault\(s\)"):
            check_law(systems=("businesses",), code="xx")
    finally:
        object.__setattr__(pack, "fillings", filled)


def test_slots_are_declared_when_a_domain_is_imported():
    assert "businesses.check_number" in declared_slots()
