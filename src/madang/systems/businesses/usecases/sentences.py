"""The problems of the domain as sentences for people."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from madang.framework.values import Fault
from madang.systems.businesses.domain.problems import Problem

_SAYS = {
    "businesses.number.form": _(
        "A business registration number does not look like this. Compare it with the certificate."
    ),
    "businesses.number.check": _(
        "This number has a slip: its check digit does not fit. Compare it with the certificate."
    ),
    "businesses.number.form.corporate": _(
        "Write the corporation's number as it stands in the register of corporations."
    ),
    "businesses.number.check.corporate": _("The corporation's number has a slip: its check digit does not fit."),
    "businesses.number.taken.corporate": _("A business with this corporation's number is registered already."),
    "businesses.name_missing": _("Write the trade name."),
    "businesses.name_too_long": _("The trade name has more than {most} letters. Shorten it."),
    "businesses.sector_unknown": _("There is no sector “{sector}”. Choose one from the list."),
    "businesses.address_missing": _("Write the place of business and choose its division."),
    "businesses.opening_too_far_ahead": _("The day of opening is more than half a year ahead. Apply nearer to it."),
    "businesses.no_representative": _("A business has at least one representative. Name one."),
    "businesses.one_sole_trader": _(
        "A sole trader represents the business alone. Register a corporation or name one person."
    ),
    "businesses.nothing_changes": _("Nothing would change. Fill in what is to be changed."),
    "businesses.status.not_active": _("The business does not trade at present, so it cannot pause."),
    "businesses.status.not_suspended": _("The business does not pause at present, so it cannot resume."),
    "businesses.status.closed": _("The business is closed already."),
    "businesses.status.before_last_change": _("The day lies before the last entry of {day}. Choose a later day."),
    "businesses.suspension.ends_before_it_starts": _("The pause would end before it begins. Correct the days."),
    "businesses.day_in_future": _("The day lies in the future. Apply when it has come."),
    "businesses.day_unreadable": _("This is no day. Write it as year, month and day."),
    "businesses.form_unknown": _("Choose whether it is a sole trader or a corporation."),
    "businesses.unknown": _("There is no business with this number in the register."),
    "businesses.not_yours": _("The applicant does not represent this business."),
    "businesses.person_dead": _("The representative is registered as dead."),
}


def sentence(problem: Problem) -> str:
    """The problem as a sentence in the active language."""
    return str(_SAYS[problem.code]).format(**problem.values)


def faults(problems: Iterable[Problem]) -> tuple[Fault, ...]:
    """The problems as a refusal lists them."""
    return tuple(Fault(problem.place, sentence(problem), problem.code) for problem in problems)


def in_one(problems: Iterable[Problem]) -> str:
    """All of them in one paragraph."""
    return " ".join(sentence(problem) for problem in problems)
