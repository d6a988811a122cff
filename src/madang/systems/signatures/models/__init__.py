"""What the trust services keep."""

from madang.systems.signatures.models.acme import AcmeAccount, AcmeAuthorization, AcmeNonce, AcmeOrder
from madang.systems.signatures.models.authority import Authority
from madang.systems.signatures.models.ceremony import Ceremony
from madang.systems.signatures.models.certificate import Certificate, PresignedAnswer, StatusChange
from madang.systems.signatures.models.revocation_list import RevocationList
from madang.systems.signatures.models.signing_request import Approval, Signatory, SigningRequest
from madang.systems.signatures.models.status_stamp import StatusStamp

__all__ = [
    "AcmeAccount",
    "AcmeAuthorization",
    "AcmeNonce",
    "AcmeOrder",
    "Approval",
    "Authority",
    "Ceremony",
    "Certificate",
    "PresignedAnswer",
    "RevocationList",
    "Signatory",
    "SigningRequest",
    "StatusChange",
    "StatusStamp",
]
