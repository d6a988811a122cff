"""What is wrong with an answer, as people read it."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from madang.framework.values import Fault, Refusal
from madang.systems.civil.domain.forms import FormFault

SENTENCES = {
    "required": _("Please answer this question."),
    "required_file": _("Please add a file here."),
    "too_long": _("Please shorten this to {most} characters or fewer."),
    "no_day": _("Please write a day as year-month-day, for example 2026-03-02."),
    "no_number": _("Please write a whole number with digits only."),
    "not_offered": _("Please choose one of the answers offered."),
    "pattern": _("This does not look as it should. Please compare it with the example."),
    "division": _("Please choose the district."),
}


class AnswersFaulty(Refusal):
    """The answers cannot be sent as they are."""

    code = "civil.answers_faulty"
    says = _("Some answers need correcting. Each is marked below; nothing has been sent yet.")
    status = 422


def told(*, faults: Iterable[FormFault]) -> tuple[Fault, ...]:
    """The faults as sentences in the active language."""
    return tuple(
        Fault(place=each.place, says=str(SENTENCES[each.code]).format(**each.values), code=each.code) for each in faults
    )
