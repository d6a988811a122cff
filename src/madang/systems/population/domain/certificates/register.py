"""Copy and abstract of the resident register (Resident Registration Act art. 29; Enforcement Rule, application form for
inspection or issue, whose boxes are the options here)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from madang.systems.population.domain.certificates.page import Page, Section, Writing, full_name, number_of
from madang.systems.population.domain.households import listed
from madang.systems.population.domain.people import MemberFacts, NameChange, PersonFacts, Relation, ResidenceFacts


class FormerAddresses(StrEnum):
    """Which former addresses are shown (application form, box on past changes of address)."""

    ALL = "all"
    FIVE_YEARS = "five_years"
    NONE = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class AbstractOptions:
    """The boxes of the abstract. Unticked by default, so that a certificate shows the least (art. 29 (7))."""

    former_addresses: FormerAddresses = FormerAddresses.NONE
    number_tail: bool = False
    name_changes: bool = False
    heads: bool = False
    reasons: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class CopyOptions:
    """The boxes of the copy: number tails, what members are to the head, since when and why, and members other than
    oneself."""

    number_tail: bool = False
    relations: bool = True
    dates: bool = True
    other_members: bool = True
    former_addresses: FormerAddresses = FormerAddresses.NONE


def shown_addresses(
    *, residences: Sequence[ResidenceFacts], which: FormerAddresses, today: date
) -> tuple[ResidenceFacts, ...]:
    """The current address and the former ones asked for, oldest first; five years count back from today by the
    calendar.

    An address that ended within the five years is shown with the day it began, also where that lies before.
    """
    in_order = sorted(residences, key=lambda residence: residence.from_on)
    if which is FormerAddresses.ALL:
        return tuple(in_order)
    current = [residence for residence in in_order if residence.until_on is None] or in_order[-1:]
    if which is FormerAddresses.NONE:
        return tuple(current)
    since = _years_before(day=today, years=5)
    return tuple(
        residence
        for residence in in_order
        if residence in current or (residence.until_on and residence.until_on > since)
    )


def _years_before(*, day: date, years: int) -> date:
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)


def _address_section(
    *, shown: Sequence[ResidenceFacts], writing: Writing, heads: bool, reasons: bool, title: str
) -> Section:
    say = writing.say
    columns = [say("no"), say("address"), say("from_on"), say("reported_on")]
    columns += [say("reason")] if reasons else []
    columns += [say("head_and_relation")] if heads else []
    rows = []
    for place, residence in enumerate(shown, start=1):
        row = [
            str(place),
            residence.address,
            writing.day(residence.from_on),
            writing.day(residence.reported_on or residence.from_on),
        ]
        row += [say(f"reason.{residence.reason}")] if reasons else []
        if heads:
            relation = say(f"relation.{residence.relation}") if residence.relation else "-"
            row.append(f"{residence.head_name or '-'} · {relation}")
        rows.append(row)
    return Section(title=title, columns=columns, rows=rows, empty=say("no_addresses"))


def _facts(*, person: PersonFacts, writing: Writing, address: str, **more: str) -> dict[str, str]:
    return {"name": person.name, "birth_on": writing.day(person.birth_on), "address": address, **more}


def abstract(
    *,
    person: PersonFacts,
    residences: Sequence[ResidenceFacts],
    name_changes: Sequence[NameChange],
    options: AbstractOptions,
    writing: Writing,
    today: date,
) -> Page:
    """The abstract (초본): one person, what changed in their particulars, their addresses."""
    say = writing.say
    shown = shown_addresses(residences=residences, which=options.former_addresses, today=today)
    fields = [
        (say("name"), full_name(person=person, writing=writing)),
        (say("resident_number"), number_of(person=person, writing=writing, tail=options.number_tail)),
        (say("sex"), say(f"sex.{person.sex}")),
        (say("birth_on"), writing.day(person.birth_on)),
    ]
    if person.died_on:
        fields.append((say("died_on"), writing.day(person.died_on)))
    sections = [Section(title=say("person"), fields=fields)]
    if options.name_changes:
        sections.append(_changes_section(name_changes=name_changes, writing=writing))
    sections.append(
        _address_section(
            shown=shown, writing=writing, heads=options.heads, reasons=options.reasons, title=say("addresses")
        )
    )
    current = shown[-1].address if shown else ""
    return Page(
        sections=sections,
        facts=_facts(person=person, writing=writing, address=current, addresses=str(len(shown))),
        notes=[say(f"note.former_addresses.{options.former_addresses}"), *_tail_note(options.number_tail, say)],
    )


def _changes_section(*, name_changes: Sequence[NameChange], writing: Writing) -> Section:
    say = writing.say
    return Section(
        title=say("particulars_changed"),
        columns=[say("changed_on"), say("before"), say("after"), say("ground")],
        rows=[[writing.day(one.changed_on), one.before, one.after, one.ground or "-"] for one in name_changes],
        empty=say("no_changes"),
    )


def _tail_note(tail: bool, say: Callable[[str], str]) -> list[str]:
    return [] if tail else [say("note.number_masked")]


def household_copy(
    *,
    members: Sequence[MemberFacts],
    asked_by: str,
    residence: ResidenceFacts,
    former: Sequence[ResidenceFacts],
    formed_on: date | None,
    options: CopyOptions,
    writing: Writing,
    today: date,
) -> Page:
    """The copy (등본): the household at its address, its members in the order of the sheet, cohabitants last.

    `asked_by` is the key of the member whom the copy is issued to, who is always shown.
    """
    say = writing.say
    sheet = listed(members=members)
    head = next((member for member in sheet if member.relation is Relation.HEAD), None)
    sections = [_household_section(head=head, residence=residence, formed_on=formed_on, writing=writing)]
    if options.former_addresses is not FormerAddresses.NONE:
        shown = shown_addresses(residences=former, which=options.former_addresses, today=today)
        sections.append(
            _address_section(shown=shown, writing=writing, heads=False, reasons=True, title=say("addresses"))
        )
    listed_members = [m for m in sheet if options.other_members or m.person.key == asked_by]
    sections.append(_members_section(members=listed_members, options=options, writing=writing))
    asker = next((member.person for member in sheet if member.person.key == asked_by), None)
    return Page(
        sections=sections,
        facts={
            "name": asker.name if asker else "",
            "birth_on": writing.day(asker.birth_on) if asker else "",
            "head": head.person.name if head else "",
            "address": residence.address,
            "members": str(len(listed_members)),
        },
        notes=_tail_note(options.number_tail, say),
    )


def _household_section(
    *, head: MemberFacts | None, residence: ResidenceFacts, formed_on: date | None, writing: Writing
) -> Section:
    say = writing.say
    fields = [(say("household_head"), full_name(person=head.person, writing=writing) if head else "-")]
    if formed_on:
        fields.append((say("household_formed_on"), writing.day(formed_on)))
    fields += [
        (say("address"), residence.address),
        (say("from_on"), writing.day(residence.from_on)),
        (say("reported_on"), writing.day(residence.reported_on or residence.from_on)),
    ]
    return Section(title=say("household"), fields=fields)


def _members_section(*, members: Sequence[MemberFacts], options: CopyOptions, writing: Writing) -> Section:
    say = writing.say
    columns = [say("no")]
    columns += [say("relation")] if options.relations else []
    columns += [say("name"), say("resident_number")]
    columns += [say("from_on"), say("reason")] if options.dates else []
    rows = []
    for place, member in enumerate(members, start=1):
        row = [str(place)]
        row += [say(f"relation.{member.relation}")] if options.relations else []
        row += [
            full_name(person=member.person, writing=writing),
            number_of(person=member.person, writing=writing, tail=options.number_tail),
        ]
        row += [writing.day(member.from_on), say(f"reason.{member.reason}")] if options.dates else []
        rows.append(row)
    return Section(title=say("members"), columns=columns, rows=rows)


def address_history(
    *, person: PersonFacts, residences: Sequence[ResidenceFacts], options: AbstractOptions, writing: Writing
) -> Page:
    """Every registered address of a person, oldest first, with the day it ended."""
    say = writing.say
    in_order = sorted(residences, key=lambda residence: residence.from_on)
    rows = [
        [
            str(place),
            residence.address,
            writing.day(residence.from_on),
            writing.day(residence.until_on) if residence.until_on else say("to_date"),
            say(f"reason.{residence.reason}"),
        ]
        for place, residence in enumerate(in_order, start=1)
    ]
    fields = [
        (say("name"), full_name(person=person, writing=writing)),
        (say("resident_number"), number_of(person=person, writing=writing, tail=options.number_tail)),
    ]
    columns = [say("no"), say("address"), say("from_on"), say("until_on"), say("reason")]
    return Page(
        sections=[
            Section(title=say("person"), fields=fields),
            Section(title=say("addresses"), columns=columns, rows=rows, empty=say("no_addresses")),
        ],
        facts=_facts(
            person=person,
            writing=writing,
            address=in_order[-1].address if in_order else "",
            addresses=str(len(in_order)),
        ),
        notes=_tail_note(options.number_tail, say),
    )
