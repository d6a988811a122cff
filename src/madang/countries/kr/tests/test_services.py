"""Every service says what issue 2 asks of the catalogue: agency, statute, fee, days, who may apply, data needed, channels."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from madang.framework.law.pack import load_pack

SYSTEMS = ("population", "businesses", "civil")
TODAY = date(2026, 11, 22)
AT_LEAST = 30
TOLD_ONCE = ("title", "summary", "agency", "statute", "who_may_apply")
# No law sets days for them that this pack knows.
WITHOUT_DAYS = {
    "civil.passport",
    "civil.driving_licence",
    "civil.school_transfer",
    "civil.health_insurance_dependant",
}


def _services() -> dict[str, Mapping[str, Any]]:
    pack = load_pack("kr")
    return {code: row for system in SYSTEMS for code, row in pack.data(f"{system}/services").items()}


def test_every_service_is_described_in_both_languages():
    for code, row in _services().items():
        told = [row[name] for name in TOLD_ONCE] + list(row.get("waivers", ())) + list(row["data_needed"])
        assert all(set(texts) == {"ko", "en"} and all(texts.values()) for texts in told), code
        assert row["data_needed"], f"{code} does not say what it needs"
        assert set(row.get("channels", ("online", "counter"))) <= {"online", "counter"}, code


def test_thirty_services_at_least_have_statutory_days_and_a_fee_that_the_law_knows():
    known = load_pack("kr").parameters
    with_days = {code: row for code, row in _services().items() if row.get("working_days")}
    assert set(_services()) - set(with_days) == WITHOUT_DAYS
    assert len(with_days) >= AT_LEAST
    for row in with_days.values():
        assert known[row["working_days"]].on(TODAY).value >= 0
        assert all(known[key].on(TODAY).value.minor >= 0 for key in row.get("fee", {}).values())


def test_a_fee_of_the_registers_names_who_is_free_of_it():
    with_fee = {code: row for code, row in _services().items() if code.startswith("population.") and row.get("fee")}
    assert {code.partition(".")[2] for code in with_fee} == {
        "abstract",
        "register_copy",
        "address_history",
        "occupancy",
        "family_relations",
        "basic",
        "marriage_certificate",
    }
    assert all(row["waivers"] for row in with_fee.values())
