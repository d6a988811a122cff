"""Keep the answers of one screen; a draft is never lost, even where an answer still needs correcting."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from madang.framework.identity.actor import Actor
from madang.framework.values import Fault, Refusal
from madang.systems.civil.domain.applications import State
from madang.systems.civil.domain.forms import check, kept, steps
from madang.systems.civil.models import Application
from madang.systems.civil.usecases import catalogue
from madang.systems.civil.usecases.faults import told
from madang.systems.civil.usecases.load_application import load_application
from madang.systems.civil.usecases.prefill import Known


class AlreadySent(Refusal):
    """What was sent is not edited."""

    code = "civil.already_sent"
    says = _("This application has been sent already and is not changed any more. Its agency tells you if something is missing.")


def save_step(
    *, number: str, step: str, answers: Mapping[str, str], known: Known, actor: Actor, now: datetime
) -> tuple[Application, tuple[Fault, ...]]:
    """The draft with this screen's answers, and every fault of them. Raises NoSuchApplication, AlreadySent."""
    with transaction.atomic():
        draft = load_application(number=number, actor=actor, lock=True)
        if draft.state != State.DRAFT:
            raise AlreadySent
        fields = catalogue.service(code=draft.service).fields
        screen = next((each for each in steps(fields=fields) if each.name == step), None)
        asked = screen.fields if screen else ()
        names = {name for each in asked for name in (each.name, f"{each.name}_division")}
        merged = {name: text for name, text in draft.answers.items() if name not in names}
        merged |= {name: text for name, text in answers.items() if name in names}
        # An answer that hides a later question takes that question's answer with it.
        draft.answers = kept(fields=fields, answers=merged)
        draft.shown = draft.shown | shown_answers(answers=draft.answers, known=known, language=draft.language)
        draft.step = step
        draft.changed_at = now
        draft.save()
        files = frozenset(draft.attachments.values_list("field", flat=True))

    return draft, told(faults=check(fields=asked, answers=draft.answers, files=files, known_choices=known.choices))


def shown_answers(*, answers: Mapping[str, str], known: Known, language: str) -> dict[str, str]:
    """How the owner writes the chosen people and businesses, in the applicant's language."""
    shown = {}
    for name, labels in known.labels.items():
        texts = [labels[value] for value in answers.get(name, "").split(",") if value in labels]
        if texts:
            shown[name] = ", ".join(text.get(language) or text["en"] for text in texts)
    return shown
