"""How what agencies ask and do is called."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from madang.contracts.customs_v1 import PermitAnswer, PermitRest, PermitStage
from madang.systems.customs.domain.progress import PermitState
from madang.systems.customs.domain.requirements import Element, Unfit

ANSWERS: dict[str, Promise] = {
    PermitAnswer.ASKED.value: pgettext_lazy("customs permit", "waits for an answer"),
    PermitAnswer.GRANTED.value: pgettext_lazy("customs permit", "accepted"),
    PermitAnswer.REFUSED.value: pgettext_lazy("customs permit", "refused"),
    PermitState.ENDED.value: pgettext_lazy("customs permit", "ended: nothing is asked any more"),
}
TONES = {PermitAnswer.GRANTED.value: "success", PermitAnswer.REFUSED.value: "danger", PermitState.ENDED.value: "gray"}
STAGES: dict[str, Promise] = {
    PermitStage.TAKEN_UP.value: pgettext_lazy("customs permit", "an officer works on it"),
    PermitStage.SUPPLEMENT.value: pgettext_lazy("customs permit", "the agency waits for your supplement"),
    PermitStage.EXAMINATION.value: pgettext_lazy("customs permit", "the goods are to be examined"),
    PermitStage.EXAMINED.value: pgettext_lazy("customs permit", "the goods were examined"),
    PermitStage.HELD.value: pgettext_lazy("customs permit", "held by the agency"),
}
RESTS: dict[str, Promise] = {
    PermitRest.DESTROYED.value: pgettext_lazy("customs permit", "is to be destroyed"),
    PermitRest.SENT_BACK.value: pgettext_lazy("customs permit", "is to be sent back"),
}
UNFIT: dict[Unfit, Promise] = {
    Unfit.MISSING: _("{element}: missing. {act} asks for it."),
    Unfit.LONG: _("{element}: at most 100 signs."),
    Unfit.DAY: _("{element}: write the day as 2026-11-23."),
    Unfit.CHOICE: _("{element}: choose one of {choices}."),
    Unfit.FORM: _("{element}: not of the form that is asked. {help}"),
}


def in_language(texts: Mapping[str, str]) -> str:
    """The text of the reader's language, else the English one, else any."""
    language = (get_language() or "en").split("-")[0]
    return texts.get(language) or texts.get("en") or next(iter(texts.values()), "")


def said_of(*, element: Element, text: str) -> str:
    """An answer as people read it."""
    return in_language(element.choices[text]) if text in element.choices else text


def unfit_says(*, element: Element, act: str, why: Unfit) -> str:
    """What is wrong, in a sentence."""
    return str(UNFIT[why]).format(
        element=in_language(element.titles),
        act=act,
        choices=", ".join(element.choices),
        help=in_language(element.helps),
    )
