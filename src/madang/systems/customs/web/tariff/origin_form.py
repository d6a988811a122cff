"""What the check of origin asks."""

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from madang.systems.customs.domain.regimes import regimes
from madang.systems.customs.web.tariff.showing import regime_named
from madang.systems.customs.web.tariff.words import OPERATIONS

MOST = 200
OWN = "own"


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """A material as somebody wrote it."""

    code: str
    value: Decimal
    own: bool
    country: str
    mass: Decimal | None


def _agreements() -> list[tuple[str, str]]:
    known = [one.code for one in regimes().values() if one.agreement is not None]
    return [("", pgettext("tariff", "None")), *((code, regime_named(rule=code)) for code in known)]


class OriginForm(forms.Form):
    """A product, its rule, its materials, what was done to them and how it came."""

    agreement = forms.ChoiceField(
        label=pgettext_lazy("tariff", "Trade agreement"),
        help_text=gettext_lazy("Its tolerance, cumulation, minor operations and transport are asked for as well."),
        choices=_agreements,
        required=False,
    )
    code = forms.RegexField(
        label=gettext_lazy("Code of the goods"),
        regex=r"^[0-9. -]{6,16}$",
        help_text=gettext_lazy("Six digits or more."),
    )
    value = forms.DecimalField(
        label=gettext_lazy("Value of the goods, free on board"), min_value=1, max_digits=14, decimal_places=2
    )
    mass = forms.DecimalField(
        label=gettext_lazy("Mass of the goods in kilograms"),
        help_text=gettext_lazy("For textiles: their tolerance may go by weight."),
        min_value=Decimal("0.001"),
        max_digits=12,
        decimal_places=3,
        required=False,
    )
    rule = forms.CharField(
        label=gettext_lazy("Rule of origin"),
        help_text=gettext_lazy("As a line of the tariff shows it: CTH, CTH or RVC 45, RVC 35 up, CC and RVC 40, WO."),
        max_length=200,
    )
    tolerance = forms.DecimalField(
        label=gettext_lazy("Share of the value that is tolerated (percent)"),
        help_text=gettext_lazy("Of materials that keep their code, where you choose no agreement; many say 10."),
        min_value=0,
        max_value=100,
        initial=10,
        required=False,
    )
    materials = forms.CharField(
        label=pgettext_lazy("tariff", "Materials"),
        help_text=gettext_lazy(
            "One a line: code, value, then “own” where it originates or the two letters of its country, and its mass where it "
            "matters. For example: 851690 120.50 CN 0.4kg"
        ),
        widget=forms.Textarea(attrs={"rows": 6, "spellcheck": "false"}),
        max_length=8000,
        required=False,
    )
    costs = forms.DecimalField(
        label=gettext_lazy("Labour, overhead, profit and other costs in the parties"),
        help_text=gettext_lazy("For a value content that is built up."),
        min_value=0,
        max_digits=14,
        decimal_places=2,
        required=False,
    )
    net_cost = forms.DecimalField(
        label=gettext_lazy("Net cost of the goods"),
        help_text=gettext_lazy("For a rule that says net, as for cars."),
        min_value=0,
        max_digits=14,
        decimal_places=2,
        required=False,
    )
    operations = forms.MultipleChoiceField(
        label=gettext_lazy("All that was done to the materials from elsewhere, if it was no more than this"),
        choices=[*OPERATIONS.items()],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    route = forms.ChoiceField(
        label=gettext_lazy("How the goods came"),
        choices=(
            ("direct", gettext_lazy("Straight from the party")),
            ("controlled", gettext_lazy("Through other countries, under customs' control, only unloaded and stored")),
            ("worked", gettext_lazy("Through other countries where they were worked on or released")),
        ),
        required=False,
    )

    def clean_materials(self) -> list[Given]:
        """Code, value, whose they are, mass."""
        lines = [line.split() for line in self.cleaned_data["materials"].splitlines() if line.strip()]
        if len(lines) > MOST:
            raise forms.ValidationError(_("At most {most} materials.").format(most=MOST))
        return [self._material(line) for line in lines]

    def _material(self, words: list[str]) -> Given:
        code = "".join(sign for sign in words[0] if sign.isascii() and sign.isdigit())
        value = _number(words[1].replace(",", "")) if len(words) > 1 else Decimal(-1)
        mass: Decimal | None = None
        country, own, known = "", False, True
        for word in words[2:]:
            if word.casefold() == OWN:
                own = True
            elif word.casefold().endswith("kg"):
                mass = _number(word[:-2])
            elif len(word) == 2 and word.isascii() and word.isalpha():
                country = word.upper()
            else:
                known = False
        if len(code) < 6 or not 0 <= value < 10**12 or not known or (mass is not None and mass < 0):
            raise forms.ValidationError(_("“{line}” is no material.").format(line=" ".join(words)[:60]))
        return Given(code=code, value=value, own=own, country=country, mass=mass)


def _number(text: str) -> Decimal:
    """A number that people wrote; below nothing where it is none."""
    try:
        found = Decimal(text)
    except InvalidOperation:
        return Decimal(-1)
    return found if found.is_finite() else Decimal(-1)
