"""Forms of leaving goods."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from madang.framework.ui.forms import MomentField
from madang.systems.customs.domain.manifest import Direction
from madang.systems.customs.domain.movement import MOST_PACKAGES
from madang.systems.customs.usecases.leaving.handle_departure import Line
from madang.systems.customs.web.cargo.forms import UploadForm


class DepartureForm(UploadForm):
    """A manifest of leaving goods as a table, with the voyage said beside it."""

    direction = Direction.EXPORT
    last_port = None  # type: ignore[assignment]
    arrives_at = None  # type: ignore[assignment]
    port = forms.ChoiceField(label=_("Port of departure"))
    next_port = forms.CharField(label=_("Next port abroad (UN/LOCODE)"), max_length=5, required=False)
    departs_at = MomentField(label=_("Expected departure"))
    field_order = (
        *("kind", "reference", "mode", "carrier", "conveyance_number", "conveyance_name", "voyage", "port"),
        *("next_port", "departs_at", "file"),
    )


class LoadForm(forms.Form):
    """What is aboard: all that waits, but of the lines named only so much."""

    but = forms.CharField(
        label=_("Loaded otherwise than everything that waits"),
        help_text=_("A line for each: the bill’s number, the number of its line, the packages loaded (0 for none)."),
        widget=forms.Textarea(attrs={"rows": 4}),
        required=False,
        max_length=100_000,
    )

    ashore = forms.CharField(
        label=_("Empty containers that are not aboard"),
        help_text=_("Their numbers, one a line."),
        widget=forms.Textarea(attrs={"rows": 2}),
        required=False,
        max_length=100_000,
    )

    def clean_ashore(self) -> list[str]:
        """Numbers of containers."""
        return str(self.cleaned_data["ashore"]).upper().split()

    def clean_but(self) -> dict[Line, int]:
        """Line of a bill to packages."""
        return _counted(self.cleaned_data["but"])


class TakenOffForm(forms.Form):
    """What was taken off the ship again."""

    off = forms.CharField(
        label=_("What was taken off the ship again"),
        help_text=_("A line for each: the bill’s number, the number of its line, the packages taken off."),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=100_000,
    )

    def clean_off(self) -> dict[Line, int]:
        """Line of a bill to packages."""
        return _counted(self.cleaned_data["off"])


def _counted(text: str) -> dict[Line, int]:
    found: dict[Line, int] = {}
    lines = [one.strip() for one in text.splitlines() if one.strip()]
    for place, said in enumerate(lines, 1):
        told = re.fullmatch(r"([A-Za-z0-9.\-]{3,35})[\s,;]+([0-9]{1,5})[\s,;]+([0-9]{1,8})", said)
        line = Line(bill=told[1].upper(), line=int(told[2])) if told else None
        if told is None or line is None or line in found:
            raise ValidationError(
                _("Line %(line)s: write the bill’s number, its line and the packages, each line once."),
                params={"line": place},
            )
        found[line] = int(told[3])
    return found


class TerminalForm(forms.Form):
    """At which terminal goods came in."""

    terminal = forms.ChoiceField(label=pgettext_lazy("customs leaving", "Terminal"))

    def __init__(self, *given: Any, choices: list[tuple[str, str]], **named: Any) -> None:
        super().__init__(*given, **named)
        self.fields["terminal"].choices = choices  # type: ignore[attr-defined]


class TakeBackForm(forms.Form):
    """Goods that go out of the terminal again."""

    line = forms.IntegerField(label=pgettext_lazy("customs leaving", "Line of the bill"), min_value=1)
    packages = forms.IntegerField(label=pgettext_lazy("cargo", "Packages"), min_value=1, max_value=MOST_PACKAGES)


class ReasonForm(forms.Form):
    """Why a release should be cancelled."""

    reason = forms.CharField(
        label=pgettext_lazy("customs leaving", "Reason"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )


class AnswerForm(forms.Form):
    """Why it should stand."""

    answer = forms.CharField(
        label=_("Why the release should stand"), max_length=2000, widget=forms.Textarea(attrs={"rows": 4})
    )
