"""What mobile ID keeps: who holds what until when, never what a credential states."""

from madang.systems.mobile_id.models.credential import Credential, Showing
from madang.systems.mobile_id.models.offer import Nonce, Offer, WalletRequest
from madang.systems.mobile_id.models.request import PresentationRequest

__all__ = ["Credential", "Nonce", "Offer", "PresentationRequest", "Showing", "WalletRequest"]
