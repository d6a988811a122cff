"""The rows in which materials are named, for a drawback and for a certificate."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from madang.framework.ui import written
from madang.framework.values import Fault
from madang.systems.customs.domain.drawback import ImportLine
from madang.systems.customs.usecases.drawback.materials import Material

ROWS = 4


class MaterialsForm(forms.Form):
    """Four rows; where something of several items was `made`, each says for which."""

    def __init__(
        self, *args: Any, lines: Sequence[ImportLine], made: Sequence[tuple[int, str]] = (), **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self._several = len(made) > 1
        choices = [("", "–"), *((_key(line), _told(line)) for line in lines)]
        for place in range(1, ROWS + 1):
            self.fields[f"line_{place}"] = forms.ChoiceField(
                label=_("Item of an import, or certificate"), choices=choices, required=False
            )
            if self._several:
                self.fields[f"made_{place}"] = forms.TypedChoiceField(
                    label=_("For which exported item"), choices=made, coerce=int, required=False
                )
            self.fields[f"per_unit_{place}"] = _number(_("How much goes into one unit, with normal loss"))
            self.fields[f"quantity_{place}"] = _number(_("How much of this import was used"))

    def rows(self) -> list[tuple[int, list[forms.BoundField]]]:
        """The fields of each material."""
        names = ("line", "made", "per_unit", "quantity") if self._several else ("line", "per_unit", "quantity")
        return [(place, [self[f"{name}_{place}"] for name in names]) for place in range(1, ROWS + 1)]

    def materials(self) -> list[Material]:
        """The rows that name an import line or a certificate."""
        found = []
        for place in range(1, ROWS + 1):
            number, _stroke, item = str(self.cleaned_data.get(f"line_{place}") or "").rpartition("/")
            if number:
                found.append(
                    Material(
                        declaration=number,
                        item=int(item),
                        per_unit=self.cleaned_data[f"per_unit_{place}"] or Decimal(0),
                        quantity=self.cleaned_data[f"quantity_{place}"] or Decimal(0),
                        made=self.cleaned_data.get(f"made_{place}") or 1,
                    )
                )
        return found


def _number(label: str) -> forms.DecimalField:
    return forms.DecimalField(label=label, max_digits=16, decimal_places=6, min_value=Decimal(0), required=False)


def _key(line: ImportLine) -> str:
    return f"{line.declaration}/{line.item}"


def _told(line: ImportLine) -> str:
    named = _key(line) if line.item else line.declaration
    told = {"line": named, "commodity": line.commodity, "left": written.number(line.left)}
    return _("{line} · {commodity} · {left} {unit} left").format(**told, unit=line.measure.unit)


def placed(*, fault: Fault) -> Fault:
    """At the field of the form."""
    place = fault.place.removeprefix("materials[").removesuffix("]")
    return Fault(f"quantity_{int(place) + 1}" if place.isdigit() else "line_1", fault.says, fault.code)
