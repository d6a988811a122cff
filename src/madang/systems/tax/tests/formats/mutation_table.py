"""For each rule (and some of its edges) one change that breaks a sound invoice. A name begins with the rule's code."""

from madang.systems.tax.formats.en16931.rules_categories import CATEGORIES
from madang.systems.tax.tests.formats.mutations import (
    BASES,
    BY_CATEGORY,
    Change,
    all_of,
    attribute,
    cut,
    drop,
    hollow,
    put,
    write,
    write_all,
)

OF = {one.code: one for one in CATEGORIES}
_SETTLEMENT = "//ram:ApplicableHeaderTradeSettlement"

_PART_UBL = (
    '<cac:TaxSubtotal><cbc:TaxableAmount currencyID="EUR">0.00</cbc:TaxableAmount>'
    '<cbc:TaxAmount currencyID="EUR">0.00</cbc:TaxAmount><cac:TaxCategory><cbc:ID>Z</cbc:ID><cbc:Percent>0</cbc:Percent>'
    "<cac:TaxScheme><cbc:ID>VAT</cbc:ID></cac:TaxScheme></cac:TaxCategory></cac:TaxSubtotal>"
)
_PART_CII = (
    "<ram:ApplicableTradeTax><ram:CalculatedAmount>0.00</ram:CalculatedAmount><ram:TypeCode>VAT</ram:TypeCode>"
    "<ram:BasisAmount>0.00</ram:BasisAmount><ram:CategoryCode>Z</ram:CategoryCode>"
    "<ram:RateApplicablePercent>0</ram:RateApplicablePercent></ram:ApplicableTradeTax>"
)

PRESENCE: dict[str, tuple[Change, ...]] = {
    "BR-01": (drop("BT-24"),),
    "BR-02": (drop("BT-1"),),
    "BR-02-empty": (write("BT-1", "  "),),
    "BR-03": (drop("BT-2"),),
    "BR-04": (drop("BT-3"),),
    "BR-05": (drop("BT-5"),),
    "BR-06": (drop("BT-27"),),
    "BR-07": (drop("BT-44"),),
    "BR-08": (cut("BG-5"),),
    "BR-09": (drop("BT-40"),),
    "BR-10": (cut("BG-8"),),
    "BR-11": (drop("BT-55"),),
    "BR-12": (drop("BT-106"),),
    "BR-13": (drop("BT-109"),),
    "BR-14": (drop("BT-112"),),
    "BR-15": (drop("BT-115"),),
    "BR-16": (cut("BG-25"),),
    "BR-17": (drop("BT-59"),),
    "BR-17-same": (write("BT-59", "Seller AB"), write("BT-28", "Seller AB")),
    "BR-18": (drop("BT-62"),),
    "BR-19": (cut("BG-12"),),
    "BR-20": (drop("BT-69"),),
    "BR-21": (drop("BT-126"),),
    "BR-22": (drop("BT-129"),),
    "BR-23": (drop("BT-130"),),
    "BR-24": (drop("BT-131"),),
    "BR-25": (drop("BT-153"),),
    "BR-26": (drop("BT-146"),),
    "BR-27": (write("BT-146", "-1.00"),),
    "BR-28": (write("BT-148", "-1.00"),),
    "BR-29": (write("BT-74", "2026-09-01"),),
    "BR-30": (write("BT-135", "2026-09-01"),),
    "BR-31": (drop("BT-92"),),
    "BR-32": (drop("BT-95"),),
    "BR-33": (drop("BT-98"),),
    "BR-36": (drop("BT-99"),),
    "BR-37": (drop("BT-102"),),
    "BR-38": (drop("BT-105"),),
    "BR-41": (drop("BT-136"),),
    "BR-42": (drop("BT-140"),),
    "BR-43": (drop("BT-141"),),
    "BR-44": (drop("BT-145"),),
    "BR-45": (drop("BT-116"),),
    "BR-46": (drop("BT-117"),),
    "BR-47": (drop("BT-118"),),
    "BR-48": (drop("BT-119"),),
    "BR-49": (drop("BT-81"),),
    "BR-50": (write("BT-84", ""),),
    "BR-51": (write("BT-87", "5105105105105100"),),
    "BR-52": (drop("BT-122"),),
    "BR-53": (write("BT-6", "NOK"),),
    "BR-54": (drop("BT-161"),),
    "BR-55": (drop("BT-25"),),
    "BR-56": (drop("BT-63"),),
    "BR-57": (drop("BT-80"),),
    "BR-61": (drop("BT-84"),),
    "BR-62": (attribute("BT-34", "schemeID", None),),
    "BR-63": (attribute("BT-49", "schemeID", None),),
    "BR-64": (attribute("BT-157", "schemeID", None),),
    "BR-65": (attribute("BT-158", "listID", None),),
}
SUMS: dict[str, tuple[Change, ...]] = {
    "BR-CO-03": (
        put(
            ubl=("/*/cbc:DocumentCurrencyCode", "<cbc:TaxPointDate>2026-11-01</cbc:TaxPointDate>"),
            cii=(
                f"{_SETTLEMENT}/ram:ApplicableTradeTax/ram:DueDateTypeCode",
                '<ram:TaxPointDate><udt:DateString format="102">20261101</udt:DateString></ram:TaxPointDate>',
            ),
            before=True,
        ),
    ),
    "BR-CO-04": (drop("BT-151"),),
    "BR-CO-09": (write("BT-31", "556732170701"),),
    "BR-CO-09-buyer": (write("BT-48", "ZZ987654325"),),
    "BR-CO-09-representative": (write("BT-63", "no967611265"),),
    "BR-CO-10": (write("BT-106", "200.01"),),
    "BR-CO-11": (write("BT-107", "11.00"),),
    "BR-CO-11-missing": (drop("BT-107"),),
    "BR-CO-12": (write("BT-108", "5.00"),),
    "BR-CO-13": (write("BT-109", "194.01"),),
    "BR-CO-14": (write("BT-110", "18.41"),),
    "BR-CO-15": (write("BT-112", "212.41"),),
    "BR-CO-16": (write("BT-115", "200.00"),),
    "BR-CO-16-unpaid": (drop("BT-113"),),
    "BR-CO-17": (write("BT-117", "19.41"),),
    "BR-CO-17-within": (
        write("BT-117", "19.39"),
        write("BT-110", "19.39"),
        write("BT-112", "213.39"),
        write("BT-115", "201.04"),
    ),
    "BR-CO-18": (cut("BG-23"),),
    "BR-CO-19": (hollow("BG-14"),),
    "BR-CO-20": (drop("BT-134", "BT-135"),),
    "BR-CO-21": (drop("BT-98"),),
    "BR-CO-22": (drop("BT-105"),),
    "BR-CO-23": (drop("BT-140"),),
    "BR-CO-24": (drop("BT-145"),),
    "BR-CO-25": (drop("BT-9", "BT-20"),),
    "BR-CO-26": (drop("BT-29", "BT-30", "BT-31"),),
}
DIGITS: dict[str, tuple[Change, ...]] = {
    f"BR-DEC-{code}": (write(f"BT-{term}", text),)
    for code, term, text in (
        ("01", 92, "10.000"),
        ("02", 93, "100.000"),
        ("05", 99, "4.000"),
        ("06", 100, "100.000"),
        ("09", 106, "200.000"),
        ("10", 107, "10.000"),
        ("11", 108, "4.000"),
        ("12", 109, "194.000"),
        ("13", 110, "18.401"),
        ("14", 112, "212.400"),
        ("15", 111, "200.001"),
        ("16", 113, "12.400"),
        ("17", 114, "0.050"),
        ("18", 115, "200.050"),
        ("19", 116, "92.000"),
        ("20", 117, "18.400"),
        ("23", 131, "98.000"),
        ("24", 136, "5.000"),
        ("25", 137, "100.000"),
        ("27", 141, "3.000"),
        ("28", 142, "100.000"),
    )
}
CODES: dict[str, tuple[Change, ...]] = {
    "BR-CL-01": (write("BT-3", "999"),),
    "BR-CL-03": (attribute("BT-110", "currencyID", "XXL"),),
    "BR-CL-04": (write("BT-5", "XXL"),),
    "BR-CL-05": (write("BT-6", "XXL"),),
    "BR-CL-06": (write_all(BT_8="7"),),
    "BR-CL-07": (
        attribute("BT-18", "schemeID", "XXL"),
        put(cii=("//ram:ReferenceTypeCode", "<ram:ReferenceTypeCode>XXL</ram:ReferenceTypeCode>"), before=True),
    ),
    "BR-CL-08": (
        write("BT-21", "XXL"),
        put(ubl=("/*/cbc:Note", "<cbc:Note>#XXL#This has a subject that nobody knows</cbc:Note>"), before=True),
    ),
    "BR-CL-10": (attribute("BT-29", "schemeID", "XXL"),),
    "BR-CL-11": (attribute("BT-30", "schemeID", "XXL"),),
    "BR-CL-13": (attribute("BT-158", "listID", "XXL"),),
    "BR-CL-14": (write("BT-40", "XX"),),
    "BR-CL-15": (write("BT-159", "XX"),),
    "BR-CL-16": (write("BT-81", "99"),),
    "BR-CL-17": (write("BT-95", "X"),),
    "BR-CL-18": (write("BT-151", "X"),),
    "BR-CL-19": (write("BT-98", "X"),),
    "BR-CL-20": (write("BT-105", "X"),),
    "BR-CL-21": (attribute("BT-157", "schemeID", "XXL"),),
    "BR-CL-22": (write("BT-121", "VATEX-XX"),),
    "BR-CL-23": (attribute("BT-129", "unitCode", "XXL"),),
    "BR-CL-24": (attribute("BT-125", "mimeCode", "text/html"),),
    "BR-CL-25": (attribute("BT-34", "schemeID", "XXL"),),
    "BR-CL-26": (attribute("BT-71", "schemeID", "XXL"),),
}
SPECIAL: dict[str, tuple[Change, ...]] = {
    "BR-IC-11": (all_of(OF["K"]), drop("BT-72"), cut("BG-14")),
    "BR-IC-12": (all_of(OF["K"]), cut("BG-15")),
    "BR-O-11": (
        all_of(OF["O"]),
        write("BT-118", "O"),
        put(
            ubl=("//cac:TaxSubtotal", _PART_UBL),
            cii=(f"{_SETTLEMENT}/ram:ApplicableTradeTax", _PART_CII),
            before=True,
        ),
    ),
    "BR-O-12": (all_of(OF["O"]), write("BT-151", "Z")),
    "BR-O-13": (all_of(OF["O"]), write("BT-95", "Z")),
    "BR-O-14": (all_of(OF["O"]), write("BT-102", "Z")),
    "BR-B-01": (all_of(OF["S"]), write_all(BT_151="B", BT_95="B", BT_102="B", BT_118="B")),
    "BR-B-02": (write_all(BT_40="IT", BT_55="IT", BT_69="IT", BT_80="IT", BT_159="IT"), write("BT-151", "B")),
}
TABLE: dict[str, tuple[Change, ...]] = {
    "sound": (),
    **BASES,
    **PRESENCE,
    **SUMS,
    **BY_CATEGORY,
    **SPECIAL,
    **DIGITS,
    **CODES,
}
