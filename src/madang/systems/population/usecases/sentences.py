"""What people read for each code that a rule of the register gives."""

from collections.abc import Iterable, Mapping

from django.utils.translation import gettext_lazy as _

from madang.framework.values import Fault
from madang.systems.population.domain.problems import Problem

SENTENCES: Mapping[str, object] = {
    "population.number.form": _("The resident number does not have the right form. Compare it with the document."),
    "population.number.birth_differs": _(
        "The resident number says another birth date. Compare both with the document."
    ),
    "population.number.sex_differs": _("The resident number says another sex. Compare both with the document."),
    "population.number.check_digit": _("The check digit of the resident number does not agree; a digit is mistyped."),
    "population.number.taken": _("Somebody on the register already has this resident number."),
    "population.number.missing": _("The resident number is missing."),
    "population.number.twice": _("The file has this resident number more than once; only the first row is taken."),
    "population.household.no_head": _("The household has no head. Name one of its members as the head."),
    "population.household.two_heads": _("The household already has a head. A household has one."),
    "population.household.two_spouses": _("The household has more than one spouse of the head."),
    "population.household.missing": _("The household's number is missing."),
    "population.move.nobody": _("Nobody moves. Choose at least one person."),
    "population.move.no_address": _("The new address is missing."),
    "population.move.unknown_division": _("There is no district with the code {division}. Choose one from the list."),
    "population.move.in_future": _("The day of the move lies ahead. Report the move once you have moved in."),
    "population.move.not_in_household": _("Somebody who is to move does not belong to this household."),
    "population.move.before_last_move": _(
        "{name} has lived at the present address since {since}; the move must be later."
    ),
    "population.person.dead": _("{name} is registered as dead."),
    "population.person.unknown": _("The register knows no such person."),
    "population.person.no_address": _("The person has no registered address."),
    "population.birth.in_future": _("The day of birth lies ahead."),
    "population.birth.no_parent": _("No parent is named. Name the mother, the father or both."),
    "population.birth.parent_too_young": _("{name} was a child on that day and cannot be entered as a parent."),
    "population.birth.parent_dead": _("{name} had died before that day and cannot be entered as a parent."),
    "population.birth.missing": _("The birth date is missing or is no date. Write it as 1990-01-31."),
    "population.birth.too_early": _("The birth date is too far back to be right."),
    "population.death.in_future": _("The day of death lies ahead."),
    "population.decision.in_future": _("The day of the decision lies ahead."),
    "population.death.before_birth": _("The day of death lies before the birth."),
    "population.marriage.in_future": _("The day of the marriage lies ahead."),
    "population.marriage.with_oneself": _("Nobody can marry themself."),
    "population.marriage.too_young": _("{name} is younger than {age}, the age from which the law allows marriage."),
    "population.marriage.already_married": _("One of the two is already married."),
    "population.marriage.kin": _("The two are blood relatives of degree {degree}; the law does not let them marry."),
    "population.divorce.not_married": _("The register shows no marriage that could be dissolved."),
    "population.divorce.in_future": _("The day of the divorce lies ahead."),
    "population.divorce.before_marriage": _("The day of the divorce lies before the marriage."),
    "population.name.empty": _("The name is missing."),
    "population.name.unchanged": _("The new name is the same as the old one."),
    "population.name.letters": _("The name has letters that the register does not allow."),
    "population.name.too_long": _("The given name is longer than the {letters} letters that the law allows."),
    "population.sex.unknown": _("The sex is missing or not understood. Write female or male."),
    "population.relation.unknown": _("The relation to the head is missing or not understood."),
    "population.nationality.unknown": _("The nationality is no two-letter country code."),
    "population.moved_in.missing": _("The day of moving in is missing or is no date. Write it as 2020-01-31."),
    "population.moved_in.before_birth": _("The day of moving in lies before the birth."),
    "population.issued.no_date": _("The day on which the number was issued is no date. Write it as 2020-01-31."),
    "population.text.too_long": _("The text is longer than the register can hold."),
    "population.row.columns": _("The row has {found} fields; the heading has {expected}."),
    "population.row.undecodable": _("The row has bytes that are no text in the file's encoding."),
    "population.row.unprintable": _("The row has control characters."),
    "population.row.quotes": _("The quotation marks of the row do not close."),
}


def sentence(*, code: str, values: Mapping[str, str] | None = None) -> str:
    """The translated sentence."""
    return str(SENTENCES[code]).format(**(values or {}))


def faults_of(problems: Iterable[Problem]) -> tuple[Fault, ...]:
    """Each problem with its sentence, at its place."""
    return tuple(
        Fault(problem.place, sentence(code=problem.code, values=problem.values), problem.code) for problem in problems
    )


def joined(faults: Iterable[Fault]) -> str:
    """All sentences in a row."""
    return " ".join(dict.fromkeys(fault.says for fault in faults))
