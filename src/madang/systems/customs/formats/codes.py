"""Codes that both formats share."""

from madang.systems.customs.domain.words import Adjustment

KILOGRAM = "KGM"
"""UN/ECE Recommendation 20."""

PROOF_TYPES = frozenset({"861", "862", "863", "864", "865", "954"})
"""UN/EDIFACT 1001: certificates and declarations of origin, preference certificate, form A, EUR.1."""
PROOF_CATEGORIES = frozenset({"", "N"})
EUROPEAN_PROOFS = "U"
"""The category of the European Union's proofs of preferential origin."""

ADJUSTMENTS = {
    "AB": Adjustment.COMMISSION,
    "AC": Adjustment.CONTAINERS,
    "AD": Adjustment.PACKING,
    "AE": Adjustment.ASSISTS,
    "AF": Adjustment.ASSISTS,
    "AG": Adjustment.ASSISTS,
    "AH": Adjustment.ASSISTS,
    "AI": Adjustment.ROYALTIES,
    "AJ": Adjustment.PROCEEDS,
    "AK": Adjustment.FREIGHT,
    "AL": Adjustment.INDIRECT_PAYMENT,
    "AN": Adjustment.OTHER_ADDITION,
    "BA": Adjustment.INLAND_FREIGHT,
    "BB": Adjustment.POST_IMPORT_WORK,
    "BC": Adjustment.DUTIES_AND_TAXES,
    "BD": Adjustment.DEFERRED_INTEREST,
    "BG": Adjustment.OTHER_DEDUCTION,
    "INS": Adjustment.INSURANCE,
    "LOA": Adjustment.LOADING,
}
"""The European Union's codes of additions and deductions. AC, INS, LOA are ours: it has none for containers, insurance, loading
apart."""
CHARGE_CODES = {kind: code for code, kind in reversed(ADJUSTMENTS.items())}
"""What is written: of several codes of a kind (materials, tools, engineering: all assists) the first."""


def is_proof(*, code: str) -> bool:
    """Whether a document of this type proves a preferential origin."""
    european = len(code) == 4 and code[0] == EUROPEAN_PROOFS
    return european or (code[-3:] in PROOF_TYPES and code[:-3] in PROOF_CATEGORIES)
