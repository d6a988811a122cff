"""Forms of the room."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from madang.framework.ui.forms import DateField
from madang.systems.tax.domain.einvoicing import LONGEST_NAME, LONGEST_NOTE, DraftLine
from madang.systems.tax.domain.invoice import InvoiceLine
from madang.systems.tax.usecases.invoices.wording import BUYERS, CATEGORIES

LINES = 10


def number_field(label: object, **options: Any) -> forms.DecimalField:
    """A quantity or a price."""
    return forms.DecimalField(label=label, max_digits=17, decimal_places=2, **options)  # type: ignore[arg-type]


class LinesForm(forms.Form):
    """A form with numbered lines; what is left empty is no line."""

    def __init__(self, *, count: int = LINES, **options: Any) -> None:
        super().__init__(**options)
        self.count = count
        for place in range(1, self.count + 1):
            self.fields[f"name_{place}"] = forms.CharField(
                label=_("Goods or service"), max_length=LONGEST_NAME, required=False
            )
            self.fields[f"quantity_{place}"] = number_field(_("Quantity"), required=False)
            self.fields[f"price_{place}"] = number_field(_("Price of one, without tax"), required=False)

    def line_groups(self) -> Iterator[tuple[int, tuple[Any, Any, Any]]]:
        """The fields of each line."""
        for place in range(1, self.count + 1):
            yield place, (self[f"name_{place}"], self[f"quantity_{place}"], self[f"price_{place}"])

    def clean(self) -> dict[str, Any]:
        """A line that is begun is finished."""
        cleaned = super().clean() or {}
        for place in range(1, self.count + 1):
            names = [f"{field}_{place}" for field in ("name", "quantity", "price")]
            filled = [name for name in names if cleaned.get(name) not in (None, "") or name in self.errors]
            for name in names:
                if filled and name not in filled:
                    self.add_error(name, _("This is missing."))
        return cleaned

    def draft_lines(self) -> tuple[DraftLine, ...]:
        """The lines that were written."""
        told = self.cleaned_data
        return tuple(
            DraftLine(
                name=told[f"name_{place}"],
                quantity=told[f"quantity_{place}"] or Decimal(0),
                price=told[f"price_{place}"] or Decimal(0),
            )
            for place in range(1, self.count + 1)
            if told.get(f"name_{place}")
        )


class IssueForm(LinesForm):
    """An invoice."""

    buyer_kind = forms.ChoiceField(label=_("The buyer is"), choices=tuple(BUYERS.items()), required=False)
    buyer = forms.CharField(
        label=_("Buyer's number"),
        max_length=20,
        help_text=_(
            "A business: its registration number. A person: the resident number, which is kept sealed. A foreigner without "
            "one: passport or alien registration."
        ),
    )
    buyer_name = forms.CharField(label=_("Name, of a foreigner"), max_length=LONGEST_NAME, required=False)
    written_on = DateField(label=_("Day of supply"))
    category = forms.ChoiceField(label=_("Category"), choices=tuple(CATEGORIES.items()))
    settled = forms.ChoiceField(
        label=_("Payment"), choices=(("", _("Billed, still to be paid")), ("paid", _("Already paid"))), required=False
    )
    note = forms.CharField(label=_("Note"), max_length=LONGEST_NOTE, required=False)
    key = forms.CharField(widget=forms.HiddenInput, max_length=40)


class EventForm(forms.Form):
    """When it happened: all that some reasons need."""

    happened_on = DateField(label=_("When did it happen?"))


class ChangeForm(EventForm):
    """A difference."""

    name = forms.CharField(label=_("Goods or service"), max_length=LONGEST_NAME)
    amount = number_field(_("By how much the taxable value changes"), help_text=_("Write a minus where it shrinks."))


class QuantitiesForm(EventForm):
    """How much of each line."""

    def __init__(self, *, lines: tuple[InvoiceLine, ...], **options: Any) -> None:
        super().__init__(**options)
        self._lines = lines
        for line in lines:
            self.fields[f"quantity_{line.number}"] = number_field(
                _("{name}: how many of {quantity}?").format(name=line.name, quantity=f"{line.quantity.normalize():f}"),
                required=False,
                min_value=0,
                max_value=line.quantity,
            )

    def told(self) -> Iterator[tuple[InvoiceLine, Decimal]]:
        """The lines with how much of each."""
        for line in self._lines:
            quantity = self.cleaned_data.get(f"quantity_{line.number}")
            if quantity:
                yield line, quantity


class BuyerForm(EventForm):
    """The right buyer."""

    buyer = forms.CharField(label=_("The right buyer's registration number"), max_length=20)


class CorrectionForm(LinesForm):
    """The invoice as it should have been."""

    happened_on = DateField(label=_("When did you notice?"))
    written_on = DateField(label=_("Day of supply"))
    buyer = forms.CharField(label=_("Buyer's registration number"), max_length=20)
