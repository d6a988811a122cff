"""What formats share about documents."""

PROOF_TYPES = frozenset({"861", "862", "863", "864", "865", "954"})
"""UN/EDIFACT 1001: certificates and declarations of origin, preference certificate, form A, EUR.1."""
PROOF_CATEGORIES = frozenset({"", "N"})
EUROPEAN_PROOFS = "U"
"""The category of the European Union's proofs of preferential origin."""


def is_proof(*, code: str) -> bool:
    """Whether a document of this type proves a preferential origin."""
    european = len(code) == 4 and code[0] == EUROPEAN_PROOFS
    return european or (code[-3:] in PROOF_TYPES and code[:-3] in PROOF_CATEGORIES)
