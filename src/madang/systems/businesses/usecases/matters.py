"""The matters that officials decide: what each asks, and what granting it does."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from madang.framework.cases.models import Case
from madang.framework.identity.actor import Actor
from madang.framework.values import Party, PartyKind
from madang.systems.businesses.domain.problems import Problem
from madang.systems.businesses.domain.registration import days_late
from madang.systems.businesses.models import Business
from madang.systems.businesses.usecases import queue
from madang.systems.businesses.usecases.change_business import change_business
from madang.systems.businesses.usecases.close_business import close_business
from madang.systems.businesses.usecases.entering import today_of
from madang.systems.businesses.usecases.find_business import represents
from madang.systems.businesses.usecases.reading import Answers, changes_of, day_of, optional_day, registration_of
from madang.systems.businesses.usecases.refusals import EntryRefused
from madang.systems.businesses.usecases.register_business import problems_of, register_business
from madang.systems.businesses.usecases.resume_business import resume_business
from madang.systems.businesses.usecases.suspend_business import suspend_business

Grant = Callable[[Case, Actor, datetime], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Matter:
    """One kind of application; `grant` does what it asks for. `of_business` says that it names an existing business."""

    code: str
    title: object
    grant: Grant
    of_business: bool = True


def answers_of(case: Case) -> Answers:
    """What the applicant answered."""
    return {name: str(value) for name, value in case.data.get("answers", {}).items()}


def _register(case: Case, actor: Actor, now: datetime) -> None:
    facts = registration_of(answers=answers_of(case), representative=case.subject_key)
    business = register_business(facts=facts, office=case.office_code, actor=actor, now=now, case=case.number)
    # The decision saves the case in this transaction.
    case.data["business"] = business.number
    queue.issue_card(case=case.number)


def _change(case: Case, actor: Actor, now: datetime) -> None:
    changes = changes_of(answers=answers_of(case))
    change_business(number=case.data["business"], changes=changes, actor=actor, now=now, case=case.number)


def _suspend(case: Case, actor: Actor, now: datetime) -> None:
    answers = answers_of(case)
    suspend_business(
        number=case.data["business"],
        from_on=day_of(answers=answers, name="from_on"),
        until_on=optional_day(answers=answers, name="until_on"),
        reason=answers.get("reason", ""),
        actor=actor,
        now=now,
        case=case.number,
    )


def _resume(case: Case, actor: Actor, now: datetime) -> None:
    resumed_on = day_of(answers=answers_of(case), name="resumed_on")
    resume_business(number=case.data["business"], resumed_on=resumed_on, actor=actor, now=now, case=case.number)


def _close(case: Case, actor: Actor, now: datetime) -> None:
    answers = answers_of(case)
    close_business(
        number=case.data["business"],
        closed_on=day_of(answers=answers, name="closed_on"),
        reason=answers.get("reason", ""),
        actor=actor,
        now=now,
        case=case.number,
    )


MATTERS = {
    matter.code: matter
    for matter in (
        Matter(
            code="businesses.registration", title=_("Registration of a business"), grant=_register, of_business=False
        ),
        Matter(code="businesses.change", title=_("Change of a business"), grant=_change),
        Matter(code="businesses.suspension", title=_("Suspension of a business"), grant=_suspend),
        Matter(code="businesses.resumption", title=_("Resumption of a business"), grant=_resume),
        Matter(code="businesses.closure", title=_("Closure of a business"), grant=_close),
    )
}


def business_named(*, party: Party, answers: Answers) -> Business:
    """The business that an application is about. Raises EntryRefused where there is none or the party has no part in it."""
    number = party.key if party.kind is PartyKind.BUSINESS else answers.get("business", "")
    found = Business.objects.filter(number=number).first()
    if found is None:
        raise EntryRefused(problems=[Problem("businesses.unknown", "business")])
    if not represents(party=party, business=found):
        raise EntryRefused(problems=[Problem("businesses.not_yours", "business")])
    return found


def check_application(*, matter: Matter, party: Party, answers: Answers, now: datetime) -> Business | None:
    """What speaks against opening a case at all; the business that it is about, if it exists yet. Raises EntryRefused."""
    if matter.of_business:
        return business_named(party=party, answers=answers)
    facts = registration_of(answers=answers, representative=party.key)
    # A day of opening so far ahead is told at once; today is the day of filing.
    problems = [problem for problem in problems_of(facts=facts, now=now) if problem.place != "representatives"]
    if problems:
        raise EntryRefused(problems=problems)
    return None


def filed_late(*, answers: Answers, now: datetime, within: int) -> int:
    """How many days late a registration is; 0 in time or unreadable."""
    try:
        opened_on = day_of(answers=answers, name="opened_on")
    except EntryRefused:
        return 0
    return days_late(opened_on=opened_on, filed_on=today_of(now), within=within)
