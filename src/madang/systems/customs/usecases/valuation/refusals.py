"""Why a value is not stated, not doubted, not decided."""

from django.utils.translation import gettext_lazy as _

from madang.framework.values import Refusal


class NoValueFound(Refusal):
    """No method finds a value with these facts."""

    code = "customs.value.not_found"
    says = _(
        "No method finds a value with these facts, so nothing was kept. Give the facts of the method that holds: {why}"
    )
    status = 422


class NoSuchStatement(Refusal):
    """No such statement, or not the reader's."""

    code = "customs.value.no_statement"
    says = _("There is no such valuation statement, or it is not yours. Look for its number in your list.")
    status = 404


class NoSuchDoubt(Refusal):
    """No such doubt, or not of the reader's office."""

    code = "customs.value.no_doubt"
    says = _("There is no such doubt about a value at your office. Look for it on the page of its declaration.")
    status = 404


class NotDoubtable(Refusal):
    """The declaration is refused, withdrawn, or no import for free use."""

    code = "customs.value.not_doubtable"
    says = _(
        "The value of declaration {number} cannot be doubted: it is no import for free use, or was refused or withdrawn."
    )


class DoubtedAlready(Refusal):
    """One doubt an item at a time; what customs decided is objected to, not doubted."""

    code = "customs.value.doubted_already"
    says = _("The value of this item is doubted already, or customs decided on it: {doubt}. Open that doubt.")


class DoubtDecided(Refusal):
    """It was decided."""

    code = "customs.value.doubt_decided"
    says = _("The doubt {doubt} was decided meanwhile. Nothing was changed.")


class StatementMissing(Refusal):
    """Customs refuses a value only with another one in its place."""

    code = "customs.value.statement_missing"
    says = _(
        "The declared value was not refused: no other value is worked out yet. Open the doubt {doubt}, work the value out "
        "by the methods of law, then decide."
    )


class ValueDecided(Refusal):
    """Customs decided on the value of an item."""

    code = "customs.value.decided"
    says = _(
        "Customs decided on the value of item {item}: valuation statement {statement} stays with it. Object to the decision "
        "on the page of its case."
    )
