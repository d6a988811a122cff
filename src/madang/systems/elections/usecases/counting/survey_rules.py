"""The rules of surveys with secrecy: online alone, nobody sees who answered, and nothing is told of a small group."""

from django.utils.translation import gettext_lazy as _

from madang.framework.values import Refusal
from madang.systems.elections.domain.ending import SMALLEST_GROUP, tellable
from madang.systems.elections.domain.words import Kind
from madang.systems.elections.models import Election
from madang.systems.elections.usecases.counting.results import turnout_of


class TooFewAnswered(Refusal):
    """The answers of a small group stay closed."""

    code = "elections.too_few_answered"
    says = _(
        "The survey was not closed: fewer than {least} people answered, and answers of so few are never opened. Cancel it; "
        "what was answered stays encrypted for ever."
    )


def require_enough_answers(*, election: Election) -> None:
    """Before the sums of a survey are handed to the trustees. Raises TooFewAnswered."""
    if not tellable(kind=Kind(election.kind), answered=turnout_of(election=election).voted):
        raise TooFewAnswered(least=SMALLEST_GROUP)
