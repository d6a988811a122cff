"""Add a question to the draft of an election."""

from datetime import datetime

from django.db import transaction

from madang.framework.audit import record
from madang.framework.identity.actor import Actor
from madang.framework.identity.may import require
from madang.systems.elections.domain.plan import MOST_QUESTIONS, PlannedQuestion, question_faults
from madang.systems.elections.domain.words import PUBLIC_KINDS, RANKED, Kind, State
from madang.systems.elections.models import BallotWords, Election, Question
from madang.systems.elections.usecases.preparation.draft_election import planned, require_sound
from madang.systems.elections.usecases.preparation.translate_ballot import DraftOver


def add_question(*, election: Election, asked: PlannedQuestion, actor: Actor, now: datetime) -> Question:
    """Put it after the others; the ballot in further languages, which has no lines for it, goes. Raises Forbidden, DraftOver,
    PlanFaulty.
    """
    require(actor, "elections.manage", election.office)
    found = question_faults(asked=asked, public=election.kind in PUBLIC_KINDS)
    if asked.kind in RANKED and election.absentee_until:
        found = (*found, ("kind", "elections.plan.absentee_ranked"))
    if asked.kind in RANKED and election.paper_overrides:
        found = (*found, ("kind", "elections.plan.override_without_paper"))
    with transaction.atomic():
        held = Election.objects.select_for_update(no_key=True).get(pk=election.pk)
        if held.state != State.DRAFT:
            raise DraftOver
        places = list(held.questions.order_by("position").values_list("position", flat=True))
        if len(places) >= MOST_QUESTIONS:
            found = (*found, ("text", "elections.plan.questions_number"))
        require_sound(faults=found)
        made = planned(election=held, position=places[-1] + 1 if places else 0, asked=asked)
        made.save()
        BallotWords.objects.filter(election=held).delete()
        detail = {"question": made.position, "kind": Kind(held.kind).value}
        record(actor=actor, action="elections.add_question", target=f"election:{held.uuid}", detail=detail, now=now)
    return made
