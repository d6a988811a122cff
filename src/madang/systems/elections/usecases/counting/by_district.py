"""One vote held in several districts, each with a board of its own: their results and what they decide together."""

from dataclasses import dataclass
from fractions import Fraction

from madang.systems.elections.domain.counting.referendum import DistrictVote, JointVerdict, decide_jointly
from madang.systems.elections.domain.words import Kind, State
from madang.systems.elections.models import Election, Question
from madang.systems.elections.usecases.counting.public_result import outcome_of, public_result

HIDDEN = (State.DRAFT.value, State.CANCELLED.value)


@dataclass(frozen=True, kw_only=True)
class DistrictResult:
    """One district's answer to the question; `votes` None before its result is published."""

    division: str
    percent: float
    votes: tuple[int, ...] | None


@dataclass(frozen=True, kw_only=True)
class JointResult:
    """The districts by their codes; `verdict` once all of them are published and the question is of yes and no."""

    districts: tuple[DistrictResult, ...]
    verdict: JointVerdict | None


def joint_result_of(*, question: Question) -> JointResult | None:
    """The result of the question in all districts that vote together; None where its election is held for itself."""
    first = question.election
    if not first.series:
        return None
    held = Election.objects.filter(series=first.series, office=first.office).exclude(state__in=HIDDEN)
    found, votes = [], []
    for one in held.order_by("division", "pk"):
        result = public_result(election=one)
        asked = one.questions.filter(position=question.position).first()
        place = one.questions.filter(position__lt=question.position).count()
        final = one.state == State.PUBLISHED and asked is not None
        counted = outcome_of(question=asked, result=result, place=place) if final and asked is not None else None
        sums = counted[0] if counted else None
        shown = sums.votes if sums else None
        found.append(DistrictResult(division=one.division, percent=result.turnout.percent, votes=shown))
        if sums and len(sums.votes) == len(("yes", "no")):
            yes, no = sums.votes
            votes.append(DistrictVote(district=one.division, yes=yes, no=no, cast=sums.cast, roll=sums.roll))
    whole = first.kind == Kind.REFERENDUM and len(votes) == len(found)
    share = Fraction(first.quorum_percent or 0, 100)
    verdict = decide_jointly(votes=votes, double=first.double_majority, turnout=share) if whole else None
    return JointResult(districts=tuple(found), verdict=verdict)
