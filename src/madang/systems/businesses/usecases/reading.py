"""The answers of an application, read into what the domain speaks of."""

from collections.abc import Mapping
from datetime import date

from madang.contracts.businesses_v1 import BusinessForm
from madang.systems.businesses.domain.numbers import bare
from madang.systems.businesses.domain.problems import Problem
from madang.systems.businesses.domain.registration import Changes, Place, Registration
from madang.systems.businesses.usecases.refusals import EntryRefused

Answers = Mapping[str, str]


def day_of(*, answers: Answers, name: str) -> date:
    """The day that the answer `name` writes. Raises EntryRefused."""
    try:
        return date.fromisoformat(answers.get(name, ""))
    except ValueError:
        raise EntryRefused(problems=[Problem("businesses.day_unreadable", name)]) from None


def optional_day(*, answers: Answers, name: str) -> date | None:
    """The same, None where it was left empty."""
    return day_of(answers=answers, name=name) if answers.get(name) else None


def _place(answers: Answers) -> Place:
    return Place(
        division=answers.get("address_division", ""),
        text=answers.get("address", "").strip(),
        postcode=answers.get("address_postcode", ""),
    )


def registration_of(*, answers: Answers, representative: str) -> Registration:
    """The business that an application asks to register, with its applicant as representative. Raises EntryRefused."""
    try:
        form = BusinessForm(answers.get("form", ""))
    except ValueError:
        raise EntryRefused(problems=[Problem("businesses.form_unknown", "form")]) from None
    return Registration(
        name=answers.get("name", "").strip(),
        form=form,
        sector=answers.get("sector", ""),
        opened_on=day_of(answers=answers, name="opened_on"),
        place=_place(answers),
        representatives=(representative,),
        corporate_number=bare(number=answers.get("corporate_number", "")),
    )


def changes_of(*, answers: Answers) -> Changes:
    """What an application asks to change; empty answers leave as it is."""
    return Changes(
        name=answers.get("name", "").strip() or None,
        sector=answers.get("sector") or None,
        place=_place(answers) if answers.get("address", "").strip() else None,
    )
