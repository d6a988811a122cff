"""The words of certificates and pages, by code."""

from collections.abc import Mapping
from datetime import date

from babel import Locale
from babel.dates import format_date
from django.utils.translation import pgettext_lazy

from madang.systems.population.domain.certificates import Writing
from madang.systems.population.usecases.numbers import written

WORDS: Mapping[str, object] = {
    "no": pgettext_lazy("register", "No."),
    "name": pgettext_lazy("register", "Name"),
    "resident_number": pgettext_lazy("register", "Resident number"),
    "sex": pgettext_lazy("register", "Sex"),
    "sex.female": pgettext_lazy("register", "Female"),
    "sex.male": pgettext_lazy("register", "Male"),
    "birth_on": pgettext_lazy("register", "Date of birth"),
    "died_on": pgettext_lazy("register", "Date of death"),
    "dead": pgettext_lazy("register", "deceased"),
    "nationality": pgettext_lazy("register", "Nationality"),
    "person": pgettext_lazy("register", "Person"),
    "particulars_changed": pgettext_lazy("register", "Changes of particulars"),
    "changed_on": pgettext_lazy("register", "Changed on"),
    "before": pgettext_lazy("register", "Before"),
    "after": pgettext_lazy("register", "After"),
    "ground": pgettext_lazy("register", "Ground"),
    "no_changes": pgettext_lazy("register", "No changes are entered."),
    "addresses": pgettext_lazy("register", "Addresses"),
    "address": pgettext_lazy("register", "Address"),
    "from_on": pgettext_lazy("register", "Since"),
    "until_on": pgettext_lazy("register", "Until"),
    "to_date": pgettext_lazy("register", "to date"),
    "reported_on": pgettext_lazy("register", "Reported on"),
    "reason": pgettext_lazy("register", "Reason"),
    "reason.birth": pgettext_lazy("register", "Birth"),
    "reason.move_in": pgettext_lazy("register", "Moved in"),
    "reason.marriage": pgettext_lazy("register", "Marriage"),
    "reason.new_household": pgettext_lazy("register", "New household"),
    "reason.head_change": pgettext_lazy("register", "Change of head"),
    "reason.first_entry": pgettext_lazy("register", "First entry"),
    "head_and_relation": pgettext_lazy("register", "Head and relation"),
    "no_addresses": pgettext_lazy("register", "No address is entered."),
    "note.former_addresses.all": pgettext_lazy("register", "Shows every former address."),
    "note.former_addresses.five_years": pgettext_lazy("register", "Shows the former addresses of the last five years."),
    "note.former_addresses.none": pgettext_lazy("register", "Shows the present address only."),
    "note.number_masked": pgettext_lazy(
        "register", "The last digits of resident numbers are hidden as the applicant chose."
    ),
    "note.form.general": pgettext_lazy("register", "General certificate: shows what holds at present."),
    "note.form.detailed": pgettext_lazy("register", "Detailed certificate: shows past matters as well."),
    "household": pgettext_lazy("register", "Household"),
    "household_head": pgettext_lazy("register", "Head of the household"),
    "household_formed_on": pgettext_lazy("register", "Household formed on"),
    "members": pgettext_lazy("register", "Members"),
    "relation": pgettext_lazy("register", "Relation"),
    "relation.head": pgettext_lazy("register", "Head"),
    "relation.spouse": pgettext_lazy("register", "Spouse"),
    "relation.parent": pgettext_lazy("register", "Parent"),
    "relation.parent_in_law": pgettext_lazy("register", "Parent-in-law"),
    "relation.grandparent": pgettext_lazy("register", "Grandparent"),
    "relation.child": pgettext_lazy("register", "Child"),
    "relation.child_in_law": pgettext_lazy("register", "Child-in-law"),
    "relation.grandchild": pgettext_lazy("register", "Grandchild"),
    "relation.sibling": pgettext_lazy("register", "Sibling"),
    "relation.other_kin": pgettext_lazy("register", "Other relative"),
    "relation.cohabitant": pgettext_lazy("register", "Cohabitant"),
    "standing": pgettext_lazy("register", "Standing"),
    "standing.self": pgettext_lazy("register", "Self"),
    "standing.father": pgettext_lazy("register", "Father"),
    "standing.mother": pgettext_lazy("register", "Mother"),
    "standing.spouse": pgettext_lazy("register", "Spouse"),
    "standing.child": pgettext_lazy("register", "Child"),
    "clan_origin": pgettext_lazy("register", "Clan origin"),
    "register": pgettext_lazy("register", "Register"),
    "registered_base": pgettext_lazy("register", "Registered base"),
    "self": pgettext_lazy("register", "Self"),
    "family": pgettext_lazy("register", "Family"),
    "no_family": pgettext_lazy("register", "No family members are entered."),
    "spouse": pgettext_lazy("register", "Spouse"),
    "no_spouse": pgettext_lazy("register", "No spouse is entered."),
    "no_marriage": pgettext_lazy("register", "No marriage is entered."),
    "entries": pgettext_lazy("register", "Entries"),
    "entry": pgettext_lazy("register", "Entry"),
    "on_day": pgettext_lazy("register", "Day"),
    "details": pgettext_lazy("register", "Details"),
    "entry.birth": pgettext_lazy("register", "Birth"),
    "entry.death": pgettext_lazy("register", "Death"),
    "entry.name": pgettext_lazy("register", "Name"),
    "entry.marriage": pgettext_lazy("register", "Marriage"),
    "entry.divorce": pgettext_lazy("register", "Divorce"),
    "entry.spouse_death": pgettext_lazy("register", "Death of the spouse"),
    "form": pgettext_lazy("register", "Form"),
    "form.general": pgettext_lazy("register", "General"),
    "form.detailed": pgettext_lazy("register", "Detailed"),
    "head": pgettext_lazy("register", "Head of the household"),
    "children": pgettext_lazy("register", "Children shown"),
    "married_on": pgettext_lazy("register", "Married on"),
    "status.resident": pgettext_lazy("register", "Resident"),
    "status.abroad": pgettext_lazy("register", "Living abroad"),
    "status.dead": pgettext_lazy("register", "Dead"),
    "status.removed": pgettext_lazy("register", "Removed from the register"),
    "kind.birth": pgettext_lazy("register", "Birth"),
    "kind.death": pgettext_lazy("register", "Death"),
    "kind.marriage": pgettext_lazy("register", "Marriage"),
    "kind.divorce": pgettext_lazy("register", "Divorce"),
    "kind.move": pgettext_lazy("register", "Move"),
    "kind.name_correction": pgettext_lazy("register", "Name correction"),
    "kind.first_entry": pgettext_lazy("register", "First entry"),
}

FACT_LABELS = {
    "addresses": pgettext_lazy("register", "Addresses shown"),
    "members": pgettext_lazy("register", "Members shown"),
    "spouse": pgettext_lazy("register", "Spouse"),
}


def say(code: str) -> str:
    """The word in the active language."""
    return str(WORDS[code])


def day(value: date, *, language: str) -> str:
    """A date as certificates of that language write it: `2021-03-15` in Korean forms, `15 Mar 2021` in English."""
    return value.isoformat() if language.startswith("ko") else format_date(value, "d MMM y", locale=language)


def nation(code: str, *, language: str) -> str:
    """A country's name; its code where the language has no name for it."""
    return str(Locale.parse(language).territories.get(code, code))


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
