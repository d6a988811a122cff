"""How the room of guarantees says no."""

from django.utils.translation import gettext_lazy as _

from madang.framework.values import Refusal


class NoSuchGuarantee(Refusal):
    """No such guarantee, or not the reader's."""

    code = "customs.guarantee_unknown"
    says = _("There is no such guarantee, or it is not yours. Look for its number in your list.")
    status = 404


class NoSuchGoods(Refusal):
    """No such goods under a procedure, or not the reader's."""

    code = "customs.goods_unknown"
    says = _("There are no such goods under a procedure, or they are not yours. Look for them in your list.")
    status = 404


class GuaranteeRefused(Refusal):
    """What the paper says does not hold."""

    code = "customs.guarantee_refused"
    says = _("The guarantee was not accepted. Correct what is marked and enter it again.")
    status = 422


class GuaranteeInUse(Refusal):
    """Something still hangs on it."""

    code = "customs.guarantee_in_use"
    says = _("Guarantee {number} still secures {amount}. It can be given back when nothing hangs on it.")


class CannotLeave(Refusal):
    """The procedure does not end so."""

    code = "customs.cannot_leave"
    says = _("Goods do not leave this procedure in that way. Choose one of the ways that its page offers.")
    status = 422


class NothingLeft(Refusal):
    """More than is there, or nothing any more."""

    code = "customs.nothing_left"
    says = _("So much is not left under the procedure. Look at the page again and name at most what is left.")
    status = 422


class NothingDrawn(Refusal):
    """Nothing was taken from the guarantee, or its duties are not paid."""

    code = "customs.nothing_drawn"
    says = _(
        "Nothing is to be given back to the guarantee: nothing was drawn for these goods, or they are not paid yet."
    )


class TermStands(Refusal):
    """The term cannot be made longer."""

    code = "customs.term_stands"
    says = _("The term cannot be made longer: the law knows no extension here, or it was extended before.")


class NotGranted(Refusal):
    """An authorisation or a right that is not given."""

    code = "customs.not_granted"
    says = _("Nothing was granted. Correct what is marked and try again.")
    status = 422
