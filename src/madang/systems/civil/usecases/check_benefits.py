"""Answer which benefits the law offers a person."""

from datetime import datetime

from madang.systems.civil.domain.benefits import BENEFITS, Answer, Benefit, Facts, Outcome, find
from madang.systems.civil.models import BenefitCheck


def check_benefits(*, facts: Facts, now: datetime) -> tuple[Answer, ...]:
    """Every benefit of the country answered for these facts, what is likely due first.

    Only how the answers fell is kept: neither the person nor a fact.
    """
    answers = find(benefits=offered(facts=facts), facts=facts)

    likely = [each.benefit.code for each in answers if each.outcome is Outcome.LIKELY]
    still_open = sum(1 for each in answers if each.outcome is Outcome.OPEN)
    refused = len(answers) - len(likely) - still_open
    BenefitCheck.objects.create(on=facts.on, likely=likely, open=still_open, refused=refused)
    return answers


def offered(*, facts: Facts) -> tuple[Benefit, ...]:
    """The benefits of the law in force on the day of the facts; none where the country has no such law."""
    return tuple(BENEFITS(facts.on)) if BENEFITS.applies else ()
