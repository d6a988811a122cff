"""A business asks what a notice does not say."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from madang.framework import audit
from madang.framework.identity.actor import Actor
from madang.framework.identity.may import Forbidden, require
from madang.framework.values import Fault, Refusal
from madang.systems.procurement.domain.words import TenderState
from madang.systems.procurement.models import Question, Tender
from madang.systems.procurement.usecases.market.standing import locked

LONGEST, MOST = 4000, 50


class QuestionUnfit(Refusal):
    """It asks nothing, or too much."""

    code = "procurement.question_unfit"
    says = _("Write your question in at most 4,000 characters.")
    status = 422


class QuestionsOver(Refusal):
    """The day until which questions are taken has passed."""

    code = "procurement.questions_over"
    says = _("Questions about {number} were taken until {until}. What was asked and answered stands on its page.")


class TooManyQuestions(Refusal):
    """One business asked very often."""

    code = "procurement.too_many_questions"
    says = _("Your business has asked 50 questions about this tender; no more are taken. Write to the buyer.")


def ask_question(*, tender: Tender, text: str, actor: Actor, now: datetime) -> Question:
    """Ask about a published tender, for a business. Nobody but the buyer sees it before the answer, and nobody sees who
    asked. Raises QuestionUnfit, QuestionsOver, TooManyQuestions, NotInThisState, Forbidden.
    """
    if actor.party is None:
        raise Forbidden()
    require(actor, "procurement.supply", actor.party.key)
    if not text.strip() or len(text) > LONGEST:
        raise QuestionUnfit(faults=(Fault("text", str(QuestionUnfit.says), QuestionUnfit.code),))
    with transaction.atomic():
        held = locked(tender=tender, state=TenderState.PUBLISHED)
        if held.questions_until is None or now >= held.questions_until:
            raise QuestionsOver(number=held.number, until=held.questions_until)
        if held.questions.filter(asker=actor.party.key).count() >= MOST:
            raise TooManyQuestions()
        made = Question.objects.create(tender=held, asker=actor.party.key, text=text.strip(), asked_at=now)
        audit.record(
            actor=actor,
            action="procurement.ask_question",
            target=f"tender:{held.number}",
            detail={"question": made.pk},
            now=now,
        )
    return made
