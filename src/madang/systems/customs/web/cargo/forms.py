"""Forms of the room."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from madang.framework.ui.forms import AmountField, MomentField
from madang.framework.values import clock
from madang.systems.customs.domain.lodging import Lodged
from madang.systems.customs.domain.manifest import Direction, Mode
from madang.systems.customs.domain.movement import MOST_PACKAGES
from madang.systems.customs.usecases.cargo import law
from madang.systems.customs.web.cargo.words import LODGED, MODES, Names


class UploadForm(forms.Form):
    """A manifest as a table, with the voyage said beside it."""

    direction = Direction.IMPORT
    kind = forms.ChoiceField(label=_("You lodge as"), choices=[(one.value, LODGED[one.value]) for one in Lodged])
    reference = forms.CharField(label=_("Your number for this manifest"), max_length=35)
    mode = forms.ChoiceField(label=pgettext_lazy("cargo", "Transport"), choices=())
    carrier = forms.CharField(label=_("Carrier’s code"), max_length=17, help_text=_("For example MDGL."))
    conveyance_number = forms.CharField(label=_("IMO number, or the aircraft’s registration"), max_length=35)
    conveyance_name = forms.CharField(label=_("Name of the ship"), max_length=70, required=False)
    voyage = forms.CharField(label=_("Voyage or flight number"), max_length=17)
    last_port = forms.CharField(label=_("Last port abroad (UN/LOCODE)"), max_length=5, required=False)
    port = forms.ChoiceField(label=_("Port of arrival"))
    arrives_at = MomentField(label=_("Expected arrival"))
    file = forms.FileField(label=pgettext_lazy("cargo", "Bills"), help_text=_("CSV in UTF-8, at most 24 MB."))

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        names = Names()
        self.fields["port"].choices = [(code, names.port(code)) for code in names.ports]  # type: ignore[attr-defined]
        modes = law.modes(on=timezone.localdate(clock.now()))
        self.fields["mode"].choices = [  # type: ignore[attr-defined]
            (code, title) for code, title in MODES.items() if Mode(code) in modes
        ]


class CuscarForm(forms.Form):
    """A manifest as an interchange."""

    kind = forms.ChoiceField(label=_("You lodge as"), choices=[(one.value, LODGED[one.value]) for one in Lodged])
    file = forms.FileField(label=_("CUSCAR interchange"), help_text=_("UN/EDIFACT D.95B, one report, at most 20 MB."))


class PlaceForm(forms.Form):
    """A bonded area, and how many packages where that is asked."""

    store = forms.ChoiceField(label=_("Bonded area"))
    packages = forms.IntegerField(label=pgettext_lazy("cargo", "Packages"), min_value=1, max_value=MOST_PACKAGES)

    def __init__(self, *given: Any, choices: list[tuple[str, str]], count: bool = True, **named: Any) -> None:
        super().__init__(*given, **named)
        self.fields["store"].choices = choices  # type: ignore[attr-defined]
        if not count:
            del self.fields["packages"]


class SendForm(PlaceForm):
    """A movement under bond."""

    to = forms.ChoiceField(label=pgettext_lazy("cargo", "To"))
    guarantee = forms.CharField(label=pgettext_lazy("customs", "Number of the guarantee"), max_length=30)
    secured = AmountField(label=_("What the duties may come to"), min_value=0)

    def __init__(self, *given: Any, to: list[tuple[str, str]], **named: Any) -> None:
        super().__init__(*given, **named)
        self.fields["to"].choices = to  # type: ignore[attr-defined]


class DestroyForm(PlaceForm):
    """Goods that are to be destroyed in a store."""

    reason = forms.CharField(label=pgettext_lazy("cargo", "Reason"), max_length=1000, widget=forms.Textarea)


class SaleForm(forms.Form):
    """What becomes of goods whose owner did not act on the notice."""

    sell = forms.TypedChoiceField(
        label=_("What is decided"),
        choices=(("sell", _("Sell them")), ("wait", _("Wait"))),
        coerce=lambda value: value == "sell",
        widget=forms.RadioSelect,
    )
    reasons = forms.CharField(label=pgettext_lazy("cargo", "Reason"), max_length=1000, widget=forms.Textarea)


class AmendForm(forms.Form):
    """A bill corrected."""

    packages = forms.IntegerField(label=pgettext_lazy("cargo", "Packages"), min_value=1, max_value=MOST_PACKAGES)
    gross_mass = forms.DecimalField(label=_("Gross mass (kg)"), max_digits=16, decimal_places=3)
    description = forms.CharField(label=pgettext_lazy("cargo", "Goods"), max_length=400)
    consignee_name = forms.CharField(label=pgettext_lazy("cargo", "Consignee"), max_length=140, required=False)
    consignee = forms.CharField(label=_("Consignee’s business number"), max_length=20, required=False)
    reason = forms.CharField(label=pgettext_lazy("cargo", "Reason"), max_length=400, widget=forms.Textarea)


class UnloadForm(forms.Form):
    """Where goods were unloaded, and what was counted otherwise than the manifest says."""

    store = forms.ChoiceField(label=pgettext_lazy("cargo", "Quay"))
    counted = forms.CharField(
        label=_("Counted otherwise than the manifest says"),
        help_text=_("A line for each bill: its number, a space, the packages counted; 0 also for an empty container."),
        widget=forms.Textarea,
        required=False,
        max_length=100_000,
    )

    def __init__(self, *given: Any, choices: list[tuple[str, str]], **named: Any) -> None:
        super().__init__(*given, **named)
        self.fields["store"].choices = choices  # type: ignore[attr-defined]

    def clean_counted(self) -> dict[str, int]:
        """Bill to packages."""
        found: dict[str, int] = {}
        lines = [line.strip() for line in self.cleaned_data["counted"].splitlines() if line.strip()]
        for place, line in enumerate(lines, 1):
            told = re.fullmatch(r"([A-Za-z0-9.\-]{3,35})[\s,;]+([0-9]{1,8})", line)
            if told is None or told[1].upper() in found:
                raise ValidationError(
                    _("Line %(line)s: write the bill’s number, a space and the packages, each bill once."),
                    params={"line": place},
                )
            found[told[1].upper()] = int(told[2])
        return found
