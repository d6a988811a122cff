"""Why a drawback is not taken."""

from django.utils.translation import gettext_lazy as _

from madang.framework.values import Refusal


class NoExport(Refusal):
    """It is no released export."""

    code = "customs.drawback.no_export"
    says = _("Declaration {number} is no export that was released. Claim the drawback once it is.")


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
