"""What digital identity keeps."""

from madang.systems.digital_identity.models.consent import Consent, PairwiseSubject
from madang.systems.digital_identity.models.grant import AuthorizationCode, Grant, PushedRequest, Token
from madang.systems.digital_identity.models.relying_party import RelyingParty, UsedAssertion
from madang.systems.digital_identity.models.signing_key import SigningKey

__all__ = [
    "AuthorizationCode",
    "Consent",
    "Grant",
    "PairwiseSubject",
    "PushedRequest",
    "RelyingParty",
    "SigningKey",
    "Token",
    "UsedAssertion",
]
