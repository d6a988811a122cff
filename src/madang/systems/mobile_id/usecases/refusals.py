"""How this system says no to wallets: each refusal names its OAuth 2.0 or OpenID4VCI error code besides its own."""

from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from madang.framework.values import Refusal


class WalletRefusal(Refusal):
    """A no to a wallet."""

    status = 400
    oauth: ClassVar[str] = "invalid_request"


class NotReadable(WalletRefusal):
    """The request is not of the form that the standard gives it."""

    code = "mobile_id.request.unreadable"
    says = _("The wallet's request could not be read. Update the wallet, or try another one.")


class OtherGrant(WalletRefusal):
    """Another kind of grant than a pre-authorized code."""

    code = "mobile_id.grant.other"
    says = _("This issuer gives credentials for an offer's code only. Scan an offer.")
    oauth = "unsupported_grant_type"


class UnknownWallet(WalletRefusal):
    """The wallet is not among those that may begin by themselves."""

    code = "mobile_id.wallet.unknown"
    says = _(
        "This wallet is not registered to begin by itself. Make an offer on the page of your mobile IDs and scan it."
    )
    status = 401
    oauth = "invalid_client"


class WalletRequestGone(Refusal):
    """The wallet's request is unknown, answered or too old."""

    code = "mobile_id.wallet.request_gone"
    says = _("The wallet's request was answered already or has run out. Begin again in the wallet.")
    status = 400


class OfferGone(WalletRefusal):
    """The offer is unknown, used, expired, or was tried with too many wrong codes: all are told alike."""

    code = "mobile_id.offer.gone"
    says = _("This offer no longer stands: it was used, ran out, or was tried with wrong codes. Ask for a new one.")
    oauth = "invalid_grant"


class WrongTxCode(WalletRefusal):
    """The six digits that stand beside the offer were not given or are wrong."""

    code = "mobile_id.offer.tx_code"
    says = _("The six digits are wrong. Type them as they stand beside the offer; after five wrong ones it ends.")
    oauth = "invalid_grant"


class TokenGone(WalletRefusal):
    """The access token is unknown, used or expired."""

    code = "mobile_id.token.gone"
    says = _("The wallet's leave to fetch the mobile ID has run out. Ask for a new offer.")
    status = 401
    oauth = "invalid_token"


class WrongProof(WalletRefusal):
    """The proof of possession does not prove that the wallet holds the key."""

    code = "mobile_id.proof.wrong"
    says = _("The wallet did not prove that it holds its key. Update the wallet, or try another one.")
    oauth = "invalid_proof"


class WrongBinding(WalletRefusal):
    """The DPoP proof is missing, stale, was used before, or is of another key than the token's."""

    code = "mobile_id.dpop.wrong"
    says = _("The wallet did not prove that the key of its leave is its own. Update the wallet, or try another one.")
    oauth = "invalid_dpop_proof"


class WrongNonce(WalletRefusal):
    """The proof answers no fresh challenge of ours."""

    code = "mobile_id.proof.nonce"
    says = _("The wallet's proof answers an old challenge. Try once more.")
    oauth = "invalid_nonce"


class OtherConfiguration(WalletRefusal):
    """The wallet asks for a credential that is not offered here."""

    code = "mobile_id.configuration.unknown"
    says = _("This issuer does not give the credential that the wallet asks for.")
    oauth = "unknown_credential_configuration"


class NotEligible(WalletRefusal):
    """The register does not know the person as one who may hold a mobile ID."""

    code = "mobile_id.holder.not_eligible"
    says = _("The resident register does not allow a mobile ID for this person. Ask at the counter of your district.")
    status = 403
    oauth = "access_denied"


class RequestGone(WalletRefusal):
    """The verifier's request is unknown, answered or expired."""

    code = "mobile_id.presentation.gone"
    says = _("This request was answered already or has run out. Ask the verifier to show a new code.")
    status = 404
