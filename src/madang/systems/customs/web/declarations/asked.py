"""The step of an item on which other agencies ask: shown only where the line, the origin or the destination brings an act, and
it says which, with the law."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from functools import partial
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from madang.framework.audit.spoken import spoken
from madang.framework.ui.forms import DateField
from madang.framework.ui.wizard import WizardStep
from madang.systems.customs.domain.declaration import Declaration, Document, Item, Statement
from madang.systems.customs.domain.requirements import (
    Element,
    ElementKind,
    Requirement,
    Unfit,
    needed,
    possible,
    unfit_elements,
)
from madang.systems.customs.domain.words import Direction
from madang.systems.customs.usecases.declarations.law import requirements
from madang.systems.customs.usecases.declarations.offices import office_name
from madang.systems.customs.usecases.permits.words import in_language, unfit_says

SAYS = "says_"
"""What the names of these fields begin with; the element's code and the item's place follow."""


class AskedForm(forms.Form):
    """What agencies ask of one item. Which of it is needed depends on the answers: the law is asked, not the fields."""

    def __init__(self, *, place: int, told: Declaration, data: Any = None, initial: Any = None) -> None:
        super().__init__(data=data, initial=initial)
        self.place, self.told = place, told
        wanted = self._wanted()
        for element in elements_for(told=told):
            self.fields[f"{SAYS}{element.code}_{place}"] = _field(element, wanted.get(element.code, ""))

    def _wanted(self) -> dict[str, str]:
        """What has to be said as far as the answers go, with the sentence that says so."""
        typed = {
            name.removesuffix(f"_{self.place}"): str(text)
            for name, text in (self.data or {}).items()
            if name.endswith(f"_{self.place}")
        }
        item = with_said(item=self.told.items[0], told=typed)
        found = needed(declaration=_of(item, self.told), requirements=requirements(), on=timezone.localdate())
        return {
            element.code: _sentence(element, act=in_language(one.titles), why=Unfit.MISSING)
            for _sequence, one in found
            for element in one.asks
        }

    def clean(self) -> dict[str, Any]:
        """Every fault beside its field."""
        given: dict[str, Any] = super().clean() or {}
        item = with_said(
            item=self.told.items[0], told={name.removesuffix(f"_{self.place}"): v for name, v in given.items()}
        )
        found = unfit_elements(declaration=_of(item, self.told), requirements=requirements(), on=timezone.localdate())
        for _place, asked, element, why in found:
            name = f"{SAYS}{element.code}_{self.place}"
            if name not in self.errors:
                self.add_error(name, _sentence(element, act=in_language(asked.titles), why=why))
        return given


def asked_step(*, place: int) -> WizardStep:
    """What agencies ask of the item at this place; its questions, and above them who asks by which law, follow from what was
    said of the goods."""
    step = WizardStep(
        code=f"asked-{place}",
        title=_("Item {place}: other agencies").format(place=place),
        form=forms.Form,
        shown=lambda answers: bool(elements_for(told=_told(answers, place))),
    )

    def made(answers: Mapping[str, Any]) -> WizardStep:
        told = _told(answers, place)
        return replace(step, lead=_lead(told), form=partial(AskedForm, place=place, told=told))

    return replace(step, made=made)


def _lead(told: Declaration) -> str:
    says = _(
        "These goods may need the word of another agency before they are released. It is asked with this declaration: "
        "send nothing elsewhere."
    )
    acts = format_html_join("", "<li>{}</li>", ((one,) for one in acts_for(told=told)))
    return format_html("{}<ul>{}</ul>", says, acts)


def acts_for(*, told: Declaration) -> tuple[str, ...]:
    """Which acts ask, with office and article."""
    language = get_language() or "en"
    return tuple(
        f"{in_language(one.titles)} · {office_name(code=one.office, language=language)} · {spoken(one.cite)}"
        for one in asking(told=told, on=timezone.localdate())
    )


def asking(*, told: Declaration, on: date) -> list[Requirement]:
    """The acts that may ask of its goods."""
    return [one for _item, one in possible(declaration=told, requirements=requirements(), on=on)]


def elements_for(*, told: Declaration) -> tuple[Element, ...]:
    """What they want to know, each once."""
    found = asking(told=told, on=timezone.localdate())
    return tuple({element.code: element for one in found for element in one.elements()}.values())


def _told(answers: Mapping[str, Any], place: int) -> Declaration:
    """As much of the declaration as decides who asks; without goods while they are not known."""
    commodity = str(answers.get(f"commodity_{place}") or "")
    if not commodity or "direction" not in answers:
        return Declaration(direction=Direction.IMPORT, reference="", items=())
    item = Item(
        sequence=1,
        commodity="".join(sign for sign in commodity if sign.isdigit()),
        origin=str(answers.get(f"origin_{place}", "")).upper(),
    )
    direction = Direction(answers["direction"])
    partner = str(answers.get("partner_country", "")).upper()
    abroad = partner if direction is Direction.EXPORT else ""
    return Declaration(direction=direction, reference="", items=(item,), destination_country=abroad)


def _of(item: Item, told: Declaration) -> Declaration:
    return replace(told, items=(item,))


def _sentence(element: Element, *, act: str, why: Unfit) -> str:
    """What is wrong; beside a field, its name is not said again."""
    return unfit_says(element=element, act=act, why=why).removeprefix(f"{in_language(element.titles)}: ")


def _field(element: Element, missing: str) -> forms.Field:
    shared: dict[str, Any] = {
        "label": in_language(element.titles),
        "help_text": in_language(element.helps),
        "required": bool(missing),
        "error_messages": {"required": missing},
    }
    if element.kind is ElementKind.CHOICE:
        choices = [("", "–"), *((code, in_language(titles)) for code, titles in element.choices.items())]
        return forms.ChoiceField(choices=choices, **shared)
    if element.kind is ElementKind.DAY:
        return DateField(**shared)
    return forms.CharField(max_length=35 if element.kind is ElementKind.PAPER else 100, **shared)


def _answers(told: Mapping[str, Any]) -> Iterator[tuple[Element, str]]:
    """What was answered, in the order in which the pack lists what is asked."""
    known = {element.code: element for one in requirements() for element in one.elements()}
    for code, element in known.items():
        value = told.get(f"{SAYS}{code}")
        text = value.isoformat() if isinstance(value, date) else str(value or "").strip()
        if text:
            yield element, text


def said_statements(*, told: Mapping[str, Any]) -> tuple[Statement, ...]:
    """The answers that an item carries as statements."""
    return tuple(one for one in _said(told) if isinstance(one, Statement))


def said_papers(*, told: Mapping[str, Any]) -> tuple[Document, ...]:
    """The answers that an item carries as documents."""
    return tuple(one for one in _said(told) if isinstance(one, Document))


def _said(told: Mapping[str, Any]) -> Iterable[Statement | Document]:
    return (element.said(text=text) for element, text in _answers(told))


def with_said(*, item: Item, told: Mapping[str, Any]) -> Item:
    """The item with what was answered."""
    return replace(item, documents=said_papers(told=told), statements=said_statements(told=told))


def typed_for_agencies(*, item: Item, place: int) -> dict[str, str]:
    """What the item says to agencies, as somebody would have typed it."""
    known = {element.code: element for one in requirements() for element in one.elements()}
    texts = ((code, element.of(item=item)) for code, element in known.items())
    return {f"{SAYS}{code}_{place}": text for code, text in texts if text}
