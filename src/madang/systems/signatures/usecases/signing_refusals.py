"""How asking for signatures, and signing at a distance, says no."""

from django.utils.translation import gettext_lazy as _

from madang.framework.values import Refusal


class SigningRefused(Refusal):
    """The request for signatures has faults."""

    code = "signatures.signing.refused"
    says = _("The document cannot be sent for signing. Please correct what is marked.")
    status = 422


class NoSuchSigning(Refusal):
    """No such request, or not for this person."""

    code = "signatures.signing.unknown"
    says = _("There is no such request for signatures among yours. It may belong to somebody else.")
    status = 404


class NotYourTurn(Refusal):
    """Somebody before them has not signed yet, or they did already."""

    code = "signatures.signing.not_your_turn"
    says = _(
        "It is not your turn to sign. You are told as soon as it is; if you signed already, nothing is left to do."
    )


class SigningEnded(Refusal):
    """Signed, refused, withdrawn or expired."""

    code = "signatures.signing.ended"
    says = _("This request has ended: nobody can sign or refuse it any more. Open it to see how it ended.")


class NoKey(Refusal):
    """No certificate with a key at the trust service."""

    code = "signatures.signing.no_certificate"
    says = _("You have no valid certificate whose key the trust service keeps for you. Ask for one first.")


class NoPasskey(Refusal):
    """Nothing to approve with."""

    code = "signatures.signing.no_passkey"
    says = _("You have no passkey with which to approve on your own device. Add one first, under Settings.")


class PasskeyTooWeak(Refusal):
    """The passkey was added by somebody who only knew a password."""

    code = "signatures.signing.passkey_too_weak"
    says = _(
        "This passkey was added with a password alone, which is not enough to sign. Go to a counter with your identity "
        "card, sign in with the code that you get there, and add a passkey then."
    )
    status = 403


class ApprovalSpent(Refusal):
    """Used, expired, of another session, or for other bytes."""

    code = "signatures.signing.approval_spent"
    says = _(
        "This approval is used, too old, or not for this document. Nothing was signed; look again and approve anew."
    )


class DocumentMoved(Refusal):
    """Somebody else signed while this person was approving."""

    code = "signatures.signing.moved"
    says = _(
        "Somebody else signed in the meantime. Nothing was signed in your name; look at the document and approve anew."
    )


class NotYoursToWithdraw(Refusal):
    """Only the asker withdraws."""

    code = "signatures.signing.not_yours"
    says = _("Only who asked for the signatures can withdraw the request.")
    status = 403


class ActiveContent(Refusal):
    """What people see could change after they signed."""

    code = "signatures.signing.active_content"
    says = _("This PDF holds {what}, so that what it shows could change. Save it as a plain PDF and send it again.")
    status = 422
