"""Which codes of UN/EDIFACT D.96B stand for which words of the domain, in CUSDEC: this is our implementation guideline.

Code lists: 1001 document name, 1131 code list, 1153 reference, 1225 function, 2005 date, 3035 party, 3227 place, 4451 text,
5025 amount, 6313 measure, 8051 transport stage.
"""

from madang.systems.customs.domain.words import Direction, Function

CUSDEC = "CUSDEC:D:96B"
DOCUMENTS = {"929": Direction.IMPORT, "830": Direction.EXPORT, "950": Direction.TRANSIT}
DOCUMENT_CODES = {direction: code for code, direction in DOCUMENTS.items()}
FUNCTIONS = {"9": Function.ORIGINAL, "4": Function.AMENDMENT, "5": Function.REPLACEMENT, "1": Function.CANCELLATION}
FUNCTION_CODES = {function: code for code, function in FUNCTIONS.items()}

OFFICE, EXIT_OFFICE, OTHER = "22", "42", "ZZZ"
EXPORT_COUNTRY, DESTINATION_COUNTRY, TRANSIT_COUNTRY = "35", "36", "49"
GOODS_PLACE, WAREHOUSE, DELIVERY_PLACE, ORIGIN = "14", "18", "1", "27"
PREFERENTIAL = "P"

ACCEPTED, ISSUED, EXPIRES = "148", "137", "36"

TYPE_LIST, PROCEDURE_LIST, PREFERENCE_LIST, COMMODITY_LIST = "105", "117", "116", "122"
INDICATOR_LIST, SPECIAL_LIST, NATURE_LIST, VALUATION_LIST, PAYMENT_LIST, LEVY_LIST = (
    "109",
    "110",
    "112",
    "127",
    "134",
    "107",
)
OFFICE_LIST = "113"
CONTAINERS, REPRESENTATION, FREIGHT_PAYMENT = "CONTAINERS", "REPRESENTATION", "FREIGHT"

NUMBER, INVOICE, CONSIGNMENT, PREVIOUS, GUARANTEE, AUTHORISATION = "ABT", "IV", "UCN", "ACW", "ABL", "ACD"
HOUSE_BILL, HOUSE_WAYBILL, MASTER_BILL, MASTER_WAYBILL = "BH", "HWB", "MB", "MWB"
QUOTA, CONTAINER, FURTHER_CODE = "ABJ", "AAQ", "ABD"

BORDER, DEPARTURE, ARRIVAL = "11", "12", "13"

PARTIES = {
    "DT": "declarant",
    "AG": "agent",
    "IM": "importer",
    "EX": "exporter",
    "BY": "buyer",
    "SE": "seller",
    "CN": "consignee",
    "CA": "carrier",
}
ITEM_PARTIES = {"CZ": "consignor", "CN": "consignee"}

GOODS_TEXT, GENERAL_TEXT = "AAA", "AAI"
NAME_SIZE = 35

WEIGHT, TOTAL_GROSS, ITEM_GROSS, ITEM_NET = "WT", "AAD", "AAE", "AAF"
QUANTITIES = ("ACB", "ACC", "ACD")
FURTHER_QUANTITY = "AAH"
NO_UNIT = "ZZ"
"""Recommendation 20: mutually defined; here: the declaration said no unit."""

INVOICE_TOTAL, PRICE, CUSTOMS_VALUE, STATISTICAL, FREIGHT, INSURANCE, CHARGE, LEVY = (
    "39", "38", "40", "ZZZ", "64", "67", "8", "161",
)  # fmt: skip
ITEMS_TOTAL, PACKAGES_TOTAL = "5", "11"
