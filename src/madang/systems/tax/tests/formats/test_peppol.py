"""Peppol's own rules: each fires alone when its one place is broken, in both syntaxes, and only in its layer."""

import pytest

from madang.systems.tax.formats.en16931.rules_peppol import RULES
from madang.systems.tax.formats.en16931.validate import EN16931, PEPPOL, validate_invoice
from madang.systems.tax.tests.formats.mutations import SYNTAXES, attribute, changed, drop, rich, write

BREAKS = {
    "R001": (drop("BT-23"),),
    "R003": (drop("BT-10", "BT-13"),),
    "R004": (write("BT-24", "urn:cen.eu:en16931:2017"),),
    "R007": (write("BT-23", "urn:fdc:peppol.eu:2017:poacc:billing:1:1.0"),),
    "R010": (drop("BT-49"),),
    "R020": (drop("BT-34"),),
    "R040": (write("BT-94", "11"),),
    "R046": (write("BT-148", "12.50"),),
    "R110": (write("BT-134", "2026-09-30"),),
    "R111": (write("BT-135", "2026-11-02"),),
    "R120": (write("BT-129", "11"),),
    "R121": (write("BT-149", "0"),),
    "R130": (attribute("BT-149", "unitCode", "KGM"),),
}


@pytest.mark.parametrize("syntax", SYNTAXES)
def test_each_rule_fires_for_its_own_place_and_in_its_own_layer(syntax):
    assert validate_invoice(data=rich(syntax), layer=PEPPOL) == []
    assert {f"PEPPOL-EN16931-{code}" for code in BREAKS} == {rule.code for rule in RULES}
    for code, changes in BREAKS.items():
        data = changed(*changes, data=rich(syntax))
        beside = {"PEPPOL-EN16931-R007"} if code == "R001" else set()
        assert {one.rule.code for one in validate_invoice(data=data, layer=PEPPOL)} == {
            f"PEPPOL-EN16931-{code}"
        } | beside
        assert validate_invoice(data=data, layer=EN16931) == []
