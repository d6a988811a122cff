"""Why a declaration is not taken, or not changed."""

from django.utils.translation import gettext_lazy as _

from madang.framework.values import Refusal


class DeclarationRefused(Refusal):
    """Something in the declaration does not hold; every fault is told."""

    code = "customs.declaration_refused"
    says = _("The declaration was not taken and has no number. Correct every fault and lodge it again.")
    status = 422


class ReferenceUsed(Refusal):
    """The declarant's own reference names another declaration."""

    code = "customs.reference_used"
    says = _(
        "You lodged another declaration under the reference {reference} before: {number}. Amend that one, or give this one "
        "a reference of its own."
    )


class NoSuchDeclaration(Refusal):
    """No such declaration, or not the reader's."""

    code = "customs.no_such_declaration"
    says = _("There is no such declaration, or it is not yours. Look for its number in your list.")
    status = 404


class DeclarationClosed(Refusal):
    """It is released, refused or withdrawn."""

    code = "customs.declaration_closed"
    says = _(
        "Declaration {number} cannot be changed so any more: it was released, refused or withdrawn. After release, file a "
        "correction."
    )


class DeclarationMovedOn(Refusal):
    """Somebody changed it meanwhile."""

    code = "customs.declaration_moved_on"
    says = _("Declaration {number} changed after you opened it. Look at it again, then decide.")


class ReasonMissing(Refusal):
    """A change says why."""

    code = "customs.reason_missing"
    says = _("Nothing was changed: say in a sentence why.")
    status = 422


class GoodsAskedAbout(Refusal):
    """An agency or a quota has the item as it was."""

    code = "customs.goods_asked_about"
    says = _(
        "Nothing was changed: another agency was asked about item {item}, or a quota was claimed for it. Withdraw the "
        "declaration and lodge another for other goods."
    )
