"""How the result page shows a vote of several districts, and what a referendum decided."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from madang.systems.elections.domain.counting.referendum import Verdict
from madang.systems.elections.models import Question
from madang.systems.elections.usecases.counting.by_district import joint_result_of
from madang.systems.elections.web.words import district_of


def verdict_words(verdict: Verdict | None) -> str:
    """What a referendum decided, in words; empty where it is none."""
    if verdict is None:
        return ""
    return {
        Verdict.CARRIED: _("The proposal is carried."),
        Verdict.REJECTED: _("The proposal is rejected."),
        Verdict.NO_QUORUM: _("Too few took part: nothing is decided."),
    }[verdict]


def joint_of(*, question: Question, names: Sequence[str]) -> dict[str, Any] | None:
    """The districts in a table and what they decide together; None where the election is held for itself."""
    found = joint_result_of(question=question)
    if found is None:
        return None
    rows = [
        {
            "district": district_of(code=one.division),
            "turnout": round(one.percent, 1),
            "votes": one.votes if one.votes is not None and len(one.votes) == len(names) else ("–",) * len(names),
        }
        for one in found.districts
    ]
    joint, says = found.verdict, ""
    if joint is not None and question.election.double_majority:
        says = _("{yes} yes and {no} no in all; {for_it} of {districts} districts for it.").format(
            yes=joint.yes, no=joint.no, for_it=joint.for_it, districts=joint.districts
        )
    elif joint is not None:
        says = _("{yes} yes and {no} no in all districts.").format(yes=joint.yes, no=joint.no)
    return {"names": names, "rows": rows, "says": says, "verdict": verdict_words(joint.verdict) if joint else ""}
