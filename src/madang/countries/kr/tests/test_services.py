"""Every service says what issue 2 asks of the catalogue: agency, statute, fee, days, who may apply, data needed, channels."""

from datetime import date

from madang.exchange.catalogue import Description, descriptions
from madang.framework.law import use_country
from madang.framework.law.pack import load_pack
from madang.framework.law.parameters import parameter

SYSTEMS = ("population", "businesses", "civil")
TODAY = date(2026, 11, 22)
AT_LEAST = 30
# No law sets days for them that this pack knows.
WITHOUT_DAYS = {
    "civil.passport",
    "civil.driving_licence",
    "civil.school_transfer",
    "civil.health_insurance_dependant",
}


def _services() -> dict[str, Description]:
    return {code: one for system in SYSTEMS for code, one in descriptions(pack_code="kr", system=system).items()}


def test_every_service_is_described_in_both_languages():
    for code, one in _services().items():
        for texts in (
            one.title,
            one.summary,
            one.agency,
            one.statute,
            one.who_may_apply,
            *one.waivers,
            *one.data_needed,
        ):
            assert set(texts) == {"ko", "en"}, code
        assert one.data_needed, f"{code} does not say what it needs"
        assert one.channels, code


def test_thirty_services_at_least_have_statutory_days_and_a_fee_that_the_law_knows():
    with_days = {code: one for code, one in _services().items() if one.working_days}
    assert set(_services()) - set(with_days) == WITHOUT_DAYS
    assert len(with_days) >= AT_LEAST
    with use_country("kr"):
        for one in with_days.values():
            assert int(parameter(one.working_days, on=TODAY)) >= 0
            assert all(parameter(key, on=TODAY).minor >= 0 for key in one.fee.values())


def test_a_fee_of_the_registers_names_who_is_free_of_it():
    registers = [one for code, one in _services().items() if code.startswith("population.") and one.fee]
    assert len(registers) >= len(("copy", "abstract", "addresses", "occupants", "family", "basic", "marriage"))
    assert all(one.waivers for one in registers)


def test_every_parameter_that_a_service_names_exists():
    known = load_pack("kr").parameters
    named = {key for one in _services().values() for key in (*one.fee.values(), one.working_days) if key}
    assert named <= set(known)
