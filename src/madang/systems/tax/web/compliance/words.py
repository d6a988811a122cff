"""What the pages of this room call things."""

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from madang.systems.tax.domain.risk_words import FindingState, PickReason, SelectionState, TipState
from madang.systems.tax.models import Taxpayer


def finding_states() -> dict[str, str]:
    """Where a finding stands."""
    return {
        FindingState.OPEN.value: pgettext("tax", "open"),
        FindingState.SELECTED.value: _("audited"),
        FindingState.CLEARED.value: _("cleared"),
    }


def selection_states() -> dict[str, str]:
    """Where a selection stands."""
    return {
        SelectionState.PROPOSED.value: _("waits for a colleague"),
        SelectionState.APPROVED.value: _("approved"),
        SelectionState.REFUSED.value: _("refused"),
    }


def pick_reasons() -> dict[str, str]:
    """Why somebody is audited."""
    return {PickReason.RULE.value: _("Chosen by the rules"), PickReason.CHANCE.value: _("Drawn by chance")}


def tip_states() -> dict[str, str]:
    """Where a report stands."""
    return {
        TipState.RECEIVED.value: _("received"),
        TipState.IN_REVIEW.value: _("being looked at"),
        TipState.CLOSED.value: _("closed"),
    }


def names_of(numbers: set[str]) -> dict[str, str]:
    """Businesses as people know them; one that no register knows by its number."""
    rows = Taxpayer.objects.filter(party_kind="business", party_key__in=numbers).values_list("party_key", "name")
    return {**{number: number for number in numbers}, **dict(rows)}
