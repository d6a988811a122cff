"""Django forms drawn with the layout's components: label, help and errors bound to the control for screen readers."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext_lazy as _

from madang.framework.law import pack
from madang.framework.values import Fault, Refusal

ACCESS_DENIED = frozenset({401, 403})

_CLASSES: tuple[tuple[type[forms.Widget], str], ...] = (
    (forms.CheckboxInput, ""),
    (forms.FileInput, "m-file"),
    (forms.Select, "krds-form-select"),
    (forms.Textarea, "krds-input m-textarea"),
    (forms.widgets.Input, "krds-input"),
)


class DateInput(forms.DateInput):
    """The browser's own date control; it speaks ISO 8601 whatever the language."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs=attrs, format="%Y-%m-%d")


class DateField(forms.DateField):
    """A calendar day."""

    widget = DateInput
    default_error_messages = {"invalid": _("Write the day as year-month-day, for example 2026-03-02.")}


class MomentInput(forms.DateTimeInput):
    """The browser's own control of a day and a time, in the country's time zone."""

    input_type = "datetime-local"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs=attrs, format="%Y-%m-%dT%H:%M")


class MomentField(forms.DateTimeField):
    """A day and a time of the country's clock; cleaned it is an instant."""

    widget = MomentInput
    default_error_messages = {
        "invalid": _("Write the day and the time as year-month-day hour:minute, for example 2026-03-02 10:00.")
    }


class AmountField(forms.DecimalField):
    """An amount in units of the country's currency; cleaned it is its smallest units."""

    def __init__(self, **options: Any) -> None:
        super().__init__(max_digits=18, decimal_places=pack().currency_digits, **options)

    def clean(self, value: Any) -> Any:
        """The amount in smallest units."""
        cleaned = super().clean(value)
        return None if cleaned is None else int(cleaned.scaleb(pack().currency_digits))


@dataclass(frozen=True, kw_only=True)
class Row:
    """One field ready to draw. `kind`: single, group (several choices), check (one tick box) or hidden."""

    id: str
    label: str
    help: str
    errors: tuple[str, ...]
    required: bool
    kind: str
    control: str
    choices: tuple[Any, ...] = ()


def _class_of(widget: forms.Widget) -> str:
    return next((name for kind, name in _CLASSES if isinstance(widget, kind)), "")


def _kind(bound: BoundField) -> str:
    widget = bound.field.widget
    if bound.is_hidden:
        return "hidden"
    if isinstance(widget, (forms.RadioSelect, forms.CheckboxSelectMultiple)):
        return "group"
    return "check" if isinstance(widget, forms.CheckboxInput) else "single"


def row(*, bound: BoundField) -> Row:
    """What the component needs of one bound field."""
    kind = _kind(bound)
    given = str(bound.field.widget.attrs.get("class", ""))
    classes = f"{_class_of(bound.field.widget)} {given}".strip()
    control = "" if kind == "group" else bound.as_widget(attrs={"class": classes} if classes else None)
    return Row(
        id=bound.id_for_label or bound.auto_id or bound.html_name,
        label=str(bound.label or ""),
        help=str(bound.help_text or ""),
        errors=tuple(str(error) for error in bound.errors),
        required=bound.field.required,
        kind=kind,
        control=str(control),
        choices=tuple(bound.subwidgets) if kind == "group" else (),
    )


def rows(*, form: forms.BaseForm) -> list[Row]:
    """Every field of the form in its order."""
    return [row(bound=bound) for bound in form]


def faults(*, form: forms.BaseForm) -> list[Fault]:
    """Every fault of the form: its place is the control's id, so that the summary can link to it."""
    found = [Fault(place="", says=str(error)) for error in form.non_field_errors()]
    for bound in form:
        place = f"{bound.auto_id}_0" if _kind(bound) == "group" else (bound.id_for_label or bound.html_name)
        found.extend(Fault(place=place, says=f"{bound.label}: {error}") for error in bound.errors)
    return found


class ShownIn:
    """`with ShownIn(form): use_case(...)`: a use case's no is shown in the form, and the page goes on after the block.

    What denies access goes on: the middleware answers it, and leads to a surer sign-in where that is what is missing.
    """

    def __init__(self, form: forms.BaseForm) -> None:
        self._form = form

    def __enter__(self) -> None:
        """Nothing to prepare."""

    def __exit__(self, _kind: object, fault: BaseException | None, _where: object) -> bool:
        if not isinstance(fault, Refusal) or fault.status in ACCESS_DENIED:
            return False
        add_refusal(form=self._form, refusal=fault)
        return True


def add_refusal(*, form: forms.BaseForm, refusal: Refusal) -> None:
    """Shows a use case's no in the form it came from: each fault at its field, the rest on top."""
    placed = [fault for fault in refusal.faults if fault.place in form.fields]
    for fault in placed:
        form.add_error(fault.place, str(fault.says))
    rest = [fault for fault in refusal.faults if fault.place not in form.fields]
    for fault in rest:
        form.add_error(None, str(fault.says))
    if not refusal.faults:
        form.add_error(None, str(refusal))
