"""The words of certificates and pages, by code."""

from collections.abc import Mapping
from datetime import date

from babel import Locale
from babel.dates import format_date
from django.utils.translation import gettext_lazy as _

from madang.systems.population.domain.certificates import Writing
from madang.systems.population.usecases.numbers import written

WORDS: Mapping[str, object] = {
    "no": _("No."),
    "name": _("Name"),
    "resident_number": _("Resident number"),
    "sex": _("Sex"),
    "sex.female": _("Female"),
    "sex.male": _("Male"),
    "birth_on": _("Date of birth"),
    "died_on": _("Date of death"),
    "dead": _("deceased"),
    "nationality": _("Nationality"),
    "person": _("Person"),
    "particulars_changed": _("Changes of particulars"),
    "changed_on": _("Changed on"),
    "before": _("Before"),
    "after": _("After"),
    "ground": _("Ground"),
    "no_changes": _("No changes are entered."),
    "addresses": _("Addresses"),
    "address": _("Address"),
    "from_on": _("Since"),
    "until_on": _("Until"),
    "to_date": _("to date"),
    "reported_on": _("Reported on"),
    "reason": _("Reason"),
    "reason.birth": _("Birth"),
    "reason.move_in": _("Moved in"),
    "reason.marriage": _("Marriage"),
    "reason.new_household": _("New household"),
    "reason.head_change": _("Change of head"),
    "reason.first_entry": _("First entry"),
    "head_and_relation": _("Head and relation"),
    "no_addresses": _("No address is entered."),
    "note.former_addresses.all": _("Shows every former address."),
    "note.former_addresses.five_years": _("Shows the former addresses of the last five years."),
    "note.former_addresses.none": _("Shows the present address only."),
    "note.number_masked": _("The last digits of resident numbers are hidden as the applicant chose."),
    "note.form.general": _("General certificate: shows what holds at present."),
    "note.form.detailed": _("Detailed certificate: shows past matters as well."),
    "household": _("Household"),
    "household_head": _("Head of the household"),
    "household_formed_on": _("Household formed on"),
    "members": _("Members"),
    "relation": _("Relation"),
    "relation.head": _("Head"),
    "relation.spouse": _("Spouse"),
    "relation.parent": _("Parent"),
    "relation.parent_in_law": _("Parent-in-law"),
    "relation.grandparent": _("Grandparent"),
    "relation.child": _("Child"),
    "relation.child_in_law": _("Child-in-law"),
    "relation.grandchild": _("Grandchild"),
    "relation.sibling": _("Sibling"),
    "relation.other_kin": _("Other relative"),
    "relation.cohabitant": _("Cohabitant"),
    "standing": _("Standing"),
    "standing.self": _("Self"),
    "standing.father": _("Father"),
    "standing.mother": _("Mother"),
    "standing.spouse": _("Spouse"),
    "standing.child": _("Child"),
    "clan_origin": _("Clan origin"),
    "register": _("Register"),
    "registered_base": _("Registered base"),
    "self": _("Self"),
    "family": _("Family"),
    "no_family": _("No family members are entered."),
    "spouse": _("Spouse"),
    "no_spouse": _("No spouse is entered."),
    "no_marriage": _("No marriage is entered."),
    "entries": _("Entries"),
    "entry": _("Entry"),
    "on_day": _("Day"),
    "details": _("Details"),
    "entry.birth": _("Birth"),
    "entry.death": _("Death"),
    "entry.name": _("Name"),
    "entry.marriage": _("Marriage"),
    "entry.divorce": _("Divorce"),
    "entry.spouse_death": _("Death of the spouse"),
    "form": _("Form"),
    "form.general": _("General"),
    "form.detailed": _("Detailed"),
    "head": _("Head of the household"),
    "children": _("Children shown"),
    "married_on": _("Married on"),
    "status.resident": _("Resident"),
    "status.abroad": _("Living abroad"),
    "status.dead": _("Dead"),
    "status.removed": _("Removed from the register"),
    "kind.birth": _("Birth"),
    "kind.death": _("Death"),
    "kind.marriage": _("Marriage"),
    "kind.divorce": _("Divorce"),
    "kind.move": _("Move"),
    "kind.name_correction": _("Name correction"),
    "kind.first_entry": _("First entry"),
}

FACT_LABELS = {"addresses": _("Addresses shown"), "members": _("Members shown"), "spouse": _("Spouse")}


def say(code: str) -> str:
    """The word in the active language."""
    return str(WORDS[code])


def day(value: date, *, language: str) -> str:
    """A date as certificates of that language write it: `2021-03-15` in Korean forms, `15 Mar 2021` in English."""
    return value.isoformat() if language.startswith("ko") else format_date(value, "d MMM y", locale=language)


def nation(code: str, *, language: str) -> str:
    """A country's name; its code where the language has no name for it."""
    return Locale.parse(language).territories.get(code, code)


def writing(*, language: str) -> Writing:
    """How a certificate in this language writes; its words are looked up while the language is active."""
    return Writing(
        say=say,
        day=lambda value: day(value, language=language),
        number=lambda number, full: written(number=number, full=full),
        nation=lambda code: nation(code, language=language),
        latin=not language.startswith("ko"),
    )


def fact_label(code: str) -> str:
    """What a key fact is called on the paper."""
    return str(FACT_LABELS.get(code) or WORDS[code])


__all__ = ["FACT_LABELS", "WORDS", "day", "fact_label", "nation", "say", "writing"]
