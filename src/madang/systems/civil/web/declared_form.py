"""A service's declared questions as a Django form. The rules stay in `domain.forms`; here they only get controls."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from madang.contracts.services_v1 import FieldKind, FormField
from madang.framework.law import pack
from madang.framework.ui.forms import DateInput
from madang.systems.civil.domain.forms import DIVISION, check, is_shown
from madang.systems.civil.usecases.faults import SENTENCES, told
from madang.systems.civil.usecases.prefill import Known
from madang.systems.civil.web.words import in_language

_FEW = 7


class DeclaredForm(forms.Form):
    """The questions of one step. `known` offers people and businesses; `earlier` are answers of other steps."""

    use_required_attribute = False

    def __init__(
        self,
        *,
        questions: tuple[FormField, ...],
        known: Known,
        earlier: Mapping[str, str] | None = None,
        data: Any = None,
        initial: Mapping[str, Any] | None = None,
        **options: Any,
    ) -> None:
        super().__init__(data=data, initial=dict(initial or {}), **options)
        self.known = known
        self.earlier = dict(earlier or {})
        self.questions = asked(questions=questions, earlier=self.earlier)
        for question in self.questions:
            for name, field in controls(question=question, known=known):
                # What another answer of this screen may hide is checked by the domain, which knows whether it is shown.
                field.required = field.required and not _hangs_on(question, self.questions)
                self.fields[name] = field

    def clean(self) -> dict[str, Any]:
        """The rules of the domain, where a control did not complain already."""
        cleaned = dict(super().clean() or self.cleaned_data)
        answers = {**self.earlier, **texts(answers=cleaned)}
        files = frozenset(each.name for each in self.questions if each.kind is FieldKind.FILE)
        found = check(fields=self.questions, answers=answers, files=files, known_choices=self.known.choices)
        for fault in told(faults=found):
            place = fault.place + DIVISION if fault.code == "division" else fault.place
            if place in self.fields and place not in self.errors:
                self.add_error(place, fault.says)
        return cleaned


def asked(*, questions: tuple[FormField, ...], earlier: Mapping[str, str]) -> tuple[FormField, ...]:
    """The questions of a screen that earlier screens' answers do not hide."""
    return tuple(each for each in questions if _hangs_on(each, questions) or is_shown(question=each, answers=earlier))


def _hangs_on(question: FormField, others: tuple[FormField, ...]) -> bool:
    """Whether another question of the same screen decides if this one is shown."""
    return question.shown_when.partition("=")[0] in {each.name for each in others}


def texts(*, answers: Mapping[str, Any]) -> dict[str, str]:
    """Cleaned values as the texts that travel to the owner; files and empty answers are left out."""
    return {name: text for name, value in answers.items() if (text := _text(value))}


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, (list, tuple, set)):
        return ",".join(str(each) for each in value)
    return str(value).strip() if isinstance(value, (str, int)) else ""


def initial_of(*, known: Known, questions: tuple[FormField, ...]) -> dict[str, Any]:
    """What the form starts with: the owner's answers, else the declared defaults."""
    start: dict[str, Any] = {}
    kinds = {each.name: each.kind for each in questions}
    for each in questions:
        if each.default:
            start[each.name] = each.default
    start |= {each.field: each.value for each in known.prefill.answers if each.value}
    return {
        name: value.split(",") if kinds.get(name) is FieldKind.CHOICES and isinstance(value, str) else value
        for name, value in start.items()
    }


def controls(*, question: FormField, known: Known) -> list[tuple[str, forms.Field]]:
    """The form fields of one question; an address has two."""
    field = _control(question, known)
    field.label = in_language(question.label)
    field.help_text = in_language(question.help)
    field.required = question.required
    field.error_messages["required"] = SENTENCES["required_file" if question.kind is FieldKind.FILE else "required"]
    if question.kind is not FieldKind.ADDRESS:
        return [(question.name, field)]
    district = forms.ChoiceField(choices=divisions(), label=_("District"), required=field.required)
    district.label = f"{field.label} – {_('District')}"
    district.error_messages["required"] = SENTENCES["division"]
    return [(question.name + DIVISION, district), (question.name, field)]


def _control(question: FormField, known: Known) -> forms.Field:
    offered = [(choice.value, in_language(choice.label)) for choice in question.choices]
    prefilled = known.labels.get(question.name, {})
    offered += [(value, in_language(label)) for value, label in prefilled.items()]
    match question.kind:
        case FieldKind.LONG_TEXT:
            return forms.CharField(widget=forms.Textarea(attrs={"rows": 5}), max_length=question.max_length)
        case FieldKind.DATE:
            return forms.DateField(widget=DateInput(), error_messages={"invalid": SENTENCES["no_day"]})
        case FieldKind.NUMBER:
            return forms.CharField(widget=forms.TextInput(attrs={"inputmode": "numeric"}), max_length=15)
        case FieldKind.YES_NO:
            return forms.ChoiceField(choices=[("yes", _("Yes")), ("no", _("No"))], widget=forms.RadioSelect)
        case FieldKind.CHOICES:
            return forms.MultipleChoiceField(choices=offered, widget=forms.CheckboxSelectMultiple)
        case FieldKind.CHOICE | FieldKind.PERSON | FieldKind.BUSINESS:
            return _choice(question, offered)
        case FieldKind.FILE:
            return forms.FileField(widget=forms.ClearableFileInput(attrs={"accept": ".pdf,.jpg,.jpeg,.png"}))
    return forms.CharField(max_length=question.max_length)


def _choice(question: FormField, offered: list[tuple[str, str]]) -> forms.Field:
    if not offered:
        # The owner was silent: the name is typed and the owner looks it up.
        return forms.CharField(max_length=question.max_length)
    if len(offered) <= _FEW:
        return forms.ChoiceField(choices=offered, widget=forms.RadioSelect)
    return forms.ChoiceField(choices=[("", _("Please choose")), *offered])


def divisions() -> list[tuple[str, str]]:
    """The districts of the country (the second level, or the first where it has no parts), named in the page's language."""
    here = pack()
    parents = {each.parent for each in here.divisions}
    rows = [("", str(_("Please choose")))]
    for each in here.divisions:
        if each.level == 2 or (each.level == 1 and each.code not in parents):
            above = here.division_by_code.get(each.parent)
            names = [in_language({"ko": one.native, "en": one.latin}) for one in (above, each) if one]
            rows.append((each.code, " ".join(names)))
    return rows
