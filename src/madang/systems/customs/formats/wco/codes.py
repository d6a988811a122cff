"""Codes between the domain and WCO Data Model 3."""

from madang.systems.customs.domain.words import Direction, Function

FUNCTIONS = {"9": Function.ORIGINAL, "13": Function.AMENDMENT}
"""WCO 017. The customisation's 14 has no counterpart here. A cancellation is a request (13) of the type INV."""
CANCELS = "INV"
DIRECTIONS = {"IM": Direction.IMPORT, "EX": Direction.EXPORT, "CO": Direction.IMPORT, "TR": Direction.TRANSIT}
"""By the first two letters of the type. CO (trade with special territories) is taken for an import unless it names an exit."""
DEFAULT_TYPES = {Direction.IMPORT: "IMA", Direction.EXPORT: "EXA", Direction.TRANSIT: "TRA"}
COMMODITY, COMMODITY_REST, DANGEROUS = "TSP", "TRC", "UNDG"
"""Kinds of classification: eight digits of the tariff, the digits that follow. DANGEROUS is our own name of a UN number."""
COMMODITY_DIGITS = 8
NON_PREFERENTIAL, PREFERENTIAL = "1", "2"
BILL_CODES = frozenset({"703", "705", "714", "740"})
MASTER_BILL_CODES = frozenset({"704", "741"})
"""UN/EDIFACT 1001: transport documents among previous documents."""
HOUSE_WAYBILL, HOUSE_BILL, MASTER_WAYBILL, MASTER_BILL = "703", "714", "741", "704"
TRANSPORT_CATEGORY = "N"
REGIMES = {"RCP": "RCEP", "ASN": "ASEAN", "EFT": "EFTA", "CAM": "CENTRAL_AMERICA"}
"""DutyRegimeCode has three characters; agreements whose names are longer go by these, our own codes."""
REGIME_CODES = {name: code for code, name in REGIMES.items()}
