"""Which codes of UN/EDIFACT D.95B stand for which words of a manifest, in CUSCAR: our implementation guideline.

Code lists: 1001 (85 customs manifest, 833 cargo declaration of departure, 933 of arrival; 705 bill of lading, 830 goods
declaration for exportation), 1153, 1225, 2005, 3035, 3227, 6069, 6313, 7365, 8053, 8169, 9303; Recommendation 19.
"""

from madang.systems.customs.domain.manifest import Call, Direction, Function, Mode, Role, Sealer

MANIFEST, LEAVING, ARRIVING = "85", "833", "933"
FUNCTIONS = {"9": Function.ORIGINAL, "5": Function.REPLACE, "4": Function.CHANGE, "1": Function.CANCEL}
MODES = {"1": Mode.SEA, "2": Mode.RAIL, "3": Mode.ROAD, "4": Mode.AIR}
DIRECTIONS = {
    "22": Direction.EXPORT,
    "23": Direction.IMPORT,
    "24": Direction.TRANSIT,
    "28": Direction.TRANSHIPMENT,
}
CALLS = {"125": Call.LAST, "60": Call.ARRIVAL, "61": Call.NEXT, "5": Call.DEPARTURE, "92": Call.ROUTING}
ROLES = {"CZ": Role.CONSIGNOR, "CN": Role.CONSIGNEE, "N1": Role.NOTIFY, "FW": Role.FORWARDER}
SEALERS = {"CA": Sealer.CARRIER, "SH": Sealer.SHIPPER, "CU": Sealer.CUSTOMS, "TO": Sealer.TERMINAL}
REPORTED, ARRIVES, DEPARTS = "137", "132", "133"
OFFICE, OFFICE_PARTY = "22", "CM"
"""NAD+CM: customs. The header of D.95B has no place of its own for the office."""
LOADING, DISCHARGE, DELIVERY = "9", "11", "7"
MASTERS, HOUSES = ("MB", "MWB"), ("BH", "HWB")
MAIN_CARRIAGE, CONTAINER, FULL, EMPTY = "20", "CN", "5", "4"
GROSS, VOLUME = "G", "AAW"
CUBIC_METRE = "MTQ"
GOODS_TEXT, REASON = "AAA", "AAI"
"""General information in the header: why a report replaces, changes or cancels an earlier one."""
COMMODITY_LIST = "122"
EXPORT, CAME_UNDER = "830", "705"
"""Of the document (DOC) below the indicator (GIS) of a goods line: by what the goods leave, or under what they came."""
EXPORTED, TRANSHIPPED = "22", "28"
