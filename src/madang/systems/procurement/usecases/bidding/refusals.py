"""Why the room says no."""

from django.utils.translation import gettext_lazy as _

from madang.framework.values import Refusal


class BidTampered(Refusal):
    """It is no sealed bid, or not the one that was signed."""

    code = "procurement.bid.tampered"
    says = _(
        "What arrived is not a sealed bid as it left the bidder's device. Nothing was recorded; seal it again and "
        "send it again."
    )
    status = 422


class BidDoesNotOpen(Refusal):
    """The proof of its shares does not hold."""

    code = "procurement.bid.shares_do_not_open"
    says = _(
        "The custodians could not open this bid: its proof does not hold. Nothing was recorded; seal it again and "
        "send it again."
    )
    status = 422


class BidForeign(Refusal):
    """It was sealed for another tender, lot, supplier or ceremony."""

    code = "procurement.bid.foreign"
    says = _(
        "This bid was sealed for another tender, lot, ceremony or supplier. Nothing was recorded; seal it for this one."
    )
    status = 422


class MayNotBid(Refusal):
    """Something stands against the supplier; the faults say what."""

    code = "procurement.bid.may_not"
    says = _("This company may not bid here today: {reasons}")
    status = 403


class BidReplayed(Refusal):
    """The same bid was received before."""

    code = "procurement.bid.replayed"
    says = _("This very bid was received before. Nothing was recorded; to bid again after a withdrawal, seal it anew.")


class BidLate(Refusal):
    """It arrived after the deadline."""

    code = "procurement.bid.late"
    says = _(
        "The deadline was {closes_at} and this bid was wholly here at {received_at}. It does not count and was not "
        "recorded."
    )


class BidTooLarge(Refusal):
    """More bytes than a bid may have."""

    code = "procurement.bid.too_large"
    says = _("A sealed bid may have {limit} kB, and this one has more. Nothing was recorded; shorten the answers.")
    status = 413


class BidderUnknown(Refusal):
    """The key that signed is not registered for the supplier."""

    code = "procurement.bid.key_unknown"
    says = _(
        "The key that signed this bid is not registered for the supplier. Nothing was recorded; register the key first."
    )
    status = 403


class DeviceUncertified(Refusal):
    """The key is registered, but no certificate was ever asked for it."""

    code = "procurement.bid.device_uncertified"
    says = _(
        "The key that signed this bid has no certificate. Nothing was recorded; register it anew on the page of your keys."
    )
    status = 403


class DeviceEnded(Refusal):
    """The supplier ended the key."""

    code = "procurement.bid.device_ended"
    says = _(
        "This key was ended or its certificate revoked: it never signs bids again. Nothing was recorded; use another key."
    )
    status = 403


class CertificateOther(Refusal):
    """The certificate in the bid is not the one that the key has here."""

    code = "procurement.bid.certificate_other"
    says = _(
        "The certificate in this bid is not the one that its key has now. Nothing was recorded; seal it again with the "
        "current certificate."
    )
    status = 403


class CertificateExpired(Refusal):
    """The certificate's time is over."""

    code = "procurement.bid.certificate_expired"
    says = _(
        "The certificate of the key that signed this bid has expired. Nothing was recorded; renew it on the page of your "
        "keys."
    )
    status = 403


class CertificateRevoked(Refusal):
    """The trust services revoked the certificate or put it on hold."""

    code = "procurement.bid.certificate_revoked"
    says = _(
        "The certificate of the key that signed this bid does not hold any more: {reason}. Nothing was recorded; sign with "
        "another key."
    )
    status = 403


class RequestUnfit(Refusal):
    """What came is no signing request for a P-256 key."""

    code = "procurement.bidder_key.request_unfit"
    says = _(
        "This is no signing request of a P-256 key that is signed with the key itself. Nothing was recorded; make it with "
        "your program and paste it whole."
    )
    status = 422


class NotOpenForBids(Refusal):
    """No bids are taken now."""

    code = "procurement.bid.not_open"
    says = _("This tender takes no bids now: it has no ceremony, is closed, or has ended. Nothing was recorded.")


class BidStands(Refusal):
    """A bid of this supplier for this lot stands already."""

    code = "procurement.bid.stands"
    says = _("A bid of yours for this lot stands already. Withdraw it before the deadline, then send the new one.")


class NotWithdrawable(Refusal):
    """Withdrawals end with the deadline."""

    code = "procurement.bid.not_withdrawable"
    says = _("A bid can be withdrawn until the deadline and only once. This one stays as it is.")


class NoSuchBid(Refusal):
    """No such bid for this reader."""

    code = "procurement.bid.unknown"
    says = _("There is no such bid of yours. Look at the number on its receipt.")
    status = 404


class NotStampedYet(Refusal):
    """There is no such bid, or its receipt waits for its time."""

    code = "procurement.bid.not_stamped"
    says = _(
        "No receipt of this number has its timestamp yet. It follows when the trust services answer; ask again then."
    )
    status = 404


class NoSuchTender(Refusal):
    """No such tender, or nothing of it is public."""

    code = "procurement.bidding.no_tender"
    says = _("There is no such tender, or its bidding has not been prepared yet. Look at the number in the notice.")
    status = 404


class KeyNotHeld(Refusal):
    """The proof that the custodian holds the key fails."""

    code = "procurement.custodian.key_not_held"
    says = _("The key came without a sound proof that you hold its secret half. Make the key again on this device.")
    status = 422


class CustodiansUnfit(Refusal):
    """These custodians cannot hold the keys together."""

    code = "procurement.custodians.unfit"
    says = _("These custodians cannot hold the keys together; each point is named. Nothing was recorded.")
    status = 422


class CeremonyBegan(Refusal):
    """The ceremony stands, or the tender does not take one any more."""

    code = "procurement.ceremony.began"
    says = _("This tender has a ceremony already, or takes no bids any more. Its keys stay as they are.")


class TooEarly(Refusal):
    """Nothing is opened before its time."""

    code = "procurement.opening.too_early"
    says = _("Bids are opened from {opens_at}, after the list was closed. Come back then.")


class TechnicalFirst(Refusal):
    """Prices wait for the judgement of the technical bids."""

    code = "procurement.opening.technical_first"
    says = _(
        "Prices are opened after the technical bids were judged, and only those of the fit. Nothing was recorded; come "
        "back then."
    )


class PartsRefused(Refusal):
    """What the custodian gave does not fit."""

    code = "procurement.opening.parts_do_not_fit"
    says = _(
        "What your device made of the shares does not fit your key or these bids. Nothing was recorded; use the key "
        "of this ceremony."
    )
    status = 422


class NotYourSeat(Refusal):
    """Only a custodian of this ceremony gives parts."""

    code = "procurement.opening.not_your_seat"
    says = _("You hold no key of this ceremony. Only its custodians open it.")
    status = 403
