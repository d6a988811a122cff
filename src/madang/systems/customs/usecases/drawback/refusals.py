"""Why a drawback is not taken."""

from django.utils.translation import gettext_lazy as _

from madang.framework.values import Refusal


class NoExport(Refusal):
    """It is no released export."""

    code = "customs.drawback.no_export"
    says = _("Declaration {number} is no export that was released. Claim the drawback once it is.")


class NotLoaded(Refusal):
    """No carrier said that the goods left."""

    code = "customs.drawback.not_loaded"
    says = _(
        "The goods of export {number} are not loaded yet. The drawback is claimed once a carrier confirmed that they are."
    )


class CertificateUnfit(Refusal):
    """It was not asked for, and the faults say why."""

    code = "customs.certificate.unfit"
    says = _("The certificate was not asked for. Correct what is marked.")
    status = 422


class NoSuchCertificate(Refusal):
    """No such certificate, or not the reader's."""

    code = "customs.certificate.no_such"
    says = _("There is no such certificate of materials, or it is not yours. Look for its number in your list.")
    status = 404


class NotPaidOut(Refusal):
    """Nothing was paid that could be too much."""

    code = "customs.drawback.not_paid_out"
    says = _("Drawback {drawback} was not paid out yet, so nothing of it is taken back. Wait until the money went out.")


class TooMuchBack(Refusal):
    """More than is left of it, or nothing."""

    code = "customs.drawback.too_much_back"
    says = _("Of drawback {drawback}, {left} can still be taken back. Say a sum up to that, and why.")
    status = 422


class CheckTooLate(Refusal):
    """The law's period to look again is over."""

    code = "customs.drawback.check_too_late"
    says = _("Drawback {drawback} could be checked until {day}. That day is over.")


class DrawbackClaimed(Refusal):
    """It was claimed before."""

    code = "customs.drawback.claimed"
    says = _("The drawback of declaration {number} was claimed before: {drawback}. An export is drawn back once.")


class DrawbackTooLate(Refusal):
    """The law's period is over."""

    code = "customs.drawback.too_late"
    says = _("The law let this drawback be claimed until {day}. That day is over.")


class MaterialsUnfit(Refusal):
    """The bill of materials does not hold; every fault is told."""

    code = "customs.drawback.materials_unfit"
    says = _("The drawback was not claimed: the materials do not fit the export. Correct every line and send it again.")
    status = 422


class NothingBack(Refusal):
    """It would bring nothing."""

    code = "customs.drawback.nothing"
    says = _(
        "There is nothing to give back: no duty was paid for these materials, or the table has no amount for the goods."
    )


class NoSmallMaker(Refusal):
    """Fixed amounts are for small and medium makers."""

    code = "customs.drawback.no_small_maker"
    says = _(
        "Fixed amounts are for small and medium manufacturers of the goods who drew back at most {most} a year. Claim what "
        "was paid instead."
    )


class NoSuchDrawback(Refusal):
    """No such drawback, or not the reader's."""

    code = "customs.drawback.no_such"
    says = _("There is no such drawback, or it is not yours. Look for its number in your list.")
    status = 404
