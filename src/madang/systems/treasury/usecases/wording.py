"""Codes of the budget as people read them."""

from collections.abc import Mapping

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from madang.systems.treasury.domain.formulation import Round, Version
from madang.systems.treasury.models import BudgetLine

KINDS = {
    "own": _("within a programme, by the office itself"),
    "within": _("within a programme"),
    "between": _("between programmes"),
    "contingency": _("out of the contingency"),
    "carry_over": _("into the next year"),
}
GROUNDS = {
    "legal_duty": _("expense that the law obliges to, or without which the office can not run"),
    "price_change": _("exchange rates, fuel prices or another change nobody could foresee"),
    "disaster": _("urgent need in a disaster"),
    "by_decree": _("another ground that the decree names"),
    "approved_in_budget": _("parliament approved the carry-over with the budget"),
    "committed": _("committed this year, and unavoidably not paid"),
    "tendered": _("tendered this year, with a long way to the contract"),
    "compensation": _("compensation for losses by public works"),
    "running_cost": _("running cost that the decree names"),
    "continuing": _("a continuing appropriation that is not completed yet"),
}
ROUNDS = {
    Round.REQUEST: _("request"),
    Round.REVIEW: _("review"),
    Round.AMENDMENT: _("amendment by parliament"),
}
VERSIONS = {
    Version.REQUESTED: _("as requested"),
    Version.PROPOSED: _("as the government proposed"),
    Version.VOTED: _("as parliament has it"),
}


def title_in(*, titles: Mapping[str, object], otherwise: str) -> str:
    """A title in the reader's language, else in English, else the code."""
    return str(titles.get((get_language() or "en")[:2]) or titles.get("en") or otherwise)


def line_title(*, line: BudgetLine) -> str:
    """What a line is for."""
    return title_in(titles=line.titles, otherwise=line.activity)
