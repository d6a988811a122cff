"""Why a correction is not taken."""

from django.utils.translation import gettext_lazy as _

from madang.framework.values import Refusal


class NotCorrectable(Refusal):
    """It was not released, or goes through."""

    code = "customs.not_correctable"
    says = _("Declaration {number} is no import or export that was released. Before release, amend it.")


class CorrectionOpen(Refusal):
    """One waits for its decision."""

    code = "customs.correction_open"
    says = _(
        "Correction {correction} of declaration {number} waits for its decision. Wait for it, then file another one."
    )


class QuotaGoods(Refusal):
    """It asks for more of a quota, or for another one."""

    code = "customs.quota_goods"
    says = _(
        "Goods of a tariff quota are not corrected to more of it or to another one. Ask the customs office of the declaration."
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


class NoticeStands(Refusal):
    """It is no notice any more."""

    code = "customs.no_notice"
    says = _("Correction {correction} is no notice that waits. Its page says what became of it.")


class AppealRefused(Refusal):
    """It was not filed, and the faults say why."""

    code = "customs.appeal_refused"
    says = _("Nothing was filed. {why}")
    status = 422


class OwnDecision(Refusal):
    """Who assessed, or refused the claim, does not judge."""

    code = "customs.own_decision"
    says = _("You decided about correction {correction} yourself. Another official judges what is held against it.")
    status = 403


class NothingToStay(Refusal):
    """No appeal against an assessment waits."""

    code = "customs.nothing_to_stay"
    says = _("Collection is stayed only while an appeal against an assessment waits for its decision.")
