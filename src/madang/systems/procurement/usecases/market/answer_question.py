"""The buyer answers, and everybody gets the answer."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from madang.framework import audit
from madang.framework.identity.actor import Actor
from madang.framework.identity.may import require
from madang.framework.identity.officers import officer
from madang.framework.values import Fault, Refusal
from madang.systems.procurement.domain.words import Step
from madang.systems.procurement.models import Question
from madang.systems.procurement.usecases.disclosure.publish_release import publish_release
from madang.systems.procurement.usecases.market.ask_question import LONGEST
from madang.systems.procurement.usecases.market.standing import locked_open
from madang.systems.procurement.usecases.market.tell import tell


class AnswerUnfit(Refusal):
    """It says nothing, or too much."""

    code = "procurement.answer_unfit"
    says = _("Write the answer in at most 4,000 characters; everybody will read it.")
    status = 422


class AlreadyAnswered(Refusal):
    """An answer stands."""

    code = "procurement.already_answered"
    says = _("This question was answered already. If the answer misled, correct the notice.")


def answer_question(*, question: Question, answer: str, actor: Actor, now: datetime) -> Question:
    """Answer a question before the closing: question and answer appear on the tender's page, without the asker's name, and who
    is concerned is told. Raises AnswerUnfit, AlreadyAnswered, ClosingPassed, NotInThisState, Forbidden.
    """
    require(actor, "procurement.buy", question.tender.buyer)
    if not answer.strip() or len(answer) > LONGEST:
        raise AnswerUnfit(faults=(Fault("answer", str(AnswerUnfit.says), AnswerUnfit.code),))
    with transaction.atomic():
        tender, _closes_at = locked_open(tender=question.tender, now=now)
        held = Question.objects.select_for_update().get(pk=question.pk)
        if held.answered_at is not None:
            raise AlreadyAnswered()
        held.answer, held.answered_at, held.answered_by = answer.strip(), now, officer(actor)
        held.save(update_fields=["answer", "answered_at", "answered_by"])
        audit.record(
            actor=actor,
            action="procurement.answer_question",
            target=f"tender:{tender.number}",
            detail={"question": held.pk},
            now=now,
        )
        tell(tender=tender, template="procurement/answered", now=now)
        publish_release(ocid=tender.ocid, step=Step.TENDER_UPDATE, now=now)
    return held
