"""Why a code, a list or a decision on a parcel is not taken."""

from django.utils.translation import gettext_lazy as _

from madang.framework.values import Refusal


class CodeForPeople(Refusal):
    """Only people have one, each their own."""

    code = "customs.code.people"
    says = _("The code for parcels belongs to a person. Act for yourself, then ask for it.")
    status = 403


class CodeChangedTooOften(Refusal):
    """Five times a year."""

    code = "customs.code.too_often"
    says = _("You changed your code {most} times this year. Until next year the present one stands.")


class CourierIsBusiness(Refusal):
    """Lists are lodged for a business."""

    code = "customs.express.business"
    says = _("Act for a business first: lists of parcels are lodged by couriers.")
    status = 403


class PostAlone(Refusal):
    """Lists of postal parcels come from the post."""

    code = "customs.express.post_alone"
    says = _("Only the post lodges lists of postal parcels. Lodge yours as express cargo.")
    status = 403


class ParcelNotReturned(Refusal):
    """Nothing is given back for it."""

    code = "customs.express.not_returned"
    says = _("Nothing was asked: {reason}")
    status = 422


class AskedBefore(Refusal):
    """It was asked already."""

    code = "customs.express.asked_before"
    says = _("You asked this of parcel {waybill} before: {number}. Its page says what became of it.")


class ListRefused(Refusal):
    """Something in the list does not hold; every fault is told."""

    code = "customs.express.refused"
    says = _("Nothing of the list was taken. Correct every fault and lodge it again.")
    status = 422


class ListReferenceUsed(Refusal):
    """The reference names another list."""

    code = "customs.express.reference_used"
    says = _("You lodged another list under the reference {reference} before: {number}. Give this one its own.")


class NoSuchList(Refusal):
    """No such list, or not the reader's."""

    code = "customs.express.no_such_list"
    says = _("There is no such list, or it is not yours. Look for its number in your lists.")
    status = 404


class NoSuchParcel(Refusal):
    """No such parcel, or not the reader's."""

    code = "customs.express.no_such_parcel"
    says = _("There is no such parcel, or you may not see it. Look for it in your list.")
    status = 404


class ParcelDecided(Refusal):
    """It is not held any more."""

    code = "customs.express.decided"
    says = _("Somebody decided on this parcel already. Read its page again.")


class FindingMissing(Refusal):
    """A decision says what was found."""

    code = "customs.express.finding_missing"
    says = _("Nothing was decided: say in a sentence what was found.")
    status = 422
