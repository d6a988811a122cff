"""Draft an election."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from madang.framework.audit import record
from madang.framework.identity.actor import Actor
from madang.framework.identity.may import require
from madang.framework.identity.officers import officer
from madang.framework.law import pack, parameter
from madang.framework.values import Fault, Refusal
from madang.systems.elections.domain.belenios.election import new_uuid
from madang.systems.elections.domain.plan import Plan, PlannedQuestion, RollLaw, absentee_until_of, faults_of
from madang.systems.elections.models import Election, Question, Trustee

REFUSAL = _("I refuse all of these")
WORDS = {
    "closes_before_opening": _("The voting ends before it begins."),
    "inspection_ends_before": _("The inspection of the roll ends before it begins."),
    "inspected_before_reference": _("The roll would be inspected before its reference day."),
    "opens_before_inspected": _("The voting would begin before the inspection of the roll is over."),
    "inspection_short": _("The law wants the roll to be inspected for more days."),
    "roll_final_late": _("The law wants more days between the inspection of the roll and the vote."),
    "absentee_short": _("The law gives more days to apply to vote by post."),
    "absentee_outside": _("Voters apply to vote by post between the reference day and the beginning of the vote."),
    "absentee_ranked": _("Rankings and grades are taken online alone: nobody votes by post."),
    "title_missing": _("Write the title in both languages."),
    "no_trustee": _("Name at least one trustee."),
    "trustee_twice": _("Two trustees have the same name."),
    "threshold_high": _("More trustees would be needed than there are."),
    "questions_number": _("Ask between 1 and 20 questions."),
    "roll_not_from_register": _("The roll of a public election comes from the population register."),
    "quorum_no_share": _("A quorum is between 1 and 100 percent of the roll."),
    "absentee_survey": _("A survey with secrecy is answered online alone: nobody votes by post."),
    "override_without_paper": _("Rankings, grades and surveys with secrecy take no paper: nothing can override there."),
    "double_alone": _("A double majority needs the common name of the vote and the district of this one."),
    "refusal_single": _("A refusal is offered where exactly one answer is chosen."),
    "question_missing": _("Write the question in both languages."),
    "answers_number": _("Give between 2 and 100 answers."),
    "answer_empty": _("Write each answer in both languages."),
    "answer_twice": _("Two answers are the same."),
    "nobody_could_answer": _("Nobody could answer: mind the least and the most."),
    "single_takes_one": _("A single choice takes one answer."),
    "one_winner": _("This way of counting elects one: write 1 for the most."),
    "ranked_in_public": _("The law decides a public election and a referendum by the most votes, not by rankings."),
}


class PlanFaulty(Refusal):
    """The plan cannot be; the faults say why."""

    code = "elections.plan_faulty"
    says = _("No election was drafted. Correct what is marked and send it again.")
    status = 422


def draft_election(*, plan: Plan, office: str, actor: Actor, now: datetime) -> Election:
    """Keep the plan as a draft that a colleague can approve. Raises Forbidden, PlanFaulty."""
    require(actor, "elections.manage", office)
    law = _law(plan.opens_on)
    require_sound(faults=faults_of(plan=plan, law=law))
    with transaction.atomic():
        election = Election.objects.create(
            uuid=new_uuid(),
            kind=plan.kind.value,
            title=plan.title,
            title_en=plan.title_en,
            about=plan.about,
            about_en=plan.about_en,
            office=office,
            division=plan.division,
            roll_source=plan.roll_source.value,
            reference_on=plan.reference_on,
            quorum_percent=plan.quorum_percent,
            inspection_from=plan.inspection_from,
            inspection_until=plan.inspection_until,
            absentee_until=absentee_until_of(plan=plan, law=law),
            opens_at=plan.opens_at,
            closes_at=plan.closes_at,
            assurance=plan.assurance,
            paper_overrides=plan.paper_overrides,
            series=plan.series,
            double_majority=plan.double_majority,
            threshold=plan.threshold,
            made_at=now,
            made_by=officer(actor),
        )
        Question.objects.bulk_create(
            planned(election=election, position=place, asked=one) for place, one in enumerate(plan.questions)
        )
        Trustee.objects.bulk_create(
            Trustee(election=election, position=place, name=name) for place, name in enumerate(plan.trustees, start=1)
        )
        record(actor=actor, action="elections.draft", target=f"election:{election.uuid}", detail={}, now=now)
    return election


def require_sound(*, faults: Sequence[tuple[str, str]]) -> None:
    """Raises PlanFaulty with each of the faults in the reader's language, if there are any."""
    if faults:
        words = [(place, WORDS[code.removeprefix("elections.plan.")], code) for place, code in faults]
        raise PlanFaulty(faults=tuple(Fault(place, str(says), code) for place, says, code in words))


def _law(on: date) -> RollLaw:
    return RollLaw(
        inspection_days=parameter("elections.roll.inspection_days", on=on),
        final_before_days=parameter("elections.roll.final_before_days", on=on),
        absentee_days=parameter("elections.absentee.application_days", on=on),
    )


def planned(*, election: Election, position: int, asked: PlannedQuestion) -> Question:
    """The question as it is kept, not saved yet."""
    answers = [{"text": one.text, "text_en": one.text_en} for one in asked.answers]
    return Question(
        election=election,
        position=position,
        kind=asked.kind.value,
        text=asked.text,
        text_en=asked.text_en,
        answers=[*answers, _refusal()] if asked.refusal else answers,
        least=asked.least,
        most=asked.most,
        blank=asked.blank,
        refusal=asked.refusal,
    )


def _refusal() -> dict[str, str]:
    """The answer that refuses all others, in the country's language and in English."""
    said = []
    for language in (pack().languages[0], "en"):
        with override(language):
            said.append(str(REFUSAL))
    return {"text": said[0], "text_en": said[1]}
