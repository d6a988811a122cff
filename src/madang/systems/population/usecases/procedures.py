"""The reported matters that the register's officials decide, and what a grant enters."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from madang.contracts.services_v1 import FieldKind, FormField
from madang.framework.cases import Procedure, procedures
from madang.framework.cases.models import Case, Decision
from madang.framework.identity.actor import Actor
from madang.framework.law import pack
from madang.framework.values import Fault, Refusal
from madang.systems.population.domain.moves import MoveIn
from madang.systems.population.domain.numbers import bare
from madang.systems.population.domain.people import Sex
from madang.systems.population.models import Person
from madang.systems.population.usecases import forms
from madang.systems.population.usecases.correct_name import correct_name
from madang.systems.population.usecases.lateness import Lateness, late_move, late_vital
from madang.systems.population.usecases.numbers import indexes_of
from madang.systems.population.usecases.panels import PANELS, REGISTER
from madang.systems.population.usecases.permissions import REGISTRAR
from madang.systems.population.usecases.register_birth import register_birth
from madang.systems.population.usecases.register_death import register_death
from madang.systems.population.usecases.register_divorce import register_divorce
from madang.systems.population.usecases.register_marriage import register_marriage
from madang.systems.population.usecases.register_move import register_move
from madang.systems.population.usecases.words import say

Answers = Mapping[str, str]
Enter = Callable[[Case, Answers, Actor, datetime], None]


class SpouseNotFound(Refusal):
    """The number and name that the report gives belong to nobody on the register."""

    code = "population.marriage.spouse_not_found"
    says = _("Nobody on the register has the resident number and the name given for the spouse. Ask for a correction.")
    status = 422


def _day(answers: Answers, name: str) -> date:
    return date.fromisoformat(answers[name])


def _filed_on(case: Case) -> date:
    return timezone.localdate(case.filed_at)


def _keys(text: str) -> tuple[str, ...]:
    return tuple(key for key in text.split(",") if key)


def enter_move(case: Case, answers: Answers, actor: Actor, now: datetime) -> None:
    """The move as reported; without a list of movers the reporter moves alone."""
    register_move(
        reporter=case.subject.key,
        move=MoveIn(
            movers=_keys(answers.get("movers", "")) or (case.subject.key,),
            moved_on=_day(answers, "moved_on"),
            division=answers.get("address_division", ""),
            address=answers["address"],
            postcode=answers.get("postcode", ""),
            head=answers.get("head", ""),
        ),
        reported_on=_filed_on(case),
        actor=actor,
        now=now,
        case=case.number,
    )


def enter_birth(case: Case, answers: Answers, actor: Actor, now: datetime) -> None:
    """The child of the reporter and, where named, the other parent."""
    register_birth(
        family_name=answers["family_name"],
        given_name=answers["given_name"],
        hanja_name=answers.get("hanja_name", ""),
        latin_name=answers.get("latin_name", ""),
        born_on=_day(answers, "born_on"),
        sex=Sex(answers["sex"]),
        parents=tuple(filter(None, (case.subject.key, answers.get("other_parent", "")))),
        reported_on=_filed_on(case),
        actor=actor,
        now=now,
        case=case.number,
    )


def enter_death(case: Case, answers: Answers, actor: Actor, now: datetime) -> None:
    """The death of the person named."""
    register_death(
        person=answers["person"],
        died_on=_day(answers, "died_on"),
        place=answers.get("place", ""),
        reported_on=_filed_on(case),
        actor=actor,
        now=now,
        case=case.number,
    )


def enter_marriage(case: Case, answers: Answers, actor: Actor, now: datetime) -> None:
    """The marriage of the reporter with the person whose number and name are given, as of the day of the report."""
    indexes = indexes_of(number=answers["spouse_number"])
    spouse = Person.objects.filter(number_index__in=indexes, name=answers["spouse_name"].strip()).first()
    if spouse is None:
        raise SpouseNotFound
    register_marriage(
        spouses=(case.subject.key, spouse.key), married_on=_filed_on(case), actor=actor, now=now, case=case.number
    )


def enter_divorce(case: Case, answers: Answers, actor: Actor, now: datetime) -> None:
    """The divorce on the court's paper; by agreement it takes effect on the day of the report."""
    by_agreement = answers.get("sort") != "judgment"
    register_divorce(
        person=case.subject.key,
        divorced_on=_filed_on(case) if by_agreement else _day(answers, "decided_on"),
        ground=f"{answers.get('court', '')} {answers.get('decision_number', '')}".strip(),
        actor=actor,
        now=now,
        case=case.number,
    )


def enter_name(case: Case, answers: Answers, actor: Actor, now: datetime) -> None:
    """The name that the court allowed."""
    correct_name(
        person=case.subject.key,
        given_name=answers["given_name"],
        hanja_name=answers.get("hanja_name") or None,
        latin_name=answers.get("latin_name") or None,
        changed_on=_day(answers, "decided_on"),
        ground=f"{answers.get('court', '')} {answers.get('decision_number', '')}".strip(),
        reported_on=_filed_on(case),
        actor=actor,
        now=now,
        case=case.number,
    )


MATTERS: Mapping[str, tuple[object, Enter]] = {
    "move_in": (_("Report of moving in"), enter_move),
    "birth": (pgettext_lazy("population", "Report of a birth"), enter_birth),
    "death": (pgettext_lazy("population", "Report of a death"), enter_death),
    "marriage": (_("Report of a marriage"), enter_marriage),
    "divorce": (_("Report of a divorce"), enter_divorce),
    "name_correction": (_("Report of a corrected or changed name"), enter_name),
}

FIELDS: Mapping[str, tuple[FormField, ...]] = {
    "move_in": forms.MOVE_IN,
    "birth": forms.BIRTH,
    "death": forms.DEATH,
    "marriage": forms.MARRIAGE,
    "divorce": forms.DIVORCE,
    "name_correction": forms.NAME,
}

LABELS: Mapping[str, object] = {
    "address": pgettext_lazy("population", "New address"),
    "address_division": pgettext_lazy("population", "District"),
    "postcode": pgettext_lazy("population", "Postcode"),
    "moved_on": pgettext_lazy("population", "Day of the move"),
    "movers": pgettext_lazy("population", "Who moves"),
    "head": _("Head of the new household"),
    "family_name": pgettext_lazy("population", "Family name"),
    "given_name": pgettext_lazy("population", "Given name"),
    "hanja_name": pgettext_lazy("population", "Name in Hanja"),
    "latin_name": _("Name in Latin letters"),
    "born_on": pgettext_lazy("population", "Day of birth"),
    "sex": pgettext_lazy("population", "Sex"),
    "other_parent": pgettext_lazy("population", "Other parent"),
    "person": pgettext_lazy("population", "Who died"),
    "died_on": pgettext_lazy("population", "Day of death"),
    "place": pgettext_lazy("population", "Place of death"),
    "spouse_name": pgettext_lazy("population", "Name of the spouse"),
    "spouse_number": _("Resident number of the spouse"),
    "witnesses": pgettext_lazy("population", "Witnesses"),
    "sort": pgettext_lazy("population", "Sort of divorce"),
    "court": pgettext_lazy("population", "Court"),
    "decision_number": _("Number of the decision"),
    "decided_on": _("Day of the decision"),
}
_PEOPLE = frozenset({"movers", "head", "other_parent", "person"})


def describe(case: Case) -> list[tuple[object, object]]:
    """The report, question by question, people by name; how late it came and what that may cost."""
    answers: Answers = case.data.get("answers", {})
    keys = [case.subject.key, *(key for name in _PEOPLE for key in _keys(answers.get(name, "")))]
    people = dict(Person.objects.filter(key__in=keys).values_list("key", "name"))
    found: list[tuple[object, object]] = [
        (pgettext_lazy("population", "Reported by"), people.get(case.subject.key, ""))
    ]
    found += [(LABELS[name], _shown(name, text, people)) for name, text in answers.items() if name in LABELS and text]
    found += [(pgettext_lazy("population", "File"), _link(case, file)) for file in case.data.get("attachments", ())]
    if case.data.get("generated"):
        found.append((_("Source of the entry"), _("Generated for the demonstration")))
    late = _lateness(case, answers)
    if late is not None and late.days:
        found.append((pgettext_lazy("population", "Reported late by"), _("{days} days").format(days=late.days)))
        label = pgettext_lazy("population", "Fine, at most") if late.at_most else pgettext_lazy("population", "Fine")
        found.append((label, late.amount))
    return found


def _link(case: Case, file: Mapping[str, str]) -> str:
    address = reverse("population:attachment", args=[case.number, file["sha256"]])
    return format_html('<a href="{}">{}</a>', address, file["name"])


def _shown(name: str, text: str, people: Mapping[str, str]) -> object:
    if name in _PEOPLE:
        return ", ".join(people.get(key, "?") for key in _keys(text))
    if name == "sex":
        return say(f"sex.{text}") if text in set(Sex) else text
    if name == "address_division":
        known = pack().division_by_code.get(text)
        return known.native if known else text
    if name == "spouse_number":
        return pack().identity_number.write(number=bare(number=text), masked=True)
    return date.fromisoformat(text) if name.endswith("_on") and len(text) == len("2026-01-31") else text


def _lateness(case: Case, answers: Answers) -> Lateness | None:
    kind = case.procedure.rpartition(".")[2]
    try:
        if kind == "move_in":
            return late_move(moved_on=_day(answers, "moved_on"), reported_on=_filed_on(case))
        name = {"birth": "born_on", "death": "died_on", "name_correction": "decided_on"}.get(kind)
        return late_vital(kind=kind, event_on=_day(answers, name), reported_on=_filed_on(case)) if name else None
    except (KeyError, ValueError):
        return None


def _statute(case: Case) -> str:
    described: dict[str, Any] = (pack().data("population/services") or {}).get(case.procedure, {})
    texts = described.get("statute", {})
    return str(texts.get(pack().languages[0]) or texts.get("en") or "")


def _checking(fields: tuple[FormField, ...]) -> Callable[[Mapping[str, Any]], Iterable[Fault]]:
    """That every required answer is there and is what its question asks for, whoever sent it."""

    def check(data: Mapping[str, Any]) -> Iterable[Fault]:
        answers: Answers = data.get("answers", {})
        for field in fields:
            if field.required and not _understood(field, answers):
                label = field.label.get(get_language() or "en") or field.label["en"]
                says = _("“{label}” is missing or not understood.").format(label=label)
                yield Fault(field.name, says, "population.report.answer")

    return check


def _understood(field: FormField, answers: Answers) -> bool:
    text = answers.get(field.name, "").strip()
    if field.kind is FieldKind.FILE:
        return True
    if field.kind is FieldKind.ADDRESS:
        return bool(text and answers.get(f"{field.name}_division"))
    if field.kind is FieldKind.CHOICE:
        return text in {choice.value for choice in field.choices}
    if field.kind is FieldKind.DATE:
        return _is_day(text)
    return bool(text)


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _decided(enter: Enter) -> Callable[..., None]:
    def on_decision(*, case: Case, decision: Decision, actor: Actor, now: datetime) -> None:
        if decision.outcome == "granted":
            enter(case, case.data.get("answers", {}), actor, now)

    return on_decision


def register_procedures() -> None:
    """Makes the matters known to the cases room."""
    for name, (title, enter) in MATTERS.items():
        procedures.register(
            Procedure(
                code=f"population.{name}",
                title=title,
                decided_by=REGISTRAR,
                days=f"population.deadlines.{name}",
                objection_days="population.deadlines.objection",
                objection_decided_in="population.deadlines.objection_decision",
                extension_periods="population.deadlines.extension_periods",
                objection_extension="population.deadlines.objection_extension",
                on_decision=_decided(enter),
                describe=describe,
                legal_text=_statute,
                reason_texts=_REASONS,
                panels=PANELS.get(name, (REGISTER,)),
                checks=(_checking(FIELDS[name]),),
            )
        )


_REASONS: tuple[tuple[str, object], ...] = (
    ("agrees", _("The report agrees with the documents and with the register.")),
    ("incomplete", _("The documents do not show what was reported.")),
    ("contradicts", _("The report contradicts the register.")),
)
