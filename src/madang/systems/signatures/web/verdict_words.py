"""The verdicts of EN 319 102-1 in plain words: what it is, and what to do."""

from django.utils.translation import gettext_lazy as _

from madang.systems.signatures.domain.validation.evidence import CoveredKind
from madang.systems.signatures.domain.validation.indications import Indication, SubIndication
from madang.systems.signatures.domain.validation.report import Report

TITLES = {
    Indication.PASSED: _("Every signature holds"),
    Indication.INDETERMINATE: _("It cannot be decided"),
    Indication.FAILED: _("The signature does not hold"),
}
ONLY_A_PART = _("Only a part is signed")
NO_SIGNATURE = _("No signature can be read in this file")
TONES = {Indication.PASSED: "success", Indication.INDETERMINATE: "warning", Indication.FAILED: "danger"}
COVERED = {
    CoveredKind.DOCUMENT: _("The whole document"),
    CoveredKind.REVISION: _("The document as it was when signed; only permitted additions followed"),
    CoveredKind.ELEMENT: _("Only the element"),
    CoveredKind.OBJECT: _("The object in the signature"),
    CoveredKind.PAYLOAD: _("The content in the signature"),
    CoveredKind.FILE: _("The file beside the signature"),
}
SENTENCES = {
    SubIndication.FORMAT_FAILURE: _(
        "The file is not built as a signed file must be, or was changed after signing. Ask for the original."
    ),
    SubIndication.HASH_FAILURE: _("The content is not the one that was signed. Ask for the original."),
    SubIndication.SIG_CRYPTO_FAILURE: _("The signature was not made with the signer's key. Do not rely on it."),
    SubIndication.NOT_YET_VALID: _("The signature is older than the certificate it names. Do not rely on it."),
    SubIndication.NO_SIGNING_CERTIFICATE_FOUND: _("The signer's certificate is missing. Ask for a complete file."),
    SubIndication.NO_CERTIFICATE_CHAIN_FOUND: _(
        "The certificate does not come from an authority that is trusted here."
    ),
    SubIndication.CERTIFICATE_CHAIN_GENERAL_FAILURE: _("The chain of certificates cannot be checked."),
    SubIndication.CHAIN_CONSTRAINTS_FAILURE: _("A certificate was used for what it was not issued for."),
    SubIndication.CRYPTO_CONSTRAINTS_FAILURE: _("An algorithm was used that is not trusted."),
    SubIndication.CRYPTO_CONSTRAINTS_FAILURE_NO_POE: _(
        "An algorithm is no longer trusted, and nothing proves that the signature is older."
    ),
    SubIndication.SIG_CONSTRAINTS_FAILURE: _(
        "Only a part of what came is signed: rely on nothing else in it. Ask for a file that is signed as a whole."
    ),
    SubIndication.TIMESTAMP_ORDER_FAILURE: _("The timestamps contradict each other."),
    SubIndication.REVOKED_NO_POE: _(
        "The certificate was revoked, and nothing proves that the signature is older. Ask the signer to sign again."
    ),
    SubIndication.REVOKED_CA_NO_POE: _("An authority above the signer was revoked. Ask the signer to sign again."),
    SubIndication.OUT_OF_BOUNDS_NO_POE: _(
        "The certificate is not valid at this time, and nothing proves that the signature was made while it was."
    ),
    SubIndication.OUT_OF_BOUNDS_NOT_REVOKED: _("The certificate has ended; it was not revoked."),
    SubIndication.NO_POE: _("Nothing proves when the signature was made."),
    SubIndication.TRY_LATER: _("Whether the certificate still holds cannot be learnt now. Try again later."),
    SubIndication.SIGNED_DATA_NOT_FOUND: _(
        "What was signed is not here. Add the files that were signed, under the names that they had."
    ),
    SubIndication.GENERIC: _("The signature could not be checked."),
}


def title_of(*, report: Report) -> str:
    """The headline over a report: what to know before anything else."""
    if not report.signatures:
        return str(NO_SIGNATURE)
    partly = report.sub_indication is SubIndication.SIG_CONSTRAINTS_FAILURE
    return str(ONLY_A_PART if partly else TITLES[report.indication])
