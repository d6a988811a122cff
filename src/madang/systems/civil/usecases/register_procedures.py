"""Make the procedures of civil's own services known."""

from collections.abc import Callable, Iterable

from django.utils.translation import get_language

from madang.contracts.services_v1 import ServiceKind
from madang.framework.cases import procedures
from madang.framework.cases.models import Case
from madang.framework.cases.procedures import Procedure
from madang.systems.civil.domain.forms import is_shown
from madang.systems.civil.usecases.own_services import OwnService, own_services
from madang.systems.civil.usecases.permissions import REVIEWER

# Civil Petitions Treatment Act, Enforcement Decree art. 14: a petition for which no law sets days takes at most seven.
DEFAULT_DAYS = 7
OBJECTION_DAYS = 60


def in_language(texts: dict[str, str]) -> str:
    """The text in the active language, else in English."""
    return texts.get((get_language() or "").split("-")[0]) or texts["en"]


def register_procedures() -> None:
    """Register one procedure for each own matter."""
    for service in own_services():
        if service.kind is ServiceKind.MATTER:
            procedures.register(_procedure(service))


def _procedure(service: OwnService) -> Procedure:
    return Procedure(
        code=service.code,
        title=_Lazy(service.title),
        decided_by=REVIEWER,
        days=service.days or DEFAULT_DAYS,
        objection_days=OBJECTION_DAYS,
        extension_periods="civil.deadlines.extension_periods",
        objection_extension="civil.deadlines.objection_extension",
        describe=_describe(service),
        legal_text=lambda _case: in_language(service.statute),
    )


class _Lazy:
    """A text by language that is chosen when it is shown."""

    def __init__(self, texts: dict[str, str]) -> None:
        self.texts = texts

    def __str__(self) -> str:
        return in_language(self.texts)


def _describe(service: OwnService) -> Callable[[Case], Iterable[tuple[object, object]]]:
    def describe(case: Case) -> Iterable[tuple[object, object]]:
        answers = case.data.get("answers", {})
        for field in service.fields:
            if is_shown(question=field, answers=answers) and answers.get(field.name):
                yield in_language(field.label), _written(field, answers[field.name])
        for file in case.data.get("attachments", ()):
            yield in_language({"en": "Attached file", "ko": "첨부 파일"}), file["name"]

    return describe


def _written(field: object, value: str) -> str:
    labels = {choice.value: in_language(choice.label) for choice in getattr(field, "choices", ())}
    return ", ".join(labels.get(each, each) for each in value.split(",")) if labels else value
