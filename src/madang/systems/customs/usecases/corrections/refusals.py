"""Why a correction is not taken."""

from django.utils.translation import gettext_lazy as _

from madang.framework.values import Refusal


class NotCorrectable(Refusal):
    """It is no released import."""

    code = "customs.not_correctable"
    says = _("Declaration {number} is no import that was released. Before release, amend it.")


class PayFirst(Refusal):
    """What is correct is paid first."""

    code = "customs.pay_first"
    says = _(
        "Nothing was corrected: a levy of declaration {number} is not paid yet. Pay it, then correct the declaration."
    )


class CorrectionOpen(Refusal):
    """One waits for its decision."""

    code = "customs.correction_open"
    says = _(
        "Correction {correction} of declaration {number} waits for its decision. Wait for it, then file another one."
    )


class QuotaGoods(Refusal):
    """A quota was claimed for the goods."""

    code = "customs.quota_goods"
    says = _(
        "Goods for which a tariff quota was claimed are not corrected here. Ask the customs office of the declaration."
    )


class CorrectionTooLate(Refusal):
    """The law's period is over."""

    code = "customs.correction_too_late"
    says = _("The law let this be corrected until {day}. That day is over, so the declaration stays as it is.")


class NothingCorrected(Refusal):
    """It changes no amount, and is too late for a supplement."""

    code = "customs.nothing_corrected"
    says = _("The correction changes no amount. After the supplement period only amounts are corrected.")


class ProcedureGoods(Refusal):
    """Goods of it stand, or stood, under a procedure."""

    code = "customs.procedure_goods"
    says = _(
        "Goods of declaration {number} are under a customs procedure, where their duties wait. Ask its customs office."
    )


class DrawnBack(Refusal):
    """The duty was given back for exported goods."""

    code = "customs.drawn_back"
    says = _(
        "Nothing was corrected: duty of declaration {number} was given back for exported goods, and less would be left."
    )


class NoSuchCorrection(Refusal):
    """No such correction, or not the reader's."""

    code = "customs.no_such_correction"
    says = _("There is no such correction, or it is not yours. Look for it on the page of its declaration.")
    status = 404
