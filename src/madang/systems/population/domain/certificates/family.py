"""Certificates of the register of family relations (Act on the Registration of Family Relations art. 15).

General certificates show what holds now; detailed ones also what was (art. 15 (2), (3)). Both show, of everyone
named, the name, sex, clan origin, birth date and resident number.
"""

from collections.abc import Sequence
from datetime import date
from enum import StrEnum

from madang.systems.population.domain.certificates.page import (
    Page,
    Section,
    Writing,
    full_name,
    known_columns,
    number_of,
)
from madang.systems.population.domain.people import (
    ChildFacts,
    MarriageEnd,
    MarriageFacts,
    NameChange,
    PersonFacts,
    Sex,
)


class Form(StrEnum):
    """General (일반) or detailed (상세)."""

    GENERAL = "general"
    DETAILED = "detailed"


def _columns(writing: Writing) -> list[str]:
    say = writing.say
    return [say("standing"), say("name"), say("birth_on"), say("resident_number"), say("sex"), say("clan_origin")]


def _row(*, standing: str, person: PersonFacts, writing: Writing, tail: bool) -> list[str]:
    say = writing.say
    name = full_name(person=person, writing=writing)
    if person.died_on:
        name = f"{name} [{say('dead')}]"
    return [
        say(f"standing.{standing}"),
        name,
        writing.day(person.birth_on),
        number_of(person=person, writing=writing, tail=tail),
        say(f"sex.{person.sex}"),
        person.clan_origin or "-",
    ]


def _self(*, person: PersonFacts, writing: Writing, tail: bool) -> list[Section]:
    say = writing.say
    sections = []
    if person.registered_base:
        sections.append(Section(title=say("register"), fields=[(say("registered_base"), person.registered_base)]))
    row = _row(standing="self", person=person, writing=writing, tail=tail)
    sections.append(_people(title=say("self"), rows=[row], writing=writing))
    return sections


def _people(*, title: str, rows: Sequence[Sequence[str]], writing: Writing, empty: str = "") -> Section:
    columns, cells = known_columns(columns=_columns(writing), rows=rows)
    return Section(title=title, columns=columns, rows=cells, empty=empty)


def _facts(*, person: PersonFacts, form: Form, writing: Writing, **more: str) -> dict[str, str]:
    return {"name": person.name, "birth_on": writing.day(person.birth_on), "form": writing.say(f"form.{form}"), **more}


def _notes(*, tail: bool, form: Form, writing: Writing) -> list[str]:
    notes = [writing.say(f"note.form.{form}")]
    return notes if tail else [*notes, writing.say("note.number_masked")]


def current(*, marriages: Sequence[MarriageFacts]) -> MarriageFacts | None:
    """The marriage that holds, if any."""
    return next((marriage for marriage in marriages if marriage.ended_on is None), None)


def family_relations_certificate(
    *,
    person: PersonFacts,
    parents: Sequence[PersonFacts],
    marriages: Sequence[MarriageFacts],
    children: Sequence[ChildFacts],
    form: Form,
    tail: bool,
    writing: Writing,
) -> Page:
    """Parents, spouse and children. General: the living children of the marriage that holds (art. 15 (2) 1); where
    none holds, every living child stands in its place, as the register cannot tell a marriage's children without
    one. Detailed: all children (art. 15 (3) 1)."""
    say = writing.say
    marriage = current(marriages=marriages)
    by_age = sorted(children, key=lambda child: (child.person.birth_on, child.person.key))
    if form is Form.GENERAL:
        by_age = [c for c in by_age if c.person.living and (c.of_current_marriage or marriage is None)]
    rows = [
        _row(standing="father" if parent.sex is Sex.MALE else "mother", person=parent, writing=writing, tail=tail)
        for parent in sorted(parents, key=lambda one: one.sex is Sex.FEMALE)
    ]
    if marriage:
        rows.append(_row(standing="spouse", person=marriage.spouse, writing=writing, tail=tail))
    rows += [_row(standing="child", person=child.person, writing=writing, tail=tail) for child in by_age]
    return Page(
        form=say(f"form.{form}"),
        sections=[
            *_self(person=person, writing=writing, tail=tail),
            _people(title=say("family"), rows=rows, writing=writing, empty=say("no_family")),
        ],
        facts=_facts(
            person=person,
            form=form,
            writing=writing,
            spouse=marriage.spouse.name if marriage else "",
            children=str(len(by_age)),
        ),
        notes=_notes(tail=tail, form=form, writing=writing),
    )


def basic_certificate(
    *,
    person: PersonFacts,
    birth_reported_on: date | None,
    death_reported_on: date | None,
    name_changes: Sequence[NameChange],
    form: Form,
    tail: bool,
    writing: Writing,
) -> Page:
    """Birth, death and nationality of one person; detailed also changes of name and corrections (art. 15 (2) 2, (3)
    2)."""
    say = writing.say
    rows = [[say("entry.birth"), writing.day(person.birth_on), _reported(birth_reported_on, writing)]]
    if form is Form.DETAILED:
        rows += [
            [
                say("entry.name"),
                writing.day(change.changed_on),
                f"{change.before} → {change.after}. {change.ground}".strip(),
            ]
            for change in name_changes
        ]
    if person.died_on:
        rows.append([say("entry.death"), writing.day(person.died_on), _reported(death_reported_on, writing)])
    return Page(
        form=say(f"form.{form}"),
        sections=[
            *_self(person=person, writing=writing, tail=tail),
            Section(title=say("entries"), columns=[say("entry"), say("on_day"), say("details")], rows=rows),
        ],
        facts=_facts(person=person, form=form, writing=writing, nationality=writing.nation(person.nationality)),
        notes=_notes(tail=tail, form=form, writing=writing),
    )


def _reported(day: date | None, writing: Writing) -> str:
    return f"{writing.say('reported_on')} {writing.day(day)}" if day else "-"


def marriage_certificate(
    *, person: PersonFacts, marriages: Sequence[MarriageFacts], form: Form, tail: bool, writing: Writing
) -> Page:
    """The spouse and the marriage that holds; detailed: every marriage and how it ended (art. 15 (2) 3, (3) 3)."""
    say = writing.say
    in_order = sorted(marriages, key=lambda marriage: marriage.married_on)
    holding = current(marriages=in_order)
    shown = in_order if form is Form.DETAILED else [holding] if holding else []
    sections = _self(person=person, writing=writing, tail=tail)
    spouse = [_row(standing="spouse", person=holding.spouse, writing=writing, tail=tail)] if holding else []
    sections.append(_people(title=say("spouse"), rows=spouse, writing=writing, empty=say("no_spouse")))
    rows = []
    for marriage in shown:
        rows.append([say("entry.marriage"), writing.day(marriage.married_on), marriage.spouse.name])
        if marriage.ended_on and marriage.ended_by:
            entry = "entry.divorce" if marriage.ended_by is MarriageEnd.DIVORCE else "entry.spouse_death"
            rows.append([say(entry), writing.day(marriage.ended_on), marriage.spouse.name])
    sections.append(
        Section(
            title=say("entries"),
            columns=[say("entry"), say("on_day"), say("details")],
            rows=rows,
            empty=say("no_marriage"),
        )
    )
    return Page(
        form=say(f"form.{form}"),
        sections=sections,
        facts=_facts(
            person=person,
            form=form,
            writing=writing,
            spouse=holding.spouse.name if holding else "",
            married_on=writing.day(holding.married_on) if holding else "",
        ),
        notes=_notes(tail=tail, form=form, writing=writing),
    )
